"""What a content file may say: frozen, typed documents. Unknown keys are refused.

Every text field holds markdown as the author wrote it; `markup` turns it into HTML.
`file` is relative to the content folder, `line` counts from 1.
"""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from pydantic import Field

# What documents are made of can be imported from here too.
from studyapp.domain.documentparts import HTTPS_URL as HTTPS_URL
from studyapp.domain.documentparts import OBJECTIVE_ID as OBJECTIVE_ID
from studyapp.domain.documentparts import SLUG as SLUG
from studyapp.domain.documentparts import Document as Document
from studyapp.domain.documentparts import HttpsUrl, ObjectiveId, Slug, Text
from studyapp.domain.documentparts import Located as Located
from studyapp.domain.documentparts import Source as Source
from studyapp.domain.pathdocuments import NetworkPath as NetworkPath

Kind = Literal["single", "multiple", "ordering", "matching"]
Pool = Literal["practice", "exam"]
Review = Literal["at_once", "after_submit", "never"]


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


class AtLeast(Document):
    """What a course asks of itself: cards and questions of each objective, words of each lesson."""

    cards: int = Field(ge=1, default=12)
    questions: int = Field(ge=1, default=20)
    words: int = Field(ge=1, default=500)


class CourseInfo(Located):
    """course.yaml: the spine of the course. `lessons` is the reading order, by id.

    `welcome` is the heading of the first page (else the title), `spine` names what the objectives come from,
    and `notice` stands below every page. `picture` is a drawing of the program's beside the heading.
    """

    id: Slug
    title: Text
    summary: Text
    welcome: str = ""
    spine: str = ""
    notice: str = ""
    picture: Literal["", "half-a-path"] = ""
    at_least: AtLeast = AtLeast()
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

    `unscored` of them are pilot items that do not count. `minutes` is the time limit; without it there is
    none. `review` says when the key is shown: see `revealing`. Forms of the course have no window.
    """

    id: Slug
    title: Text
    minutes: int | None = Field(ge=1, le=600, default=None)
    pool: Pool
    pass_mark: int = Field(ge=100, le=1000)
    blueprint: Mapping[ObjectiveId, int]
    unscored: int = Field(ge=0, default=0)
    review: Review = "after_submit"

    @property
    def length(self) -> int:
        """How many questions the form has."""
        return sum(self.blueprint.values())


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
