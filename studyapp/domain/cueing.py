"""Signs in a question that give its key away to somebody who knows nothing of the subject."""

import re

from studyapp.domain.documents import Question

_CATCH_ALL = re.compile(
    r"\b(?:all|none|both|neither) of (?:the|these) (?:above|options|answers)\b", re.IGNORECASE
)
_ABSOLUTE = re.compile(r"\b(?:always|never)\b", re.IGNORECASE)


def key_position(question: Question) -> int:
    """Place of the key of a `single` question among its options as written, from 1; 0 if it has none."""
    return next((at for at, choice in enumerate(question.choices, start=1) if choice.correct), 0)


def longest_is_key(question: Question) -> bool:
    """Whether the key of a `single` question has more characters than every other option."""
    keys = [len(choice.text) for choice in question.choices if choice.correct]
    others = [len(choice.text) for choice in question.choices if not choice.correct]
    return bool(keys and others) and max(keys) > max(others)


def catch_alls(question: Question) -> tuple[int, ...]:
    """Lines of options such as "all of the above"."""
    return tuple(choice.line for choice in question.choices if _CATCH_ALL.search(choice.text))


def absolutes_only_in_wrong(question: Question) -> tuple[int, ...]:
    """Lines of wrong options that say always or never, if no right option says either."""
    absolute = [choice for choice in question.choices if _ABSOLUTE.search(choice.text)]
    return () if any(choice.correct for choice in absolute) else tuple(choice.line for choice in absolute)
