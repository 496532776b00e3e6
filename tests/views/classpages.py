"""The pages of a class as its people see them."""

from django.test import Client

from studyapp.models import (
    Classroom,
    Membership,
)
from tests.factories.classes import ClassCast
from tests.factories.classwork import (
    who,
)
from tests.views.htmlpage import Page
from tests.views.visitors import look, signed_in

PAGES = ("assignments/", "grid/", "attention/", "picture/", "gradebook/", "gradebook.csv")
FORMS = tuple(f"assignments/new/{kind}/" for kind in ("lesson", "practice", "set", "review", "exam", "path"))


def browser(place: Membership) -> Client:
    """Signed in as whoever has this place."""
    return signed_in(who(place))


def at(classroom: Classroom, page: str) -> str:
    """The address of a page of a class."""
    return f"/classes/{classroom.pk}/{page}"


def by_role(people: ClassCast) -> dict[str, Client]:
    """Everybody who may be asking."""
    found = {role: browser(place) for role, place in people.by_role().items()}
    return {**found, "elsewhere": browser(people.elsewhere), "nobody": Client()}


def staff_page(people: ClassCast, page: str) -> Page:
    """As its owner sees it."""
    return look(browser(people.owner), at(people.classroom, page))


def cells(page: Page) -> list[list[str]]:
    """Every row of the first table, as it is read."""
    (table, *_) = page.root.find("table")
    return [
        [" ".join(cell.text.split()) for cell in row.find("th") + row.find("td")] for row in table.find("tr")
    ]
