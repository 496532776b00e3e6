"""What becomes of a sitting when settings or the course change under it. docs/decisions.md has the rules."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from studyapp.actions import exams
from studyapp.models import Answer, Attempt, AttemptItem, Exam, Learner, Memory, Question
from studyapp.queries.examreport import Report, report
from studyapp.queries.exams import sitting
from studyapp.queries.papers import redrawn
from tests.actions.editedcourse import edited, publish_files, spare_course
from tests.actions.sittings import DEADLINE, SECOND, fill, item_at, save
from tests.factories.course import small_course
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, attempt_of, course, right, rolled_back, wrong

pytestmark = pytest.mark.django_db
MINI = "exams/mini.yaml"
LATER = NOON + timedelta(minutes=2)


@pytest.fixture
def learner() -> Learner:
    return LearnerFactory.create()


@pytest.fixture
def attempt(learner: Learner) -> Attempt:
    """Begun, with its first two questions answered: right, wrong."""
    attempt = attempt_of(learner)
    fill(attempt, [True, False])
    return attempt


def frozen(attempt: Attempt) -> tuple[object, ...]:
    """Everything of a sitting that must stay as it was."""
    return (
        Attempt.objects.values().get(pk=attempt.pk),
        list(AttemptItem.objects.filter(attempt=attempt).values()),
    )


def paper_of(attempt: Attempt) -> list[tuple[str, tuple[str, ...]]]:
    """What the pages of the sitting show: each stem, and its options in order."""
    shown = [
        sitting(course(), Attempt.objects.get(pk=attempt.pk), position=n, now=LATER) for n in range(1, 5)
    ]
    questions = [one.question for one in shown if one is not None and one.question is not None]
    return [(one.stem_html, tuple(option.html for option in one.options)) for one in questions]


def handed_in(attempt: Attempt) -> Report:
    exams.submit(attempt=attempt, now=LATER)
    return report(course(), Attempt.objects.get(pk=attempt.pk), now=LATER)


def publish_again(tmp_path: Path, files: Mapping[str, str]) -> None:
    """The course as it is from now on."""
    outcome = publish_files(tmp_path / "again", files)
    assert outcome.problems == ()


def publish_edit(tmp_path: Path, path: str, old: str, new: str, count: int = -1) -> None:
    files = dict(small_course())
    assert old in files[path], path
    publish_again(tmp_path, {**files, path: files[path].replace(old, new, count)})


SETTINGS: Mapping[str, tuple[str, str]] = {
    "limit": ("minutes: 8", "minutes: 3"),
    "no limit": ("minutes: 8\n", ""),
    "pass mark": ("pass_mark: 750", "pass_mark: 300"),
    "review": ("pass_mark: 750", "pass_mark: 750\nreview: never"),
    "blueprint": ("{K1: 2, S1: 2}", "{K1: 1, S1: 1}"),
    "pilot items": ("{K1: 2, S1: 2}", "{K1: 2, S1: 2}\nunscored: 2"),
    "title": ("Mini exam", "Another name"),
}


@pytest.mark.parametrize("what", SETTINGS)
def test_what_an_exam_demands_holds_from_the_next_sitting_on(
    what: str, attempt: Attempt, learner: Learner, tmp_path: Path
) -> None:
    before, paper = frozen(attempt), paper_of(attempt)
    publish_edit(tmp_path, MINI, *SETTINGS[what])
    assert (frozen(attempt), paper_of(attempt)) == (before, paper)
    assert attempt_of(learner, now=LATER) == attempt
    assert save(attempt, 3, right(item_at(attempt, 3).version), now=DEADLINE - SECOND).word == "stored"
    seen = handed_in(attempt)
    assert (seen.score.right, seen.score.total, seen.pass_mark, seen.revealed) == (2, 4, 750, True)
    following = Attempt.objects.get(pk=attempt_of(learner, now=LATER).pk)
    ours = (following.time_limit, following.pass_mark, following.review, following.items.count())
    others = (timedelta(minutes=8), 750, "after_submit", 4)
    assert (ours == others) is (what in ("title", "pilot items"))
    assert following.unscored == (2 if what == "pilot items" else 0)


def test_a_new_time_factor_holds_from_the_next_sitting_on(attempt: Attempt, learner: Learner) -> None:
    before = frozen(attempt)
    Learner.objects.filter(pk=learner.pk).update(time_factor=Decimal("1.5"))
    assert attempt_of(Learner.objects.get(pk=learner.pk)) == attempt
    assert frozen(attempt) == before
    exams.submit(attempt=attempt, now=LATER)
    following = attempt_of(Learner.objects.get(pk=learner.pk), now=LATER)
    assert following.deadline == LATER + timedelta(minutes=12)


@pytest.mark.parametrize("wanted", [True, False])
def test_whether_misses_queue_themselves_is_asked_at_the_end(attempt: Attempt, wanted: bool) -> None:
    Learner.objects.update(queue_misses=not wanted)
    Learner.objects.update(queue_misses=wanted)
    exams.submit(attempt=Attempt.objects.select_related("learner").get(pk=attempt.pk), now=LATER)
    assert Memory.objects.exists() is wanted


def first_of(attempt: Attempt) -> tuple[str, str]:
    """The first question: its id and its file."""
    slug = item_at(attempt, 1).version.question.slug
    return slug, f"questions/{slug.split('-')[1]}/{slug}.md"


def reworded(slug: str) -> tuple[str, str]:
    return ("What fits?", "Which one is it?")


def rekeyed(slug: str) -> tuple[str, str]:
    """Another option is right now."""
    return (f"- [x] Right of {slug}", f"- [ ] Right of {slug}")


EDITS: Mapping[str, Callable[[str], tuple[str, str]]] = {
    "a stem": reworded,
    "an option": lambda slug: (f"Right of {slug}", f"Quite right of {slug}"),
    "a reason": lambda slug: ("Alpha is for something else.", "Alpha is old."),
}


@pytest.mark.parametrize("what", EDITS)
def test_an_edited_text_does_not_reach_a_sitting(what: str, attempt: Attempt, tmp_path: Path) -> None:
    slug, path = first_of(attempt)
    before, paper, laid = frozen(attempt), paper_of(attempt), redrawn(attempt)
    publish_edit(tmp_path, path, *EDITS[what](slug))
    assert Question.objects.get(slug=slug).current_id != item_at(attempt, 1).version_id
    assert (frozen(attempt), paper_of(attempt)) == (before, paper)
    assert redrawn(Attempt.objects.select_related("pool").get(pk=attempt.pk)) == laid
    assert handed_in(attempt).score.right == 1
    assert Answer.objects.get(question__slug=slug).version_id == item_at(attempt, 1).version_id


@pytest.mark.parametrize("answered", ["before", "after"])
def test_a_changed_key_does_not_reach_a_sitting(answered: str, learner: Learner, tmp_path: Path) -> None:
    """What was drawn is what is graded; a faulty key is put right by a repair, which tells the candidate."""
    attempt = attempt_of(learner)
    slug, path = first_of(attempt)
    old = right(item_at(attempt, 1).version)
    if answered == "before":
        save(attempt, 1, old)
    files = edited(small_course(), path, f"- [x] Right of {slug}", f"- [ ] Right of {slug}")
    publish_again(tmp_path, edited(files, path, "- [ ] Wrong alpha", "- [x] Wrong alpha"))
    current = Question.objects.get(slug=slug).current
    assert current is not None
    assert right(current) != old
    if answered == "after":
        save(attempt, 1, old)
    seen = handed_in(attempt)
    assert (seen.score.right, Answer.objects.get(question__slug=slug).correct) == (1, True)
    following = attempt_of(learner, now=LATER, seed=7)
    drawn = following.items.filter(version__question__slug=slug).first()
    assert drawn is None or right(drawn.version) == right(current)


def test_a_renamed_file_changes_nothing(attempt: Attempt, tmp_path: Path) -> None:
    slug, path = first_of(attempt)
    before, paper = frozen(attempt), paper_of(attempt)
    files = dict(small_course())
    files[f"questions/moved/{slug}.md"] = files.pop(path)
    publish_again(tmp_path, files)
    assert (frozen(attempt), paper_of(attempt)) == (before, paper)
    assert Question.objects.get(slug=slug).current_id == item_at(attempt, 1).version_id
    assert handed_in(attempt).score.right == 1


def test_a_retired_question_stays_in_a_sitting(learner: Learner, tmp_path: Path) -> None:
    publish_files(tmp_path / "spare", spare_course())
    attempt = attempt_of(learner, seed=with_spare())
    place = attempt.items.get(version__question__slug="x-spare").position
    before, paper = frozen(attempt), paper_of(attempt)
    publish_again(tmp_path, small_course())
    assert Question.objects.get(slug="x-spare").retired_at is not None
    assert (frozen(attempt), paper_of(attempt)) == (before, paper)
    version = item_at(attempt, place).version
    assert save(attempt, place, wrong(version)).word == "stored"
    assert save(attempt, place, right(version)).word == "stored"
    seen = handed_in(attempt)
    assert (seen.score.right, seen.score.total, len(seen.lines)) == (1, 4, 4)
    following = attempt_of(learner, now=LATER)
    assert not following.items.filter(version__question__slug="x-spare").exists()


def with_spare() -> int:
    """A seed whose paper has the question that will be gone."""
    for seed in range(99):
        with rolled_back():
            if attempt_of(LearnerFactory.create(), seed=seed).items.filter(version__question__slug="x-spare"):
                return seed
    raise AssertionError("no paper has it")


def test_a_removed_exam_is_sat_to_its_end(attempt: Attempt, tmp_path: Path) -> None:
    before, paper = frozen(attempt), paper_of(attempt)
    files = small_course()
    other = files[MINI].replace("id: mini", "id: other")
    publish_again(tmp_path, {**{k: v for k, v in files.items() if k != MINI}, "exams/other.yaml": other})
    assert Exam.objects.get(slug="mini").retired_at is not None
    assert (frozen(attempt), paper_of(attempt)) == (before, paper)
    assert save(attempt, 3, right(item_at(attempt, 3).version)).word == "stored"
    assert handed_in(attempt).score.right == 2
