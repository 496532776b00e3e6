"""The theme that a browser chose stands on the page before anything of it shows."""

import pytest
from django.test import Client

from tests.views.visitors import read

PAGES = ["/", "/lessons/first/", "/review/", "/practice/", "/glossary/", "/paths/web/", "/nowhere/"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("cookie", "shown"),
    [("dark", "dark"), ("light", "light"), ("", None), ("blue", None), ('dark" onload="x', None)],
)
def test_the_theme_stands_on_the_page(client: Client, path: str, cookie: str, shown: str | None) -> None:
    if cookie:
        client.cookies["theme"] = cookie
    root = read(client.get(path)).root.find("html")[0]
    assert root.attrs == {"lang": "en", **({"data-theme": shown} if shown else {})}
