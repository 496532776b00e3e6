"""GIFT, the text format that Moodle and others read and write.

    // [id:macsec-hop] [tag:objective:K1]
    ::macsec-hop::[markdown]Which hop? {
    =The first#Why it is.
    ~The second#Why it is not.
    ####What to take along.
    }

GIFT has no ordering, no reasons for pairs, and no sign that tells a `->` in a text from its own.
"""

import re
from dataclasses import replace

from studyapp.domain.documents import Kind
from studyapp.domain.exchange import (
    Fault,
    Found,
    Item,
    Part,
    Written,
    is_slug,
    keys_said,
    limited,
    refusal,
    tidy,
    untrue,
    with_keys,
)

NO_ORDERING = "GIFT has no ordering questions."
NO_PAIR_REASONS = "GIFT has no reasons for pairs: they are not in this file."
NOT_SAYABLE = "GIFT cannot say one of its texts: a pair with -> in it, or a key that it has no sign for."

# While a text is taken apart, a sign that was written with \ stands as one that no text holds.
_SIGNS = "\\~=#{}:n"
_AWAY = {sign: chr(at) for at, sign in enumerate(_SIGNS, start=1)}
_BACK = {ord(stand): "\n" if sign == "n" else sign for sign, stand in _AWAY.items()}
_ESCAPED = re.compile(r"\\([\\~=#{}:n])")
_FORMAT = re.compile(r"\[(?:markdown|html|plain|moodle)\]")
_TITLE = re.compile(r"::(?P<title>.*?)::", re.DOTALL)
_META = re.compile(r"\[(?P<name>id|tag):(?P<value>(?:\\\]|[^\]])*)\]")
_WEIGHT = re.compile(r"%(?P<weight>-?[0-9]{1,3}(?:\.[0-9]+)?)%")
_OPTION = re.compile(r"(?P<mark>[~=])(?P<body>[^~=]*)")
_TRUE = re.compile(r"(?P<said>TRUE|FALSE|T|F)\s*(?:#(?P<wrong>[^#]*))?(?:#(?P<right>.*))?", re.DOTALL)


def write(items: tuple[Item, ...]) -> Written:
    """One text with every question that GIFT can say."""
    texts, faults = [], []
    for item in items:
        if item.kind == "ordering":
            faults.append(Fault(0, NO_ORDERING, item.id))
            continue
        told = _without_pair_reasons(item)
        if told != item:
            faults.append(Fault(0, NO_PAIR_REASONS, item.id, left_out=False))
        text = _said(told)
        if untrue(told, read(text)):
            faults.append(Fault(0, NOT_SAYABLE, item.id))
        else:
            texts.append(text)
    return Written("\n".join(texts), tuple(faults))


def read(text: str) -> Found:
    """The questions of a GIFT file."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    refused = refusal(text)
    if refused:
        return Found((), (refused,))
    items: list[Item] = []
    faults: list[Fault] = []
    for block in _blocks(text):
        try:
            item, notes = _question(block)
        except _NotHere as fault:
            faults.append(Fault(block.line, str(fault), block.name))
            continue
        items.append(item)
        faults += [Fault(block.line, note, item.id or block.name, left_out=False) for note in notes]
    return limited(items, faults)


class _NotHere(Exception):
    """This question cannot be one of ours; the text says why."""


class _Block:
    """The lines of one question without their comments, and what those said."""

    def __init__(self) -> None:
        self.line = 0
        self.lines: list[str] = []
        self.said: list[tuple[str, str]] = []
        self.notes: list[str] = []

    def take(self, number: int, line: str) -> None:
        if line.lstrip().startswith("//"):
            found = _META.finditer(line)
            self.said += [(one["name"], one["value"].replace("\\]", "]")) for one in found]
        elif line.startswith("$CATEGORY:"):
            self.notes.append(f"The category is not kept: {line.removeprefix('$CATEGORY:').strip()}")
        else:
            self.line = self.line or number
            self.lines.append(line)

    @property
    def name(self) -> str:
        """How a fault calls it: its id or title, else how it begins."""
        ids = [value for name, value in self.said if name == "id"]
        title = _TITLE.match(self.lines[0].strip()) if self.lines else None
        return ids[0] if ids else title["title"][:60] if title else self.lines[0].strip()[:60]


def _blocks(text: str) -> list[_Block]:
    blocks = [_Block()]
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            blocks[-1].take(number, line)
        elif blocks[-1].lines:
            blocks.append(_Block())
    return [block for block in blocks if block.lines]


def _question(block: _Block) -> tuple[Item, list[str]]:
    raw = _ESCAPED.sub(lambda found: _AWAY[found[1]], "\n".join(block.lines)).strip()
    notes = list(block.notes)
    title = _TITLE.match(raw)
    raw = raw[title.end() :].strip() if title else raw
    before, opening, rest = raw.partition("{")
    inside, closing, after = rest.rpartition("}")
    if not opening or not closing or "{" in inside or "}" in inside:
        raise _NotHere("Its answers must stand between one { and one }.")
    stem = f"{before.strip()} _____ {after.strip()}" if after.strip() else before
    inside, _, general = inside.partition("####")
    kind, parts, found = _answers(inside.strip())
    notes += found
    name, beside, unkept = _beside(block, _text(title["title"]) if title else "")
    item = Item(kind=kind, stem=_text(stem), parts=parts, takeaway=_text(general), id=name, line=block.line)
    item, unknown = with_keys(item, beside)
    if not item.stem:
        raise _NotHere("It asks nothing before the answers.")
    return item, [*notes, *unkept, *(f"The tag “{word}” is not kept." for word in unknown)]


def _beside(block: _Block, title: str) -> tuple[str, list[tuple[str, str]], list[str]]:
    """The name of a question, its tags as keys, and a name that cannot be kept."""
    ids = [value for name, value in block.said if name == "id"]
    given = next((name for name in (*ids, title) if is_slug(name)), "")
    lost = [f"The title “{title}” is not kept." for _ in "x" if title and title != given]
    tags = (value.partition(":") for name, value in block.said if name == "tag")
    return given, [(name, word) if sign else ("", name) for name, sign, word in tags], lost


def _answers(inside: str) -> tuple[Kind, tuple[Part, ...], list[str]]:
    said = _TRUE.fullmatch(inside)
    if said:
        return "single", _true_or_false(said), []
    if not inside:
        raise _NotHere("It asks for an essay, which nobody can grade here.")
    if inside.startswith("#"):
        raise _NotHere("It asks for a number; here one chooses among options.")
    found = list(_OPTION.finditer(inside))
    if not found or found[0].start():
        raise _NotHere("Each answer begins with = or ~.")
    if all(one["mark"] == "=" for one in found):
        if not all("->" in one["body"] for one in found):
            raise _NotHere("It asks for typed words; here one chooses among options.")
        return "matching", tuple(_pair(one["body"]) for one in found), []
    return _choices(found)


def _true_or_false(said: re.Match[str]) -> tuple[Part, ...]:
    right, wrong = _text(said["right"] or ""), _text(said["wrong"] or "")
    is_true = said["said"].startswith("T")
    return (
        Part("True", right if is_true else wrong, is_true),
        Part("False", wrong if is_true else right, not is_true),
    )


def _choices(found: list[re.Match[str]]) -> tuple[Kind, tuple[Part, ...], list[str]]:
    weights = [_weight(one) for one in found]
    whole = [one["mark"] == "=" for one in found]
    if sum(whole) > 1:
        raise _NotHere("More than one of its options is the whole answer.")
    single = any(whole)
    right = whole if single else [weight > 0 for weight in weights]
    parts = tuple(_part(one["body"], is_right) for one, is_right in zip(found, right, strict=True))
    if single:
        uneven = any(weight > 0 for weight, key in zip(weights, whole, strict=True) if not key)
    else:
        uneven = len({weight for weight in weights if weight > 0}) > 1
    notes = ["Parts of a point are not kept: an answer is right or it is not."] if uneven else []
    return "single" if single else "multiple", parts, notes


def _weight(option: re.Match[str]) -> float:
    found = _WEIGHT.match(option["body"].strip())
    return float(found["weight"]) if found else 100.0 if option["mark"] == "=" else 0.0


def _part(body: str, correct: bool) -> Part:
    bare = _WEIGHT.sub("", body.strip(), count=1) if _WEIGHT.match(body.strip()) else body
    text, _, why = bare.partition("#")
    return Part(_text(text), _text(why), correct)


def _pair(body: str) -> Part:
    left, _, right = body.partition("->")
    if "#" in body:
        raise _NotHere("A pair has no reason in GIFT; write \\# for the sign.")
    return Part(_text(left), right=_text(right))


def _text(raw: str) -> str:
    bare = raw.strip()
    found = _FORMAT.match(bare)
    return tidy((bare[found.end() :] if found else bare).translate(_BACK))


def _without_pair_reasons(item: Item) -> Item:
    if item.kind != "matching":
        return item
    return replace(item, parts=tuple(replace(part, why="") for part in item.parts))


def _said(item: Item) -> str:
    tags = "".join(f" [tag:{name}:{word.replace(']', '\\]')}]" for name, word in keys_said(item))
    head = f"// [id:{item.id}]{tags}\n::{item.id}::" if item.id else f"//{tags}\n"
    weight = f"{100 / max(sum(part.correct for part in item.parts), 1):.5f}".rstrip("0").rstrip(".")
    lines = [_option(item, part, weight) for part in item.parts]
    takeaway = [f"####{_escaped(item.takeaway)}"] if item.takeaway else []
    return "\n".join([f"{head}[markdown]{_plain(item.stem)} {{", *lines, *takeaway, "}", ""])


def _option(item: Item, part: Part, weight: str) -> str:
    why = f"#{_escaped(part.why)}" if part.why else ""
    if item.kind == "matching":
        return f"={_escaped(part.text)} -> {_escaped(part.right)}"
    if item.kind == "multiple":
        return f"~%{weight if part.correct else '-100'}%{_escaped(part.text)}{why}"
    sure = ("%100%" if part.correct else "%0%") if part.text.startswith("%") else ""
    return f"{'=' if part.correct else '~'}{sure}{_escaped(part.text)}{why}"


def _escaped(text: str) -> str:
    """A text with every sign of GIFT as a sign; one that begins like the name of a format says its own."""
    return f"[markdown]{_plain(text)}" if _FORMAT.match(text) else _plain(text)


def _plain(text: str) -> str:
    return re.sub(r"[\\~=#{}:]", r"\\\g<0>", text).replace("\n", "\\n")
