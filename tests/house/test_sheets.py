"""What no sheet says."""

from pathlib import Path

SHEETS = Path(__file__).parents[2] / "static" / "css"


def test_nothing_is_locked_to_an_orientation() -> None:
    """WCAG 1.3.4: whoever has a device fixed to a chair cannot turn it."""
    sheets = sorted(SHEETS.glob("*.css"))
    assert len(sheets) > 10
    assert [sheet.name for sheet in sheets if "orientation" in sheet.read_text(encoding="utf-8")] == []
