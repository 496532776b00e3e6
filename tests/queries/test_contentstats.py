"""What answers say of the questions in the files: figures, doubts, and nothing where there are too few."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from studyapp.actions import answers
from studyapp.domain.keydoubts import ENOUGH
from studyapp.models import Learner, Question, QuestionVersion
from studyapp.queries.contentstats import OptionLine, QuestionLine, question_lines
from tests.factories.keys import class_of, repaired
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, right, version_of, wrong

pytestmark = pytest.mark.django_db


def give(learner: Learner, slug: str, *, good: bool, place: str = "practice") -> None:
    """An answer to a question as it stands."""
    version = version_of(slug)
    response = right(version) if good else wrong(version)
    answers.record(
        learner=learner,
        version=version,
        response=response,
        confidence="",
        place=place,
        token=uuid4(),
        now=NOON,
    )


def by_slug() -> dict[str, QuestionLine]:
    return {line.slug: line for line in question_lines(now=NOON)}


def test_nothing_answered_is_nothing_to_tell() -> None:
    assert question_lines(now=NOON) == ()


def test_a_wrong_key_of_an_exam_question_comes_first() -> None:
    class_of(12)
    lines = question_lines(now=NOON)
    assert lines[0].slug == "x-k1-1"
    assert {line.pool for line in lines} == {"exam"}
    first = lines[0]
    assert (first.answers, first.facility) == (12, 0.5)
    assert first.discrimination is not None
    assert first.discrimination < -0.9
    # The clever half chose one and the same option outside the key; letters are those of the file.
    chosen = {option.letter: (option.percent, option.key) for option in first.options}
    assert chosen["B"] == (50, True)
    assert sorted(chosen) == ["A", "B", "C", "D"]
    assert sum(percent for percent, _ in chosen.values()) == 100
    assert first.doubts[0] == "Who did well on the rest of the paper got it right less often than the others."
    (rival,) = (letter for letter, (percent, key) in chosen.items() if percent == 50 and not key)
    assert f"chose {rival}, more than chose the key." in first.doubts[1]


def test_a_question_taken_out_of_the_scoring_is_not_doubted() -> None:
    class_of(12)
    repaired(version_of("x-k1-1"), "dropped")
    assert by_slug()["x-k1-1"].doubts == ()


def test_practice_counts_the_first_answer_of_each_learner() -> None:
    for n in range(ENOUGH):
        learner = LearnerFactory.create()
        able = n % 2 == 0
        give(learner, "q-k1-1", good=able)
        give(learner, "q-k1-1", good=True)  # the second time she has seen the key
        give(learner, "q-k1-2", good=able)
        give(learner, "q-k1-4", good=able, place="review")
    lines = by_slug()
    assert {slug: (line.answers, line.facility) for slug, line in lines.items()} == {
        "q-k1-1": (ENOUGH, 0.5),
        "q-k1-2": (ENOUGH, 0.5),
        "q-k1-4": (ENOUGH, 0.5),
    }
    assert lines["q-k1-1"].discrimination == pytest.approx(1)
    assert OptionLine("B", 50, key=True) in lines["q-k1-1"].options
    assert lines["q-k1-4"].options == ()  # steps have no letters


def test_below_enough_answers_there_are_no_figures() -> None:
    for _ in range(ENOUGH - 1):
        give(LearnerFactory.create(), "q-k1-1", good=False)
    line = by_slug()["q-k1-1"]
    assert line == QuestionLine("q-k1-1", "practice", ENOUGH - 1, None, None, (), ())


def test_what_was_voted_in_a_room_or_given_to_another_text_does_not_count() -> None:
    give(LearnerFactory.create(), "q-k1-1", good=True, place="live")
    learner = LearnerFactory.create()
    give(learner, "q-k1-2", good=True)
    old = version_of("q-k1-2")
    fields = {
        "kind": old.kind,
        "stem_html": "Anew",
        "body": old.body,
        "takeaway_html": "",
        "created_at": NOON,
    }
    new = QuestionVersion.objects.create(question=old.question, number=2, digest="new", **fields)
    Question.objects.filter(slug="q-k1-2").update(current=new)
    give(learner, "q-k1-2", good=True)  # she met it with its old text
    assert by_slug() == {}


def test_the_number_of_statements_does_not_depend_on_how_many_answered() -> None:
    counts = []
    for _ in range(2):
        give(LearnerFactory.create(), "q-k1-1", good=True)
        class_of(2)
        with CaptureQueriesContext(connection) as asked:
            question_lines(now=NOON)
        counts.append(len(asked))
    assert counts[0] == counts[1]
