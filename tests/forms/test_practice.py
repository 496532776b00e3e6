"""Putting a quiz together: what may be chosen."""

from uuid import UUID

import pytest
from django.http import QueryDict

from studyapp.forms.practice import DrillForm, PracticeForm

TOKEN = UUID("3f2b6a52-90f4-4f8e-9d2a-6b6f5f9d7f11")
OBJECTIVES = [("K1", "Options"), ("S1", "Skills")]
GOOD = f"size=10&mode=each&token={TOKEN}"


PLAIN = {"pick": "mixed", "subject": "", "times": None}


def form_of(query: str) -> PracticeForm:
    return PracticeForm(QueryDict(query), objectives=OBJECTIVES, pairs=[("a-or-b", "A or B")])


def test_a_choice_comes_out_clean() -> None:
    form = form_of(f"objectives=K1&objectives=S1&size=40&mode=end&token={TOKEN}")
    assert form.is_valid()
    assert form.cleaned_data == PLAIN | {
        "objectives": ["K1", "S1"],
        "size": 40,
        "mode": "end",
        "token": TOKEN,
    }


def test_no_objective_means_all() -> None:
    form = form_of(GOOD)
    assert form.is_valid()
    assert form.cleaned_data["objectives"] == []


@pytest.mark.parametrize("pick", ["mixed", "weakest", "missed", "sure-wrong", "unseen"])
def test_a_pick_without_a_subject(pick: str) -> None:
    form = form_of(f"{GOOD}&pick={pick}&pair=a-or-b&objectives=K1")
    assert form.is_valid()
    found = {name: form.cleaned_data[name] for name in ("pick", "subject", "objectives")}
    assert found == {"pick": pick, "subject": "", "objectives": ["K1"]}


@pytest.mark.parametrize("pair", ["", "a-or-b"])
def test_a_pair_is_its_own_choice_of_questions(pair: str) -> None:
    form = form_of(f"{GOOD}&pick=confusable&pair={pair}&objectives=K1")
    assert form.is_valid()
    found = {name: form.cleaned_data[name] for name in ("pick", "subject", "objectives")}
    assert found == {"pick": "confusable", "subject": pair, "objectives": []}


@pytest.mark.parametrize(("time", "times"), [("", None), ("none", None), ("relaxed", 1.5), ("exam", 1.0)])
def test_the_time_in_terms_of_the_exam(time: str, times: float | None) -> None:
    form = form_of(f"{GOOD}&time={time}")
    assert form.is_valid()
    assert form.cleaned_data["times"] == times
    assert "time" not in form.cleaned_data


@pytest.mark.parametrize(
    ("query", "valid"),
    [
        ("pick=missed", True),
        ("pick=sure-wrong", True),
        ("pick=idea&subject=lesson:tls", True),
        ("pick=idea&subject=card:tls-a", True),
        ("pick=idea", False),
        ("pick=missed&subject=tls", False),
        ("pick=mixed", False),
        ("pick=precheck&subject=tls", False),
        ("pick=idea&subject=Not an id", False),
        ("pick=idea&subject=" + "x" * 101, False),
        ("", False),
    ],
)
def test_a_drill_names_what_it_needs(query: str, valid: bool) -> None:
    assert DrillForm(QueryDict(f"{query}&token={TOKEN}")).is_valid() is valid
    assert not DrillForm(QueryDict(f"{query}&token=x")).is_valid()


@pytest.mark.parametrize(
    ("query", "field"),
    [
        (GOOD + "&objectives=K9", "objectives"),
        (GOOD.replace("10", "7"), "size"),
        (GOOD.replace("10", "100000"), "size"),
        (GOOD.replace("size=10", ""), "size"),
        (GOOD.replace("each", "never"), "mode"),
        (GOOD + "&pick=all", "pick"),
        (GOOD + "&pick=precheck", "pick"),
        (GOOD + "&pick=confusable&pair=b-or-c", "pair"),
        (GOOD + "&time=double", "time"),
        (GOOD.replace(str(TOKEN), "nonsense"), "token"),
        (GOOD.replace(str(TOKEN), ""), "token"),
    ],
)
def test_what_was_not_offered_is_refused(query: str, field: str) -> None:
    form = form_of(query)
    assert list(form.errors) == [field]


def test_a_new_form_has_a_token_of_its_own() -> None:
    one, two = (UUID(PracticeForm(objectives=OBJECTIVES)["token"].value()) for _ in range(2))
    assert one != two
