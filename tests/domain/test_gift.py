"""GIFT as others write it: what is read, what is refused, and in which words."""

import pytest

from studyapp.domain import gift
from studyapp.domain.exchange import MOST_QUESTIONS, MOST_SIGNS, Fault, Item, Part, Written

ITEM = Item(
    kind="single",
    stem="Which port?\n\nOne: {a} = b~c#d:e\\f",
    parts=(Part("443", "TLS\nuses it.", True), Part("%22% -> #", "No.")),
    takeaway="Ports.",
    id="which-port",
    objectives=("K1",),
    lesson="first",
    difficulty=3,
    sources=("https://example.com/a]",),
)
WRITTEN = r"""// [id:which-port] [tag:objective:K1] [tag:lesson:first] [tag:difficulty:3] [tag:source:https://example.com/a\]]
::which-port::[markdown]Which port?\n\nOne\: \{a\} \= b\~c\#d\:e\\f {
=443#TLS\nuses it.
~%0%%22% -> \##No.
####Ports.
}
"""


def one(text: str) -> Item:
    """The only question of a text, without a fault."""
    found = gift.read(text)
    assert found.faults == ()
    (item,) = found.items
    return item


def test_a_question_is_written_with_every_sign_escaped_and_read_back() -> None:
    assert gift.write((ITEM,)) == Written(WRITTEN)
    assert one(WRITTEN) == ITEM


def test_several_right_options_share_the_point() -> None:
    item = one("::p:: Which? {~%33.33333%a#1 ~%33.33333%b#2 ~%33.33333%c#3 ~%-100%d#4 ####t}")
    assert [(part.text, part.why, part.correct) for part in item.parts] == [
        ("a", "1", True),
        ("b", "2", True),
        ("c", "3", True),
        ("d", "4", False),
    ]
    assert (item.kind, item.takeaway) == ("multiple", "t")


def test_pairs_true_or_false_and_a_gap() -> None:
    pairs = one("Match. {\n=a -> 1\n=b -> 2\n}")
    assert (pairs.kind, pairs.parts) == ("matching", (Part("a", right="1"), Part("b", right="2")))
    truth = one("It rains.{F#Look out.#Right you are.}")
    assert truth.parts == (Part("True", "Look out."), Part("False", "Right you are.", True))
    assert one("A {=b ~c} d.").stem == "A _____ d."


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Q {}", "It asks for an essay, which nobody can grade here."),
        ("Q {#5:1}", "It asks for a number; here one chooses among options."),
        ("Q {=a =b}", "It asks for typed words; here one chooses among options."),
        ("Q {=a =b ~c}", "More than one of its options is the whole answer."),
        ("Q", "Its answers must stand between one { and one }."),
        ("Q {=a {b}", "Its answers must stand between one { and one }."),
        ("Q {a ~b}", "Each answer begins with = or ~."),
        ("{=a ~b}", "It asks nothing before the answers."),
    ],
)
def test_what_cannot_be_one_of_ours_is_told(text: str, fault: str) -> None:
    assert gift.read(f"::ok::Yes? {{=a ~b}}\n\n{text}").faults == (Fault(3, fault, text),)


def test_what_is_not_kept_is_told() -> None:
    text = "$CATEGORY: a/b\n// [tag:hard]\n::Its title::Q {=a ~%50%b}"
    (fault_1, fault_2, fault_3, fault_4) = gift.read(text).faults
    assert [(fault.line, fault.left_out) for fault in (fault_1, fault_2, fault_3, fault_4)] == [
        (3, False)
    ] * 4
    assert {fault.text for fault in gift.read(text).faults} == {
        "The category is not kept: a/b",
        "The title “Its title” is not kept.",
        "The tag “hard” is not kept.",
        "Parts of a point are not kept: an answer is right or it is not.",
    }


def test_orders_and_reasons_of_pairs_are_told() -> None:
    order = Item("ordering", "Order.", (Part("a", "x"), Part("b", "y")), "t", "o")
    pairs = Item("matching", "Match.", (Part("a", "x", right="1"), Part("b", "y", right="2")), "t", "m")
    arrow = Item("matching", "Match.", (Part("a->b", right="1"), Part("c", right="2")), "t", "n")
    assert gift.write((order, pairs, arrow)).faults == (
        Fault(0, gift.NO_ORDERING, "o"),
        Fault(0, gift.NO_PAIR_REASONS, "m", left_out=False),
        Fault(0, gift.NOT_SAYABLE, "n"),
    )


def test_limits() -> None:
    many = "\n\n".join(f"Q{n} {{=a ~b}}" for n in range(MOST_QUESTIONS + 2))
    found = gift.read(many)
    assert (len(found.items), [fault.text for fault in found.faults]) == (
        MOST_QUESTIONS,
        [f"At most {MOST_QUESTIONS} questions at a time."],
    )
    assert gift.read("a" * (MOST_SIGNS + 1)).items == ()
    assert gift.read("Q {=\x00 ~b}").faults == (Fault(1, "A sign that cannot be seen stands here (U+0000)."),)
    assert [fault.text for fault in gift.read("Q {=a ~" + "b" * 9000 + "}").faults] == [
        "A text of more than 8,000 letters."
    ]
    assert [fault.text for fault in gift.read("::a::Q {=a ~b}\n\n::a::R {=a ~b}").faults] == [
        "“a” is already on line 1."
    ]
