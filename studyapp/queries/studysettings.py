"""A learner's settings as the form shows them."""

from typing import Any

from studyapp.models import Learner


def study_settings(learner: Learner | None) -> dict[str, Any]:
    """The settings by field name; the defaults for a visitor without a learner."""
    shown = learner or Learner()
    return {
        "desired_retention": round(shown.desired_retention * 100, 1),
        "new_per_day": shown.new_per_day,
        "reviews_per_day": shown.reviews_per_day,
        "learning_steps": list(shown.learning_steps),
        "relearning_steps": list(shown.relearning_steps),
        "rollover_hour": shown.rollover_hour,
        "time_zone": shown.time_zone if shown.zone_chosen else "",
        "queue_misses": shown.queue_misses,
    }
