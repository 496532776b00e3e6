"""`manage.py import_learner NAME FILE` brings everything of a learner to an account, as the page does."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from studyapp.actions.accounts import create_learner
from studyapp.actions.bringing import HasWork, NotYours, bring_in
from studyapp.domain.ownfile import Unreadable
from studyapp.queries.accounts import user_named
from studyapp.queries.ownfiles import read_own_file


class Command(BaseCommand):
    """The account is there already, and without any work."""

    help = "Brings a file of export_learner, or one that somebody downloaded, to an account without work."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose, and the file."""
        parser.add_argument("name", help="the name of the account")
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Bring it in, or say why not."""
        user, now = user_named(options["name"]), timezone.now()
        if user is None:
            raise CommandError("There is no account of that name. Sign up, or make one with createsuperuser.")
        try:
            file = read_own_file(options["file"].read_bytes(), now=now)
            brought = bring_in(learner=create_learner(user=user, now=now), file=file, now=now)
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error.strerror}.") from error
        except Unreadable as error:
            raise CommandError(str(error)) from error
        except HasWork as error:
            raise CommandError("This account has work already. Nothing was changed.") from error
        except NotYours as error:
            raise CommandError(
                "This file is of another account, or of somebody here. Nothing was changed."
            ) from error
        for name, count in brought.came.items():
            self.stdout.write(f"{name}: {count} of {count + brought.left[name]}")
