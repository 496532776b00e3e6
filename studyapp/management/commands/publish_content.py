"""manage.py publish_content: check the content folder and publish it, all or nothing."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from studyapp.actions.publish import publish


class Command(BaseCommand):
    """Prints every fault and changes nothing, or publishes and says what changed."""

    help = "Check the content folder and publish it: all of it, or nothing if there is a fault."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--another` for whoever really means to."""
        parser.add_argument("--another", action="store_true", help="retire the course that is shown for this")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 1 with every fault as `file:line: message`."""
        outcome = publish(settings.CONTENT_ROOT, now=timezone.now(), another=options["another"])
        if outcome.problems:
            for problem in outcome.problems:
                self.stderr.write(str(problem))
            many = "s" * (len(outcome.problems) != 1)
            raise CommandError(f"Nothing was published: {len(outcome.problems)} fault{many} in the content.")
        if options["verbosity"] == 0:
            return
        if not outcome.changed:
            self.stdout.write("The content is published already; nothing has changed.")
            return
        self.stdout.write(
            f"Published. New question versions: {outcome.new_versions}. Retired: {outcome.retired}. "
            f"Warnings: {len(outcome.warnings)} (see check_content)."
        )
