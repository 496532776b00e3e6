"""What one learner may practise: every question with where she stands, and what a choice would draw."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from studyapp.domain.picking import Candidate, Wish, alternate, choose, sides_of, weakest_pair
from studyapp.models import Answer, Confusable, Lesson, PracticeItem, Question
from studyapp.queries.catalogue import Catalogue
from studyapp.queries.prepared import rows_of

FACTS = ("current_id", "slug", "idea__slug", "objective_id", "lesson__slug")  # as Candidate begins
# No question of the course is answered as one of a class.
PLACES = {f"in_{place}": place for place, _ in Answer.PLACES if place != "class"}
LOOKED_UP = (*PLACES, "told")
# "told" are the practice answers whose result has been told; an answer before a lesson is only seen.
EVIDENCE = ("in_lesson", "told", "in_review", "in_exam")
JUDGED = ("told", "in_review")  # where everybody is asked how sure they are
OWN_QUESTIONS = {"confusable", "idea", "precheck"}  # their subject says which; objectives do not matter


@dataclass(frozen=True)
class Draw:
    """The versions a quiz asks, in order, and its subject: the pair, if any pair would do."""

    subject: str
    versions: tuple[int, ...]


@dataclass(frozen=True)
class Offer:
    """One way to pick questions, and how much of it there is; `why_none` is said where there is nothing."""

    value: str
    name: str
    say: str
    count: int
    unit: str
    why_none: str


IN_TURN = "Two things taken for each other, in strict turn: learn to tell them apart."
NO_PAIRS = "The course has no such pair yet."
NONE_YET = "The course has no practice question yet."
WORDS = (
    ("mixed", "A mix", "What you have not seen comes first, then what you saw longest ago.", NONE_YET),
    (
        "weakest",
        "Weakest first",
        "The ideas and objectives you know least, by your latest answers.",
        NONE_YET,
    ),
    (
        "missed",
        "What you missed",
        "Your latest answer was wrong, or right by a guess.",
        "Nothing: no latest answer of yours is wrong.",
    ),
    (
        "sure-wrong",
        "Sure and wrong",
        "You were sure, and it was not so. Such surprises are remembered best.",
        "Nothing: you have not been sure and wrong lately.",
    ),
    (
        "unseen",
        "Never seen",
        "Questions that are still new to you.",
        "Nothing: you have seen every question.",
    ),
)


def candidates(
    *, learner_id: int | None, objectives: Sequence[str] = (), now: datetime
) -> tuple[Candidate, ...]:
    """Published practice questions of these objectives (all, if none are named), by id. Two queries at most.

    For each place the newest answer is looked up through an index, so it costs the same however many answers
    there are. What a running quiz keeps to itself until its end is not told here either.
    """
    named = {"objectives": list(objectives)} if objectives else {}
    if learner_id is None:
        return tuple(Candidate(*facts) for facts in _questions(named).values_list(*FACTS))
    asked = rows_of("candidates", {**named, "learner": learner_id, "now": now}, _looked_up)
    rows = [dict(zip((*FACTS, *LOOKED_UP), row, strict=True)) for row in asked]
    wanted = {_last(row, places) for row in rows for places in (EVIDENCE, JUDGED)} - {0}
    answers = Answer.objects.filter(pk__in=wanted).values_list("pk", "correct", "confidence")
    said = {pk: (correct, confidence) for pk, correct, confidence in answers}
    return tuple(_candidate(row, said) for row in rows)


def _questions(named: Mapping[str, Any]) -> QuerySet[Question]:
    """Those of the named objectives, or all."""
    questions = Question.objects.filter(pool="practice", retired_at=None).order_by("pk")
    if "objectives" not in named:
        return questions
    of_these = Question.objects.filter(objectives__in=named["objectives"])
    return questions.filter(pk__in=of_these.values("pk"))


def _looked_up(values: Mapping[str, Any]) -> QuerySet[Any, Any]:
    """The questions with the learner's newest answer in each place, by its pk."""
    learner = values["learner"]
    newest = {name: _newest(learner, place) for name, place in PLACES.items()}
    newest["told"] = _newest(learner, "practice").exclude(pk__in=untold(learner, values["now"]))
    looked_up = {name: Subquery(answers[:1]) for name, answers in newest.items()}
    return _questions(values).annotate(**looked_up).values_list(*FACTS, *LOOKED_UP)


def untold(learner_id: int, now: datetime) -> QuerySet[PracticeItem, int | None]:
    """Answers in running quizzes that give their feedback at the end: nobody may be told how they went."""
    running = Q(session__deadline=None) | Q(session__deadline__gt=now)
    items = PracticeItem.objects.filter(
        running, session__learner_id=learner_id, session__mode="end", session__finished_at=None
    )
    return items.exclude(answer=None).values_list("answer_id", flat=True)


def draw(wish: Wish, *, learner_id: int | None, objectives: Sequence[str], seed: int, now: datetime) -> Draw:
    """What a quiz of this wish asks; no versions if nothing fits."""
    wanted = () if wish.pick in OWN_QUESTIONS else objectives
    pool = candidates(learner_id=learner_id, objectives=wanted, now=now)
    if wish.pick == "confusable":
        stored = Confusable.objects.filter(retired_at=None).values_list("slug", "sides")
        pairs = {slug: sides_of(sides) for slug, sides in stored}
        subject = wish.subject or weakest_pair(pool, pairs)
        sides = pairs.get(subject)
        chosen = alternate(pool, sides, size=wish.size, seed=seed) if sides else ()
        return Draw(subject, tuple(candidate.version_id for candidate in chosen))
    spare = _checks(wish.subject) if wish.pick == "precheck" else frozenset()
    chosen = choose(wish, pool, seed=seed, spare=spare)
    return Draw(wish.subject, tuple(candidate.version_id for candidate in chosen))


def offers(course: Catalogue, *, learner_id: int | None, now: datetime) -> tuple[Offer, ...]:
    """Every way to pick, with how many questions it has for this learner. No query for a visitor."""
    if learner_id is None:
        total = course.practice_questions
        counts = {"mixed": total, "weakest": total, "unseen": total}
    else:
        pool = candidates(learner_id=learner_id, now=now)
        counts = {name: sum(map(Wish(name).fits, pool)) for name, *_ in WORDS}
    pairs = Offer("confusable", "Easily confused", IN_TURN, len(course.pairs), "pair", NO_PAIRS)
    return (
        *(Offer(pick, name, say, counts.get(pick, 0), "", why) for pick, name, say, why in WORDS),
        pairs,
    )


def _newest(learner_id: int, place: str) -> QuerySet[Answer, int]:
    """The learner's answers to a question of the outer query in one place, the newest first."""
    answers = Answer.objects.filter(learner_id=learner_id, question=OuterRef("pk"), place=place)
    return answers.order_by("-pk").values_list("pk", flat=True)


def _candidate(row: Mapping[str, Any], said: Mapping[int, tuple[bool, str]]) -> Candidate:
    evidence = said.get(_last(row, EVIDENCE))
    version, slug, idea, objective, lesson = (row[name] for name in FACTS)
    return Candidate(
        version,
        slug,
        idea,
        objective,
        lesson,
        seen=_last(row, PLACES),
        known=None if evidence is None else evidence[0] and evidence[1] != "guess",
        sure_wrong=said.get(_last(row, JUDGED)) == (False, "sure"),
    )


def _last(row: Mapping[str, Any], places: Iterable[str]) -> int:
    return max(row[place] or 0 for place in places)


def _checks(lesson: str) -> frozenset[str]:
    """Slugs of the questions that a lesson asks itself."""
    parts = Lesson.objects.filter(slug=lesson).values_list("parts", flat=True).first() or []
    return frozenset(value for kind, value in parts if kind == "check")
