"""Files -> course: what each format means, and where its faults are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.domain.documents import Choice, Course, Pair, Step
from studyapp.domain.parsing import Parsed, parse
from tests.domain.samplefiles import CARDS, COURSE, EXAM, FILES, LESSON, PATH, QUESTION, SVG


def read(**changes: str) -> Course:
    """The course of FILES; it must have no problems."""
    parsed = parse({**FILES, **changes})
    assert parsed.problems == ()
    assert parsed.course is not None
    return parsed.course


def problems_of(file: str, text: str) -> list[str]:
    return [str(problem) for problem in parse({**FILES, file: text}).problems]


def question_with(old: str, new: str) -> list[str]:
    assert old in QUESTION
    return problems_of("questions/tls/tls-a.md", QUESTION.replace(old, new, 1))


def test_lessons_stand_in_the_order_of_the_course() -> None:
    lessons = read().lessons
    assert [(lesson.id, lesson.file) for lesson in lessons] == [
        ("late", "lessons/020-late.md"),
        ("early", "lessons/010-early.md"),
    ]
    assert (lessons[1].body, lessons[1].body_line) == ("## First\n\nText.", 12)


def test_a_question_is_read_with_its_lines() -> None:
    (question,) = read().questions
    assert question.stem == "A stem\nwith - [x] inside:\n\n- a bullet\n\nWhich?"
    assert question.choices == (
        Choice(text="First", correct=False, why="Why not.", line=18),
        Choice(
            text='Second\ngoes on\n```json\n> not a rationale\n  {"deep": 1}\n```',
            correct=True,
            why="Why it is\nin two lines.\n\n```text\ncode\n```",
            line=20,
        ),
    )
    assert (question.stem_line, question.takeaway, question.takeaway_line) == (11, "Remember\nthis.", 34)


def test_steps_are_numbered_and_pairs_have_an_arrow() -> None:
    head = QUESTION.split("A stem")[0]
    steps = "Stem.\n\n1. One\n   > Why 1.\n2. Two\n   > Why 2.\n\n**Takeaway.** T.\n"
    pairs = "Stem.\n\n- a\n- b => c => d\n  > Why.\n\n**Takeaway.** T.\n"
    ordering = read(**{"questions/tls/tls-a.md": head.replace("single", "ordering") + steps}).questions[0]
    assert ordering.steps == (
        Step(text="One", why="Why 1.", line=13),
        Step(text="Two", why="Why 2.", line=15),
    )
    matching = read(**{"questions/tls/tls-a.md": head.replace("single", "matching") + pairs}).questions[0]
    assert (matching.stem, matching.choices) == ("Stem.\n\n- a", ())
    assert matching.pairs == (Pair(left="b", right="c => d", why="Why.", line=14),)


def test_a_pair_has_two_sides() -> None:
    pairs = (
        QUESTION.replace("single", "matching").split("- [ ]")[0] + "-  => b\n  > Why.\n\n**Takeaway.** T.\n"
    )
    assert problems_of("questions/tls/tls-a.md", pairs) == [
        "questions/tls/tls-a.md:18: a pair needs a text on both sides of =>"
    ]


def test_cards_and_terms_are_entries_of_a_file() -> None:
    course = read()
    first, second = course.cards
    assert (first.id, first.line, first.objectives, first.lesson) == ("port-speeds", 3, ("K1", "S2"), "early")
    assert (first.source, first.front, first.front_line) == ("https://x.y/a·b", "Which speeds?", 6)
    assert (first.back, first.back_line) == ("100 Gbps.", 10)
    assert (second.front, second.back) == ("```text\n## not a heading\n---\n```", "Yes.")
    (term,) = course.terms
    assert (term.id, term.name, term.also) == ("macsec", "MACsec", ("802.1AE", "MAC security"))
    assert (term.definition, term.definition_line) == ("One sentence.", 4)


def test_paths_exams_and_diagrams() -> None:
    course = read()
    assert (course.paths[0].hops[0].start, course.paths[0].controls[0].default) == ("a", "off")
    must = course.paths[0].challenges[0].must
    assert (must.every_hop, must.plaintext_at) == (("encrypted",), ("a", "b"))
    assert [course.paths[0].line_of("controls", 0, key) for key in ("id", "say", "needs")] == [10, 12, 10]
    assert (course.exams[0].length, course.exams[0].unscored) == (2, 0)
    assert (course.diagrams[0].name, course.diagrams[0].title) == ("hop", "Hop")


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    windows = {file: "\ufeff" + text.replace("\n", "\r\n") for file, text in FILES.items()}
    assert parse(windows) == Parsed(read(), ())


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("kind: single", "kind: singel", "5: 'kind' must be 'single', 'multiple', 'ordering' or 'matching'"),
        ("lesson: early\n", "", "2: missing key 'lesson'"),
        ("lesson: early", "lesson: early\nlessen: x", "5: unknown key 'lessen'; did you mean 'lesson'?"),
        ("lesson: early", "lesson: early\nstem: x", "5: unknown key 'stem'"),
        ("lesson: early", "lesson: early\nsteps: []", "5: unknown key 'steps'"),
        ("lesson: early", "lesson: early\nfile: x", "5: unknown key 'file'"),
        ("lesson: early", "lesson: early\nline: 3", "5: unknown key 'line'"),
        ("lesson: early", "lesson: early\nlesson: b", "5: key 'lesson' is given twice (first on line 4)"),
        ("lesson: early", "lesson: Early Days", "4: 'lesson' must be lower-case letters and digits, words "),
        ("objectives: [K1]", "objectives: []", "3: 'objectives' needs at least 1"),
        ("objectives: [K1]", "objectives: [k1]", "3: 'objectives' must be an objective id such as K1"),
        ("https://x.y", "http://x.y", "8: 'sources' must be an address that starts with https://"),
        ("difficulty: 3", "difficulty: 5", "6: 'difficulty' must be 4 or less"),
        ("difficulty: 3", "difficulty: hard", "6: 'difficulty' must be a whole number"),
        ("2026-11-23", "2026-11-31", "9: 'checked' must be a date such as 2026-11-23"),
        ("  > Why not.\n", "", "18: an option without a rationale; put a line `  > why` under it"),
        ("- [ ] First", "- [ ]", "18: an option without text"),
        ("- [x] Second", "- Second", "20: expected `- [ ] option` or `- [x] option`"),
        ("  goes on", "goes on", "21: expected `- [ ] option` or `- [x] option`, `**Takeaway.**`, or an "),
        ("  > in two", "  in two", "28: text after a rationale; begin every line of a rationale with >"),
        ("**Takeaway.** Remember\nthis.", "", "35: missing takeaway; end the file with `**Takeaway.** One "),
        ("**Takeaway.** Remember\nthis.", "**Takeaway.**", "35: missing takeaway"),
        ("A stem\nwith - [x] inside:\n\n- a bullet\n\nWhich?", "", "11: the stem is empty"),
        ("---\nid", "id", "1: the file must begin with its keys between two lines of ---"),
        (
            "pool: practice",
            "pool: [",
            "9: not valid YAML: did not find expected ',' or ']', "
            "while parsing a flow sequence that begins on line 7",
        ),
        ("First", "Fi\x07rst", "18: control character U+0007"),
        ("First", "Fi\u2028rst", "18: control character U+2028"),
    ],
)
def test_a_fault_in_a_question_has_its_line(old: str, new: str, expected: str) -> None:
    assert question_with(old, new)[0].startswith(f"questions/tls/tls-a.md:{expected}")


def test_every_fault_is_found_and_the_rest_is_still_read() -> None:
    broken = QUESTION.replace("kind: single", "kind: single\nnote: x").replace("  > Why not.\n", "")
    parsed = parse({**FILES, "questions/tls/tls-a.md": broken, "exams/form.yaml": "id: [\n"})
    assert [str(problem) for problem in parsed.problems] == [
        "exams/form.yaml:2: not valid YAML: did not find expected node content",
        "questions/tls/tls-a.md:6: unknown key 'note'",
        "questions/tls/tls-a.md:19: an option without a rationale; put a line `  > why` under it",
    ]
    assert parsed.course is not None
    assert (parsed.course.questions, parsed.course.exams) == ((), ())
    assert len(parsed.course.cards) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (CARDS.replace("lesson: early", "lessen: early"), "4: unknown key 'lessen'; did you mean 'lesson'?"),
        (CARDS.replace("lesson: early", "lesson: early · lesson: x"), "4: key 'lesson' is given twice"),
        (CARDS.replace("K1, S2 · lesson", "K1, S2, lesson"), "4: 'objectives' must be an objective id "),
        (CARDS.replace("objectives: K1, S2 ·", "K1 ·"), "4: expected `key: value` pairs with ' · ' between"),
        (CARDS.replace("---\n\n100", "100"), "3: card 'port-speeds' needs exactly one line of --- between"),
        (CARDS.replace("100 Gbps.", ""), "3: card 'port-speeds' needs a text on both sides of ---"),
        (CARDS.replace("## port-speeds", "## Port speeds"), "3: 'id' must be lower-case letters and digits"),
        (CARDS.replace("# Cards of a topic", "Cards of a topic"), "1: text before the first ## heading"),
        ("## alone\nobjectives: K1\n", "1: 'alone' has no text"),
        ("## alone\n", "1: an entry needs a heading, a line of keys and a text"),
    ],
)
def test_a_fault_in_a_card_has_its_line(text: str, expected: str) -> None:
    assert f"cards/tls.md:{expected}" in " | ".join(problems_of("cards/tls.md", text))


def test_only_the_faulty_card_is_left_out() -> None:
    parsed = parse({**FILES, "cards/tls.md": CARDS.replace("## port-speeds", "## Port speeds")})
    assert parsed.course is not None
    assert [card.id for card in parsed.course.cards] == ["second"]


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("lessons/early.md", LESSON, "1: nothing reads a file of this name in this place"),
        ("questions/tls-a.md", QUESTION, "1: nothing reads a file of this name in this place"),
        ("paths/web.yml", PATH, "1: nothing reads a file of this name in this place"),
        ("lessons/010-early.md", LESSON.split("## First")[0], "11: the lesson has no text"),
        ("questions/tls/tls-a.md", QUESTION.split("- [ ]")[0], "11: no options found; write each as `- [ ] "),
        ("course.yaml", COURSE.replace("[100, 1000]", "[1, 2, 3]"), "11: 'scale' in 'exam' is not valid: "),
        ("exams/form.yaml", "- a\n", "1: expected `key: value` lines"),
        ("exams/form.yaml", EXAM.replace("K1: 2", "K1: x"), "6: 'K1' in 'blueprint' must be a whole number"),
        ("exams/form.yaml", EXAM.replace("K1: 2", "k: 2"), "6: 'k' in 'blueprint' must be an objective id"),
        ("paths/web.yaml", PATH.replace("kind: alb", "sort: alb"), "7: missing key 'kind' in 'nodes'"),
        ("paths/web.yaml", PATH.replace("kind: alb", "sort: alb"), "7: unknown key 'sort' in 'nodes'"),
        (
            "paths/web.yaml",
            PATH.replace("default: off", "default: no"),
            "19: 'default' in 'controls' must",
        ),
        (
            "paths/web.yaml",
            PATH.replace("layer: TLS", "layer: SSL"),
            "13: 'layer' in 'controls' must be '",
        ),
        (
            "paths/web.yaml",
            PATH.replace("[encrypted]", "[safe]"),
            "27: 'every_hop' in 'challenges' must",
        ),
        (
            "paths/web.yaml",
            PATH.replace("par: 1", "par: 1\n    needs: x"),
            "29: unknown key 'needs' in ",
        ),
        (
            "paths/web.yaml",
            PATH.replace("layer:", "needs: [a or]\n    layer:"),
            "13: 'needs' in 'controls'",
        ),
        ("paths/web.yaml", PATH + "lines: {}\n", "31: unknown key 'lines'"),
        ("diagrams/hop.svg", SVG.replace("<desc", "<script/><desc"), "2: <script> is not allowed here"),
        (
            "course.yaml",
            COURSE.replace("The one objective", "One, and only"),
            "16: unknown key 'and only' in 'objectives'; put a text with a comma in quotes",
        ),
    ],
)
def test_a_fault_in_another_file_has_its_line(file: str, text: str, expected: str) -> None:
    assert f"{file}:{expected}" in " | ".join(problems_of(file, text))


def test_what_is_no_content_is_ignored() -> None:
    notes = {"README.md": "Hello", "coverage.md": "x", "photo.png": "x", "lessons/draft.txt": "x"}
    assert parse({**FILES, **notes}).problems == ()
    assert problems_of("lessons/README.md", "x") != []


def test_without_course_yaml_there_is_no_course() -> None:
    assert [str(problem) for problem in parse({}).problems] == ["course.yaml:1: the file is missing"]
    assert parse({}).course is None
    assert parse({"course.yaml": "id: x"}).course is None


LINES = sorted({line for text in FILES.values() for line in text.split("\n")})
BITS = st.one_of(st.sampled_from(LINES), st.text(max_size=8), st.just("\ud800"), st.just("\x00"))


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(FILES)), st.lists(BITS, max_size=30).map("\n".join)))
def test_no_text_makes_the_parser_raise(files: dict[str, str]) -> None:
    for problem in parse(files).problems:
        assert problem.file in FILES
        assert 1 <= problem.line <= files.get(problem.file, "").count("\n") + 2


@settings(deadline=None)
@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz_", min_size=1), st.sampled_from(sorted(FILES)))
def test_an_unknown_key_is_always_refused(key: str, file: str) -> None:
    key = f"x_{key}"  # no document has such a key
    if file.endswith(".svg"):
        changed = FILES[file].replace("role=", f'{key}="1" role=')
    elif file in ("cards/tls.md", "glossary.md"):
        changed = FILES[file].replace("lesson: early", f"{key}: 1 · lesson: early").replace("_", "")
    else:
        changed = FILES[file].replace("id: ", f"{key}: 1\nid: ", 1)
    found = problems_of(file, changed)
    assert any("unknown key" in problem or "is not allowed" in problem for problem in found)


def test_cards_and_questions_may_name_an_idea_and_a_section() -> None:
    cards = CARDS.replace("lesson: ", "section: s-one · idea: hop · lesson: ", 1)
    question = QUESTION.replace("lesson: early\n", "lesson: early\nsection: s-one\nidea: hop\n")
    course = read(**{"cards/tls.md": cards, "questions/tls/tls-a.md": question})
    assert [(card.section, card.idea) for card in course.cards] == [("s-one", "hop"), (None, None)]
    assert [(question.section, question.idea) for question in course.questions] == [("s-one", "hop")]


SIDE = "{name: This, say: When., lesson: early, ideas: [hop]}"
PAIR = f"pairs:\n  - id: this-or-that\n    title: This or that\n    sides:\n      - {SIDE}\n"


def test_a_pair_of_confusables_has_two_sides() -> None:
    (file,) = read(**{"confusables.yaml": PAIR + f"      - {SIDE.replace('This', 'That')}\n"}).confusables
    (pair,) = file.pairs
    assert [(side.name, side.section, side.ideas) for side in pair.sides] == [
        ("This", None, ("hop",)),
        ("That", None, ("hop",)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        PAIR,  # one side
        PAIR + f"      - {SIDE}\n      - {SIDE}\n",  # three
        PAIR + "      - {name: That, say: When., lesson: early, ideas: []}\n",
        PAIR + "      - {name: That, say: When., lesson: early, ideas: [hop], idea: hop}\n",
        "pairs: []\n",
    ],
)
def test_confusables_of_another_shape_are_a_fault(text: str) -> None:
    assert problems_of("confusables.yaml", text) != []
