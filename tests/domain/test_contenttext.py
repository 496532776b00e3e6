"""Several questions in one text: each fault on its line, and whatever else was read all the same."""

from studyapp.domain import contenttext
from studyapp.domain.exchange import Fault, Found, Item, Part

ONE = """\
---
id: one
kind: single
objectives: [K1]
lesson: first
section: s-part
pool: practice
checked: 2026-11-01
---
Which?

- [x] a
  > b
- [ ] c
  > d

**Takeaway.** e
"""
ITEM = Item(
    "single", "Which?", (Part("a", "b", True), Part("c", "d")), "e", "one", objectives=("K1",), lesson="first"
)


def test_a_file_of_the_course_is_read_as_it_is() -> None:
    assert contenttext.read(ONE) == Found((ITEM,))


def test_faults_stand_on_the_lines_of_the_whole_and_keep_nobody_else_out() -> None:
    broken = ONE.replace("id: one", "id: two").replace("  > d\n", "")
    keys = "---\nid: three\nkind: riddle\ncolour: red\n---\nx\n"
    found = contenttext.read(ONE + broken + keys + "---\nid: four\n")
    assert found.items == (ITEM,)
    assert found.faults == (
        Fault(31, "an option without a rationale; put a line `  > why` under it", "two"),
        Fault(36, "'kind' must be 'single', 'multiple', 'ordering' or 'matching'", "three"),
        Fault(37, "unknown key 'colour'", "three"),
        Fault(40, "Its keys end with a line of --- of their own."),
    )


def test_a_text_before_the_first_question_is_told() -> None:
    assert [fault.line for fault in contenttext.read("Hello.\n" + ONE).faults] == [1]
    assert contenttext.read("Hello.").items == ()


def test_what_would_be_read_as_something_else_is_left_out() -> None:
    twisted = Item("single", "Which?\n- [x] a", ITEM.parts, "e", "t")
    written = contenttext.write((twisted, ITEM))
    assert written.faults == (Fault(0, "It holds lines that mean something else in this format.", "t"),)
    assert contenttext.read(written.text).items == (ITEM,)
