"""Names as people type them: of a person in a class, of a group, of a class."""

import re
import unicodedata

from studyapp.domain.spreadsheet import FORMULA_BEGINS

LONGEST = 120
# Marks that letters of Arabic, Persian, Hebrew or Indian scripts need beside them.
_NEEDED = frozenset("\u200c\u200d\u200e\u200f\u061c")
_QUOTED_FORMULA = re.compile(rf"^'+(?=[{re.escape(''.join(FORMULA_BEGINS))}])")


def clean_name(text: str) -> str:
    """The name on one line: composed letters, single spaces, and no sign that cannot be seen.

    Signs that turn the direction of what follows go, too: they would reach beyond the name. An apostrophe
    that a spreadsheet was given before a formula goes; what is left may be nothing.
    """
    composed = unicodedata.normalize("NFC", text)
    spaced = re.sub(r"\s+", " ", composed)
    seen = "".join(sign for sign in spaced if sign in _NEEDED or unicodedata.category(sign)[0] != "C")
    seen = re.sub(r" +", " ", seen).strip()
    bare = _QUOTED_FORMULA.sub("", seen).strip()
    return bare if any(not unicodedata.category(sign).startswith(("C", "Z")) for sign in bare) else ""
