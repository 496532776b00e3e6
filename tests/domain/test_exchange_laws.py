"""Whatever a format does not complain of, it gives back exactly; what it complains of, it cannot say."""

from dataclasses import replace

from hypothesis import example, given, settings
from hypothesis import strategies as st

from studyapp.domain import contenttext, gift, qti
from studyapp.domain.exchange import Found, Item
from tests.domain.exchanged import PLAIN, WILD, items, tidied

MANY = settings(max_examples=40)
SEVERAL = st.lists(items(), max_size=3, unique_by=lambda item: item.id).map(tuple)


def without_pair_reasons(item: Item) -> Item:
    """As GIFT can say it."""
    bare = tuple(replace(part, why="") for part in item.parts)
    return replace(item, parts=bare) if item.kind == "matching" else item


@given(SEVERAL)
@MANY
def test_qti_carries_everything(some: tuple[Item, ...]) -> None:
    package = qti.write(some)
    assert package.faults == ()
    assert qti.read(package.files) == (Found(some) if some else qti.read({}))


@given(SEVERAL)
@MANY
def test_gift_carries_all_but_order_reasons_of_pairs_and_arrows(some: tuple[Item, ...]) -> None:
    written = gift.write(some)
    missing = {fault.name for fault in written.faults if fault.left_out}
    told = tuple(without_pair_reasons(item) for item in some if item.id not in missing)
    assert gift.read(written.text).items == told
    assert [fault for fault in gift.read(written.text).faults if fault.left_out] == []
    for item in some:
        arrows = any("->" in part.text for part in item.parts)
        sayable = item.kind != "ordering" and not (item.kind == "matching" and arrows)
        assert (item.id, item.id not in missing) == (item.id, sayable)


@given(SEVERAL)
@MANY
def test_the_content_format_gives_back_what_it_does_not_refuse(some: tuple[Item, ...]) -> None:
    written = contenttext.write(some)
    missing = {fault.name for fault in written.faults}
    assert contenttext.read(written.text).items == tuple(item for item in some if item.id not in missing)


@given(items(PLAIN.map(lambda text: f"a{text}").filter(lambda text: " => " not in text)))
@MANY
def test_the_content_format_says_every_line_that_begins_with_a_letter(item: Item) -> None:
    assert contenttext.write((item,)).faults == ()


@given(st.text(max_size=200) | st.lists(WILD).map("\n".join))
@example("::a::b {=c ~d")
@example("{}")
@example("---\nid:\n---")
@MANY
def test_no_text_is_too_strange_to_be_read(text: str) -> None:
    for found in (gift.read(text), contenttext.read(text), qti.read({"a.xml": text})):
        assert all(tidied(item.stem) == item.stem for item in found.items)
