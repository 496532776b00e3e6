"""manage.py forget_guests: delete guests who cannot come back."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from studyapp.actions.erasing import erase
from studyapp.queries.guests import long_gone

COOKIE = 365  # days a browser knows its guest
USUAL = COOKIE + 35


class Command(BaseCommand):
    """Accounts are never touched. Safe to run at any time, as often as you like."""

    help = "Delete guests who did nothing for so many days, and those who did nothing in a month at all."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=USUAL, help=f"{USUAL} unless told; at least 30")
        parser.add_argument("--dry-run", action="store_true", help="say how many, and delete nobody")

    def handle(self, *, days: int, dry_run: bool, **options: Any) -> None:
        """One transaction for each, so that nobody waits for all of them."""
        if days < 30:
            raise CommandError("A month is the least: a guest may be on holiday.")
        now, gone = timezone.now(), 0
        for learner in list(long_gone(since=now - timedelta(days=days), now=now)):
            gone += 1
            if not dry_run:
                erase(learner=learner, user=None, now=now)
        if options["verbosity"] > 0:
            self.stdout.write(f"{'Would forget' if dry_run else 'Forgotten'}: {gone} guests.")
