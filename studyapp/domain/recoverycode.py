"""A recovery code as it is written down and as it is typed again."""

import re

# Crockford's 32 signs: no letter in it looks like a digit. Five bits each: 16 of them are 80 bits.
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
_LOOK_ALIKE = str.maketrans("OIL", "011")


def written(signs: str) -> str:
    """The code in groups of four, as it is shown."""
    return "-".join(re.findall(".{1,4}", signs))


def canonical(typed: str) -> str:
    """The signs of a code as somebody typed it: in any case, with any gaps, O for 0 and I or L for 1."""
    return re.sub(r"[\s\-–—_.]", "", typed).upper().translate(_LOOK_ALIKE)  # noqa: RUF001 (dashes as typed)
