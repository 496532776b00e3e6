"""A small sound course, and its documents one by one, for tests of the content rules."""

from datetime import date

from studyapp.domain.documents import (
    Card,
    Choice,
    Confusables,
    Course,
    CourseInfo,
    Diagram,
    Exam,
    ExamFact,
    ExamFacts,
    Lesson,
    NetworkPath,
    Objective,
    Pair,
    Question,
    Source,
    Step,
    Term,
)
from studyapp.domain.pathdocuments import Challenge, Control

TODAY = date(2026, 11, 24)
CHECKED = date(2026, 11, 23)
URL = "https://docs.aws.amazon.com/"
SOURCE = Source(title="A page", url=URL, checked=CHECKED)
FACTS = ExamFacts(
    code="ANS-C01",
    name="Advanced Networking",
    questions=65,
    scored=50,
    unscored=15,
    minutes=170,
    scale=(100, 1000),
    pass_mark=750,
    facts=(ExamFact(label="Questions", value="65", sources=(SOURCE,)),),
)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 200" role="img" '
    'aria-labelledby="hop-title hop-desc"><title id="hop-title">One hop</title>'
    '<desc id="hop-desc">Two nodes.</desc><line class="d-safe" x1="0" y1="9" x2="99" y2="9"></line></svg>'
)


def info(**changes: object) -> CourseInfo:
    return CourseInfo.model_validate(
        {
            "file": "course.yaml",
            "id": "sample",
            "title": "Sample",
            "summary": "A sample.",
            "exam": FACTS,
            "objectives": [Objective(id="K1", short="One", title="The one objective")],
            "lessons": ["tls"],
            **changes,
        }
    )


def lesson(name: str = "tls", **changes: object) -> Lesson:
    return Lesson.model_validate(
        {
            "file": f"lessons/010-{name}.md",
            "id": name,
            "title": "TLS",
            "summary": "What TLS protects.",
            "objectives": ["K1"],
            "minutes": 10,
            "sources": [SOURCE],
            "body": "## One\n\n" + "word " * 500,
            "body_line": 10,
            **changes,
        }
    )


def card(number: int = 1, **changes: object) -> Card:
    return Card.model_validate(
        {
            "file": "cards/tls.md",
            "line": 8 * number,
            "id": f"card-{number}",
            "objectives": ["K1"],
            "lesson": "tls",
            "source": URL,
            "front": f"Front {number}?",
            "front_line": 8 * number + 3,
            "back": f"Back {number}.",
            "back_line": 8 * number + 7,
            **changes,
        }
    )


def choice(text: str, *, correct: bool = False, line: int = 12) -> Choice:
    return Choice(text=text, correct=correct, why=f"Why {text}.", line=line)


def choices(key: int = 0, count: int = 4) -> tuple[Choice, ...]:
    words = ("first thing", "other stuff", "third place", "final stage", "fifth wheel", "sixth sense")
    return tuple(choice(words[at], correct=at == key, line=12 + 2 * at) for at in range(count))


def question(name: str = "tls-a", **changes: object) -> Question:
    return Question.model_validate(
        {
            "file": f"questions/tls/{name}.md",
            "id": name,
            "objectives": ["K1"],
            "lesson": "tls",
            "kind": "single",
            "difficulty": 3,
            "pool": "practice",
            "sources": [URL],
            "checked": CHECKED,
            "stem": f"{name} {name}-x {name}-y?",
            "stem_line": 11,
            "takeaway": "Remember.",
            "takeaway_line": 21,
            "choices": choices(),
            **changes,
        }
    )


def ordering(name: str = "tls-order", **changes: object) -> Question:
    steps = tuple(Step(text=f"Step {at}", why="Why.", line=12 + at) for at in range(4))
    return question(name, **{"kind": "ordering", "choices": (), "steps": steps, **changes})


def matching(name: str = "tls-match", **changes: object) -> Question:
    pairs = tuple(Pair(left=f"Left {at}", right=f"Right {at}", why="Why.", line=12 + at) for at in range(3))
    return question(name, **{"kind": "matching", "choices": (), "pairs": pairs, **changes})


def term(name: str = "TLS", **changes: object) -> Term:
    return Term.model_validate(
        {
            "file": "glossary.md",
            "line": 3,
            "id": name.lower().replace(" ", "-"),
            "name": name,
            "lesson": "tls",
            "definition": "A definition.",
            "definition_line": 6,
            **changes,
        }
    )


def exam(**changes: object) -> Exam:
    return Exam.model_validate(
        {
            "file": "exams/form.yaml",
            "id": "form",
            "title": "Form",
            "minutes": 10,
            "pool": "exam",
            "pass_mark": 750,
            "blueprint": {"K1": 2},
            **changes,
        }
    )


def control(name: str = "https-listener", **changes: object) -> Control:
    """TLS from the browser to the load balancer, unless told otherwise."""
    return Control.model_validate(
        {
            "id": name,
            "label": name.replace("-", " ").capitalize(),
            "say": "The listener ends TLS.",
            "layer": "TLS",
            "start": "browser",
            "end": "alb",
            "run_by": "aws",
            "set_by": "customer",
            "keys": "aws",
            "source": URL,
            "checked": CHECKED,
            **changes,
        }
    )


def setting(name: str, **changes: object) -> Control:
    """A control that encrypts nothing itself."""
    return control(name, **{"layer": None, "start": None, "end": None, "keys": None, **changes})


def challenge(name: str = "all", **changes: object) -> Challenge:
    return Challenge.model_validate(
        {
            "id": name,
            "title": "All",
            "ask": "Protect it.",
            "objectives": ["K1"],
            "must": {"hops": {"edge": ["encrypted"]}},
            "par": 1,
            "hints": ["Look at the edge."],
            "solved": "The listener does it.",
            **changes,
        }
    )


def path(**changes: object) -> NetworkPath:
    return NetworkPath.model_validate(
        {
            "file": "paths/web.yaml",
            "id": "web",
            "title": "From a browser to an application",
            "summary": "Two hops.",
            "carries": "the order",
            "objectives": ["K1"],
            "lessons": ["tls"],
            "nodes": [
                {"id": "browser", "kind": "client", "owner": "outside"},
                {"id": "alb", "kind": "alb", "owner": "aws", "label": "Load balancer"},
                {"id": "app", "kind": "ec2", "owner": "customer"},
            ],
            "hops": [
                {"id": "edge", "from": "browser", "to": "alb", "speaks": "HTTP", "over": "internet"},
                {"id": "backend", "from": "alb", "to": "app", "speaks": "HTTP", "over": "aws"},
            ],
            "controls": [control()],
            "challenges": [challenge()],
            **changes,
        }
    )


def side(name: str = "This", **changes: object) -> dict[str, object]:
    """One side of a pair, as in the file; of the course below, `ideas` may be idea-0 to idea-3."""
    return {"name": name, "say": f"When it is {name}.", "lesson": "tls", "ideas": ["idea-0"], **changes}


def confusables(*sides: dict[str, object], name: str = "this-or-that", **changes: object) -> Confusables:
    """A file with one pair."""
    both = sides or (side(), side("That", ideas=["idea-1"], section="s-one"))
    pair = {"id": name, "title": "This or that", "sides": both, **changes}
    return Confusables.model_validate({"file": "confusables.yaml", "pairs": [pair]})


def diagram(**changes: object) -> Diagram:
    return Diagram.model_validate(
        {
            "file": "diagrams/hop.svg",
            "name": "hop",
            "title": "One hop",
            "description": "Two nodes.",
            "svg": SVG,
            **changes,
        }
    )


def course(**changes: object) -> Course:
    """A course in which nothing is wrong and nothing is doubtful."""
    # The last four practice questions are parallel to the exam questions.
    shared = {12 + at: f"idea-{at}" for at in range(4)}
    practice = [question(f"tls-p{at}", choices=choices(at % 4), idea=shared.get(at)) for at in range(16)]
    exams = [question(f"tls-e{n}", choices=choices(n), idea=f"idea-{n}", pool="exam") for n in range(4)]
    return Course.model_validate(
        {
            "info": info(),
            "lessons": [lesson(body="## One\n\n![One hop](diagrams/hop.svg)\n\n" + "word " * 500)],
            "cards": [card(number) for number in range(1, 13)],
            "questions": [*practice, *exams],
            "terms": [term()],
            "exams": [exam()],
            "paths": [path()],
            "diagrams": [diagram()],
            **changes,
        }
    )
