"""Progress as its page shows it. Six queries, however much a learner has behind her."""

from dataclasses import dataclass
from datetime import datetime

from studyapp.domain.memory import Schedule
from studyapp.domain.studied import span, weeks_until
from studyapp.domain.studyday import ONE_DAY
from studyapp.models import Learner
from studyapp.queries.activity import answers_by_day, time_spent
from studyapp.queries.calibration import CalibrationPage, SureAndWrongList, calibration_page, sure_and_wrong
from studyapp.queries.catalogue import Catalogue
from studyapp.queries.evidence import known
from studyapp.queries.forecast import Forecast, Remembered, forecast, remembered
from studyapp.queries.readiness import ReadinessPage, readiness_page
from studyapp.queries.retention import Grades, Retention, Weights, grades, retention, weights
from studyapp.queries.reviewfigures import review_figures
from studyapp.queries.strengths import Accuracy, WeakIdea, accuracies, weakest_ideas
from studyapp.queries.studydays import StudyDays, TimeLately, study_days, time_lately

WEEKS = 26  # of the heat map
LATELY = 30  # days, today among them, of retention and time
AHEAD = 30  # days, today among them, of the forecast
WESTWARD = 2 * ONE_DAY  # as far ahead may lie what was reviewed before flying west; beyond, a clock was wrong


@dataclass(frozen=True)
class ProgressPage:
    """Everything about one learner; each part says for itself how much there is to go by."""

    ready: ReadinessPage
    sureness: CalibrationPage
    missed: SureAndWrongList
    weakest: tuple[WeakIdea, ...]
    accuracy: tuple[Accuracy, ...]
    days: StudyDays
    time: TimeLately
    retention: Retention
    grades: tuple[Grades, ...]
    forecast: Forecast
    remembered: Remembered
    weights: Weights
    items: int

    @property
    def reviewed(self) -> int:
        """Reviews of all time."""
        return sum(line.total for line in self.grades)


def progress_page(
    course: Catalogue, learner: Learner | None, *, schedule: Schedule, now: datetime
) -> ProgressPage | None:
    """All that is known of a learner; None if she has not done anything that could be counted."""
    if learner is None:
        return None
    today = schedule.today(now)
    facts = known(course, learner, schedule=schedule, now=now)
    reviews = review_figures(learner.pk)
    by_day = {one.day: one.reviews for one in reviews.days}
    shown = weeks_until(max([today, *(day for day in by_day if day <= today + WESTWARD)]), WEEKS)
    lately = span(today, LATELY)
    answers = answers_by_day(learner.pk, shown, schedule)
    spent = time_spent(learner.pk, since=lately[0], schedule=schedule, now=now)
    if not (facts.answers or facts.items.items or reviews.days):
        return None
    return ProgressPage(
        ready=readiness_page(course, facts, now=now),
        sureness=calibration_page(learner.pk, now=now),
        missed=sure_and_wrong(course, facts.answers),
        weakest=weakest_ideas(course, facts.answers, facts.items.card_lapses),
        accuracy=accuracies(course, facts.answers),
        days=study_days(shown, reviews=by_day, answers=answers, today=today),
        time=time_lately(lately, reviews={one.day: one.seconds for one in reviews.days}, spent=spent),
        retention=retention(reviews, desired=learner.desired_retention, since=lately[0]),
        grades=grades(reviews),
        forecast=forecast(facts.items, span(today + (AHEAD - 1) * ONE_DAY, AHEAD)),
        remembered=remembered(facts.items, exam_day=facts.exam_day),
        weights=weights(learner, reviews),
        items=facts.items.items,
    )
