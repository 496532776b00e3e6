"""Numbers that arrive as text in an address."""


def number_or_none(text: str | None) -> int | None:
    """A small whole number, or None for whatever else somebody typed."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 9 else None
