"""Any text in any field of any form: never a fault of ours, never run, never shown but as text."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import Cast
from tests.factories.classes import class_work
from tests.factories.study import rolled_back
from tests.factories.work import Work
from tests.views.addresses import ADDRESSES, PAGES
from tests.views.classroles import ROLE_ADDRESSES
from tests.views.forged import MARKUP, TEMPLATE, TEXTS, Way, encoded, faults_in, names_read, posts_of
from tests.views.rows import all_rows

pytestmark = pytest.mark.django_db

GONE = {"delete-everything", "class-delete"}  # after these there is nothing to look at
SPIED = ("next", "again", "q", "page")  # names in queries, beside those that are read


NAMES: dict[str, frozenset[str]] = {}  # of each form, found out once: a form does not change between tests


@pytest.fixture
def ways(cast: Cast, work: Work) -> Sequence[Way]:
    """Every POST of the site, with every name that its view looks for."""
    found = []
    for name, client, path, fields in posts_of(cast, work, class_work()):
        if name not in NAMES:
            with names_read() as names:
                for sent in (fields, {}):  # a view may stop at the first name that is missing
                    with rolled_back():
                        Way(name, client, path, sent, frozenset()).send({})
            NAMES[name] = frozenset(names)
        found.append(Way(name, client, path, fields, NAMES[name] | set(fields)))
    return found


def test_every_form_is_among_them(ways: Sequence[Way]) -> None:
    tables = {one.name for one in ADDRESSES if one.method == "POST"}
    tables |= {one.name for one in ROLE_ADDRESSES if one.method == "POST"}
    assert {way.name for way in ways} == tables
    read = {name for way in ways for name in way.names}
    assert {"username", "old_password", "title", "body", "text", "choice", "reply", "vote"} - read == {"vote"}


def test_each_field_takes_markup_and_template_code_as_text(ways: Sequence[Way]) -> None:
    """One field at a time, the others as they should be, so that the text gets as far as it can."""
    for way in ways:
        for name in sorted(way.names):
            for text in (f"{MARKUP}>{TEMPLATE}", "nul\x00nul"):
                with rolled_back():
                    response = way.send({name: text})
                    assert (way.name, name, faults_in(response)) == (way.name, name, [])
                    if response.status_code == 302:
                        shown = way.client.get(response.headers["Location"])
                        assert (way.name, name, faults_in(shown)) == (way.name, name, [])


text = st.one_of(
    st.sampled_from(TEXTS),
    st.text(st.characters(), max_size=30),
    st.lists(st.sampled_from(TEXTS), min_size=2, max_size=3).map("".join),
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_text_in_any_field_is_a_fault_of_ours(ways: Sequence[Way], data: st.DataObject) -> None:
    way = data.draw(st.sampled_from(ways), label="form")
    forged = data.draw(
        st.dictionaries(st.sampled_from(sorted({*way.names, "zap"})), text, min_size=1, max_size=6)
    )
    with rolled_back():
        assert (way.name, faults_in(way.send(forged))) == (way.name, [])


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_text_in_any_query_is_a_fault_of_ours(cast: Cast, work: Work, data: st.DataObject) -> None:
    address = data.draw(st.sampled_from(PAGES))
    path = address.path(work).partition("?")[0]
    with names_read() as names:
        cast.owner.get(path)
    forged = data.draw(st.dictionaries(st.sampled_from(sorted({*names, *SPIED})), text, min_size=1))
    query = encoded(forged.items()).decode()
    for client in (cast.owner, cast.nobody):
        assert (path, faults_in(client.get(f"{path}?{query}"))) == (path, [])


def test_what_was_stored_is_text_on_every_page(ways: Sequence[Way], cast: Cast, work: Work) -> None:
    """All forms sent with markup in every field that takes it; then everything is looked at."""
    for way in ways:
        if way.name in GONE | {"sign-out", "class-archive", "class-leave", "class-remove", "live-close"}:
            continue
        for name in sorted(way.names):
            for text in (f"{MARKUP}>", TEMPLATE):
                way.send({name: text})
    stored = str(all_rows())
    assert min(stored.count("<zap"), stored.count("'zap'|add")) >= 5
    room = next(way for way in ways if way.name == "class-settings").path.split("/")[2]
    pages = [address.path(work) for address in PAGES if address.name != "own-data"]
    pages += [f"/classes/{room}/{page}" for page in ("", "people/", "groups/", "questions/", "me/", "live/")]
    for client in {id(way.client): way.client for way in ways}.values():
        for path in pages:
            assert (path, faults_in(client.get(path))) == (path, [])
