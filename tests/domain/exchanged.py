"""Questions as they travel, drawn at random: any Unicode, and the signs that formats give a meaning."""

from hypothesis import strategies as st

from studyapp.domain.documents import Kind
from studyapp.domain.exchange import NOT_CARRIED, Item, Part, tidy

SIGNS = (
    "~=#{}:\\",
    "%50%",
    "-> =>",
    "\\n",
    "\\\\",
    "::",
    "####",
    "// not a comment",
    "[html]",
    "&amp; &#65; &lt;",
    "<b>x</b>",
    "]]>",
    "<!-- -->",
    "`code`",
    "**bold**",
    "**`both`**",
    "- [x] option",
    "> why",
    "---\nid: x\n---",
    "1. one",
    "**Takeaway.**",
    "```\ncode\n```",
    "\n\n",
    "\t",
    "  ",
    "\u202eright to left",
    "$CATEGORY: a",
    "TRUE",
)
SLUGS = st.from_regex(r"\A[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}\Z")
ANYTHING = st.text(max_size=12) | st.sampled_from(SIGNS)
PLAIN = st.text(alphabet=st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=20)


def tidied(text: str) -> str:
    """As it is kept."""
    return tidy(NOT_CARRIED.sub("", text))


WILD = st.lists(ANYTHING, min_size=1, max_size=4).map("".join).map(tidied).filter(bool)
KINDS: tuple[Kind, ...] = ("single", "multiple", "ordering", "matching")


@st.composite
def items(draw: st.DrawFn, texts: st.SearchStrategy[str] = WILD, kinds: tuple[Kind, ...] = KINDS) -> Item:
    """A whole question of one of the kinds."""
    kind = draw(st.sampled_from(kinds))
    count = draw(st.integers(3, 6))
    right = {0} if kind == "single" else set(range(draw(st.integers(1, 3))))
    choices = kind in ("single", "multiple")
    parts = [
        Part(
            text=draw(texts),
            why=draw(texts),
            correct=choices and at in right,
            right=draw(texts) if kind == "matching" else "",
        )
        for at in draw(st.permutations(range(count)))
    ]
    return Item(
        kind=kind,
        stem=draw(texts),
        parts=tuple(parts),
        takeaway=draw(texts),
        id=draw(SLUGS),
        objectives=tuple(draw(st.lists(st.sampled_from(["K1", "S2"]), unique=True, max_size=2))),
        lesson=draw(st.just("") | SLUGS),
        difficulty=draw(st.integers(0, 4)),
        sources=tuple(
            draw(st.lists(st.sampled_from(["https://a.example/?b=c&d#e", "https://x.example/[1]"])))
        ),
    )
