"""The time zones somebody can choose from."""

from zoneinfo import available_timezones

NOT_PLACES = {"Factory", "localtime"}  # a computer's own, which say nothing to another


def zones() -> list[tuple[str, str]]:
    """Every zone this computer knows."""
    return [(name, name) for name in sorted(available_timezones() - NOT_PLACES)]
