"""What the pictures of a path are made of: strokes of SVG as text, and how wide a word will be.

The widths are those of a wide typeface, so a label that fits here fits with any that a browser may take.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import escape

_NARROW, _SLIM, _BROAD = frozenset("ijl.,:;'|!I "), frozenset("tfr()-/"), frozenset("mwMW@%")


@lru_cache(maxsize=2048)
def width(text: str, size: float, *, bold: bool = False) -> float:
    """About how many pixels a text takes."""
    return sum(map(_share, text)) * size * (1.08 if bold else 1)


def _share(letter: str) -> float:
    if letter in _NARROW:
        return 0.33
    if letter in _SLIM:
        return 0.42
    if letter in _BROAD:
        return 0.95
    return 0.70 if letter.isupper() else 0.62


def wrapped(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """The words of a text in lines that fit, as few as can be and as even as these few can be."""
    lines = _filled(text, size, room, bold=bold)
    while len(lines) > 1:
        widest = max(width(line, size, bold=bold) for line in lines)
        narrower = _filled(text, size, widest - 1, bold=bold)
        if len(narrower) > len(lines) or max(width(line, size, bold=bold) for line in narrower) >= widest:
            break
        lines = narrower
    return lines


def _filled(text: str, size: float, room: float, *, bold: bool) -> list[str]:
    """Each line as full as it can be."""
    lines: list[str] = []
    for word in text.split():
        if lines and width(f"{lines[-1]} {word}", size, bold=bold) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def fitting(candidates: Iterable[str], size: float, room: float) -> str:
    """The first text that fits; if none does, the last one, cut short."""
    last = ""
    for last in candidates:
        if width(last, size, bold=True) <= room:
            return last
    while last and width(f"{last}…", size, bold=True) > room:
        last = last[:-1]
    return f"{last.rstrip()}…" if last else ""


def number(value: float) -> str:
    """A coordinate without needless digits."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def rect(css: str, x: float, y: float, wide: float, high: float, rx: float = 0) -> str:
    """A rectangle."""
    round_ = f' rx="{number(rx)}"' if rx else ""
    place = f'x="{number(x)}" y="{number(y)}" width="{number(wide)}" height="{number(high)}"'
    return f'<rect class="{css}" {place}{round_}/>'


def path(css: str, data: str) -> str:
    """A line along `data`."""
    return f'<path class="{css}" d="{data}"/>'


def across(css: str, x1: float, x2: float, y: float) -> str:
    """A level line."""
    return path(css, f"M{number(x1)} {number(y)}H{number(x2)}")


def down(css: str, x: float, y1: float, y2: float) -> str:
    """An upright line."""
    return path(css, f"M{number(x)} {number(y1)}V{number(y2)}")


def circle(css: str, x: float, y: float, radius: float) -> str:
    """A circle."""
    return f'<circle class="{css}" cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"/>'


def text(css: str, x: float, y: float, words: str, *, anchor: str = "middle", turn: bool = False) -> str:
    """A line of text; turned, it reads downwards around its place."""
    where = f'x="{number(x)}" y="{number(y)}"'
    turned = f' transform="rotate(90 {number(x)} {number(y)})"' if turn else ""
    start = "" if anchor == "start" else f' text-anchor="{anchor}"'
    css = f' class="{css}"' if css else ""
    return f"<text{css} {where}{start}{turned}>{escape(words)}</text>"


def lines(css: str, x: float, y: float, texts: Iterable[str], pitch: float, *, anchor: str) -> Iterator[str]:
    """Lines of text below each other."""
    for place, words in enumerate(texts):
        yield text(css, x, y + place * pitch, words, anchor=anchor)


def svg(
    css: str, size: tuple[float, float], strokes: Iterable[str], *, name: str, title: str, desc: str
) -> str:
    """The picture as it stands in a page. `name` begins its ids, so a page may hold several.

    Without a name it is for the eyes alone: what it shows has to stand beside it in words.
    """
    wide, high = map(number, size)
    about, titles = 'aria-hidden="true"', ""
    if name:
        about = f'role="img" aria-labelledby="{name}-title {name}-desc"'
        titles = (
            f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(desc)}</desc>'
        )
    box = f'viewBox="0 0 {wide} {high}" width="{wide}"'
    return f'<svg class="{css}" {box} {about}>{titles}{"".join(strokes)}</svg>'
