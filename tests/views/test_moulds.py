"""Moulds: what is cast is what rendering it anew would have given."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.models import Release
from studyapp.queries.catalogue import load
from studyapp.queries.lessons import course_map
from studyapp.views.moulds import Mould, cast, mark, mould, unindented
from studyapp.views.rows import course_rows
from tests.cast import assemble

MARKED = "lessons/queued.html"  # a template without variables: one text, no mark


def test_a_template_without_marks_is_one_text() -> None:
    assert len(mould(MARKED, {}).pieces) == 1


def test_indents_go_but_where_text_stands_as_it_is_written() -> None:
    pre, area = "<pre><code>\n  a\n\n    b</code></pre>", "<textarea>\n  c</textarea>"
    html = f"<ul>\n    <li>a\n\n  b</li>\n</ul>\n  {pre}\n  {area}\n   <p>"
    assert unindented(html) == f"<ul>\n<li>a\nb</li>\n</ul>\n{pre}\n{area}\n<p>"


def test_values_stand_at_their_marks() -> None:
    page = Mould(("a", "one", "b", "two", "c"))
    assert cast(page, {"one": "1", "two": "2"}).content == b"a1b2c"


def test_a_mould_may_stand_at_a_mark_and_shares_the_values() -> None:
    inner = Mould(("<", "token", ">"))
    page = Mould(("a", "check", "b", "token", "c"))
    assert cast(page, {"check": inner, "token": "t"}).content == b"a<t>btc"


def test_a_mark_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError, match="csrf"):
        cast(Mould(("a", "csrf", "b")), {})


@settings(deadline=None, max_examples=50)
@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Co", "Cs"]), max_size=20), min_size=1))
def test_splitting_at_marks_and_casting_gives_the_text_back(texts: list[str]) -> None:
    names = [f"m{n}" for n in range(len(texts) - 1)]
    pieces = [texts[0]]
    for name, text in zip(names, texts[1:], strict=True):
        pieces += [name, text]
    values = {name: f"[{name}]" for name in names}
    expected = texts[0] + "".join(f"[{name}]{text}" for name, text in zip(names, texts[1:], strict=True))
    assert cast(Mould(tuple(pieces)), values).content.decode() == expected


def test_marks_are_told_apart_by_name() -> None:
    assert mark("csrf") != mark("token")
    assert len({mark("due"), mark("name"), mark("zone")}) == 3


@pytest.mark.django_db
def test_a_lesson_holds_each_visitors_own_words_and_no_mark() -> None:
    cast_of_people = assemble()
    pages = [
        client.get("/lessons/first/").content.decode()
        for client in (cast_of_people.owner, cast_of_people.stranger, cast_of_people.nobody)
    ]
    assert ["olga" in page for page in pages] == [True, False, False]
    assert ["sam" in page for page in pages] == [False, True, False]
    for page in pages:
        assert "\ue000" not in page and "\ue001" not in page  # noqa: PT018 (the two halves of one mark)


@pytest.mark.django_db
def test_a_row_of_the_map_is_rendered_once() -> None:
    course = load(Release.objects.values_list("key", flat=True).latest("pk"))
    lines = course_map(course, None)
    assert [id(row) for row in course_rows(lines)] == [id(row) for row in course_rows(lines)]
