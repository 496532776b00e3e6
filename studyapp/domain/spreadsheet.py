"""Cells that a spreadsheet shows as they are, and never takes for a formula."""

FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n")


def cell(value: object) -> object:
    """The value; a text that a spreadsheet would calculate gets an apostrophe before it."""
    if isinstance(value, str) and value.startswith(FORMULA_BEGINS):
        return f"'{value}"
    return value
