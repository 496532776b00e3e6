"""manage.py close_attempts: hand in every sitting whose deadline ended it."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from studyapp.actions.exams import close_overdue


class Command(BaseCommand):
    """Tidies up, and changes nothing that anybody sees: a deadline counts whether or not this ever runs."""

    help = "Hand in every exam whose deadline has passed. Safe to run at any time, as often as you like."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many were closed."""
        closed = close_overdue(now=timezone.now())
        if options["verbosity"] > 0:
            self.stdout.write(f"Closed: {closed}.")
