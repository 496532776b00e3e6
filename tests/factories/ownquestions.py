"""Questions of a class on the small course."""

from datetime import date
from typing import Any

from studyapp.actions.ownquestions import keep_draft, save
from studyapp.domain.exchange import Fault, Item
from studyapp.domain.ownquestion import Known, OwnQuestion, typed
from studyapp.models import Classroom, Membership, Question, QuestionDraft
from tests.factories.study import NOON

KNOWN = Known(frozenset({"K1", "S1"}), frozenset({"first", "second"}))
TODAY = date(2026, 11, 23)
BODY = """\
Which hop does **MACsec** protect?

- [x] The one to the next device
  > It is a link layer.
- [ ] The whole path, end to end
  > Each device on it decrypts.
- [ ] None that is shorter than a mile
  > Length does not matter.

**Takeaway.** One hop.
"""


def own_text(stem: str) -> str:
    """The text of a sound question with this stem."""
    return BODY.replace("Which hop does **MACsec** protect?", stem)


def own_document(body: str = BODY, **keys: Any) -> OwnQuestion:
    """A checked question."""
    said: dict[str, Any] = {"kind": "single", "id": "hop", "objectives": ("K1",), "lesson": "first"}
    item = Item(**{**said, "stem": "", "parts": (), "difficulty": 2, **keys})
    question = typed(body, item, known=KNOWN, today=TODAY).question
    assert question is not None
    return question


def own_question(classroom: Classroom, body: str = BODY, **keys: Any) -> Question:
    """A stored one."""
    return save(classroom=classroom, question=own_document(body, **keys), source=body, now=NOON).question


def question_draft(membership: Membership) -> QuestionDraft:
    """A file with one new question and one that cannot be used."""
    faults = [Fault(9, "It asks for typed words; here one chooses among options.", "colour")]
    return keep_draft(membership=membership, questions=[own_document(id="read")], faults=faults, now=NOON)
