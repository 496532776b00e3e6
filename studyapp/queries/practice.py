"""Practice: the running quiz, and the list of quizzes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from studyapp.domain.grading import Filled
from studyapp.domain.picking import LESSON
from studyapp.domain.revealing import shown_outside_exams
from studyapp.domain.timing import seconds_left, state
from studyapp.models import Answer, PracticeItem, PracticeSession
from studyapp.queries.catalogue import Catalogue, LessonLink, as_text
from studyapp.queries.shown import ShownQuestion, show

EMPTY = Filled()


@dataclass(frozen=True)
class QuizItem:
    """One question of a quiz, under its heading."""

    position: int
    heading: str
    state: str  # "open" | "answered" | "right" | "wrong"
    question: ShownQuestion
    kept: bool = False  # its authors have moved it to the exams since: nothing of it is shown any more
    place: str = "practice"  # of its answer


@dataclass(frozen=True)
class Quiz:
    """A quiz as its page shows it. `item` is the question at hand, None on the result page."""

    pk: int
    pick: str
    title: str  # what was picked: see `title_of`
    lesson: LessonLink | None  # the one a pre-check stands before
    mode: str
    size: int
    answered: int
    right: int
    misses: int
    started_at: datetime
    deadline: datetime | None
    seconds_left: int
    total_seconds: int
    finished: bool
    in_time: bool  # False if the deadline ended it
    items: tuple[QuizItem, ...]
    item: QuizItem | None
    skip_url: str  # the next open question, "" if there is no other

    @property
    def unanswered(self) -> int:
        """How many questions were left out."""
        return self.size - self.answered

    @property
    def counted(self) -> bool:
        """Whether the answers say something about what the learner knows."""
        return self.pick != "precheck"


@dataclass(frozen=True)
class QuizLine:
    """A quiz in the list of recent ones."""

    pk: int
    started_at: datetime
    finished: bool
    size: int
    answered: int
    right: int
    title: str


def is_over(session: PracticeSession, now: datetime) -> bool:
    """Whether the quiz has ended, by a finish or by its deadline: the same for every reader."""
    return state(now, session.deadline, session.finished_at) != "open"


def quiz(
    course: Catalogue,
    session: PracticeSession,
    *,
    position: int | None,
    now: datetime,
    filled: Filled = EMPTY,
) -> Quiz:
    """The quiz at `position` (the first open question if None). One query.

    A finished quiz reveals everything; a running one only what its mode allows. `filled` is
    what to show as filled in at the open question at hand, after a submit that was refused.
    """
    return assemble(course, session, rows_of(session), position=position, now=now, filled=filled)


def recent(course: Catalogue, learner_id: int, *, now: datetime, limit: int = 5) -> tuple[QuizLine, ...]:
    """The newest quizzes. One query, however many there are."""
    rows = PracticeSession.objects.filter(learner_id=learner_id).annotate(
        size=Count("items"),
        answered=Count("items__answer"),
        right=Count("items__answer", filter=Q(items__answer__correct=True)),
    )
    return tuple(
        QuizLine(
            pk=row.pk,
            started_at=row.started_at,
            finished=is_over(row, now),
            size=row.size,
            answered=row.answered,
            right=row.right,
            title=title_of(course, row),
        )
        for row in rows.order_by("-started_at")[:limit]
    )


def title_of(course: Catalogue, session: PracticeSession) -> str:
    """What was picked, in words: "K1, S2", "Never seen: K1", "Drill: " and a lesson."""
    objectives = ", ".join(session.objectives)
    name = str(session.get_pick_display())
    match session.pick:
        case "set":
            return session.subject or name
        case "mixed":
            return objectives or "All objectives"
        case "confusable":
            title = next((pair.title for pair in course.pairs if pair.slug == session.subject), "")
            return title or name
        case "idea" | "precheck":
            lesson = course.lesson(session.subject.removeprefix(LESSON))
            name = "Drill" if session.pick == "idea" and lesson else name
            return f"{name}: {lesson.link.title}" if lesson else name
    return f"{name}: {objectives}" if objectives else name


def place_of(pick: str, pool: str) -> str:
    """Where an answer to a question of this pool is given, in a quiz of this pick."""
    return "class" if pool == "class" else "precheck" if pick == "precheck" else "practice"


def is_miss(answer: Answer) -> bool:
    """Wrong, or right by a guess."""
    return not answer.correct or answer.confidence == "guess"


def rows_of(session: PracticeSession) -> list[PracticeItem]:
    """The questions of a quiz with all that a page shows of them. One query."""
    return list(PracticeItem.objects.filter(session=session).select_related("answer", "version__question"))


def assemble(
    course: Catalogue,
    session: PracticeSession,
    rows: Sequence[PracticeItem],
    *,
    position: int | None,
    now: datetime,
    filled: Filled = EMPTY,
) -> Quiz:
    """The quiz of these rows: see `quiz`. No query."""
    finished = is_over(session, now)
    items = tuple(
        _item(
            row,
            course.links,
            told=_told(row, session.mode, finished),
            filled=filled if row.position == position and row.answer is None else EMPTY,
            size=len(rows),
            pick=session.pick,
        )
        for row in rows
    )
    still_open = [item.position for item in items if item.state == "open"]
    wanted = position if position is not None else next(iter(still_open), None)
    item = next((item for item in items if item.position == wanted), None)
    graded = [row.answer for row in rows if row.answer is not None]
    end = session.deadline
    lesson = course.lesson(session.subject) if session.pick == "precheck" else None
    return Quiz(
        pk=session.pk,
        pick=session.pick,
        title=title_of(course, session),
        lesson=lesson.link if lesson else None,
        mode=session.mode,
        size=len(items),
        answered=len(graded),
        right=sum(answer.correct for answer in graded),
        misses=sum(map(is_miss, graded)),
        started_at=session.started_at,
        deadline=end,
        seconds_left=seconds_left(now, end) if end else 0,
        total_seconds=seconds_left(session.started_at, end) if end else 0,
        finished=finished,
        in_time=end is None or (session.finished_at or now) < end,
        items=items,
        item=None if finished and position is None else item,
        skip_url=_skip_url(session.pk, still_open, wanted),
    )


def _told(row: PracticeItem, mode: str, finished: bool) -> bool:
    return finished or (mode == "each" and row.answer is not None)


def _skip_url(pk: int, still_open: Sequence[int], here: int | None) -> str:
    """The next open question after this one, going round; "" if this is the last one open."""
    others = [n for n in still_open if n != here]
    if here is None or not others:
        return ""
    return f"/practice/{pk}/?q={next((n for n in others if n > here), others[0])}"


def _item(
    row: PracticeItem, links: Mapping[int, LessonLink], *, told: bool, filled: Filled, size: int, pick: str
) -> QuizItem:
    answer = row.answer
    kept = told and not shown_outside_exams(row.version.question.pool)
    reveal = told and not kept
    if answer is None:
        state = "open"
    elif not reveal:
        state = "answered"
    else:
        state = "right" if answer.correct else "wrong"
    shown = show(
        as_text(row.version, links),
        order=row.order,
        prefix=f"q{row.position}",
        response=answer.response if answer else filled.response,
        reveal=reveal,
        confidence=answer.confidence if answer else filled.confidence,
    )
    place = place_of(pick, row.version.question.pool)
    return QuizItem(row.position, f"Question {row.position} of {size}", state, shown, kept, place)
