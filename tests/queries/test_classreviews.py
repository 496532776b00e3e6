"""A class's own question wherever reviews are shown or counted; of nobody who is not in the class."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from studyapp.actions import memberships
from studyapp.domain.memory import Schedule
from studyapp.models import Learner, Membership, Memory
from studyapp.queries.answerfigures import answered as figures_of
from studyapp.queries.aside import aside
from studyapp.queries.calendarfeed import events
from studyapp.queries.calibration import sure_and_wrong
from studyapp.queries.itemfigures import ItemFigures, item_figures
from studyapp.queries.queue import Moment, memories_ahead
from studyapp.queries.quizresult import result
from studyapp.queries.reviews import review_shown
from tests.factories.classes import MembershipFactory
from tests.factories.classreviews import Missed, missed_own, own_memory
from tests.factories.classwork import DAY, who
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, answered, course
from tests.queries.queues import NOTHING, TODAY, page_of
from tests.queries.test_pack import pack_of
from tests.queries.test_plan import page_of as plan_of

pytestmark = pytest.mark.django_db

DUE = {"stage": "review", "due_day": TODAY, "stability": 9.0, "difficulty": 5.0, "reviews": 3}
CARDS = 24  # of the small course
SEEN = {"last_at": NOON - 9 * DAY, "last_day": TODAY - 9 * DAY}


@pytest.fixture
def found() -> Missed:
    """The class's question alone, in review and due today, of the one who missed it."""
    made = missed_own()
    Memory.objects.exclude(question=made.question).delete()
    Memory.objects.filter(question=made.question).update(**DUE, **SEEN)
    return made


def figures(learner: Learner) -> ItemFigures:
    moment = Moment(learner.pk, TODAY, NOON)
    return item_figures(moment, schedule=Schedule(), objectives={}, later=None)


def due_words(learner: Learner) -> list[str]:
    fresh = Learner.objects.get(pk=learner.pk)
    return [event.summary for event in events(course(), fresh, now=NOON) if "due" in event.summary]


def test_a_member_finds_it_everywhere(found: Missed) -> None:
    learner, memory = found.learner, own_memory(found)
    page = page_of(learner)
    assert (page.counts.review, page.item and page.item.memory_id) == (1, memory.pk)
    assert memories_ahead(Moment(learner.pk, TODAY, NOON), page.counts, most=5) == [memory]
    (item,) = pack_of(learner)
    assert item.question is not None
    assert (item.memory_id, item.question.id, item.question.revealed) == (
        memory.pk,
        found.question.slug,
        False,
    )
    told = figures(learner)
    assert (told.items, told.due, len(told.now)) == (1, {TODAY: 1}, 1)
    assert due_words(learner) == ["1 review due"]
    Memory.objects.filter(pk=memory.pk).update(suspended_at=NOON)
    (line,) = aside(course(), learner.pk, today=TODAY)
    assert (line.memory_id, line.state, line.text) == (
        memory.pk,
        "suspended",
        "Which hop does MACsec protect?",
    )


def test_nobody_else_finds_it_anywhere(found: Missed) -> None:
    memberships.leave(membership=found.place, now=NOON)
    elsewhere = MembershipFactory.create()
    for learner in (found.learner, who(found.mate), who(elsewhere), LearnerFactory.create()):
        page = page_of(learner)
        assert (page.counts, page.item, page.enrolled) == (NOTHING, None, False)
        every = replace(NOTHING, new=5, learning=5, review=5)
        assert memories_ahead(Moment(learner.pk, TODAY, NOON), every, most=5) == []
        assert pack_of(learner) == ()
        assert figures(learner).items == 0
        assert aside(course(), learner.pk, today=TODAY) == ()
        assert due_words(learner) == []


def test_it_is_no_evidence_and_of_no_objective(found: Missed) -> None:
    answered(own_memory(found), good=False)
    own = [one for one in figures_of(found.learner.pk, NOON) if one.question.pk == found.question.pk]
    assert [(one.answers, one.right, one.first) for one in own] == [(2, 0, None)]
    shown = [
        one.question_id for one in sure_and_wrong(course(), figures_of(found.learner.pk, NOON)).questions
    ]
    assert found.question.pk not in shown
    assert figures(found.learner).recall == {}


def test_its_answer_says_whose_question_it_is(found: Missed) -> None:
    done = answered(own_memory(found))
    shown = review_shown(course(), found.learner, done.pk)
    assert shown is not None
    assert shown.question is not None
    assert (shown.place, shown.question.revealed, shown.question.correct) == ("class", True, True)
    assert review_shown(course(), who(found.mate), done.pk) is None


def test_the_result_of_a_set_says_what_is_in_the_reviews_and_what_can_come() -> None:
    found = missed_own()
    session = found.learner.practice.get()
    told = result(course(), session, now=NOON)
    assert (told.to_queue, told.queued) == (0, 2)
    Memory.objects.all().delete()
    told = result(course(), session, now=NOON)
    assert (told.to_queue, told.queued) == (2, 0)
    Membership.objects.filter(pk=found.place.pk).update(left_at=NOON)
    told = result(course(), session, now=NOON)
    assert (told.to_queue, told.queued) == (1, 0)


def test_the_review_page_asks_as_many_queries_as_of_the_course(found: Missed) -> None:
    spent = []
    other = missed_own()
    Memory.objects.filter(learner=other.learner, question=other.question).delete()
    for learner in (found.learner, other.learner):
        with CaptureQueriesContext(connection) as seen:
            page_of(learner)
        spent.append(len(seen))
    assert spent[0] == spent[1]


def test_the_plan_to_an_exam_counts_it_to_no_objective(found: Missed) -> None:
    Learner.objects.filter(pk=found.learner.pk).update(exam_date=TODAY + 26 * DAY)
    ahead = plan_of(Learner.objects.get(pk=found.learner.pk)).ahead
    assert ahead is not None
    assert (ahead.begun, ahead.overall.items) == (True, CARDS + 1)
    assert sum(line.items for line in ahead.objectives) == CARDS
