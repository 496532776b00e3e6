"""A class's own questions in the reviews: of its members alone, and only as long as they are."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from studyapp.actions import classes, classwork, live, memberships, practice
from studyapp.actions.bringing import bring_in
from studyapp.actions.classreviews import enrol_own
from studyapp.actions.classwork import Plan
from studyapp.actions.erasing import erase
from studyapp.actions.merging import merge
from studyapp.actions.ownquestions import bring_back, retire
from studyapp.actions.reviews import undo
from studyapp.domain.grading import Confidence
from studyapp.models import Answer, Learner, LiveRoom, Membership, Memory, PracticeSession, Question, Review
from tests.actions.test_bringing import as_file
from tests.factories.classes import MembershipFactory, class_cast
from tests.factories.classreviews import answers_of, asked, missed_own, own_memory
from tests.factories.classwork import DAY, class_of, who
from tests.factories.live import brought_to, voted
from tests.factories.ownquestions import own_question
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.study import NOON, answered, question_of, right, version_of, wrong
from tests.queries.downloads import document
from tests.queries.queues import page_of

pytestmark = pytest.mark.django_db


def counts_of(learner: Learner) -> int:
    """How much the review page says there is to do."""
    return page_of(learner).counts.total


def enrol(learner: Learner, question: Question) -> int:
    return enrol_own(learner_ids=[learner.pk], question_ids=[question.pk], now=NOON)


def test_what_a_member_missed_is_asked_again_and_nothing_stands_in_for_it() -> None:
    found = missed_own()
    assert asked(found.learner) == {found.question.slug, "q-k1-1"}
    memory = own_memory(found)
    assert (memory.stage, memory.added_at, memory.idea_id) == ("new", NOON - DAY, found.question.idea_id)
    assert asked(who(found.mate)) == set()
    Memory.objects.exclude(pk=memory.pk).delete()
    page = page_of(found.learner)
    assert (page.counts.new, page.counts.total) == (1, 1)
    assert page.item is not None
    assert page.item.question is not None
    assert (page.item.memory_id, page.item.question.id) == (memory.pk, found.question.slug)


def test_an_answer_in_the_reviews_moves_it_on_and_can_be_taken_back() -> None:
    found = missed_own()
    review = answered(own_memory(found), confidence=Confidence.SURE)
    assert review.answer is not None
    assert (review.answer.place, review.answer.correct, review.rating) == ("review", True, 3)
    assert own_memory(found).reviews == 1
    undo(learner=found.learner, now=NOON)
    assert (own_memory(found).reviews, own_memory(found).stage) == (0, "new")


def test_a_new_text_is_the_one_that_is_asked() -> None:
    found = missed_own()
    own_question(
        found.classroom, "Another?\n\n- [x] Yes\n  > It is.\n- [ ] No\n  > It is not.\n\n**Takeaway.** Yes.\n"
    )
    Memory.objects.exclude(question=found.question).delete()
    item = page_of(found.learner).item
    assert item is not None
    assert item.question is not None
    assert ("Another?" in item.question.stem_html, counts_of(found.learner)) == (True, 1)


@pytest.mark.parametrize("go", ["leave", "remove"])
def test_with_the_place_they_go_and_answers_stay(go: str) -> None:
    found, kept = missed_own(), missed_own()
    for one in (found, kept):
        answered(own_memory(one))
        answered(Memory.objects.get(learner=one.learner, question=question_of("q-k1-1")))
    before = answers_of(found.question), answers_of(kept.question), answers_of(question_of("q-k1-1"))
    assert [len(answers) for answers in before] == [3, 3, 6]
    getattr(memberships, go)(membership=found.place, now=NOON)
    assert (asked(found.learner), asked(kept.learner)) == ({"q-k1-1"}, {kept.question.slug, "q-k1-1"})
    assert Review.objects.filter(learner=found.learner).count() == 1
    assert Review.objects.filter(learner=kept.learner).count() == 2
    assert before == (
        answers_of(found.question),
        answers_of(kept.question),
        answers_of(question_of("q-k1-1")),
    )
    memberships.bring_back(membership=found.place)
    assert asked(found.learner) == {"q-k1-1"}


def test_a_set_that_ends_because_somebody_goes_brings_nothing() -> None:
    classroom, (place, _) = class_of(2)
    Learner.objects.update(queue_misses=True)
    slugs = [own_question(classroom).slug, "q-k1-1"]
    plan = Plan(kind="practice", title="Hops", task={"pick": "set", "questions": slugs})
    made = classwork.assign(classroom=classroom, plan=plan, now=NOON)
    learner = Learner.objects.get(pk=who(place).pk)
    session = classwork.begin_quiz(assignment=made, learner=learner, seed=7, token=uuid4(), now=NOON)
    item = session.items.get(version__question__pool="class")
    practice.answer(
        session=session, position=item.position, response=right(item.version), confidence="guess", now=NOON
    )
    memberships.leave(membership=place, now=NOON)
    session.refresh_from_db()
    assert (session.finished_at, asked(learner), Answer.objects.count()) == (NOON, set(), 1)
    assert practice.queue_misses(session=session, now=NOON) == 0
    assert asked(learner) == set()


def test_a_retired_question_is_not_asked_until_it_is_back() -> None:
    found = missed_own()
    retire(question=found.question, now=NOON)
    assert counts_of(found.learner) == 1
    assert enrol(who(found.mate), found.question) == 0
    bring_back(question=found.question)
    assert counts_of(found.learner) == 2


def test_nobody_else_is_enrolled() -> None:
    found = missed_own()
    elsewhere, gone = MembershipFactory.create(), MembershipFactory.create(classroom=found.classroom)
    memberships.leave(membership=gone, now=NOON)
    stranger = LearnerFactory.create()
    for learner in (who(elsewhere), who(gone), stranger):
        assert enrol(learner, found.question) == 0
    assert enrol(found.learner, found.question) == 0
    assert enrol(who(found.mate), found.question) == 1
    assert enrol_own(learner_ids=[stranger.pk], question_ids=[question_of("q-k1-2").pk], now=NOON) == 0
    assert Memory.objects.filter(question=found.question).count() == 2


def test_when_the_class_is_deleted_its_questions_leave_every_queue() -> None:
    found, kept = missed_own(), missed_own()
    before = answers_of(found.question)
    classes.delete_class(classroom=found.classroom, now=NOON)
    assert (asked(found.learner), asked(kept.learner)) == ({"q-k1-1"}, {kept.question.slug, "q-k1-1"})
    assert (answers_of(found.question), len(before)) == (before, 2)


def test_whoever_deletes_everything_takes_theirs_along_and_an_owner_the_class() -> None:
    classroom, (one, other) = class_of(2)
    owner = MembershipFactory.create(classroom=classroom, role="owner")
    found = missed_own(one, other)
    enrol(who(other), found.question)
    answered(own_memory(found))
    erase(learner=found.learner, user=None, now=NOON)
    assert Memory.objects.get().learner == who(other)
    assert len(answers_of(found.question)) == 1
    erase(learner=who(owner), user=None, now=NOON)
    assert (Memory.objects.count(), len(answers_of(found.question))) == (0, 1)


@pytest.mark.parametrize("removed", [False, True])
def test_a_guest_brings_them_along_unless_the_account_was_removed(removed: bool) -> None:
    classroom, (mate,) = class_of(1)
    guest = MembershipFactory.create(classroom=classroom, learner=LearnerFactory.create())
    account = LearnerFactory.create(user=UserFactory.create())
    if removed:
        memberships.remove(
            membership=MembershipFactory.create(classroom=classroom, learner=account), now=NOON
        )
    found = missed_own(guest, mate)
    answered(own_memory(found))
    before = len(answers_of(found.question))
    assert merge(into=account, guest=found.learner, now=NOON)
    assert asked(account) == ({"q-k1-1"} if removed else {"q-k1-1", found.question.slug})
    assert Review.objects.filter(learner=account).count() == (0 if removed else 1)
    assert (len(answers_of(found.question)), before) == (3, 3)


@pytest.mark.django_db(transaction=True)
def test_an_answer_and_leaving_at_once_leave_nothing_behind(published: None) -> None:
    classroom, places = class_of(8)
    Learner.objects.update(queue_misses=True)
    slugs = [own_question(classroom).slug]
    plan = Plan(kind="practice", title="Hops", task={"pick": "set", "questions": slugs})
    made = classwork.assign(classroom=classroom, plan=plan, now=NOON)
    drawn = [
        classwork.begin_quiz(assignment=made, learner=who(place), seed=7, token=uuid4(), now=NOON)
        for place in places
    ]
    together = Barrier(2)

    def answer(session: PracticeSession) -> None:
        item = session.items.select_related("version").get()
        given, sure = wrong(item.version), "sure"
        together.wait()
        with suppress(practice.QuizIsOver):
            practice.answer(session=session, position=1, response=given, confidence=sure, now=NOON)

    def go(place: Membership) -> None:
        together.wait()
        memberships.leave(membership=place, now=NOON)

    def closed(act: Callable[[], None]) -> None:
        try:
            act()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for session, place in zip(drawn, places, strict=True):
            acts = (partial(answer, session), partial(go, place))
            list(pool.map(closed, acts))
    assert (Memory.objects.count(), Membership.objects.filter(left_at=None).count()) == (0, 0)
    assert PracticeSession.objects.filter(finished_at=None).count() == 0


def live_question(naming: str) -> tuple[LiveRoom, Question, Membership, Membership]:
    """A class's own question just revealed: the first voted wrong, the second right."""
    cast = class_cast()
    own = own_question(cast.classroom)
    room = live.open_room(classroom=cast.classroom, title="An evening", naming=naming, now=NOON)
    put = live.add_question(room=room, version=version_of(own.slug), seed=7, now=NOON)
    brought_to(put, "vote1")
    voted(put, cast.learner, 1, good=False)
    voted(put, cast.assistant, 1)
    brought_to(put, "revealed")
    return room, own, cast.learner, cast.assistant


def test_a_miss_in_a_live_room_is_asked_again_of_who_missed_it() -> None:
    _, own, missed, knew = live_question("named")
    assert (asked(who(missed)), asked(who(knew))) == ({own.slug}, set())
    assert counts_of(who(missed)) == 1


def test_in_an_anonymous_room_whoever_wants_it_takes_it() -> None:
    room, own, missed, knew = live_question("anonymous")
    assert (asked(who(missed)), asked(who(knew))) == (set(), set())
    pk = room.questions.get().pk
    for added in (1, 0):
        assert live.queue(room=room, question_id=pk, learner=who(knew), now=NOON) == added
    assert (asked(who(missed)), asked(who(knew))) == (set(), {own.slug})
    stranger = LearnerFactory.create()
    assert live.queue(room=room, question_id=pk, learner=stranger, now=NOON) == 0


def test_a_class_costs_a_learner_alone_as_much_as_all_of_it() -> None:
    classroom, places = class_of(30)
    own = own_question(classroom)
    spent = []
    for learners in ([places[0]], places[1:]):
        with CaptureQueriesContext(connection) as seen:
            ids = [who(place).pk for place in learners]
            assert enrol_own(learner_ids=ids, question_ids=[own.pk], now=NOON) == len(learners)
        spent.append(len(seen))
    assert spent == [4, 4]


def test_a_file_of_ones_own_names_them_and_comes_back_without_them() -> None:
    found = missed_own()
    answered(own_memory(found))
    told = document(found.learner)
    own = found.question.slug
    assert {row["question"] for row in told["memories"]} == {own, "q-k1-1"}
    assert [row["question"] for row in told["reviews"]] == [own]
    assert [(row["question"], row["place"]) for row in told["answers"]].count((own, "class")) == 1
    assert [quiz["pick"] for quiz in told["quizzes"]] == ["set"]
    erase(learner=found.learner, user=found.learner.user, now=NOON)
    fresh = LearnerFactory.create(user=UserFactory.create(username=told["account"]["name"]))
    brought = bring_in(learner=fresh, file=as_file(told), now=NOON)
    assert (asked(fresh), Answer.objects.filter(learner=fresh).count()) == ({"q-k1-1"}, 1)
    left = {name: brought.left[name] for name in ("memories", "reviews", "answers", "quizzes")}
    assert left == {"memories": 1, "reviews": 1, "answers": 2, "quizzes": 1}


def test_a_set_of_the_course_comes_back_under_its_title() -> None:
    classroom, (place,) = class_of(1)
    plan = Plan(kind="practice", title="Hops, once more!", task={"pick": "set", "questions": ["q-k1-1"]})
    made = classwork.assign(classroom=classroom, plan=plan, now=NOON)
    session = classwork.begin_quiz(assignment=made, learner=who(place), seed=7, token=uuid4(), now=NOON)
    practice.finish(session=session, now=NOON)
    told = document(who(place))
    erase(learner=who(place), user=who(place).user, now=NOON)
    fresh = LearnerFactory.create(user=UserFactory.create(username=told["account"]["name"]))
    assert bring_in(learner=fresh, file=as_file(told), now=NOON).came["quizzes"] == 1
    quiz = fresh.practice.get()
    assert (quiz.pick, quiz.subject, quiz.assignment) == ("set", "Hops, once more!", None)
