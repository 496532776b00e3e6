"""What a content file may say: frozen, typed documents. Unknown keys are refused.

Every text field holds markdown as the author wrote it; `markup` turns it into HTML.
`file` is relative to the content folder, `line` counts from 1.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
OBJECTIVE_ID = r"^[A-Z][0-9]{1,2}$"
HTTPS_URL = r"^https://[^\s<>\"]+$"

Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=80)]
ObjectiveId = Annotated[str, StringConstraints(pattern=OBJECTIVE_ID)]
HttpsUrl = Annotated[str, StringConstraints(pattern=HTTPS_URL, max_length=500)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Kind = Literal["single", "multiple", "ordering", "matching"]
Pool = Literal["practice", "exam"]


class Document(BaseModel):
    """Base of everything an author can write."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Located(Document):
    """A document that knows where it was written."""

    file: str
    line: int = 1


class Source(Document):
    """Where a claim comes from and the day somebody last looked."""

    title: Text
    url: HttpsUrl
    checked: date


class Objective(Document):
    """One bullet of the task statement; lessons, cards and questions name the ones they serve."""

    id: ObjectiveId
    short: Text
    title: Text


class ExamFact(Document):
    """One fact about the real exam as a learner reads it; `note` says where sources differ."""

    label: Text
    value: Text
    note: str = ""
    sources: tuple[Source, ...] = Field(min_length=1)


class ExamFacts(Document):
    """The real exam. `minutes` is its time limit; `pass_mark` lies on `scale`; `facts` are for reading."""

    code: Text
    name: Text
    questions: int = Field(ge=1)
    scored: int = Field(ge=1)
    unscored: int = Field(ge=0)
    minutes: int = Field(ge=1)
    scale: tuple[int, int]
    pass_mark: int
    facts: tuple[ExamFact, ...] = Field(min_length=1)


class CourseInfo(Located):
    """course.yaml: the spine of the course. `lessons` is the reading order, by id."""

    id: Slug
    title: Text
    summary: Text
    exam: ExamFacts
    objectives: tuple[Objective, ...] = Field(min_length=1)
    lessons: tuple[Slug, ...] = Field(min_length=1)


class Lesson(Located):
    """One lesson. `minutes` is the reading time; `needs` are ids of lessons it builds on."""

    id: Slug
    title: Text
    summary: Text
    objectives: tuple[ObjectiveId, ...] = Field(min_length=1)
    minutes: int = Field(ge=1, le=60)
    needs: tuple[Slug, ...] = ()
    sources: tuple[Source, ...] = Field(min_length=1)
    body: Text
    body_line: int


class Card(Located):
    """A flashcard: a front and a back.

    Cards and questions of one `idea` are siblings: they do not come on the same day. `section` is the anchor
    of the heading in `lesson` that teaches it.
    """

    id: Slug
    objectives: tuple[ObjectiveId, ...] = Field(min_length=1)
    lesson: Slug
    section: Slug | None = None
    idea: Slug | None = None
    source: HttpsUrl
    front: Text
    back: Text
    front_line: int = 1
    back_line: int = 1


class Choice(Document):
    """One option of a single or multiple question, with the reason it is or is not the answer."""

    text: Text
    correct: bool
    why: Text
    line: int


class Step(Document):
    """One step of an ordering question; the file lists the steps in the right order."""

    text: Text
    why: Text
    line: int


class Pair(Document):
    """One pair of a matching question."""

    left: Text
    right: Text
    why: Text
    line: int


class Question(Located):
    """A scenario question. Exactly one of `choices`, `steps`, `pairs` is filled, as `kind` says.

    The first objective is the one the question is counted under in an exam blueprint. Questions of one
    `idea` stand in for each other; `section` is the anchor of the heading in `lesson` that teaches it.
    """

    id: Slug
    objectives: tuple[ObjectiveId, ...] = Field(min_length=1)
    lesson: Slug
    section: Slug | None = None
    idea: Slug | None = None
    kind: Kind
    difficulty: int = Field(ge=1, le=4)
    pool: Pool
    sources: tuple[HttpsUrl, ...] = Field(min_length=1)
    checked: date
    stem: Text
    takeaway: Text
    choices: tuple[Choice, ...] = ()
    steps: tuple[Step, ...] = ()
    pairs: tuple[Pair, ...] = ()
    stem_line: int = 1
    takeaway_line: int = 1


class Side(Document):
    """One of two things that are taken for each other; `say` tells when it is the answer."""

    name: Text
    say: Text
    lesson: Slug
    section: Slug | None = None
    ideas: tuple[Slug, ...] = Field(min_length=1)


class Confusable(Document):
    """Two things that learners take for each other; drilled interleaved, and shown beside a leech."""

    id: Slug
    title: Text
    sides: tuple[Side, Side]


class Confusables(Located):
    """confusables.yaml: every such pair."""

    pairs: tuple[Confusable, ...] = Field(min_length=1)


class Term(Located):
    """A glossary term; `also` are other spellings that lessons may use for it."""

    id: Slug
    name: Text
    lesson: Slug
    also: tuple[str, ...] = ()
    definition: Text
    definition_line: int = 1


class Exam(Located):
    """A practice exam form: how many questions of each objective, drawn from which pool.

    `unscored` of them are pilot items that do not count. `minutes` is the time limit.
    """

    id: Slug
    title: Text
    minutes: int = Field(ge=1, le=600)
    pool: Pool
    pass_mark: int = Field(ge=100, le=1000)
    blueprint: Mapping[ObjectiveId, int]
    unscored: int = Field(ge=0, default=0)

    @property
    def length(self) -> int:
        """How many questions the form has."""
        return sum(self.blueprint.values())


class Node(Document):
    """A place on an encryption path, and whose it is."""

    id: Slug
    kind: Slug
    owner: Literal["outside", "customer", "aws", "partner"]
    label: str = ""


class Hop(Document):
    """One link between two neighbouring nodes of a path."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    id: Slug
    start: Slug = Field(alias="from")
    end: Slug = Field(alias="to")


class Control(Document):
    """Something that protects hops when it is on; `say` tells the learner what it does."""

    id: Slug
    covers: tuple[Slug, ...]
    ends_at: tuple[Slug, ...]
    layer: Text
    who: Literal["aws", "customer", "shared"]
    default: Literal["on", "off"] = "off"
    excludes: tuple[Slug, ...] = ()
    say: Text


class Challenge(Document):
    """A task in the path lab; `must` names the conditions the controls have to meet."""

    id: Slug
    ask: Text
    must: Mapping[str, str | tuple[str, ...]]
    fewest: bool = False


class NetworkPath(Located):
    """An encryption path: nodes in order, the hops between them, and what can protect them."""

    id: Slug
    title: Text
    nodes: tuple[Node, ...] = Field(min_length=2)
    hops: tuple[Hop, ...] = Field(min_length=1)
    controls: tuple[Control, ...] = ()
    challenges: tuple[Challenge, ...] = ()


class Diagram(Located):
    """A drawing of the course: an inline SVG with a title and a description."""

    name: Slug
    title: Text
    description: Text
    svg: Text


class Course(Document):
    """Everything under content/, parsed. `lessons` stand in reading order."""

    info: CourseInfo
    lessons: tuple[Lesson, ...] = ()
    cards: tuple[Card, ...] = ()
    questions: tuple[Question, ...] = ()
    terms: tuple[Term, ...] = ()
    confusables: tuple[Confusables, ...] = ()
    exams: tuple[Exam, ...] = ()
    paths: tuple[NetworkPath, ...] = ()
    diagrams: tuple[Diagram, ...] = ()


class Problem(Document):
    """A fault in a content file; printed as `file:line: message`."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"
