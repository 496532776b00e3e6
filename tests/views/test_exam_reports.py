"""The report of a sitting and the comparison of several, as their pages say them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from studyapp.actions import exams
from studyapp.models import Attempt, Exam, Learner
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, attempt_of, right, wrong
from tests.views.conftest import Clock
from tests.views.examstates import sat
from tests.views.test_query_counts import MOST, queries
from tests.views.visitors import as_guest, look

pytestmark = pytest.mark.django_db

COMPARE = "/exams/mini/compare/"


@pytest.fixture
def learner(db: None) -> Learner:
    """A guest."""
    return LearnerFactory.create()


@pytest.fixture
def guest(learner: Learner) -> Client:
    """The guest's browser."""
    return as_guest(learner)


def report(attempt: Attempt) -> str:
    return f"/attempts/{attempt.pk}/report/"


@pytest.mark.parametrize(
    ("marks", "scaled", "verdict", "between"),
    [
        ((True,) * 4, "1000", "Pass: at the pass mark or above", "Likely between 533 and 1000"),
        ((True,) * 3, "750", "Pass: at the pass mark or above", "Likely between 316 and 1000"),
        ((True, True, False), "533", "Not yet: below the pass mark", "Likely between 100 and 1000"),
        ((), "100", "Not yet: below the pass mark", "Likely between 100 and 533"),
    ],
)
def test_pass_or_not_yet_with_its_range(
    guest: Client, learner: Learner, marks: tuple[bool, ...], scaled: str, verdict: str, between: str
) -> None:
    page = look(guest, report(sat(learner, *marks)))
    (number,) = page.root.find("p", class_="score-number")
    assert number.text == f"{scaled} of 1,000, practice estimate"
    assert verdict in page.root.text
    assert between in page.root.text
    assert "passes: 75 %" in page.root.text  # three of four, the nearest point to 72.2 %
    assert "A practice estimate from 100 to 1,000: the real exam may" in page.root.text


@pytest.mark.parametrize(
    ("marks", "says"),
    [
        ((), "Nothing was answered, so this paper cannot say what to read."),
        ((True,), "What you answered was right; 1 of 4 questions has an answer."),
        ((True,) * 4, "Nothing missed: take a longer form next."),
        ((True, False), "1 missed. Exam questions stay in the exam"),
    ],
)
def test_what_to_do_next(guest: Client, learner: Learner, marks: tuple[bool, ...], says: str) -> None:
    assert says in look(guest, report(sat(learner, *marks))).root.text


def test_objectives_have_their_number_of_questions_and_a_range_in_words(
    guest: Client, learner: Learner
) -> None:
    attempt = sat(learner)
    page = look(guest, report(attempt))
    (table,) = [table for table in page.root.find("table") if "Of ten such questions" in table.text]
    assert [cell.text for cell in table.find("td")] == ["2", "0", "between 0 and 7 of 10"] * 2
    assert [row.text for row in table.find("th", scope="row")] == ["K1 Options", "S1 Skills"]


def test_time_is_told_from_the_log_the_slowest_first(guest: Client, learner: Learner) -> None:
    start = NOON - timedelta(hours=1)
    attempt = attempt_of(learner, now=start)
    for position, seconds, good in ((1, 30, True), (3, 130, False), (1, 135, True), (2, 140, False)):
        version = attempt.items.select_related("version").get(position=position).version
        given = right(version) if good else wrong(version)
        then = start + timedelta(seconds=seconds)
        exams.save(attempt=attempt, position=position, response=given, flagged=seconds == 135, now=then)
    exams.submit(attempt=attempt, now=start + timedelta(seconds=150))
    page = look(guest, report(attempt))
    (table,) = [
        table for table in page.root.find("table") if "Worked out from what you changed" in table.text
    ]
    rows = list(zip(table.find("th", scope="row"), *[iter(table.find("td"))] * 2, strict=True))
    assert [tuple(cell.text for cell in row) for row in rows] == [
        ("3", "1 min 40 s", "not yet"),
        ("1", "35 s", "right"),
        ("2", "5 s", "not yet"),
    ]
    assert "2 min 30 s in all, 47 s on average for a question you worked on." in page.root.text
    assert "35 s went to questions you got right, 1 min 45 s to the others." in page.root.text
    Attempt.objects.update(review="never")
    page = look(guest, report(attempt))
    assert "went to questions you got right" not in page.root.text
    assert "Minutes on each question" not in page.root.text  # none took longer than two minutes
    assert page.root.text.count("not yet") == 0


def test_a_report_and_a_comparison_cost_the_same_with_1_and_with_3(learner: Learner, guest: Client) -> None:
    for rows in (2, 4):
        made = [sat(learner, True, seed=n, hours_ago=2 * rows - n) for n in range(rows)]
        costs = [queries(guest, path) for path in (report(made[0]), COMPARE)]
        assert costs == [queries(guest, path) for path in (report(made[-1]), COMPARE)]
        assert max(costs) <= MOST
    chosen = "&".join(f"attempt={pk}" for pk in Attempt.objects.values_list("pk", flat=True)[:4])
    with CaptureQueriesContext(connection) as asked:
        guest.get(f"{COMPARE}?{chosen}")
    assert len(asked) == queries(guest, COMPARE)


def compared(client: Client, query: str = "") -> list[tuple[str, ...]]:
    """The rows of the table of whole papers."""
    (table,) = [
        table for table in look(client, COMPARE + query).root.find("table") if "Likely between" in table.text
    ]
    heads = [cell.text for cell in table.find("th", scope="row")]
    cells = [cell.text for cell in table.find("td")]
    return [(head, *cells[4 * n : 4 * n + 4]) for n, head in enumerate(heads)]


def test_the_newest_two_attempts_stand_side_by_side(guest: Client, learner: Learner) -> None:
    sat(learner, seed=1, hours_ago=3)
    sat(learner, True, False, seed=2, hours_ago=2)
    sat(learner, True, True, True, seed=3, hours_ago=1)
    assert compared(guest) == [
        ("A 24 Nov 2026, 10:00", "316", f"100{DASH}750", "1 of 4", "not yet"),
        ("B 24 Nov 2026, 11:00", "750", f"316{DASH}1000", "3 of 4", "pass"),
    ]
    page = look(guest, COMPARE)
    assert "No difference that would mean anything." in page.root.text
    assert "your score moved from 316 to 750" in page.root.text
    assert page.root.text.count("may be chance") == 2
    assert "passes: 75 %" in page.root.text


DASH = "\N{EN DASH}"


def test_up_to_four_may_be_chosen_and_only_own_ones_that_are_over(guest: Client, learner: Learner) -> None:
    own = [sat(learner, True, seed=n, hours_ago=9 - n) for n in range(5)]
    foreign = sat(LearnerFactory.create(), True)
    running = attempt_of(learner, seed=7)
    chosen = "?" + "&".join(f"attempt={attempt.pk}" for attempt in (*own, foreign, running))
    assert [row[0][0] for row in compared(guest, chosen)] == ["A", "B", "C", "D"]
    page = look(guest, COMPARE + chosen)
    boxes = page.root.find("input", name="attempt")
    assert [box.attrs["value"] for box in boxes] == [str(attempt.pk) for attempt in reversed(own)]
    newest = compared(guest)
    for nonsense in ("?attempt=x", f"?attempt={foreign.pk}", f"?attempt={running.pk}", f"?attempt={2**70}"):
        assert compared(guest, nonsense) == newest


def test_a_difference_that_counts_is_called_one(guest: Client, learner: Learner) -> None:
    Exam.objects.update(blueprint={"K1": 4, "S1": 4})
    sat(learner, seed=1, hours_ago=2)
    sat(learner, *[True] * 8, seed=2, hours_ago=1)
    assert "Better, and by more than chance would do." in look(guest, COMPARE).root.text
    sat(learner, seed=3, hours_ago=0)
    assert "Less than before, and by more than chance would do." in look(guest, COMPARE).root.text


def test_with_less_than_two_attempts_there_is_nothing_to_compare(guest: Client, learner: Learner) -> None:
    assert "No attempt yet" in look(guest, COMPARE).root.text
    sat(learner, True)
    page = look(guest, COMPARE)
    assert ("One attempt so far" in page.root.text, page.root.find("svg", class_="chart-lines")) == (True, [])
    assert "No attempt yet" in look(Client(), COMPARE).root.text
    assert guest.get("/exams/maxi/compare/").status_code == 404


def test_an_exam_that_left_the_course_can_still_be_compared(guest: Client, learner: Learner) -> None:
    for n in range(2):
        sat(learner, True, seed=n, hours_ago=2 - n)
    Exam.objects.update(slug="gone")
    assert guest.get("/exams/gone/compare/").status_code == 200
    assert as_guest(LearnerFactory.create()).get("/exams/gone/compare/").status_code == 404


def test_an_attempt_within_the_grace_is_not_compared_yet(
    guest: Client, learner: Learner, clock: Clock
) -> None:
    sat(learner, True, hours_ago=2)
    attempt_of(learner, seed=5, now=NOON - timedelta(minutes=8))
    assert "One attempt so far" in look(guest, COMPARE).root.text
    clock.pass_by(seconds=10)
    assert len(compared(guest)) == 2
