"""`manage.py calendar NAME` prints a learner's calendar."""

from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from studyapp.domain.ical import calendar
from studyapp.models import Release
from studyapp.queries.accounts import learner_named
from studyapp.queries.calendarfeed import events
from studyapp.queries.catalogue import load


class Command(BaseCommand):
    """What the learner's own address would serve, whether there is one or not."""

    help = "Prints the plan and the class dates of a learner as a calendar (iCalendar)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose, and where to."""
        parser.add_argument("name", help="the name of the account")
        parser.add_argument("--to", type=Path, help="a file; without it the text is printed")
        parser.add_argument("--site", default="", help="where the site is, for links in the events")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it."""
        learner, release = learner_named(options["name"]), Release.objects.order_by("pk").last()
        if learner is None or release is None:
            raise CommandError("There is no account of that name with anything to plan, or no course.")
        now = timezone.now()
        found = events(load(release.key), learner, now=now, site=options["site"].rstrip("/"))
        text = calendar("In Transit", found, stamp=now, refresh=timedelta(hours=6))
        if options["to"] is None:
            self.stdout.write(text, ending="")
            return
        options["to"].write_bytes(text.encode())
        self.stdout.write(f"{len(found)} events are in {options['to']}.")
