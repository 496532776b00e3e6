"""Putting a quiz together: what may be chosen."""

from uuid import UUID

import pytest
from django.http import QueryDict

from studyapp.forms.practice import PracticeForm

TOKEN = UUID("3f2b6a52-90f4-4f8e-9d2a-6b6f5f9d7f11")
OBJECTIVES = [("K1", "Options"), ("S1", "Skills")]
GOOD = f"size=10&mode=each&token={TOKEN}"


def form_of(query: str) -> PracticeForm:
    return PracticeForm(QueryDict(query), objectives=OBJECTIVES)


def test_a_choice_comes_out_clean() -> None:
    form = form_of(f"objectives=K1&objectives=S1&size=40&mode=end&token={TOKEN}")
    assert form.is_valid()
    assert form.cleaned_data == {"objectives": ["K1", "S1"], "size": 40, "mode": "end", "token": TOKEN}


def test_no_objective_means_all() -> None:
    form = form_of(GOOD)
    assert form.is_valid()
    assert form.cleaned_data["objectives"] == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        (GOOD + "&objectives=K9", "objectives"),
        (GOOD.replace("10", "7"), "size"),
        (GOOD.replace("10", "100000"), "size"),
        (GOOD.replace("size=10", ""), "size"),
        (GOOD.replace("each", "never"), "mode"),
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
