"""manage.py doctor: what is wrong with this installation, in sentences."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from studyapp.queries.operations import Finding, examination


class Command(BaseCommand):
    """Looks and changes nothing. Exit 1 if somebody has to act."""

    help = "Say what is wrong with this installation and what to do about it. Changes nothing."
    requires_system_checks = ()
    requires_migrations_checks = False

    def handle(self, *args: Any, **options: Any) -> None:
        """A line for each thing looked at."""
        found = [
            *examination(content=settings.CONTENT_ROOT, data=settings.DATA_DIR, now=timezone.now()),
            *setup(),
        ]
        for finding in found:
            style = self.style.SUCCESS if finding.sound else self.style.ERROR
            self.stdout.write(style("ok   " if finding.sound else "ACT  ") + finding.sentence)
        if any(not finding.sound for finding in found):
            raise SystemExit(1)


def setup() -> Iterator[Finding]:
    """What the settings say of this installation."""
    local = {"127.0.0.1", "localhost", "[::1]"}
    reached_from_outside = not set(settings.ALLOWED_HOSTS) <= local
    if settings.DEBUG and reached_from_outside:
        yield Finding(False, "DEBUG is on and the site is reached from outside. Start it without DEBUG.")
    if "*" in settings.ALLOWED_HOSTS:
        yield Finding(False, "ALLOWED_HOSTS allows every name. List the names of the site.")
    if reached_from_outside and not settings.HTTPS:
        yield Finding(
            False, "The site is reached from outside without HTTPS=1: cookies would travel in the clear."
        )
    if not settings.DEBUG and not (settings.STATIC_ROOT / "staticfiles.json").exists():
        yield Finding(False, "Static files were not collected. Run: python3 manage.py collectstatic")
    if reached_from_outside:
        yield Finding(True, f"The site answers to {', '.join(settings.ALLOWED_HOSTS)}.")
    else:
        yield Finding(True, "The site answers on this computer alone.")
