"""A small but complete course as content files: it passes every check, and every kind of thing is in it once.

Two lessons, two objectives, 12 cards and 20 questions each, an exam of four questions. Each exam question
shares its idea with one practice question: x-k1-1 with q-k1-1. All else is an idea of its own.
"""

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

from tests.factories.paths import PATH

SOURCE = "https://docs.example.com/page"
FILLER = " ".join(["Encryption ends where the session ends, and whoever holds the key reads the text."] * 40)
COURSE = f"""\
id: small
title: Small
summary: A small course for tests.
welcome: Learn what protects data on the wire
picture: half-a-path
exam:
  code: T-1
  name: Test
  questions: 4
  scored: 4
  unscored: 0
  minutes: 8
  scale: [100, 1000]
  pass_mark: 750
  facts:
    - label: Questions
      value: "4"
      sources: [{{title: Guide, url: "{SOURCE}", checked: 2026-11-01}}]
objectives:
  - {{id: K1, short: Options, title: The options}}
  - {{id: S1, short: Skills, title: The skills}}
lessons: [first, second]
"""
EXAM = """\
id: mini
title: Mini exam
minutes: 8
pool: exam
pass_mark: 750
blueprint: {K1: 2, S1: 2}
"""
DIAGRAM = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 160" role="img" aria-labelledby="hop-title hop-desc">
  <title id="hop-title">One hop</title>
  <desc id="hop-desc">A browser and a server with one protected hop between them.</desc>
  <path class="d-safe" d="M100 80 H540"/>
  <text class="d-safe-label" x="320" y="70" text-anchor="middle">TLS</text>
</svg>
"""
GLOSSARY = """\
## MACsec
id: macsec · lesson: first · also: 802.1AE

Encryption of one Ethernet hop.
"""
EXAM_QUESTIONS = 4  # of each objective
KINDS = ("single", "single", "multiple", "ordering", "matching")


def small_course() -> dict[str, str]:
    """Every file of the course by its path under content/."""
    files = {
        "course.yaml": COURSE,
        "exams/mini.yaml": EXAM,
        "diagrams/hop.svg": DIAGRAM,
        "glossary.md": GLOSSARY,
        "paths/web.yaml": PATH,
        "lessons/010-first.md": lesson("first", "First lesson", "q-k1-1"),
        "lessons/020-second.md": lesson("second", "Second lesson", "q-s1-1", needs="first"),
    }
    for objective, lesson_id in (("K1", "first"), ("S1", "second")):
        code = objective.lower()
        files[f"cards/{code}.md"] = "\n".join(
            card(f"card-{code}-{n}", objective, lesson_id, n) for n in range(1, 13)
        )
        for n in range(1, 17):
            name = f"q-{code}-{n}"
            kind = KINDS[(n - 1) % len(KINDS)]
            idea = f"{code}-{n}" if n <= EXAM_QUESTIONS else ""
            files[f"questions/{code}/{name}.md"] = question(name, objective, lesson_id, kind=kind, idea=idea)
        for n in range(1, EXAM_QUESTIONS + 1):
            name = f"x-{code}-{n}"
            text = question(name, objective, lesson_id, pool="exam", idea=f"{code}-{n}")
            files[f"questions/{code}/{name}.md"] = text
    return files


def write(root: Path, files: Mapping[str, str]) -> Path:
    """Write the files under `root` and return it."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def lesson(id_: str, title: str, check: str, needs: str = "") -> str:
    """A lesson with every block, a table, code, a footnote, a diagram, and one inline check."""
    return dedent(
        """\
        ---
        id: {id}
        title: {title}
        summary: What {id} is about.
        objectives: [{objective}]
        minutes: 5
        needs: [{needs}]
        sources:
          - {{title: A page, url: "{source}", checked: 2026-11-01}}
        ---

        ## The problem of {id}

        MACsec protects one hop.[^1] {filler}

        /// key | Where it stops
        At the next device.
        ///

        ![One hop](diagrams/hop.svg)

        /// check | {check}
        ///

        ## What to remember

        | a | b |
        | --- | --- |
        | 1 | 2 |

        ```json
        {{"a": 1}}
        ```

        [^1]: One link.
        """
    ).format(
        id=id_,
        title=title,
        objective="K1" if id_ == "first" else "S1",
        needs=needs,
        source=SOURCE,
        filler=FILLER,
        check=check,
    )


def card(id_: str, objective: str, lesson_id: str, number: int) -> str:
    """One flashcard."""
    return (
        f"## {id_}\nobjectives: {objective} · lesson: {lesson_id} · source: {SOURCE}\n\n"
        f"What is fact {number} of {objective}?\n\n---\n\nFact {number} is **{number}**.\n"
    )


def question(
    id_: str,
    objective: str,
    lesson_id: str,
    *,
    kind: str = "single",
    pool: str = "practice",
    stem: str = "",
    idea: str = "",
) -> str:
    """A question of any kind. The keys: single "Right"; multiple "Right one", "Right two".

    A question of the exam pool needs an `idea` that a card or a practice question has too.
    """
    words = " ".join(f"{id_}-word{n}" for n in range(12))  # so that no two stems are alike
    shared = f"idea: {idea}\n" if idea else ""
    front = (
        f"---\nid: {id_}\nobjectives: [{objective}]\nlesson: {lesson_id}\n{shared}kind: {kind}\n"
        f'difficulty: 3\npool: {pool}\nsources: ["{SOURCE}"]\nchecked: 2026-11-01\n---\n'
    )
    ending = " (Choose TWO.)" if kind == "multiple" else ""
    text = stem or f"Scenario {id_}: {words}. What fits?"
    return f"{front}{text}{ending}\n\n{BODIES[kind].format(id=id_)}\n**Takeaway.** Remember {id_}.\n"


BODIES = {
    "single": """\
- [ ] Wrong alpha of {id}
  > Alpha is for something else.
- [x] Right of {id}
  > This is what was asked for.
- [ ] Wrong beta of {id}
  > Beta is for something else.
- [ ] Wrong gamma, rather long, of {id}
  > Gamma is for something else.
""",
    "multiple": """\
- [x] Right one of {id}
  > Needed.
- [ ] Wrong alpha of {id}
  > Not needed.
- [x] Right two of {id}
  > Needed too.
- [ ] Wrong beta of {id}
  > Not needed.
- [ ] Wrong gamma, rather long, of {id}
  > Not needed.
""",
    "ordering": """\
1. Step one of {id}
   > It comes first.
2. Step two of {id}
   > Then this.
3. Step three of {id}
   > Then this.
4. Step four of {id}
   > At last this.
""",
    "matching": """\
- Left one of {id} => Right side one of {id}
  > They belong together.
- Left two of {id} => Right side two of {id}
  > They belong together.
- Left three of {id} => Right side three of {id}
  > They belong together.
""",
}
