"""Exams of a class: who may begin one when, and what a change does to open papers."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.models import Model

from studyapp.actions import classes, classexams
from studyapp.actions.classexams import ExamTerms, NotNow, WrongAccessCode
from studyapp.actions.publish import publish
from studyapp.domain.blueprint import BlueprintTooLarge
from studyapp.models import Attempt, Exam, Learner, Membership, Question
from studyapp.queries.catalogue import load
from studyapp.queries.classexams import class_exam, class_exams, pool
from tests.factories.classes import ClassExamFactory, MembershipFactory
from tests.factories.course import small_course, write
from tests.factories.people import UserFactory
from tests.factories.study import NOON, course, question_of

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
TERMS = ExamTerms(
    title="Test",
    minutes=10,
    blueprint={"K1": 2},
    opens_at=NOON - HOUR,
    closes_at=NOON + HOUR,
    access_code="Tram",
    attempts_allowed=1,
    review="never",
)


def fresh[T: Model](row: T) -> T:
    """The row as it is stored now."""
    return type(row)._default_manager.get(pk=row.pk)


def begin(place: Membership, exam: Exam, *, code: str = "tram ", now: object = NOON) -> Attempt:
    """Press the button."""
    return classexams.begin(membership=place, exam=exam, code=code, seed=7, now=now)  # type: ignore[arg-type]  # a moment


@pytest.fixture
def place(db: None) -> Membership:
    """A learner of a class."""
    return MembershipFactory.create()


@pytest.fixture
def exam(place: Membership) -> Exam:
    """An exam of the class."""
    return classexams.make_exam(classroom=place.classroom, terms=TERMS)


def test_a_paper_is_drawn_from_the_exam_pool_by_its_terms(place: Membership, exam: Exam) -> None:
    attempt = begin(place, exam)
    assert (attempt.review, attempt.deadline) == ("never", NOON + timedelta(minutes=10))
    assert {item.version.question.pool for item in attempt.items.all()} == {"exam"}
    assert [item.objective for item in attempt.items.all()] == ["K1", "K1"]
    assert begin(place, exam, code="") == attempt  # going on needs no code


@pytest.mark.parametrize(("hours", "why"), [(-1.01, "early"), (1, "late")])
def test_outside_of_the_window_nothing_begins(place: Membership, exam: Exam, hours: float, why: str) -> None:
    with pytest.raises(NotNow) as refusal:
        begin(place, exam, now=NOON + hours * HOUR)
    assert refusal.value.why == why
    assert Attempt.objects.count() == 0


def test_a_wrong_code_and_one_attempt_too_many_are_refused(place: Membership, exam: Exam) -> None:
    with pytest.raises(WrongAccessCode):
        begin(place, exam, code="train")
    begin(place, exam)
    with pytest.raises(NotNow) as refusal:
        begin(place, exam, now=NOON + timedelta(minutes=30))
    assert refusal.value.why == "used up"


def test_withdrawn_or_archived_it_does_not_begin(place: Membership, exam: Exam) -> None:
    classexams.withdraw_exam(exam=exam, now=NOON)
    with pytest.raises(NotNow):
        begin(place, fresh(exam))
    other = classexams.make_exam(classroom=place.classroom, terms=TERMS)
    classes.archive(classroom=place.classroom, now=NOON)
    with pytest.raises(NotNow):
        begin(Membership.objects.select_related("classroom").get(pk=place.pk), other)


@pytest.mark.parametrize("whose", ["class", "account"])
def test_the_greater_factor_moves_limit_and_window(place: Membership, exam: Exam, whose: str) -> None:
    if whose == "class":
        Membership.objects.filter(pk=place.pk).update(time_factor=Decimal("1.5"))
    else:
        Learner.objects.filter(memberships=place).update(time_factor=Decimal("1.5"))
    shown = class_exam(Membership.objects.get(pk=place.pk), exam, now=NOON)
    assert (shown.minutes, shown.closes_at) == (15, NOON + 2 * HOUR)
    attempt = begin(place, exam, now=NOON + 1.9 * HOUR)
    assert attempt.deadline == NOON + 2 * HOUR  # the window is over before the limit
    assert attempt.time_factor == Decimal("1.5")


def test_keys_wait_until_whoever_has_the_most_time_is_done(place: Membership, exam: Exam) -> None:
    MembershipFactory.create(classroom=place.classroom, time_factor=Decimal(2))
    gone = MembershipFactory.create(classroom=place.classroom, time_factor=Decimal(4))
    Membership.objects.filter(pk=gone.pk).update(left_at=NOON)
    attempt = begin(place, exam)
    assert (attempt.deadline, attempt.review_from) == (NOON + timedelta(minutes=10), NOON + 3 * HOUR)


def test_a_window_that_closes_later_gives_open_papers_what_it_took(place: Membership, exam: Exam) -> None:
    start = NOON + timedelta(minutes=55)
    attempt = begin(place, exam, now=start)
    assert attempt.deadline == NOON + HOUR
    for closes in (NOON + 3 * HOUR, NOON + HOUR):
        terms = replace(TERMS, closes_at=closes)
        classexams.change_exam(exam=fresh(exam), terms=terms, staff=UserFactory.create(), now=start)
        assert fresh(attempt).deadline == start + timedelta(minutes=10)


def test_more_than_the_pool_holds_cannot_be_drawn(place: Membership) -> None:
    holds = {line.code: line.holds for line in pool()}
    exam = classexams.make_exam(
        classroom=place.classroom, terms=replace(TERMS, blueprint={"K1": holds["K1"] + 1})
    )
    with pytest.raises(BlueprintTooLarge):
        begin(place, exam)
    assert Attempt.objects.count() == 0


def test_questions_of_a_class_are_in_no_pool_of_another(place: Membership) -> None:
    before = pool()
    Question.objects.filter(slug__in=["x-k1-1", "x-k1-2"]).update(pool="class", classroom=place.classroom)
    assert pool() != before
    other = MembershipFactory.create()
    for member, fits in ((place, True), (other, False)):
        exam = ClassExamFactory.create(classroom=member.classroom, pool="class")
        if fits:
            assert begin(member, exam).items.count() == 1
        else:
            with pytest.raises(BlueprintTooLarge):
                begin(member, exam)


def test_only_its_class_meets_it(place: Membership, exam: Exam) -> None:
    other = MembershipFactory.create()
    assert [found.pk for found in class_exams(place, now=NOON)] == [exam.pk]
    assert class_exams(other, now=NOON) == ()
    load.cache_clear()
    assert exam.slug not in [form.slug for form in course().exams]


def test_publishing_leaves_what_classes_have_alone(
    place: Membership, exam: Exam, tmp_path_factory: pytest.TempPathFactory
) -> None:
    question = question_of("q-k1-1")
    own = Question.objects.create(
        slug="own",
        digest="",
        pool="class",
        classroom=place.classroom,
        difficulty=1,
        idea=question.idea,
        lesson=question.lesson,
        objective=question.objective,
        sources=[],
        checked=NOON.date(),
    )
    folder = write(tmp_path_factory.mktemp("again"), small_course())
    (folder / "extra.txt").write_text("x", encoding="utf-8")
    publish(folder, now=NOON + HOUR)
    assert (fresh(exam).retired_at, fresh(own).retired_at) == (None, None)
