"""The table of rights, written out once more."""

from itertools import product

from studyapp.domain.roles import RANKS, ROLES, TABLE, may, may_change_role, may_remove

EVERY = {
    "see_class": "owner instructor assistant learner",
    "see_results": "owner instructor assistant",
    "see_roster": "owner instructor assistant",
    "edit_class": "owner instructor",
    "edit_roster": "owner instructor",
    "edit_roles": "owner instructor",
    "edit_assignments": "owner instructor",
    "edit_questions": "owner instructor",
    "run_live": "owner instructor",
    "delete_class": "owner",
}


def test_each_right_is_held_by_these_roles_and_no_other() -> None:
    held = {right: {role for role in ROLES if may(role, right)} for right in TABLE}
    assert held == {right: set(roles.split()) for right, roles in EVERY.items()}


def test_whoever_stands_higher_may_all_that_the_lower_may() -> None:
    for lower, higher in product(ROLES, ROLES):
        if RANKS[lower] < RANKS[higher]:
            assert {right for right in TABLE if may(lower, right)} <= {
                right for right in TABLE if may(higher, right)
            }


def test_roles_change_only_below_the_own() -> None:
    allowed = {(a, o, n) for a, o, n in product(ROLES, ROLES, ROLES) if may_change_role(a, o, n)}
    below = {"owner": ("instructor", "assistant", "learner"), "instructor": ("assistant", "learner")}
    assert allowed == {(a, o, n) for a, roles in below.items() for o in roles for n in roles}


def test_nobody_removes_the_own_rank_or_above() -> None:
    allowed = {(a, r) for a, r in product(ROLES, ROLES) if may_remove(a, r)}
    assert allowed == {
        ("owner", "instructor"),
        ("owner", "assistant"),
        ("owner", "learner"),
        ("instructor", "assistant"),
        ("instructor", "learner"),
    }
