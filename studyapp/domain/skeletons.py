"""New content files as an author finds them: right in shape, and TODO wherever a person has to write."""

import re
from collections.abc import Iterable
from datetime import date

from studyapp.domain.documents import Course, Lesson

KINDS = ("single", "multiple", "ordering", "matching")
_LATER = "TODO section: the heading that teaches it, once the lesson has one, such as s-which-ports"
_PAGE = "https://example.com/TODO"
_NOT_IN_A_SLUG = re.compile(r"[^a-z0-9]+")
_ITEM = re.compile(r"(?P<indent> *)- (?P<name>[a-z0-9-]+) *(?:#.*)?\n")


def slug_of(title: str) -> str:
    """An id from a title: small letters and digits, words joined by hyphens; "" if nothing is left."""
    return _NOT_IN_A_SLUG.sub("-", title.lower()).strip("-")[:80].strip("-")


def question(
    name: str, *, objective: str, lesson: str, section: str, kind: str, pool: str, today: date
) -> str:
    """A question of any kind with its options. It is its own idea until the author names another."""
    asks = {"multiple": " (Choose TWO.)"}.get(kind, "")
    return (
        f"---\nid: {name}\nobjectives: [{objective}]\nlesson: {lesson}\n"
        + (f"section: {section}\n" if section else f"# {_LATER}\n")
        + f'idea: {name}\nkind: {kind}\ndifficulty: 3\npool: {pool}\nsources: ["{_PAGE}"]\nchecked: {today}\n'
        + f"---\nTODO The scene: who has what, and what must become true. TODO The question?{asks}\n\n"
        + "\n".join(_options(kind))
        + "\n\n**Takeaway.** TODO One sentence that carries to the next question.\n"
    )


def lesson(name: str, *, title: str, objective: str, needs: str, today: date) -> str:
    """A lesson with its keys, two headings and one block."""
    return f"""\
---
id: {name}
title: "{title.replace('"', "'")}"
summary: "TODO One sentence: what somebody can do who has read this."
objectives: [{objective}]
minutes: 10
needs: [{needs}]
sources:
  - {{title: "TODO The page you know it from", url: "{_PAGE}", checked: {today}}}
---

## TODO A heading that says something

TODO A case, and the problem in it.

/// key | TODO What to remember
TODO One or two sentences.
///

## TODO What follows from it

TODO
"""


def card(name: str, *, objective: str, lesson: str, section: str) -> str:
    """A flashcard, to stand at the end of its file."""
    taught = f" · section: {section}" if section else ""
    return (
        f"## {name}\nobjectives: {objective} · lesson: {lesson}{taught} · idea: {name} · source: {_PAGE}\n\n"
        "TODO The front: one question, answerable in seconds?\n\n---\n\nTODO The back.\n"
    )


def path(name: str, *, title: str, objective: str, lesson: str, today: date) -> str:
    """A path of one hop, one control that protects it, and a challenge that is met by switching it on."""
    return f"""\
id: {name}
title: "{title.replace('"', "'")}"
summary: TODO One sentence.
carries: TODO what nobody else is to read
objectives: [{objective}]
lessons: [{lesson}]
nodes:
  - {{id: client, kind: client, owner: outside, label: Browser}}
  - {{id: server, kind: server, owner: customer, label: Server}}
hops:
  - {{id: way, from: client, to: server, speaks: HTTP, over: internet}}
controls:
  - id: https
    label: HTTPS
    say: TODO What it does, and where it ends.
    layer: TLS
    from: client
    to: server
    run_by: customer
    set_by: customer
    keys: customer
    proves: {{server: client}}
    effort: 1
    source: {_PAGE}
    checked: {today}
challenges:
  - id: nobody-on-the-way
    title: TODO Nobody on the way
    ask: TODO What has to hold, worded like the exam.
    objectives: [{objective}]
    must: {{every_hop: [encrypted]}}
    par: 1
    hints: [TODO A first hint.]
    solved: TODO Why it is so.
"""


def lesson_number(files: Iterable[str], course: Course, after: str) -> int | None:
    """A number for a file that stands after this lesson and before the next; None if there is no room.

    Without a next one it is the next ten.
    """
    taken = {int(file[8:11]) for file in files if re.match(r"lessons/[0-9]{3}-", file)}
    place = {lesson.id: int(lesson.file[8:11]) for lesson in course.lessons}
    low = place[after] if after in place else max(taken, default=0)
    high = min((number for number in taken if number > low), default=None)
    number = (low // 10 + 1) * 10 if high is None else (low + high) // 2
    return number if low < number < 1000 and number not in taken else None


def listed(course_yaml: str, name: str, after: str) -> str | None:
    """course.yaml with a lesson more behind this one, or at the end of `lessons:` if that is "".

    None where the list is not written one lesson a line.
    """
    head, begins, rest = course_yaml.partition("\nlessons:\n")
    if not begins:
        return None
    at, indent = 0, ""
    while match := _ITEM.match(rest, at):
        at, indent = match.end(), match["indent"]
        if match["name"] == after:
            break
    else:
        if not at or after:
            return None
    return f"{head}{begins}{rest[:at]}{indent}- {name}\n{rest[at:]}"


def topic_of(course: Course, lesson: Lesson) -> str:
    """The folder where most questions of this lesson are; the lesson's own name if it has none."""
    folders = [one.file.split("/")[1] for one in course.questions if one.lesson == lesson.id]
    return max(sorted(set(folders)), key=folders.count, default=lesson.id)


def _options(kind: str) -> list[str]:
    match kind:
        case "ordering":
            return [f"{n}. TODO Step {n}\n   > TODO Why it stands here." for n in range(1, 5)]
        case "matching":
            return [
                f"- TODO Left {n} => TODO Right {n}\n  > TODO Why they belong together." for n in (1, 2, 3)
            ]
    keys = {1, 3} if kind == "multiple" else {2}
    count = 5 if kind == "multiple" else 4
    return [
        f"- [x] TODO Option {n}, right\n  > TODO Why it is the answer."
        if n in keys
        else f"- [ ] TODO Option {n}\n  > TODO Why it is not the answer here, and when it would be."
        for n in range(1, count + 1)
    ]
