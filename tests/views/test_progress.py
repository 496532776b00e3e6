"""The progress page: what it says with nothing, a little and much to go by."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string
from django.test import Client

from studyapp.actions.reviews import grade_card
from studyapp.domain.memory import DEFAULT_PARAMETERS, Rating
from studyapp.domain.readiness import Word
from studyapp.domain.sending import Sent
from studyapp.models import Learner, Memory, ParameterSet, Question, Review
from studyapp.queries.evidence import Known
from studyapp.queries.readiness import Bar, readiness_page
from tests.cast import Cast
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, MemoryFactory, card_of, course, reasons_of, version_of
from tests.factories.work import SECTION, due, first_tries
from tests.queries.test_evidence import answered
from tests.queries.test_readiness import first_answers
from tests.views.htmlpage import Element, Page
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


@pytest.mark.parametrize("client", [Client, lambda: as_guest(LearnerFactory.create())])
def test_nothing_done_yet(client: Callable[[], Client]) -> None:
    page = look(client(), "/progress/")
    assert "Nothing to go by yet" in text(page)
    assert links(page) == ["/lessons/first/", "/practice/"]
    assert [one for one in page.elements if one.attrs.get("role") == "img"] == []


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
    page = readiness_page(course(), Known(), now=NOON)
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


def test_each_chart_is_named_and_described_and_has_a_table(learner: Learner) -> None:
    studied(learner)
    page = shown(learner)
    charts = [one for one in page.elements if one.tag == "svg" and one.attrs.get("role") == "img"]
    named = {one.attrs.get("id"): one.text for one in page.elements}
    names = []
    for chart in charts:
        title, description = (named[name] for name in chart.attrs["aria-labelledby"].split())
        assert re.search(r"\d", description)
        names.append(title)
        table = next(one for one in page.elements if one.tag == "table" and one.line > chart.line)
        assert len(table.find("td")) >= 2, title
    assert names == [
        "Likely range of the score, by objective",
        "Share of right answers, by how sure you were",
        "Reviews and answers by day",
        "Minutes a day",
        "Items by the day they are due",
        "Share of reviews recalled, against what is desired",
        "Items by their predicted recall",
        "Grades by stage",
    ]


def studied(learner: Learner) -> None:
    """First tries yesterday; a card begun three weeks ago and recalled today; an exam ahead."""
    learner.exam_date = date(2026, 12, 24)
    learner.save()
    first_tries(learner)
    memory = MemoryFactory.create(learner=learner, card=card_of("card-k1-1"))
    for days, rating in ((21, Rating.EASY), (0, Rating.GOOD)):
        fresh = Memory.objects.get(pk=memory.pk)
        sent = Sent(fresh.reviews, seconds=90.0)
        grade_card(memory=fresh, sent=sent, grade=rating, now=NOON - timedelta(days=days, hours=1))


def table(page: Page, caption: str) -> list[list[str]]:
    """The rows of the body of the table whose caption begins like this."""
    (found,) = [one for one in page.root.find("table") if one.find("caption")[0].text.startswith(caption)]
    rows = found.find("tbody")[0].find("tr")
    return [[cell.text for cell in row.children if isinstance(cell, Element)] for row in rows]


def test_the_days_in_words_and_as_a_table(learner: Learner) -> None:
    studied(learner)
    page = shown(learner)
    assert "2 days in a row." in text(page)
    assert "In these 177 days you studied on 3 days: 2 reviews and 32 answers outside of reviews." in text(
        page
    )
    rows = table(page, "Reviews + answers")
    assert len(rows) == 26
    assert rows[0] == ["23 Nov", "0 + 32", "1 + 0", "", "", "", "", "", "33"]
    assert rows[3] == ["2 Nov", "0", "1 + 0", "0", "0", "0", "0", "0", "1"]
    assert [row[-1] for row in rows[4:]] == ["0"] * 22


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ((0,), "You have studied today."),
        ((1,), "You studied yesterday; today is still open."),
        ((1, 2, 3), "3 days in a row until yesterday; today is still open."),
        ((40,), "You last studied on 15 October 2026. What you learned then counts"),
        ((400,), "You last studied on 20 October 2025. What you learned then counts"),
        (range(200), "Every day since 1 June."),
        (range(1, 200), "Every day since 1 June; today is still open."),
    ],
)
def test_the_run_of_days_in_words(learner: Learner, days: Iterable[int], said: str) -> None:
    memory = MemoryFactory.create(learner=learner)
    Review.objects.bulk_create(
        Review(
            learner=learner,
            memory=memory,
            number=n,
            stage="review",
            rating=3,
            reviewed_at=NOON - timedelta(days=n),
            received_at=NOON,
            day=(NOON - timedelta(days=n)).date(),
            before={},
            after={},
        )
        for n in days
    )
    words = text(shown(learner))
    assert said in words
    for scolding in ("broke", "lost", "missed a", "only", "should"):
        assert scolding not in words[words.index("Your days") : words.index("Your memory")]


def test_what_was_done_in_numbers(learner: Learner) -> None:
    studied(learner)
    page = shown(learner)
    words = text(page)
    assert "3 min in the last 30 days: reviews 3 min, practice no time, exams no time." in words
    assert table(page, "Whole minutes") == [
        ["Tue 24 Nov", "2", "0", "0", "2"],
        ["Tue 3 Nov", "2", "0", "0", "2"],
    ]
    assert "Of all your answers 78 % were right, of your first tries 78 %." in words
    assert table(page, "Answers counted") == [
        ["All objectives", "", "78 % 25 of 32", "78 % 25 of 32"],
        ["K1 Options", "", "75 % 12 of 16", "75 % 12 of 16"],
        ["S1 Skills", "", "81 % 13 of 16", "81 % 13 of 16"],
    ]
    assert (
        "In the last 30 days you recalled 100 % of 1 review (in truth likely 21 to 100 %); that fits" in words
    )
    assert table(page, "Reviews of items in review") == [
        ["The last 30 days", "1", "1", "100 %", "21\N{EN DASH}100 %"],
        ["All time", "1", "1", "100 %", "21\N{EN DASH}100 %"],
    ]
    assert table(page, "By what the item was") == [
        ["New", "0", "0", "0", "1", "1"],
        ["Learning", "0", "0", "0", "0", "0"],
        ["Review", "0", "0", "1", "0", "1"],
    ]
    assert "399 more reviews, each at least a day after the last of its item" in words


def test_what_is_due_and_what_is_remembered(learner: Learner) -> None:
    studied(learner)
    for number, since in ((2, 3), (3, 0)):
        due(learner, card=card_of(f"card-k1-{number}"), since=timedelta(days=since))
    page = shown(learner)
    words = text(page)
    assert "2 items due today, 1 of them since before; 3 in the 30 days from today on. As things" in words
    rows = table(page, "Today with 1 due before")
    assert (rows[0], rows[1], rows[-1], len(rows)) == (
        ["Tue 24 Nov", "2"],
        ["Wed 25 Nov", "0"],
        ["Later", "0"],
        31,
    )
    assert (
        "Of the 3 items you have begun you would recall about 92 % now, and about 80 % on 24 December"
        in words
    )
    assert table(page, "Items by their predicted recall")[-2:] == [
        ["80 to 90 %", "1", "0"],
        ["90 to 100 %", "2", "1"],
    ]


def test_parts_without_anything_say_so(learner: Learner) -> None:
    MemoryFactory.create(learner=learner)
    words = text(shown(learner))
    for said in (
        "Nothing to compare yet",
        "None: no question that you were sure of and missed is waiting.",
        "None yet: it takes three answers to the questions of an idea",
        "No answer to a question yet.",
        "The first day you answer or review something gets its mark here.",
        "Nothing in the last 30 days.",
        "No item has a day yet",
        "It shows after the first review that comes at least a day after the last one.",
        "Nothing has been reviewed yet.",
    ):
        assert said in words


def test_without_anything_in_the_queue_the_way_there_is_told(learner: Learner) -> None:
    answered(learner, "q-k1-2")
    assert "Nothing is in your reviews yet." in text(shown(learner))


def test_weakest_ideas_lead_to_their_section_and_to_practice(learner: Learner) -> None:
    Question.objects.filter(slug="q-s1-12").update(section=SECTION)
    for _ in range(3):
        answered(learner, "q-s1-12", correct=False)
    page = shown(learner)
    assert "What to remember" in text(page)
    assert "0 of 3 right Second lesson" in text(page)
    assert f"/lessons/second/#{SECTION}" in links(page)
    assert "/practice/?objective=S1" in links(page)


def test_weights_of_ones_own(learner: Learner) -> None:
    MemoryFactory.create(learner=learner)
    learner.parameter_set = ParameterSet.objects.create(
        learner=learner,
        number=2,
        parameters=list(DEFAULT_PARAMETERS),
        optimizer="fsrs-rs",
        fitted_at=NOON,
        fitted_on=512,
        held_out=100,
        loss_before=0.41,
        loss_after=0.325,
        adopted=True,
    )
    learner.save()
    words = text(shown(learner))
    assert "weights of your own, set 2, fitted on 24 November 2026 to 512 reviews." in words
    assert "its log loss was 0.3250; with the weights before, 0.4100" in words


def test_everybody_sees_her_own(cast: Cast) -> None:
    studied(cast.owner_learner)
    assert "2 days in a row." in text(look(cast.owner, "/progress/"))
    for client in (cast.classmate, cast.stranger, cast.nobody):
        assert "Nothing to go by yet" in text(look(client, "/progress/"))
