"""One round of the fault harness, drawn from its seed: what is saved in which tab, and what goes wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from studyapp.domain.grading import Key, Response
from studyapp.domain.saving import Part

NETWORK = (
    "drop",
    "cut",
    "lose answer",
    "delay",
    "twice",
    "at once twice",
    "again later",
    "portal",
    "bad gateway",
)
KILLS = ("arrival", "statement", "before commit", "after commit", "answer", "outside")
QUESTIONS = 3  # of the paper, so that tabs meet
MOST_STATEMENTS = 9  # of a save
MOST_OF_A_SUBMIT = 90


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the paper, as far as a candidate needs it."""

    position: int
    key: Key
    order: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Save:
    """One save, and its mishaps the first time it is sent: of the network, and where the site is killed."""

    client: str
    revision: int
    position: int
    kind: str
    response: Response | None
    clears: bool
    flagged: bool | None
    struck: tuple[str, ...] | None
    network: str = ""
    seconds: float = 0.0
    kill: str = ""
    tries: int = 1

    def said(self, part: Part) -> object:
        """What it says of a part; None for nothing."""
        return getattr(self, part)


@dataclass(frozen=True, slots=True)
class Plan:
    """A round. `returns`: the tabs come back at the end and send what they have no answer for."""

    tabs: tuple[tuple[Save, ...], ...]
    returns: bool
    submits: bool
    submit_kill: str
    restart_after: float | None  # seconds until the database restarts


def draw(random: Random, paper: Sequence[Asked], *, restarts: bool) -> Plan:
    """A round on this paper; `restarts` if there is a database that can be restarted."""
    questions = random.sample(list(paper), min(QUESTIONS, len(paper)))
    count = random.choice((1, 1, 2, 3))
    killed = random.random() < 0.3
    victim = random.randrange(count)
    tabs = tuple(_tab(random, f"tab-{n}", questions, kills=killed and n == victim) for n in range(count))
    submits = random.random() < 0.3
    return Plan(
        tabs=tabs,
        returns=random.random() < 0.7,
        submits=submits,
        submit_kill=_kill_of_submit(random) if submits and random.random() < 0.2 else "",
        restart_after=random.uniform(0, 0.15) if restarts and random.random() < 0.08 else None,
    )


def _tab(random: Random, client: str, questions: Sequence[Asked], *, kills: bool) -> tuple[Save, ...]:
    count = random.randint(3, 8)
    fatal = random.randrange(count) if kills else -1
    return tuple(
        _save(random, client, n + 1, random.choice(questions), fatal=n == fatal) for n in range(count)
    )


def _save(random: Random, client: str, revision: int, question: Asked, *, fatal: bool) -> Save:
    kind = random.choice(("response",) * 6 + ("empty", "clear", "flag", "strike", "all"))
    response: Response | None = None
    if kind in ("response", "all"):
        response = answer(random, question.key)
    elif kind in ("empty", "clear"):
        response = ()
    struck = tuple(one for one in question.order if random.random() < 0.4)
    return Save(
        client=client,
        revision=revision,
        position=question.position,
        kind=question.key.kind,
        response=response,
        clears=kind == "clear",
        flagged=random.random() < 0.5 if kind in ("flag", "all") else None,
        struck=struck if kind in ("strike", "all") else None,
        network=random.choice(NETWORK) if random.random() < 0.4 else "",
        seconds=random.uniform(0.002, 0.08),
        kill=_kill(random) if fatal else "",
        tries=random.choice((1, 1, 2, 3)),
    )


def _kill(random: Random) -> str:
    point = random.choice(KILLS)
    return f"statement {random.randint(1, MOST_STATEMENTS)}" if point == "statement" else point


def _kill_of_submit(random: Random) -> str:
    point = random.choice(KILLS[:-1])
    return f"statement {random.randint(1, MOST_OF_A_SUBMIT)}" if point == "statement" else point


def answer(random: Random, key: Key) -> Response:
    """An answer that the question allows, right or not."""
    if key.kind == "single":
        return (random.choice(key.options),)
    if key.kind == "multiple":
        return tuple(sorted(random.sample(key.options, random.randint(1, len(key.answer)))))
    if key.kind == "ordering":
        return tuple(random.sample(key.options, len(key.options)))
    return tuple(sorted(f"{left}={random.choice(key.targets)}" for left in key.options))
