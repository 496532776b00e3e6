"""Which questions may join somebody's reviews: those to practise with, and those of the classes they are in.

Only what joins asks this. What lies there already is in order: what a class wrote goes from there
with the place in the class (`actions/classreviews.py`), so the queue, which every page asks, need not look.
"""

from django.db.models import Q

from studyapp.models import Membership


def may_join(learner_id: int) -> Q:
    """The condition on a question. Retired ones are not left out."""
    rooms = Membership.objects.filter(learner=learner_id, left_at=None).order_by().values("classroom")
    return Q(pool="practice") | Q(pool="class", classroom__in=rooms)
