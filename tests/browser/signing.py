"""Signing in by the session's cookie alone: what the sign-in page does has tests of its own."""

from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from studyapp.models import User


def sign_in(page: Page, user: User | None, site: str) -> Page:
    """Another session in the page's browser, of this account; the page itself stays as it is."""
    assert user is not None
    client, name = Client(), settings.SESSION_COOKIE_NAME
    client.force_login(user)
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])
    return page
