"""Who in a class sees what of a learner. The page for learners and the tests read this one table."""

from collections.abc import Mapping
from dataclasses import dataclass

from studyapp.domain.roles import TABLE, Right, Role, may


@dataclass(frozen=True, slots=True)
class PersonalField:
    """Something known of a learner. `right` is what it takes to see it; None: nobody in a class does."""

    name: str
    words: str
    right: Right | None


FIELDS: tuple[PersonalField, ...] = (
    PersonalField("name", "Your name in this class", "see_roster"),
    PersonalField("roster_id", "Your number at the school", "see_roster"),
    PersonalField("groups", "Your groups", "see_roster"),
    PersonalField("joined_at", "When you joined, and whether you have an account", "see_roster"),
    PersonalField("results", "What you did for this class, and how it went", "see_results"),
    PersonalField("time_factor", "Your time factor in this class", "edit_roster"),
    PersonalField("seat_code", "The personal code of your seat, until you use it", "edit_roster"),
    PersonalField("own_factor", "The time factor of your account", None),
    PersonalField("username", "The name of your account", None),
    PersonalField("email", "Your e-mail address", None),
    PersonalField("elsewhere", "Your other classes, and your names there", None),
    PersonalField("study", "Your reviews, your practice and your exams outside of this class", None),
)
BY_NAME: Mapping[str, PersonalField] = {field.name: field for field in FIELDS}


def sees(role: Role, field: str) -> bool:
    """Whether somebody in this role sees it of a learner of the class."""
    right = BY_NAME[field].right
    return right is not None and may(role, right)


def who_sees(field: PersonalField) -> frozenset[Role]:
    """The roles that see it."""
    return frozenset() if field.right is None else TABLE[field.right]
