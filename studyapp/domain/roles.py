"""Who may do what in a class. One table: a role that is not in a row may not."""

from typing import Literal

Role = Literal["owner", "instructor", "assistant", "learner"]
Right = Literal[
    "see_class",  # its page, one's own row in it, and leaving
    "see_results",  # learner data: what each learner did and how it went
    "see_roster",  # learner data: names, numbers, groups and time factors
    "edit_class",  # title, zone, code to join, archiving
    "edit_roster",  # adding, importing, grouping, removing learners; their time factors
    "edit_roles",  # see `may_change_role` for whose
    "edit_assignments",  # what is to do, and the exams of the class
    "edit_questions",  # content: the class's own questions and their keys
    "run_live",  # opening rooms and moving their rounds on
    "delete_class",  # deleting it and handing it over
]

RANKS: dict[Role, int] = {"learner": 0, "assistant": 1, "instructor": 2, "owner": 3}
ROLES: tuple[Role, ...] = ("owner", "instructor", "assistant", "learner")

_STAFF: frozenset[Role] = frozenset({"owner", "instructor", "assistant"})
_TEACHERS: frozenset[Role] = frozenset({"owner", "instructor"})
TABLE: dict[Right, frozenset[Role]] = {
    "see_class": _STAFF | {"learner"},
    "see_results": _STAFF,
    "see_roster": _STAFF,
    "edit_class": _TEACHERS,
    "edit_roster": _TEACHERS,
    "edit_roles": _TEACHERS,
    "edit_assignments": _TEACHERS,
    "edit_questions": _TEACHERS,
    "run_live": _TEACHERS,
    "delete_class": frozenset({"owner"}),
}


def may(role: Role, right: Right) -> bool:
    """Whether somebody in this role has this right."""
    return role in TABLE[right]


def may_change_role(actor: Role, old: Role, new: Role) -> bool:
    """Whether `actor` may turn somebody from one role into another: only below the own rank on both sides.

    So nobody makes an owner this way, nor unmakes one: a class is handed over.
    """
    return may(actor, "edit_roles") and max(RANKS[old], RANKS[new]) < RANKS[actor]


def may_remove(actor: Role, role: Role) -> bool:
    """Whether `actor` may remove somebody of this role: nobody of the own rank or above."""
    return may(actor, "edit_roster") and RANKS[role] < RANKS[actor]
