"""The texts under content/ -> one Course, and every Problem found on the way.

Each kind of file has its place, its suffix and its reader, listed in `_PLACES`. A document with a fault is
left out of the course and the rest is still read, so one run shows every fault.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from studyapp.domain import diagramtext, entrytext, questiontext, yamltext
from studyapp.domain.documents import (
    Card,
    Confusables,
    Course,
    CourseInfo,
    Diagram,
    Exam,
    Lesson,
    Located,
    NetworkPath,
    Problem,
    Question,
    Term,
)
from studyapp.domain.entrytext import Entry
from studyapp.domain.sourcelines import joined, lines_of
from studyapp.domain.validation import Written, build
from studyapp.domain.yamltext import KeyPath, YamlText

SUFFIXES = (".md", ".yaml", ".yml", ".svg")
IGNORED = frozenset({"README.md", "coverage.md"})

type Read = tuple[list[Located], list[Problem]]

_FRONT_MATTER = re.compile(r"---[ \t]*\n(?P<keys>.*?\n)?---[ \t]*(?:\n(?P<body>.*))?", re.DOTALL)
# Control characters, and line ends that some readers count as lines and others do not.
_NOT_PRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


_TO_WRITE = re.compile(r"\bTODO\b")  # what `manage.py new_…` puts where an author must write


@dataclass(frozen=True)
class Parsed:
    """What was read. `course` is None only if there is no usable course.yaml.

    `unwritten` are the places that still say TODO: faults, too, but not in the way of a preview.
    """

    course: Course | None
    problems: tuple[Problem, ...]
    unwritten: tuple[Problem, ...] = ()


def parse(files: Mapping[str, str]) -> Parsed:
    """Read every file of a course. Keys are POSIX paths relative to content/. Never raises.

    Files of other types than `SUFFIXES` are ignored; one of these types in a place where nothing reads it
    is a Problem.
    """
    documents: list[Located] = []
    problems: list[Problem] = []
    for file in sorted(files):
        if file in IGNORED or not file.endswith(SUFFIXES):
            continue
        found, faults = _read_file(
            file, files[file].removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        )
        documents += found
        problems += faults
    if "course.yaml" not in files:
        problems.append(Problem(file="course.yaml", line=1, message="the file is missing"))
    ordered = sorted(problems, key=lambda problem: (problem.file, problem.line))
    return Parsed(_course(documents), tuple(ordered), tuple(_unwritten(files)))


def _unwritten(files: Mapping[str, str]) -> Iterator[Problem]:
    for file in sorted(files):
        if file in IGNORED or not file.endswith(SUFFIXES) or "TODO" not in files[file]:
            continue
        for number, line in enumerate(files[file].splitlines(), start=1):
            if _TO_WRITE.search(line):
                yield Problem(file=file, line=number, message="still to be written: the line says TODO")


def _course(documents: Iterable[Located]) -> Course | None:
    found = list(documents)

    def every[D: Located](kind: type[D]) -> tuple[D, ...]:
        return tuple(document for document in found if isinstance(document, kind))

    info = next(iter(every(CourseInfo)), None)
    if info is None:
        return None
    place = {lesson: at for at, lesson in enumerate(info.lessons)}
    lessons = sorted(every(Lesson), key=lambda lesson: (place.get(lesson.id, len(place)), lesson.file))
    return Course(
        info=info,
        lessons=tuple(lessons),
        cards=every(Card),
        questions=every(Question),
        terms=every(Term),
        confusables=every(Confusables),
        exams=every(Exam),
        paths=every(NetworkPath),
        diagrams=every(Diagram),
    )


def _read_file(file: str, text: str) -> Read:
    bad = _NOT_PRINTABLE.search(text)
    if bad:
        line = text.count("\n", 0, bad.start()) + 1
        return [], [Problem(file=file, line=line, message=f"control character U+{ord(bad.group()):04X}")]
    for pattern, reader in _PLACES:
        if pattern.fullmatch(file):
            return reader(file, text)
    return [], [Problem(file=file, line=1, message="nothing reads a file of this name in this place")]


def _read_yaml[D: Located](model: type[D]) -> Callable[[str, str], Read]:
    """A reader of files that hold the keys of one document and nothing else."""

    def reader(file: str, text: str) -> Read:
        keys = yamltext.read(text, file=file)
        return _document(model, file, keys, {}, [])

    return reader


def _read_path(file: str, text: str) -> Read:
    keys = yamltext.read(text, file=file)
    lines = {".".join(map(str, path)): line for path, line in keys.lines.items()}
    return _document(NetworkPath, file, keys, {"lines": lines}, [])


def _read_lesson(file: str, text: str) -> Read:
    keys, body, body_line, problems = _front_matter(file, text)
    body, body_line = joined(list(lines_of(body, body_line)))
    if not problems and not body:
        problems.append(Problem(file=file, line=body_line, message="the lesson has no text"))
    return _document(Lesson, file, keys, {"body": body or "-", "body_line": body_line}, problems)


def _read_question(file: str, text: str) -> Read:
    keys, body, body_line, problems = _front_matter(file, text)
    kind = keys.value.get("kind") if isinstance(keys.value, dict) else None
    read = questiontext.read(body, kind=kind, file=file, first_line=body_line)
    if not problems:
        problems += read.problems
    return _document(Question, file, keys, {**_BODY_FIELDS, **read.fields}, problems)


# The fields of a question that its body gives. The values stand in for a body that has its own Problems, so
# that the keys above it are checked all the same.
_BODY_FIELDS: Mapping[str, object] = {
    "stem": "-",
    "stem_line": 1,
    "takeaway": "-",
    "takeaway_line": 1,
    "choices": (),
    "steps": (),
    "pairs": (),
}


def _document[D: Located](
    model: type[D], file: str, keys: YamlText, derived: Mapping[str, object], faults: list[Problem]
) -> Read:
    """One document of `model`, unless there are faults in its keys or `faults` in the rest of its file."""
    problems = [*keys.problems, *faults]
    if isinstance(keys.value, dict):
        document, found = build(model, Written(file, keys.value, keys.line_of), derived)
        problems += found
        return ([document] if document is not None and not problems else []), problems
    if not problems:
        problems.append(Problem(file=file, line=keys.line_of(()), message="expected `key: value` lines"))
    return [], problems


def _front_matter(file: str, text: str) -> tuple[YamlText, str, int, list[Problem]]:
    """The keys between two lines of ---, the text after them and its first line."""
    match = _FRONT_MATTER.fullmatch(text)
    if match is None:
        message = "the file must begin with its keys between two lines of ---"
        return yamltext.read("", file=file), "", 1, [Problem(file=file, line=1, message=message)]
    keys = yamltext.read(match["keys"] or "", file=file, first_line=2)
    return keys, match["body"] or "", (match["keys"] or "").count("\n") + 3, []


def _read_cards(file: str, text: str) -> Read:
    return _read_entries(file, text, _card)


def _read_glossary(file: str, text: str) -> Read:
    return _read_entries(file, text, _term)


def _read_entries(
    file: str, text: str, build_one: Callable[[str, Entry], tuple[Located | None, tuple[Problem, ...]]]
) -> Read:
    entries, faults = entrytext.read(text, file=file)
    documents: list[Located] = []
    problems = list(faults)
    for entry in entries:
        document, found = build_one(file, entry)
        problems += found
        if document is not None:
            documents.append(document)
    return documents, problems


def _card(file: str, entry: Entry) -> tuple[Card | None, tuple[Problem, ...]]:
    sides = entrytext.split_at_rule(entry.text)
    if sides is None:
        message = f"card '{entry.heading}' needs exactly one line of --- between front and back"
        return None, (Problem(file=file, line=entry.line, message=message),)
    (front, front_line), (back, back_line) = joined(sides[0]), joined(sides[1])
    if not front or not back:
        message = f"card '{entry.heading}' needs a text on both sides of ---"
        return None, (Problem(file=file, line=entry.line, message=message),)
    derived = {
        "id": entry.heading,
        "line": entry.line,
        "front": front,
        "front_line": front_line,
        "back": back,
        "back_line": back_line,
    }
    return build(Card, _written(file, entry, lists="objectives"), derived)


def _term(file: str, entry: Entry) -> tuple[Term | None, tuple[Problem, ...]]:
    definition, definition_line = joined(list(entry.text))
    derived = {
        "name": entry.heading,
        "line": entry.line,
        "definition": definition,
        "definition_line": definition_line,
    }
    return build(Term, _written(file, entry, lists="also"), derived)


def _written(file: str, entry: Entry, *, lists: str) -> Written:
    """The keys of an entry; `lists` is the key whose value is a list with commas."""
    values: dict[str, yamltext.Value] = dict(entry.keys)
    if lists in entry.keys:
        values[lists] = [part.strip() for part in entry.keys[lists].split(",") if part.strip()]

    def line_of(path: KeyPath) -> int:
        return entry.keys_line if path and path[0] in entry.keys else entry.line

    return Written(file, values, line_of)


def _read_diagram(file: str, text: str) -> Read:
    name = file.rpartition("/")[2].removesuffix(".svg")
    body = diagramtext.read(text, name=name, file=file)
    if body.problems:
        return [], list(body.problems)
    written = Written(file, {}, lambda _: 1)
    derived = {"name": name, "title": body.title, "description": body.description, "svg": body.svg}
    document, problems = build(Diagram, written, derived)
    return ([document] if document is not None else []), list(problems)


_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_PLACES: tuple[tuple[re.Pattern[str], Callable[[str, str], Read]], ...] = (
    (re.compile(r"course\.yaml"), _read_yaml(CourseInfo)),
    (re.compile(rf"lessons/[0-9]{{3}}-{_SLUG}\.md"), _read_lesson),
    (re.compile(rf"cards/{_SLUG}\.md"), _read_cards),
    (re.compile(rf"questions/{_SLUG}/{_SLUG}\.md"), _read_question),
    (re.compile(r"glossary\.md"), _read_glossary),
    (re.compile(r"confusables\.yaml"), _read_yaml(Confusables)),
    (re.compile(rf"exams/{_SLUG}\.yaml"), _read_yaml(Exam)),
    (re.compile(rf"paths/{_SLUG}\.yaml"), _read_path),
    (re.compile(rf"diagrams/{_SLUG}\.svg"), _read_diagram),
)
