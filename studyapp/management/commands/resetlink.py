"""manage.py resetlink NAME: a way back in for somebody who lost the password and has no recovery code."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from studyapp.models import User
from studyapp.queries.accounts import link_of


class Command(BaseCommand):
    """Prints a link that sets a new password, once. Give it only to somebody you are sure of."""

    help = "Print a link with which the owner of an account sets a new password, once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the name of the account")
        parser.add_argument("--site", default="http://127.0.0.1:8000", help="where the site is reached")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 1 for a name that is not there, or an account that is closed."""
        user = User.objects.filter(folded=options["name"].casefold(), is_active=True).first()
        if user is None:
            raise CommandError(f"There is no open account with the name {options['name']!r}.")
        uid, token = link_of(user)
        path = reverse("reset", kwargs={"uid": uid, "token": token})
        self.stdout.write(f"{options['site'].rstrip('/')}{path}")
        days = settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60)
        self.stderr.write(
            f"It works once, for {days} days, and until {user.username} signs in or changes the password. "
            "Whoever has it can take the account: give it to nobody else."
        )
