"""A learner's page of a class is held, and yet is everybody's own and of this moment."""

import re

import pytest

from studyapp.actions.classwork import ask_for_help, take_help_back
from studyapp.models import Classroom
from studyapp.views import classmould
from tests.factories.classwork import all_kinds, class_of, read_lesson
from tests.factories.study import NOON
from tests.views.classpages import at, browser

pytestmark = pytest.mark.django_db
OWN = re.compile(r'((?:name="(?:token|csrfmiddlewaretoken)" value=|"X-CSRFToken":)")[^"]+')
TOKEN = re.compile(r'name="token" value="([^"]+)"')
MARKS = re.compile("[\ue000\ue001]")


def same(page: str) -> str:
    """A page without what is new each time."""
    return OWN.sub(r"\1", page)


def test_a_page_that_is_held_is_the_page_that_was_rendered() -> None:
    classroom, (one, _) = class_of(2)
    all_kinds(classroom)
    client, path = browser(one), at(classroom, "")
    classmould._mould.cache_clear()
    pages = [client.get(path).content.decode() for _ in range(3)]
    assert classmould._mould.cache_info().hits == 2
    assert same(pages[0]) == same(pages[1]) == same(pages[2])
    assert not any(MARKS.search(page) for page in pages)
    tokens = [TOKEN.findall(page) for page in pages]
    assert [len(found) for found in tokens] == [1, 1, 1]  # the practice set alone begins with one
    assert len({token for found in tokens for token in found}) == 3


def test_two_who_are_shown_the_same_have_their_own_names() -> None:
    classroom, places = class_of(2)
    all_kinds(classroom)
    pages = [browser(place).get(at(classroom, "")).content.decode() for place in places]
    names = [place.learner.user.username for place in places if place.learner and place.learner.user]
    assert [[name in page for name in names] for page in pages] == [[True, False], [False, True]]


def test_whatever_changes_is_shown_at_the_next_look() -> None:
    classroom, (one, two) = class_of(2)
    made = all_kinds(classroom)
    client, other, path = browser(one), browser(two), at(classroom, "")
    before = same(client.get(path).content.decode())
    ask_for_help(assignment=made["lesson"], membership=one, now=NOON)
    assert "I am not stuck any more" in client.get(path).content.decode()
    assert "I am not stuck any more" not in other.get(path).content.decode()
    take_help_back(assignment=made["lesson"], membership=one)
    assert same(client.get(path).content.decode()) == before
    read_lesson(one)
    assert same(client.get(path).content.decode()) != before
    Classroom.objects.filter(pk=classroom.pk).update(title="<Another> title")
    assert "&lt;Another&gt; title" in client.get(path).content.decode()
