"""Everything one learner can have on the small course, around NOON; as much of it as a test asks for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from studyapp.actions import examchecks, exams, lessons, paths, practice, reports, reviews
from studyapp.actions.answers import record
from studyapp.actions.calendars import open_feed
from studyapp.domain.grading import Confidence
from studyapp.domain.sending import Sent
from studyapp.models import (
    Answer,
    Assignment,
    Attempt,
    CalendarFeed,
    Card,
    Exam,
    LabPath,
    Learner,
    Lesson,
    LiveRoom,
    Memory,
    PathAnswer,
    PracticeSession,
    QuestionReport,
    QuestionVersion,
    Review,
    User,
)
from studyapp.queries.reports import reportable
from tests.factories.classes import ClassroomFactory, MembershipFactory
from tests.factories.classwork import set_by, set_for
from tests.factories.live import room_with
from tests.factories.people import UserFactory
from tests.factories.study import (
    NOON,
    MemoryFactory,
    attempt_of,
    course,
    question_of,
    quiz_of,
    right,
    version_of,
    wrong,
)

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
CHECKS = {"first": "q-k1-1", "second": "q-s1-1"}  # the inline question of each lesson
SECTION = "s-what-to-remember"  # the second section, which both lessons have


@dataclass(frozen=True)
class Studied:
    """What can be asked for by an id."""

    learner: Learner
    quiz: PracticeSession  # running, with feedback after each question; nothing answered
    ended: PracticeSession  # ended with its first question answered
    attempt: Attempt  # running until seven minutes past noon
    handed_in: Attempt  # an hour before, with its first question answered
    checkable: (
        Attempt  # running without a limit, of an exam that shows its keys at once; two answered, one checked
    )
    card: Memory  # due since yesterday, so it comes first
    question: Memory  # due today
    review: Review  # of another question, answered an hour ago
    report: QuestionReport  # of the first question of the ended quiz; nobody has answered it


@dataclass(frozen=True)
class Work(Studied):
    """That, and classes."""

    room: LiveRoom  # of a class of this learner's; its first question takes votes, another waits
    taught: Assignment  # a practice set of a class that belongs to the learner
    given: Assignment  # a practice set of a class that the learner is in
    calendar: CalendarFeed


def work_of(learner: Learner, *, times: int = 1, quiz_size: int = 5) -> Work:
    """A day's work of somebody who teaches and is taught, too."""
    return Work(
        **vars(studied(learner, times=times, quiz_size=quiz_size)),
        room=live_rooms(learner, times)[-1],
        taught=set_by(learner, times),
        given=set_for(learner, times),
        calendar=open_feed(learner=learner, now=NOON),
    )


def studied(learner: Learner, *, times: int = 1, quiz_size: int = 5) -> Studied:
    """A day's work: `times` ended quizzes, attempts handed in, due cards and due questions, at most 3."""
    read_lessons(learner)
    for _ in range(times):
        tried(learner)
    ended = [ended_quiz(learner, seed=n) for n in range(times)]
    handed_in = [handed_in_attempt(learner, hours_ago=times - n) for n in range(times)]
    cards = [due(learner, card=card, since=DAY) for card in Card.objects.filter(lesson__slug="first")[:times]]
    questions = [due(learner, question=f"q-s1-{n}") for n in range(2, 2 + times)]
    return Studied(
        learner=learner,
        quiz=quiz_of(learner, seed=99, size=quiz_size),
        ended=ended[-1],
        attempt=attempt_of(learner, seed=3, now=NOON - timedelta(minutes=1)),
        handed_in=handed_in[-1],
        checkable=checkable_attempt(learner),
        card=cards[0],
        question=questions[0],
        review=[reviewed_question(learner, f"q-k1-{n}") for n in range(2, 2 + times)][-1],
        report=[reported(session) for session in ended][-1],
    )


def live_rooms(learner: Learner, times: int) -> list[LiveRoom]:
    """So many rooms of one class that the learner owns, each with one question more than that."""
    classroom = ClassroomFactory.create()
    MembershipFactory.create(classroom=classroom, learner=learner, role="owner")
    return [room_with(classroom, times + 1) for _ in range(times)]


def tried(
    learner: Learner,
    *,
    challenge: str = "every-hop",
    chosen: Iterable[str] = (),
    hints: int = 0,
    now: datetime = NOON - 2 * HOUR,
) -> PathAnswer:
    """A try in the path lab; nothing chosen misses the challenge."""
    return paths.record_try(
        learner=learner,
        path_id=LabPath.objects.get(slug="web").pk,
        challenge=challenge,
        chosen=chosen,
        hints=hints,
        token=uuid4(),
        now=now,
    )


def read_lessons(learner: Learner) -> None:
    """Begun both lessons, without the cards of a finished one; answered both checks."""
    then = NOON - 3 * HOUR
    for slug, question in CHECKS.items():
        pk = Lesson.objects.get(slug=slug).pk
        lessons.remember_section(learner=learner, lesson_id=pk, section=SECTION, now=then)
        version = version_of(question)
        lessons.answer_check(
            learner=learner, version_id=version.pk, response=right(version), token=uuid4(), now=then
        )


def ended_quiz(learner: Learner, *, seed: int) -> PracticeSession:
    """A quiz with its first question answered right, then ended."""
    session = quiz_of(learner, seed=seed, now=NOON - HOUR)
    version = session.items.select_related("version").get(position=1).version
    practice.answer(session=session, position=1, response=right(version), confidence="sure", now=NOON - HOUR)
    practice.finish(session=session, now=NOON - HOUR)
    return session


def handed_in_attempt(learner: Learner, *, hours_ago: int = 1) -> Attempt:
    """A sitting with its first question answered right, then handed in."""
    start = NOON - hours_ago * HOUR
    attempt = attempt_of(learner, seed=hours_ago, now=start)
    version = attempt.items.select_related("version").get(position=1).version
    exams.save(attempt=attempt, position=1, response=right(version), flagged=None, now=start)
    exams.submit(attempt=attempt, now=start + timedelta(minutes=5))
    return attempt


def checkable_attempt(learner: Learner) -> Attempt:
    """A sitting whose questions may be checked: the first is answered, the second checked."""
    mini = Exam.objects.get(slug="mini")
    learning, _ = Exam.objects.get_or_create(
        slug="learning",
        defaults={
            **{name: getattr(mini, name) for name in ("pass_mark", "pool", "blueprint", "unscored")},
            "title": "Learning paper",
            "minutes": None,
            "review": "at_once",
            "position": 99,
            "retired_at": NOON,  # so it is on no list
        },
    )
    start = NOON - HOUR / 2
    attempt = exams.start(learner=learner, exam=learning, seed=5, now=start)
    for position in (1, 2):
        version = attempt.items.select_related("version").get(position=position).version
        exams.save(attempt=attempt, position=position, response=right(version), now=start)
    examchecks.check(attempt=attempt, position=2, version=1, confidence=Confidence.SURE, now=start)
    return attempt


def due(
    learner: Learner, *, card: Card | None = None, question: str = "", since: timedelta = timedelta(0)
) -> Memory:
    """A card or a question (by its id) in review, due at the study day that long before today."""
    kind = {"card": card} if card else {"question": question_of(question)}
    return MemoryFactory.create(
        learner=learner,
        **kind,
        stage="review",
        stability=5.0,
        difficulty=5.0,
        due_day=(NOON - since).date(),
        last_at=NOON - since - 5 * DAY,
        last_day=(NOON - since - 5 * DAY).date(),
        reviews=1,
    )


def reviewed_question(learner: Learner, question: str) -> Review:
    """A question of the queue answered right and sure, an hour ago."""
    version = version_of(question)
    return reviews.grade_question(
        memory=due(learner, question=question),
        sent=Sent(1),
        version_id=version.pk,
        response=right(version),
        confidence=Confidence.SURE,
        token=uuid4(),
        now=NOON - HOUR,
    )


def reported(session: PracticeSession, *, kind: str = "unclear", text: str = "") -> QuestionReport:
    """A report of the first question of an ended quiz, half an hour ago."""
    version = session.items.get(position=1).version_id
    shown = reportable(course(), session.learner_id, version, "practice", now=NOON - HOUR / 2)
    assert shown is not None
    return reports.file_report(
        learner=session.learner, shown=shown, kind=kind, text=text, token=uuid4(), now=NOON - HOUR / 2
    )


def staff(name: str = "ines") -> User:
    """Somebody who answers reports."""
    return UserFactory.create(username=name, is_staff=True)


def first_tries(learner: Learner, *, now: datetime = NOON - DAY) -> None:
    """Every practice question answered once, sure, unsure and guessed in turn; each fifth one wrong."""
    for n, version in enumerate(QuestionVersion.objects.filter(current_of__pool="practice").order_by("pk")):
        record(
            learner=learner,
            version=version,
            response=wrong(version) if n % 5 == 0 else right(version),
            confidence=("sure", "unsure", "guess")[n % 3],
            place="practice",
            token=uuid4(),
            now=now,
        )


def stored_answers(learner: Learner, count: int) -> None:
    """That many more answers, to all practice questions in turn and from every place."""
    versions = list(QuestionVersion.objects.filter(current_of__pool="practice").order_by("pk"))
    model = record(
        learner=learner,
        version=versions[0],
        response=right(versions[0]),
        confidence="sure",
        place="practice",
        token=uuid4(),
        now=NOON - 2 * DAY,
    )
    Answer.objects.bulk_create(_like(model, versions, count - 1))


def _like(model: Answer, versions: list[QuestionVersion], count: int) -> Iterable[Answer]:
    for n in range(count):
        version = versions[n % len(versions)]
        yield Answer(
            learner=model.learner,
            question_id=version.question_id,
            version=version,
            place=("practice", "lesson", "review")[n // len(versions) % 3],
            response=list(right(version)),
            points=1,
            out_of=1,
            correct=True,
            confidence="sure",
            answered_at=model.answered_at,
            token=uuid4(),
        )


def report_by(learner: Learner, answer: Answer | None = None) -> QuestionReport:
    """A report on a question, with the answer given to it."""
    version = version_of("q-k1-2")
    return QuestionReport.objects.create(
        learner=learner,
        question=version.question,
        version=version,
        answer=answer,
        place="review",
        kind="key",
        created_at=NOON,
        token=uuid4(),
    )
