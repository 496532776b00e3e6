"""How a learner wants to study."""

from collections.abc import Sequence

from django.db import transaction

from studyapp.models import Learner


@transaction.atomic
def save_study_settings(
    *,
    learner: Learner,
    desired_retention: float,
    new_per_day: int,
    reviews_per_day: int,
    learning_steps: Sequence[int],
    relearning_steps: Sequence[int],
    rollover_hour: int,
    time_zone: str,
    queue_misses: bool,
) -> None:
    """Store the settings of the queue. Due days stay as they are; the next grade follows the new settings.

    An empty `time_zone` follows the browser again. A new rollover hour or zone may move today by a day: what
    was reviewed stays on the day it was counted on.
    """
    zone = {"time_zone": time_zone, "zone_chosen": True} if time_zone else {"zone_chosen": False}
    Learner.objects.filter(pk=learner.pk).update(
        desired_retention=desired_retention,
        new_per_day=new_per_day,
        reviews_per_day=reviews_per_day,
        learning_steps=list(learning_steps),
        relearning_steps=list(relearning_steps),
        rollover_hour=rollover_hour,
        queue_misses=queue_misses,
        **zone,
    )
