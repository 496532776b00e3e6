"""The progress page: what it says with nothing, a little and much to go by."""

from dataclasses import replace
from datetime import date

import pytest
from django.template.loader import render_to_string
from django.test import Client

from studyapp.domain.memory import Schedule
from studyapp.domain.readiness import Word
from studyapp.models import Learner, Question
from studyapp.queries.readiness import Bar, readiness_page
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, card_of, course, reasons_of, version_of
from tests.factories.work import SECTION, due, first_tries
from tests.queries.test_evidence import answered
from tests.queries.test_readiness import first_answers
from tests.views.htmlpage import Page
from tests.views.visitors import as_guest, look

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner(db: None) -> Learner:
    return LearnerFactory.create()


def shown(learner: Learner) -> Page:
    return look(as_guest(learner), "/progress/")


def text(page: Page) -> str:
    (main,) = [element for element in page.elements if element.tag == "main"]
    return " ".join(main.text.split())


def links(page: Page) -> list[str]:
    main = next(element for element in page.elements if element.tag == "main")
    inside = [one for one in page.elements if one.tag == "a" and main in one.ancestors()]
    return [one.attrs["href"] for one in inside]


def test_nothing_done_yet() -> None:
    page = look(Client(), "/progress/")
    words = text(page)
    assert "Nothing to go by yet" in words
    assert "After 6 of them in an objective a range stands here." in words
    assert "Nothing to compare yet" in words
    assert "None: no question that you were sure of and missed is waiting." in words
    assert links(page) == ["/practice/", "/exams/", "/practice/"]


def test_what_is_missing_is_named_with_a_way_to_get_it(learner: Learner) -> None:
    first_answers(learner, "K1", "+-")
    page = shown(learner)
    words = text(page)
    assert "Not enough evidence for the whole exam yet." in words
    assert "answer 4 more in K1 Options" in words
    assert "answer 6 more in S1 Skills" in words
    assert {"/practice/?objective=K1", "/practice/?objective=S1"} <= set(links(page))
    assert "Not enough evidence yet: say how sure you are in 18 more answers." in words
    assert "chart-range" not in [element.attrs.get("class", "") for element in page.elements]


def test_where_new_practice_questions_run_out_an_exam_is_offered(learner: Learner) -> None:
    for n in range(1, 17):
        answered(learner, f"q-k1-{n}", place="lesson", confidence="")
    for n in range(1, 14):
        answered(learner, f"q-s1-{n}", place="lesson", confidence="")
    answered(learner, "q-s1-14")
    words = text(shown(learner))
    assert "6 more in K1 Options: no new practice question is left, sit a practice exam" in words
    assert "answer 5 more in S1 Skills; 2 new practice questions left, the rest in a practice exam" in words


def test_ranges_and_never_a_number_alone(learner: Learner) -> None:
    for objective in ("K1", "S1"):
        first_answers(learner, objective, "+" * 16)
    words = text(shown(learner))
    assert "96\N{EN DASH}100 % of the exam, in 8 cases of 10" in words
    assert "Likely. All of the range lies above the pass mark of 72 %." in words
    assert "Whole exam: 96 to 100 %, likely." in words
    assert "Not enough evidence" not in words


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ("+" * 12 + "-" * 4, "Close. The pass mark of 72 % lies within the range."),
        ("+" * 4 + "-" * 12, "Not ready yet. All of the range lies below the pass mark of 72 %."),
    ],
)
def test_the_word_and_its_reason(learner: Learner, marks: str, said: str) -> None:
    for objective in ("K1", "S1"):
        first_answers(learner, objective, marks)
    assert said in text(shown(learner))


def test_a_range_that_begins_far_below_the_pass_mark() -> None:
    page = readiness_page(course(), None, schedule=Schedule(), now=NOON)
    wide = replace(page.whole, now=Bar(50, 75, "50.0%", "25.0%"), word=Word.NOT_YET, reaches=True, answers=30)
    html = render_to_string("progress/readiness_words.html", {"ready": replace(page, whole=wide)})
    assert "The range reaches the pass mark of 72 % but begins far below it. More answers narrow it." in html


def test_the_exam_day(learner: Learner) -> None:
    learner.exam_date = date(2026, 12, 24)
    learner.save()
    for objective in ("K1", "S1"):
        first_answers(learner, objective, "+" * 16)
        for n in range(1, 6):
            due(learner, card=card_of(f"card-{objective.lower()}-{n}"))
    words = text(shown(learner))
    assert "If nothing is reviewed until 24 December: 81\N{EN DASH}85 %." in words
    assert "on 24 December, if nothing is reviewed until then" in words


def test_how_sure_and_how_right(learner: Learner) -> None:
    first_tries(learner)  # in turn sure, unsure and guessed; of 32 each fifth wrong
    words = text(shown(learner))
    assert "You know more than you think." in words
    assert "You stated 59 % on average, and 78 % were right (in truth likely 61 to 89 %)" in words
    assert "When you say sure you are right 7 times in 10." in words
    assert "When you say it is a guess you are right 8 times in 10. That is more than the word says." in words
    assert "Brier score 0.29" in words
    assert "So for now your average tells more than your words do." in words


def test_sure_and_wrong_names_the_section_and_tells_no_key(learner: Learner) -> None:
    Question.objects.filter(slug="q-s1-2").update(section=SECTION)
    answered(learner, "q-s1-2", correct=False, now=NOON)
    response = as_guest(learner).get("/progress/")
    html = response.content.decode()
    page = shown(learner)
    assert "1 question you were sure of and missed, when you last met it." in text(page)
    assert "Read again: Second lesson, “What to remember”" in text(page)
    assert f"/lessons/second/#{SECTION}" in links(page)
    assert not [reason for reason in reasons_of(version_of("q-s1-2")) if reason in html]


def test_the_chart_is_named_and_described(learner: Learner) -> None:
    first_tries(learner)
    page = shown(learner)
    charts = [one for one in page.elements if one.tag == "svg" and one.attrs.get("role") == "img"]
    assert len(charts) == 2
    for chart in charts:
        title, description = chart.attrs["aria-labelledby"].split()
        named = {one.attrs.get("id"): one.text for one in page.elements}
        assert named[title]
        assert named[description].count("%") >= 3
