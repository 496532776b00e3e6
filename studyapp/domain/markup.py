"""Markdown -> HTML, with one fixed list of extensions and nothing an author could break a page with.

What comes out holds no raw HTML, script, style, inline event or remote image, whatever the text says; each
attempt is a Problem with its line. Extensions that let an author write attributes or HTML (attr_list,
md_in_html) or that give everyday signs a second meaning (mark, tilde, keys, abbr) are left out on purpose.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2s
from html import unescape
from html.parser import HTMLParser
from typing import Literal
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.toc import slugify
from markdown.inlinepatterns import HTML_RE, InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE

from studyapp.domain import markup_tree
from studyapp.domain.documents import Course, Lesson, NetworkPath, Problem
from studyapp.domain.markup_blocks import CourseBlocks
from studyapp.domain.markup_figures import PathReference, drawing, figure, path_reference, path_summary
from studyapp.domain.markup_scan import BlockOpening, Source
from studyapp.domain.markup_terms import TermLinks
from studyapp.domain.markup_tree import TocEntry
from studyapp.domain.paths import InvalidChoice, asked_for

type PartKind = Literal["html", "check"]

_CHECK = re.compile(r'<section class="check" data-id="([a-z0-9-]+)"></section>\n?')
_CODE_BLOCK = re.compile(r'<div class="(?:language-(?P<language>[\w-]+) )?highlight">')
_QUOTATION_MARKS = {
    "left-single-quote": "\u2018",
    "right-single-quote": "\u2019",
    "left-double-quote": "\u201c",
    "right-double-quote": "\u201d",
}
_LONE_PARAGRAPH = re.compile(r"<p>((?:(?!<p>|</p>).)*)</p>", re.DOTALL)


@dataclass(frozen=True)
class Part:
    """A stretch of a lesson: HTML, or the id of a question that is asked there."""

    kind: PartKind
    value: str


@dataclass(frozen=True)
class RenderedLesson:
    """A lesson cut at its inline questions. `toc` holds (level, anchor, title) of its h2 and h3."""

    parts: tuple[Part, ...]
    toc: tuple[TocEntry, ...]
    problems: tuple[Problem, ...]


class Markup:
    """Renders the texts of one course: it knows what links, diagrams, checks and terms can refer to."""

    def __init__(self, course: Course) -> None:
        self._lessons = frozenset(lesson.id for lesson in course.lessons)
        self._terms = frozenset(term.id for term in course.terms)
        self._questions = {question.id: question for question in course.questions}
        self._diagrams = {diagram.name: diagram for diagram in course.diagrams}
        self._paths = {path.id: path for path in course.paths}
        self._term_links = TermLinks(course.terms)
        self._converter = _Converter()
        self._texts: dict[str, tuple[str, tuple[tuple[int, str], ...]]] = {}

    def lesson(self, lesson: Lesson) -> RenderedLesson:
        """The lesson's body as HTML parts, its table of contents, and every fault with its line."""
        source = Source(lesson.body, lesson.file, lesson.body_line, lesson=True)
        source.scan()
        toc: list[TocEntry] = []

        def finish(root: Element) -> None:
            self._finish(root, source, "")
            self._term_links.link(root)
            toc.extend(markup_tree.anchor_headings(root))

        html = self._converter.convert(source, finish)
        self._check_references(source)
        pieces = _CHECK.split(html)
        parts = [Part("check" if at % 2 else "html", piece) for at, piece in enumerate(pieces)]
        kept = tuple(part for part in parts if part.value.strip())
        problems = sorted(source.problems, key=lambda problem: problem.line)
        titled = tuple((level, anchor, self._converter.restored(title)) for level, anchor, title in toc)
        return RenderedLesson(kept, titled, tuple(problems))

    def text(self, text: str, *, file: str, line: int) -> tuple[str, tuple[Problem, ...]]:
        """A stem, option, rationale, card side or definition as HTML, and its faults.

        `line` is where `text` begins in `file`. The same text is converted once per `Markup`.
        """
        if text not in self._texts:
            source = Source(text, file, 0)
            source.scan()
            # A page may show a text beside the lesson that holds the same diagram: their ids must differ.
            suffix = "-" + blake2s(text.encode(), digest_size=3).hexdigest()
            html = self._converter.convert(source, lambda root: self._finish(root, source, suffix))
            faults = sorted((problem.line, problem.message) for problem in source.problems)
            self._texts[text] = (html, tuple(faults))
        html, faults_at = self._texts[text]
        problems = (Problem(file=file, line=line + offset, message=message) for offset, message in faults_at)
        return html, tuple(problems)

    def _finish(self, root: Element, source: Source, suffix: str) -> None:
        """Everything but terms and headings."""
        shown: dict[str, int] = {}

        def draw(name: str, caption: str) -> Element | None:
            diagram = self._diagrams.get(name)
            if diagram is None:
                return None
            shown[name] = shown.get(name, 0) + 1
            again = f"-{shown[name]}" if shown[name] > 1 else ""
            return figure(diagram, caption, self._converter.stash(drawing(diagram, suffix + again)))

        markup_tree.place_figures(root, source, draw)
        markup_tree.strip_attributes(root)
        markup_tree.report_leftovers(root, source)
        markup_tree.resolve_links(root, source, self._lessons, self._terms)
        markup_tree.wrap_tables(root)
        markup_tree.label_boxes(root)
        self._place_references(root)

    def _place_references(self, root: Element) -> None:
        """Draw paths, keep top-level checks of known questions, remove what is faulty."""
        parents = markup_tree.parents_of(root)
        for section in list(root.iter("section")):
            parent, name = parents[section], section.get("data-id", "")
            if section not in list(parent):
                continue  # stood inside a check that was emptied
            drawn = self._path_of(name)
            if section.get("class") == "path" and drawn is not None:
                summary = path_summary(*drawn, self._converter.stash)
                summary.tail = section.tail
                parent[list(parent).index(section)] = summary
            elif section.get("class") == "path" or parent is not root or name not in self._questions:
                markup_tree.remove(section, parent)
            else:
                section.text = None
                section[:] = []

    def _path_of(self, title: str) -> tuple[NetworkPath, PathReference] | None:
        """The path that a block names with its state, if there is such a path and it can stand so."""
        reference = path_reference(title)
        path = self._paths.get(reference.path)
        if path is None or self._fault_of(path, reference):
            return None
        return path, reference

    def _fault_of(self, path: NetworkPath, reference: PathReference) -> str:
        try:
            asked_for(path, reference.turned_on, reference.turned_off)
        except InvalidChoice as fault:
            return str(fault)
        return ""

    def _check_references(self, source: Source) -> None:
        """Report blocks that name a question or a path which cannot stand in a lesson."""
        asked: set[str] = set()
        for block in source.blocks:
            question = self._questions.get(block.title)
            if block.name == "path":
                self._check_path(block, source)
            if block.name != "check":
                continue
            if question is None:
                source.report(block.line, f"there is no question '{block.title}'")
            elif question.pool != "practice":
                source.report(block.line, f"question '{block.title}' belongs to exams and cannot be a check")
            if block.title in asked:
                source.report(block.line, f"question '{block.title}' is already asked above")
            asked.add(block.title)

    def _check_path(self, block: BlockOpening, source: Source) -> None:
        reference = path_reference(block.title)
        path = self._paths.get(reference.path)
        if path is None:
            source.report(block.line, f"there is no path '{reference.path}'")
        elif fault := self._fault_of(path, reference):
            source.report(block.line, fault)


class _Converter:
    """One Markdown instance, reset before each text."""

    def __init__(self) -> None:
        self._markdown = Markdown(
            output_format="html",
            extensions=[
                "tables",
                "sane_lists",
                "footnotes",
                "toc",
                "pymdownx.highlight",
                "pymdownx.superfences",
                "smarty",
                CourseBlocks(),
            ],
            extension_configs={
                # No marker: "[TOC]" in a text is a text. Anchors get a prefix that no id of a page has.
                "toc": {
                    "marker": "",
                    "toc_depth": "2-3",
                    "slugify": lambda text, by: "s-" + slugify(text, by),
                },
                # Quotation marks and apostrophes alone: `--` is often an option of a command. The signs, not
                # their names: what is stripped of its tags and escaped again must still read well.
                "smarty": {"smart_dashes": False, "smart_ellipses": False, "substitutions": _QUOTATION_MARKS},
                "footnotes": {"BACKLINK_TITLE": "Back to note {} in the text"},
                "pymdownx.highlight": {"pygments_lang_class": True},
            },
        )
        self._tree = _Tree()
        self._html = _RefusedHtml(HTML_RE, self._markdown)
        self._markdown.preprocessors.deregister("html_block")
        self._markdown.parser.blockprocessors.deregister("setextheader")
        self._markdown.inlinePatterns.deregister("automail")
        self._markdown.inlinePatterns.deregister("entity")
        self._markdown.inlinePatterns.register(self._html, "html", 90)
        self._markdown.treeprocessors.register(self._tree, "course", -10)  # after every other

    def convert(self, source: Source, finish: Callable[[Element], None]) -> str:
        """The HTML of `source`; `finish` changes the tree once the converter is done with it."""
        self._tree.finish = finish
        self._html.source = source
        self._markdown.reset()
        return _CODE_BLOCK.sub(_code_block, self._markdown.convert(source.cleaned()))

    def restored(self, text: str) -> str:
        """A text from the tree with what was put aside there: quotation marks come back only in HTML."""
        kept = self._markdown.htmlStash.rawHtmlBlocks
        return HTML_PLACEHOLDER_RE.sub(lambda found: unescape(str(kept[int(found[1])])), text)

    def stash(self, html: str) -> str:
        """A placeholder that becomes `html` after the tree is written out."""
        return self._markdown.htmlStash.store(html)


class _Tree(Treeprocessor):
    finish: Callable[[Element], None]

    def run(self, root: Element) -> None:
        self.finish(root)


class _RefusedHtml(InlineProcessor):
    """Reports raw HTML and shows it as the text it is."""

    source: Source

    def handleMatch(  # type: ignore[override]  # an InlineProcessor also returns the span it replaces
        self, m: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        tag = self.unescape(m.group(1))
        self.source.report(self.source.line_of(tag), f"raw HTML is not allowed: {tag.splitlines()[0]}")
        return tag, m.start(0), m.end(0)


def _code_block(match: re.Match[str]) -> str:
    """A code block that can be reached and scrolled by keyboard."""
    label = f"Code: {match['language']}" if match["language"] else "Code"
    return f'<div class="highlight" role="group" tabindex="0" aria-label="{label}">'


class _TextOf(HTMLParser):
    """Collects what a reader sees; a drawing and the sign of a heading's own link are not text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._hidden or tag == "svg" or ("class", "anchor") in attrs:
            self._hidden.append(tag)
        self._space(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._hidden:
            self._hidden.pop()
        self._space(tag)

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.pieces.append(data)

    def _space(self, tag: str) -> None:
        if tag not in _INLINE:
            self.pieces.append(" ")


_INLINE = frozenset({"a", "abbr", "code", "em", "span", "strong", "sub", "sup"})


def plain_text(html: str) -> str:
    """The text of rendered HTML on one line, without drawings: for search, titles and word counts."""
    parser = _TextOf()
    parser.feed(html)
    parser.close()
    return " ".join("".join(parser.pieces).split())


def unwrapped(html: str) -> str:
    """HTML without its <p> if it is one single paragraph: for a <label>, which may not hold one."""
    match = _LONE_PARAGRAPH.fullmatch(html.strip())
    return match[1] if match else html
