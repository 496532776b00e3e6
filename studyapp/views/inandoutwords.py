"""What came of a file that somebody brought, in words."""

from collections.abc import Mapping

from studyapp.actions.ankireviews import Joined
from studyapp.actions.bringing import Brought

HAS_WORK = (
    "You have work here already. A file can only be brought to where there is none, so that nothing is mixed "
    "up. Nothing was changed."
)
NOT_YOURS = (
    "This file belongs to somebody else: to an account with another name, or to somebody who studies here. "
    "Sign in, or sign up, under the name that is in it. Nothing was changed."
)
TOO_MANY = "These are more reviews than can be worked out at a time: 20,000 at most. Nothing was changed."
KINDS: Mapping[str, tuple[str, str]] = {
    "memories": ("item in the reviews", "items in the reviews"),
    "reviews": ("review", "reviews"),
    "answers": ("answer", "answers"),
    "lessons": ("lesson", "lessons"),
    "quizzes": ("quiz", "quizzes"),
    "path_answers": ("try in the path lab", "tries in the path lab"),
    "parameter_sets": ("set of weights", "sets of weights"),
    "attempts": ("practice exam", "practice exams"),
    "reports": ("report", "reports"),
    "classes": ("place in a class", "places in classes"),
}
_NAMED = 5


def brought_words(brought: Brought) -> str:
    """What came in, and what did not."""
    came, left = _listed(brought.came), _listed(brought.left)
    stays = f" Left out: {left}." if left else ""
    return f"Welcome back. Brought in: {came or 'your settings'}.{stays}"


def joined_words(joined: Joined) -> str:
    """How many reviews came from Anki, and which notes are not ours."""
    if not joined.added and not joined.same:
        said = "There is no review of our cards in this package. Export it with its scheduling information."
    elif not joined.added:
        said = f"Nothing new: {_counted(joined.same, 'review is', 'reviews are')} here already."
    else:
        cards = _counted(joined.cards, "card", "cards")
        said = f"{_counted(joined.added, 'review', 'reviews')} of {cards} came in."
        said += f" {joined.same} were here already." if joined.same else ""
    if not joined.others:
        return said
    named = ", ".join(f"“{words}”" for words in joined.others[:_NAMED])
    more = len(joined.others) - _NAMED
    count = _counted(len(joined.others), "note is not ours and was", "notes are not ours and were")
    return f"{said} {count} left out: {named}{f' and {more} more' if more > 0 else ''}."


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(_counted(counts[name], *words) for name, words in KINDS.items() if counts.get(name))


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
