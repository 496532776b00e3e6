"""The course's own blocks, `/// name | Title` … `///`, as pymdownx blocks.

key, trap, new and exam become a box, deep a folded box. check and path become empty elements that
`markup` replaces: with a place for a question, and with a summary of an encryption path.
"""

from collections.abc import Mapping
from typing import Any, ClassVar
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from pymdownx.blocks import BlocksExtension  # type: ignore[import-untyped]  # pymdownx has no type hints
from pymdownx.blocks.block import Block  # type: ignore[import-untyped]  # pymdownx has no type hints

TITLES: Mapping[str, str] = {
    "key": "Key point",
    "trap": "Trap",
    "new": "New",
    "exam": "On the exam",
    "deep": "In depth",
}


class CourseBlock(Block):  # type: ignore[misc]  # pymdownx has no type hints
    """A block whose first line must have a title, and which takes no options."""

    ARGUMENT = True

    def on_validate(self, parent: Element) -> bool:
        """Refuse the `attrs` option that every pymdownx block has: it would let in any attribute."""
        return not self.options["attrs"]


class Box(CourseBlock):
    """An aside with a visible word for its kind. Not a landmark: a lesson would have a dozen of them."""

    TAG: ClassVar[tuple[str, str]] = ("aside", "p")

    def on_create(self, parent: Element) -> Element:
        """Open the box and write its title."""
        tag, title_tag = self.TAG
        box = SubElement(parent, tag, {"class": f"box box-{self.NAME}"})
        title = SubElement(box, title_tag, {"class": "box-title"})
        kind = SubElement(title, "span", {"class": "box-kind"})
        kind.text = TITLES[self.NAME]
        kind.tail = f" {self.argument}"
        return box


class Key(Box):
    """What to remember."""

    NAME = "key"


class Trap(Box):
    """A misconception and its repair."""

    NAME = "trap"


class New(Box):
    """Launched recently: known practice, but exam questions lag launches."""

    NAME = "new"


class OnTheExam(Box):
    """How the exam phrases it."""

    NAME = "exam"


class Deep(Box):
    """Detail that is folded until somebody asks for it."""

    NAME = "deep"
    TAG = ("details", "summary")


class Reference(CourseBlock):
    """An empty element that carries the id of a question or a path."""

    def on_create(self, parent: Element) -> Element:
        """Write the id down; `markup` decides what stands here."""
        return SubElement(parent, "section", {"class": self.NAME, "data-id": self.argument})


class Check(Reference):
    """An inline question, answered in place."""

    NAME = "check"


class Path(Reference):
    """An encryption path."""

    NAME = "path"


class CourseBlocks(BlocksExtension):  # type: ignore[misc]  # pymdownx has no type hints
    """Registers the blocks."""

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:
        """Called once by pymdownx with its manager of blocks."""
        for block in (Key, Trap, New, OnTheExam, Deep, Check, Path):
            block_mgr.register(block, self.getConfigs())
