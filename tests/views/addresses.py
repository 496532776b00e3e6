"""Every address of the site with who may do what there: the table behind the access tests.

A status stands for each of owner, class-mate, stranger and somebody logged out who has never been here; all
of them ask for what belongs to the owner. An address that anybody may use acts on the asker's own work.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.test import Client
from django.urls import reverse

from studyapp.queries.accounts import link_of
from studyapp.queries.calendarfeed import token_of
from tests.factories.paths import SOLVED
from tests.factories.study import right, version_of
from tests.factories.work import CHECKS, SECTION, Work
from tests.views.visitors import Fields, answered, send

type Statuses = tuple[int, int, int, int]


@dataclass(frozen=True)
class Address:
    """One way to use an address: its name, arguments, query and fields, made from the owner's work."""

    name: str
    method: str
    statuses: Statuses
    args: Callable[[Work], tuple[Any, ...]] = lambda work: ()
    query: Callable[[Work], str] = lambda work: ""
    fields: Callable[[Work], Fields] = lambda work: {}

    def __str__(self) -> str:
        return f"{self.method} {self.name}"

    def path(self, work: Work) -> str:
        """The address with the owner's ids in it."""
        return reverse(self.name, args=self.args(work)) + self.query(work)

    def ask(self, client: Client, work: Work) -> Any:
        """The response this client gets."""
        if self.method == "GET":
            return client.get(self.path(work))
        return send(client, self.path(work), self.fields(work))


def _same(status: int) -> Statuses:
    return (status, status, status, status)


def _owners(status: int) -> Statuses:
    return (status, 404, 404, 404)


def _lesson(work: Work) -> tuple[str]:
    return ("first",)


def _check(work: Work) -> tuple[str, str]:
    return ("first", CHECKS["first"])


def _check_fields(work: Work) -> Fields:
    version = version_of(CHECKS["first"])
    return {"token": str(uuid4()), **answered(version, right(version))}


def _quiz(work: Work) -> tuple[int]:
    return (work.quiz.pk,)


def _quiz_fields(work: Work) -> Fields:
    version = work.quiz.items.select_related("version").get(position=1).version
    return {"confidence": "sure", **answered(version, right(version))}


def _card(work: Work) -> tuple[int, int]:
    return (work.card.pk, work.card.reviews)


def _question(work: Work) -> tuple[int, int]:
    return (work.question.pk, work.question.reviews)


SETTINGS = {
    "desired_retention": "92",
    "new_per_day": "10",
    "reviews_per_day": "100",
    "learning_steps": "1m 10m",
    "relearning_steps": "10m",
    "rollover_hour": "4",
    "time_zone": "",
}


def _question_fields(work: Work) -> Fields:
    version = version_of(str(work.question.question))
    sent = {"confidence": "sure", "token": str(uuid4()), "version": str(version.pk)}
    return {**sent, **answered(version, right(version))}


def _kept_card(work: Work) -> Fields:
    """A grade given without network."""
    pk, number = _card(work)
    return {"memory": str(pk), "number": str(number), "rating": "3", "token": str(uuid4()), "given": "1"}


def _attempt(work: Work) -> tuple[int]:
    return (work.attempt.pk,)


def _attempt_fields(work: Work) -> Fields:
    version = work.attempt.items.select_related("version").get(position=1).version
    return {"go": "2", **answered(version, right(version))}


def _check_sent(work: Work) -> Fields:
    return {"version": "1", "confidence": "sure"}


def _taught(work: Work) -> tuple[int]:
    return (work.taught.classroom_id,)


def _sat_there(work: Work) -> tuple[int, int]:
    exam = work.taught.classroom.assignments.filter(kind="exam")[0].exam_id
    assert exam is not None
    return (work.taught.classroom_id, exam)


def _set(work: Work) -> tuple[int, int]:
    return (work.taught.classroom_id, work.taught.pk)


def _given(work: Work) -> tuple[int, int]:
    return (work.given.classroom_id, work.given.pk)


def _new(kind: str) -> Callable[[Work], tuple[int, str]]:
    return lambda work: (work.taught.classroom_id, kind)


def _own_times(work: Work) -> Fields:
    member = work.taught.classroom.memberships.filter(role="learner")[0]
    return {"member": str(member.pk), "due_at": "2026-12-24T18:00"}


LESSON_SET = {"lesson": "first", "whom": "all"}
PRACTICE_SET = {"pick": "mixed", "size": "5", "whom": "all"}


def _report_fields(work: Work) -> Fields:
    version = str(version_of(CHECKS["first"]).pk)
    return {"version": version, "place": "lesson", "kind": "key", "token": str(uuid4())}


def _report_query(work: Work) -> str:
    return f"?version={version_of(CHECKS['first']).pk}&place=lesson"


def _case(work: Work) -> tuple[int]:
    return (work.report.pk,)


def _key(work: Work) -> tuple[int]:
    return (version_of("x-k1-1").pk,)


def _sitting(work: Work) -> tuple[int, int]:
    return (work.learner.user_id or 0, work.attempt.pk)


def _more_time(work: Work) -> Fields:
    assert work.attempt.deadline is not None
    return {"minutes": "5", "reason": "Fire alarm.", "seen": work.attempt.deadline.isoformat()}


def _calendar(work: Work) -> tuple[str]:
    """Whoever knows the address may read it."""
    return (token_of(work.calendar),)


def _quiz_options(work: Work) -> Fields:
    return {"size": "5", "mode": "each", "token": str(uuid4())}


def _exam_date(work: Work) -> Fields:
    return {"exam_date": "2027-03-31"}


def _new_account(work: Work) -> Fields:
    return {"username": f"new-{uuid4()}", "password": "correct-horse"}


def _account(work: Work) -> Fields:
    return {"username": "olga", "password": "correct-horse"}


def _password(work: Work) -> Fields:
    new = "a-longer-horse"
    return {"old_password": "correct-horse", "new_password1": new, "new_password2": new}


def _wrong_code(work: Work) -> Fields:
    return {"username": "olga", "code": "0000-0000-0000-0000", "password": "a-longer-horse"}


def _link(work: Work) -> tuple[str, str]:
    assert work.learner.user is not None
    return link_of(work.learner.user)


def _class(work: Work) -> tuple[int]:
    return (work.room.classroom_id,)


def _room(work: Work) -> tuple[str]:
    return (work.room.code,)


def _move(work: Work) -> Fields:
    return {"question": str(work.room.questions.get(position=1).pk), "old": "vote1", "new": "discuss"}


def _waiting(work: Work) -> Fields:
    return {"pk": str(work.room.questions.get(position=2).pk)}


def _to_put_in(work: Work) -> Fields:
    return {"pk": str(version_of("q-s1-1").pk)}


def _spot(work: Work) -> Fields:
    return {"text": "Who?", "option0": "You", "option1": "AWS", "right": "0"}


def _challenge_to_ask(work: Work) -> Fields:
    return {"path": "web", "challenge": "every-hop"}


def _path(work: Work) -> tuple[str]:
    return ("web",)


def _challenge(work: Work) -> tuple[str, str]:
    return ("web", "every-hop")


def _solution(work: Work) -> str:
    return f"?{urlencode(SOLVED)}&hop=edge"


def _try(work: Work) -> tuple[str, str, UUID]:
    return (*_challenge(work), uuid4())


def _sure(work: Work) -> Fields:
    return {"password": "correct-horse", "word": "delete"}


ADDRESSES = (
    Address("today", "GET", _same(200)),
    Address("lessons", "GET", _same(200)),
    Address("lesson", "GET", _same(200), _lesson),
    Address("lesson-section", "POST", _same(204), _lesson, fields=lambda work: {"section": SECTION}),
    Address("lesson-finish", "POST", _same(302), _lesson),
    Address("lesson-check", "POST", _same(302), _check, fields=_check_fields),
    Address("lesson-check-queue", "POST", _same(302), _check),
    Address("lesson-precheck", "POST", _same(302), _lesson, fields=lambda work: {"token": str(uuid4())}),
    Address("practice", "GET", _same(200)),
    Address("practice", "POST", _same(302), fields=_quiz_options),
    Address(
        "practice-drill",
        "POST",
        _same(302),
        fields=lambda work: {"pick": "idea", "subject": "lesson:first", "token": str(uuid4())},
    ),
    Address("quiz", "GET", _owners(200), _quiz),
    Address("quiz", "GET", _owners(200), _quiz, query=lambda work: "?q=2"),
    Address("quiz", "GET", _owners(200), lambda work: (work.ended.pk,)),
    Address("quiz-answer", "POST", _owners(302), lambda work: (work.quiz.pk, 1), fields=_quiz_fields),
    Address("quiz-finish", "POST", _owners(302), _quiz),
    Address("quiz-queue", "POST", _owners(302), lambda work: (work.ended.pk,)),
    Address("review", "GET", _same(200)),
    Address("review", "GET", _same(200), query=lambda work: f"?show={work.card.pk}"),
    Address("review", "GET", _owners(200), query=lambda work: f"?shown={work.review.pk}"),
    Address("review-card", "POST", _owners(302), _card, fields=lambda work: {"rating": "3"}),
    Address("review-question", "POST", _owners(302), _question, fields=_question_fields),
    Address("review-undo", "POST", (302, 302, 302, 404)),
    Address("review-aside", "GET", _same(200)),
    Address("review-bury", "POST", _owners(302), lambda work: (work.card.pk,)),
    Address("review-suspend", "POST", _owners(302), lambda work: (work.card.pk,)),
    Address("review-back", "POST", _owners(302), lambda work: (work.card.pk,)),
    Address("review-put-off", "POST", (302, 302, 302, 404), _challenge),
    Address("review-challenge-back", "POST", (302, 302, 302, 404), _challenge),
    Address("review-pack", "GET", _same(200)),
    Address("review-receive", "POST", _owners(200), fields=_kept_card),
    Address("cram", "GET", _same(200)),
    Address("cram", "GET", _same(200), query=lambda work: "?scope=all&seed=1&n=2&back=1"),
    Address("study-settings", "GET", _same(200)),
    Address("study-settings", "POST", _same(302), fields=lambda work: SETTINGS),
    Address("fit", "POST", (302, 302, 302, 404)),
    Address("fit-defaults", "POST", (302, 302, 302, 404)),
    Address("paths", "GET", _same(200)),
    Address("sandbox", "GET", _same(200)),
    Address("path", "GET", _same(200), _path),
    Address("path", "GET", _same(200), _path, query=_solution),
    Address("path-challenge", "GET", _same(200), _challenge),
    Address(
        "path-challenge", "GET", _same(200), _challenge, query=lambda work: f"{_solution(work)}&checked=1"
    ),
    Address("path-challenge", "GET", _same(200), _challenge, query=lambda work: "?from=review&checked=1"),
    Address("path-try", "POST", _same(302), _try, fields=lambda work: SOLVED),
    Address("plan", "GET", _same(200)),
    Address("plan", "POST", _same(302), fields=_exam_date),
    Address("exams", "GET", _same(200)),
    Address("exam-format", "GET", _same(200)),
    Address("exam", "GET", _same(200), lambda work: ("mini",)),
    Address("exam", "POST", _same(302), lambda work: ("mini",)),
    Address("attempt", "GET", _owners(200), _attempt),
    Address("attempt", "GET", _owners(200), _attempt, query=lambda work: "?q=1"),
    Address("attempt-paper", "GET", _owners(200), _attempt),
    Address("attempt-now", "GET", _owners(200), _attempt),
    Address("attempt-save", "POST", _owners(302), lambda work: (work.attempt.pk, 1), fields=_attempt_fields),
    Address("attempt-check", "GET", _owners(200), lambda work: (work.checkable.pk, 1)),
    Address("attempt-check", "POST", _owners(302), lambda work: (work.checkable.pk, 1), fields=_check_sent),
    Address("attempt-submit", "GET", _owners(200), _attempt),
    Address("attempt-submit", "POST", _owners(302), _attempt),
    Address("attempt", "GET", _owners(200), _attempt, query=lambda work: "?show=incomplete"),
    Address("attempt", "GET", _owners(200), lambda work: (work.checkable.pk,), query=lambda work: "?q=2"),
    Address("exam-compare", "GET", _same(200), lambda work: ("mini",)),
    Address("report", "GET", _owners(200), lambda work: (work.handed_in.pk,)),
    Address("report-queue", "POST", _owners(302), lambda work: (work.handed_in.pk,)),
    Address("reports", "GET", _same(200)),
    Address("report-new", "GET", (200, 200, 200, 404), query=_report_query),
    Address("report-new", "POST", (302, 302, 302, 404), fields=_report_fields),
    Address("reports-seen", "POST", (302, 302, 302, 404)),
    Address("reports-all", "GET", _same(404)),  # nobody here belongs to the staff: see test_reports_desk
    Address("report-case", "GET", _same(404), _case),
    Address("report-close", "POST", _same(404), _case, fields=lambda work: {"state": "declined"}),
    Address("keys", "GET", _same(404)),  # the staff alone: see test_keys
    Address("keys-exam", "GET", _same(404), lambda work: ("mini",)),
    Address("keys-question", "GET", _same(404), lambda work: ("x-k1-1",)),
    Address("keys-repair", "GET", _same(404), _key),
    Address("keys-repair", "POST", _same(404), _key, fields=lambda work: {"kind": "credit", "reason": "So."}),
    Address("keys-repaired", "GET", _same(404), lambda work: (1,)),
    Address("keys-take-back", "POST", _same(404), lambda work: (1,), fields=lambda work: {"reason": "So."}),
    Address("support", "GET", _same(404)),  # the staff alone: see test_support
    Address("support-account", "GET", _same(404), lambda work: (work.learner.user_id or 0,)),
    Address("support-time", "GET", _same(404), _sitting),
    Address("support-time", "POST", _same(404), _sitting, fields=_more_time),
    Address("live-rooms", "GET", _owners(200), _class),
    Address(
        "live-rooms", "POST", _owners(302), _class, fields=lambda work: {"title": "New", "naming": "named"}
    ),
    Address("live", "GET", _owners(302), _room),  # to the control page; all roles: test_live_access
    Address("live-poll", "GET", _owners(200), _room),
    Address("live-join", "POST", _same(404), _room),  # those who run a room do not vote in it
    Address("live-vote", "POST", _same(404), _room),
    Address("live-queue", "POST", _same(404), _room),
    Address("live-report", "GET", _owners(200), _room),
    Address("live-control", "GET", _owners(200), _room),
    Address("live-control-poll", "GET", _owners(200), _room),
    Address("live-projector", "GET", _owners(200), _room),
    Address("live-projector-poll", "GET", _owners(200), _room),
    Address("live-move", "POST", _owners(302), _room, fields=_move),
    Address("live-add", "GET", _owners(200), _room),
    Address("live-add", "POST", _owners(302), _room, fields=_to_put_in),
    Address("live-spot", "POST", _owners(302), _room, fields=_spot),
    Address("live-paths", "GET", _owners(200), _room),
    Address("live-board", "POST", _owners(302), _room, fields=lambda work: {"down": "1"}),
    Address("live-challenge", "POST", _owners(302), _room, fields=_challenge_to_ask),
    Address("live-withdraw", "POST", _owners(302), _room, fields=_waiting),
    Address("live-close", "POST", _owners(302), _room),
    Address("progress", "GET", _same(200)),
    Address("readiness", "GET", _same(302)),
    Address("class-todo", "GET", (200, 200, 200, 404)),
    Address("class-work", "GET", _owners(200), lambda work: (work.given.classroom_id,)),
    Address("assignment-begin", "POST", _owners(302), _given),
    Address("assignment-help", "POST", _owners(302), _given, fields=lambda work: {"want": "yes"}),
    Address("assignments", "GET", _owners(200), _taught),
    Address("assignment-new", "GET", _owners(200), _new("lesson")),
    Address("assignment-new", "GET", _owners(200), _new("exam")),
    Address("assignment-new", "GET", _owners(200), _new("set")),
    Address("assignment-new", "POST", _owners(302), _new("lesson"), fields=lambda work: LESSON_SET),
    Address("assignment", "GET", _owners(200), _set),
    Address("assignment", "POST", _owners(302), _set, fields=lambda work: PRACTICE_SET),
    Address("assignment-times", "POST", _owners(302), _set, fields=_own_times),
    Address("assignment-drill", "POST", _owners(302), _taught, fields=lambda work: {"idea": "k1-1"}),
    Address("assignment-withdraw", "POST", _owners(302), _set),
    Address("class-grid", "GET", _owners(200), _taught),
    Address("class-attention", "GET", _owners(200), _taught),
    Address("class-picture", "GET", _owners(200), _taught),
    Address("gradebook", "GET", _owners(200), _taught),
    Address("class-items", "GET", _owners(200), _sat_there),
    Address("gradebook-csv", "GET", _owners(200), _taught),
    Address("gradebook-csv", "GET", _owners(200), _taught, query=lambda work: "?for=canvas"),
    Address("glossary", "GET", _same(200)),
    Address("search", "GET", _same(200)),
    Address("search", "GET", _same(200), query=lambda work: "?q=macsec"),
    Address("search", "GET", _same(200), query=lambda work: "?q=macsec&kind=term"),
    Address("account", "GET", _same(200)),
    Address("sign-up", "GET", _same(200)),
    Address("sign-up", "POST", _same(302), fields=_new_account),
    Address("sign-in", "GET", _same(200)),
    Address("sign-in", "POST", _same(302), fields=_account),
    Address("sign-out", "POST", _same(302)),
    Address("password", "GET", (200, 200, 200, 302)),
    Address("password", "POST", _same(302), fields=_password),
    Address("recovery-codes", "GET", (200, 200, 200, 302)),
    Address("recovery-codes", "POST", (200, 200, 200, 302)),
    Address("recover", "GET", _same(200)),
    Address("recover", "POST", _same(422), fields=_wrong_code),
    Address("reset", "GET", _same(200), _link),
    Address("reset", "POST", _same(302), _link, fields=lambda work: {"password": "a-longer-horse"}),
    Address("own-data", "GET", (200, 200, 200, 404)),
    Address("in-and-out", "GET", _same(200)),
    Address("bring-in", "POST", _same(422)),  # without a file; with one: test_in_and_out
    Address("bring-anki", "POST", _same(422)),
    Address("calendar-make", "POST", _same(302)),
    Address("calendar-make", "POST", _same(302), fields=lambda work: {"renew": "1"}),
    Address("calendar-close", "POST", (302, 302, 302, 404)),
    Address("calendar", "GET", _same(200), _calendar),
    Address("cards-file", "GET", _same(200), lambda work: ("apkg",)),
    Address("cards-file", "GET", _same(200), lambda work: ("csv",)),
    Address("questions-file", "GET", _same(200), lambda work: ("gift",)),
    Address("delete-everything", "GET", (200, 200, 200, 302)),
    Address("delete-everything", "POST", _same(302), fields=_sure),
    Address("keep-going", "POST", _same(302)),
    Address("time-zone", "POST", _same(204), fields=lambda work: {"zone": "Europe/Paris"}),
    Address("offline", "GET", _same(200)),
    Address("worker", "GET", _same(200)),
    Address("manifest", "GET", _same(200)),
    Address("health", "GET", _same(200)),
    Address("ready", "GET", _same(200)),
)
FOR_ACCOUNTS = {"password", "recovery-codes", "reset"}  # a guest has nothing to change there
IMPERSONAL = {"offline", "worker", "manifest", "health", "ready", "calendar"}  # the same for everybody
PAGES = tuple(address for address in ADDRESSES if address.method == "GET" and address.statuses[0] == 200)
POSTS = tuple(address for address in ADDRESSES if address.method == "POST")
