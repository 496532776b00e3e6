"""Which questions the reviews may ask somebody: those to practise with, and those of the classes they are in.

Told twice, as SQL for what is asked by hand. What a class wrote is asked of nobody who is in it no more.
"""

from django.db.models import Q

from studyapp.models import Membership

# Of a row that has no question, too. A database looks at the classes only if there is a question of one.
ASKABLE = """
(question.id IS NULL OR question.pool = 'practice' OR question.classroom_id IN (
  SELECT classroom_id FROM studyapp_membership WHERE learner_id = %(learner)s AND left_at IS NULL))
"""


def askable(learner_id: int, prefix: str = "") -> Q:
    """The condition on a question, or with `prefix` on what leads to one. Retired ones are not left out."""
    rooms = Membership.objects.filter(learner=learner_id, left_at=None).order_by().values("classroom")
    return Q(**{f"{prefix}pool": "practice"}) | Q(**{f"{prefix}classroom__in": rooms})
