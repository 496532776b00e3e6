"""Figures of an exam from stored sittings: the same as by hand, over whatever sittings are asked for."""

import json
from pathlib import Path
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from studyapp.actions import exams
from studyapp.models import Attempt, AttemptItem, Question, QuestionReport, QuestionVersion
from studyapp.queries import keypreview, sheets
from studyapp.queries.keyquestion import in_letters, question_case
from studyapp.queries.keyrepairs import repair_case
from studyapp.queries.keys import exam_lines, exam_table, item_table
from studyapp.queries.sheets import answered, finished
from tests.factories.keys import HOUR, class_of, one_paper, repaired, sat
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.study import NOON, attempt_of, course, right, version_of

pytestmark = pytest.mark.django_db

SLUGS = ("x-k1-1", "x-k1-2", "x-s1-1", "x-s1-2")
NEAR = 1e-9


def example() -> tuple[list[Attempt], dict[str, int]]:
    """The agreed example as sittings: its first four questions. Which of them each slug is."""
    stored = json.loads((Path(__file__).parents[1] / "vectors" / "item_analysis.json").read_text())
    rows = stored["example_1_single_answer_wrong_key"]["input"]["responses"]
    one_paper()
    for row in rows:
        attempt = attempt_of(LearnerFactory.create(), now=NOON - 2 * HOUR)
        for item in attempt.items.select_related("version__question"):
            given = row[SLUGS.index(item.version.question.slug)]
            AttemptItem.objects.filter(pk=item.pk).update(response=chosen(item.version, given))
        exams.submit(attempt=attempt, now=NOON - HOUR)
    return list(Attempt.objects.order_by("pk")), {slug: n for n, slug in enumerate(SLUGS)}


def chosen(version: QuestionVersion, letter: str | None) -> list[str]:
    """The option that stands for a letter: "ABCD" in turn is the key of the four questions of the example."""
    if letter is None:
        return []
    key = "ABCD"[SLUGS.index(version.question.slug)]
    others = [choice["id"] for choice in version.body["choices"] if not choice["correct"]]
    rest = [one for one in "ABCD" if one != key]
    return list(right(version)) if letter == key else [others[rest.index(letter)]]


def test_stored_sittings_have_the_figures_of_the_example() -> None:
    example()
    table = exam_table("mini", now=NOON)
    assert table is not None
    assert (table.figures.candidates, table.figures.length) == (10, 4)
    assert {line.slug: (line.answers, line.facility) for line in table.lines} == {
        "x-k1-1": (10, 70),
        "x-k1-2": (10, 70),
        "x-s1-1": (10, 70),
        "x-s1-2": (10, 50),
    }
    case = question_case(course(), "x-s1-2", now=NOON)
    assert case is not None
    (version,) = case.versions
    assert [(row.figures.count, row.keyed) for row in version.options if row.keyed] == [(5, True)]
    assert sorted(row.figures.count for row in version.options) == [1, 1, 1, 2, 5]
    assert version.options[-1].letter == ""
    assert (case.total, len(case.sittings)) == (10, 10)


def test_any_set_of_sittings() -> None:
    made = class_of(4)
    two = answered(finished(NOON)).filter(learner__in=[made[0].learner, made[2].learner])
    figures, lines = item_table(sheets.sheets(two))
    assert (figures.candidates, {line.answers for line in lines}) == (2, {2})
    assert item_table(sheets.sheets(Attempt.objects.none()))[1] == ()


def test_running_and_empty_sittings_are_left_out_and_those_past_their_time_are_not() -> None:
    one_paper()
    sat(LearnerFactory.create())
    attempt_of(LearnerFactory.create(), now=NOON)
    late = attempt_of(LearnerFactory.create(), now=NOON - HOUR)
    late.items.filter(position=1).update(response=["x"])
    table = exam_table("mini", now=NOON)
    assert table is not None
    assert table.figures.candidates == 1
    assert exam_lines(now=NOON)[0].sittings == 2


def test_only_the_newest_sittings_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    class_of(4)
    monkeypatch.setattr(sheets, "NEWEST", 3)
    table = exam_table("mini", now=NOON)
    assert table is not None
    assert table.figures.candidates == 3


def test_a_repair_shows_in_the_figures() -> None:
    class_of(12)
    version = version_of("x-k1-1")

    def line() -> tuple[int | None, bool, bool]:
        table = exam_table("mini", now=NOON)
        assert table is not None
        found = next(line for line in table.lines if line.slug == "x-k1-1")
        return found.facility, bool(found.reasons), found.repaired

    assert line() == (50, True, False)
    repaired(version)
    assert line() == (50, False, True)
    repaired(version, "credit")
    assert line() == (100, False, True)


def test_open_reports_are_counted() -> None:
    class_of(2)
    version = version_of("x-k1-1")
    for state in ("open", "open", "declined"):
        QuestionReport.objects.create(
            learner=LearnerFactory.create(),
            question=version.question,
            version=version,
            place="exam",
            kind="key",
            created_at=NOON,
            token=uuid4(),
            state=state,
        )
    table = exam_table("mini", now=NOON)
    case = question_case(course(), "x-k1-1", now=NOON)
    assert table is not None
    assert case is not None
    assert {line.slug: line.reports for line in table.lines} == {
        slug: 2 * (slug == "x-k1-1") for slug in SLUGS
    }
    assert [report.state for report in case.reports] == ["open", "open", "declined"]


def test_a_retired_exam_that_was_sat_stays_in_the_list() -> None:
    sat(LearnerFactory.create(), good=(True,))
    Question.objects.filter(slug="x-k1-1").update(retired_at=NOON)
    form = Attempt.objects.get().exam
    form.retired_at = NOON
    form.save()
    assert [line.slug for line in exam_lines(now=NOON)] == ["mini"]
    Attempt.objects.all().delete()
    assert exam_lines(now=NOON) == ()


def test_a_response_in_letters() -> None:
    single, several, order, match = (version_of(f"q-k1-{n}") for n in (2, 3, 4, 5))
    options = sorted(choice["id"] for choice in single.body["choices"])
    assert in_letters(single, [options[2]]) == "C"
    options = sorted(choice["id"] for choice in several.body["choices"])
    assert in_letters(several, [options[3], options[0]]) == "A and D"
    steps = sorted(step["id"] for step in order.body["steps"])
    assert in_letters(order, steps[::-1]) == "D, C, B, A"
    targets = sorted(target["id"] for target in match.body["targets"])
    pair = match.body["pairs"][1]["id"]
    assert in_letters(match, [f"{pair}={targets[0]}"]) == "2 to A"


def test_a_question_of_every_kind_has_its_table() -> None:
    """An exam may be drawn from any pool, so steps and pairs can be in it."""
    Question.objects.filter(pool="exam").update(pool="practice")
    Question.objects.filter(slug__in=("q-k1-4", "q-k1-5", "q-s1-4", "q-s1-5")).update(pool="exam")
    sat(LearnerFactory.create(user=UserFactory.create(username="olga")), good=(True, True, False, True))
    for slug, rows in (("q-k1-4", 2), ("q-k1-5", 4)):
        case = question_case(course(), slug, now=NOON)
        assert case is not None
        assert case.sittings[0].candidate == "olga"
        options = case.versions[0].options
        assert (len(options), sum(row.figures.count for row in options)) == (rows, rows - 1)
    assert exam_table("mini", now=NOON) is not None


def test_long_lists_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    class_of(4)
    version = version_of("x-k1-1")
    monkeypatch.setattr("studyapp.queries.keyrepairs.LISTED", 1)
    monkeypatch.setattr(keypreview, "LISTED", 3)
    made = repaired(version)
    case = repair_case(made.pk)
    assert case is not None
    assert (len(case.lines), case.changed, case.sittings) == (1, 4, 4)


def test_queries_of_a_table_and_a_question(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    class_of(3)
    known = course()
    with django_assert_num_queries(3):
        exam_table("mini", now=NOON)
    with django_assert_num_queries(4):
        question_case(known, "x-k1-1", now=NOON)
