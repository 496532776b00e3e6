"""Setting something for a class."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any
from uuid import uuid4

from django import forms

from studyapp.domain.assigning import moment_of

PICKS = [
    ("mixed", "A mix: what each learner has not seen comes first"),
    ("weakest", "What each learner knows least"),
    ("unseen", "Only what a learner has never seen"),
]
SIZES = [(5, "5"), (10, "10"), (20, "20"), (40, "40")]
COUNTS = [("best", "The best result"), ("latest", "The newest result")]
LONGEST = 160
MOST_QUESTIONS = 40
PAST = "This has passed already. Is it the right year?"
LOCAL = "%Y-%m-%dT%H:%M"
type Choices = Iterable[tuple[Any, str]]


@dataclass(frozen=True)
class Offers:
    """What a class can choose from."""

    lessons: Choices = ()
    objectives: Choices = ()
    exams: Choices = ()
    groups: Choices = ()
    challenges: Choices = ()  # by "path/challenge"
    members: Choices = ()
    questions: Iterable[tuple[str, Choices]] = ()  # under their headings


class LocalTimeField(forms.Field):
    """A time on the clock of the class; None if left open. `ends`: the later of two that look alike."""

    widget = forms.DateTimeInput(format=LOCAL, attrs={"type": "datetime-local"})

    def __init__(self, *, ends: bool, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.ends = ends
        self.zone: tzinfo | None = None

    def prepare_value(self, value: Any) -> Any:
        """On the clock of the class."""
        return value.astimezone(self.zone).strftime(LOCAL) if isinstance(value, datetime) else value

    def to_python(self, value: Any) -> datetime | None:
        """The moment."""
        if value in self.empty_values:
            return None
        try:
            local = datetime.fromisoformat(str(value).strip())
            if local.tzinfo is not None or self.zone is None:
                raise ValueError
            return moment_of(local, self.zone, ends=self.ends)
        except (ValueError, OverflowError):
            raise forms.ValidationError("Write it as 2027-03-31 18:00.") from None


class TimesForm(forms.Form):
    """From when to when, on the clock of the class. With `now`: it is new, and must not be over already."""

    opens_at = LocalTimeField(ends=False, label="Opens")
    due_at = LocalTimeField(ends=True, label="Due")

    def __init__(self, *args: Any, zone: tzinfo, now: datetime | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        for name in ("opens_at", "due_at"):
            box = self.fields[name]
            assert isinstance(box, LocalTimeField)
            box.zone = zone

    def clean(self) -> dict[str, Any]:
        """Nothing is due before it opens."""
        cleaned = super().clean() or self.cleaned_data
        opens, due = cleaned.get("opens_at"), cleaned.get("due_at")
        if opens and due and due <= opens:
            self.add_error("due_at", "It must be due after it opens.")
        elif due and self.now and due <= self.now:
            self.add_error("due_at", PAST)
        return cleaned


class AssignmentForm(TimesForm):
    """What all kinds have in common."""

    title = forms.CharField(
        label="Name",
        required=False,
        max_length=LONGEST,
        help_text="Left empty, it is named after what is to do.",
    )
    whom = forms.ChoiceField(
        label="For",
        choices=[("all", "Everybody in the class"), ("some", "Only groups or learners ticked below")],
        initial="all",
        widget=forms.RadioSelect,
    )
    groups = forms.TypedMultipleChoiceField(label="Groups", required=False, coerce=int)
    members = forms.TypedMultipleChoiceField(label="Learners", required=False, coerce=int)
    field_order = ("lesson", "pick", "objectives", "size", "reviews", "exam", "counts", "challenge")

    def __init__(self, *args: Any, offers: Offers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offers = offers
        self.words: dict[str, dict[Any, str]] = {}
        self._offer("groups", offers.groups)
        self._offer("members", offers.members)

    def clean(self) -> dict[str, Any]:
        """Somebody must have it."""
        cleaned = super().clean()
        if cleaned.get("whom") == "some" and not cleaned.get("groups") and not cleaned.get("members"):
            self.add_error("whom", "Tick a group or a learner.")
        return cleaned

    def task(self) -> Mapping[str, Any]:
        """What is to do, as it is stored."""
        raise NotImplementedError

    def name(self) -> str:
        """What it is called if nobody says otherwise."""
        raise NotImplementedError

    def plan(self) -> dict[str, Any]:
        """All of it, as the fields of a plan."""
        said = self.cleaned_data
        return {
            "title": said["title"] or self.name()[:LONGEST],
            "task": self.task(),
            "exam": said.get("exam"),
            "for_all": said["whom"] == "all",
            "groups": tuple(said["groups"]),
            "members": tuple(said["members"]),
            "opens_at": said["opens_at"],
            "due_at": said["due_at"],
        }

    def own_fields(self) -> list[forms.BoundField]:
        """The boxes of this kind alone that are shown one under the other."""
        return [self[name] for name in self.field_order if name in self.fields and name != "objectives"]

    def _offer(self, name: str, choices: Choices) -> None:
        box = self.fields[name]
        assert isinstance(box, forms.ChoiceField)
        self.words[name] = dict(choices)
        box.choices = list(self.words[name].items())

    def _named(self, name: str) -> str:
        return self.words[name].get(self.cleaned_data[name], "")


class LessonForm(AssignmentForm):
    """A lesson to read."""

    lesson = forms.ChoiceField(label="Lesson")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("lesson", self.offers.lessons)

    def task(self) -> Mapping[str, Any]:
        return {"lesson": self.cleaned_data["lesson"]}

    def name(self) -> str:
        return f"Read: {self._named('lesson')}"


class PracticeSetForm(AssignmentForm):
    """A practice set; with an idea as its `subject` a drill of that idea."""

    pick = forms.ChoiceField(label="Draw", choices=PICKS, initial="mixed")
    size = forms.TypedChoiceField(label="Questions, at most", choices=SIZES, coerce=int, initial=10)
    objectives = forms.MultipleChoiceField(label="Objectives", required=False)
    subject = ""

    def __init__(self, *args: Any, subject: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("objectives", self.offers.objectives)
        self.subject = subject
        if subject:
            self._offer("pick", [("idea", f"One idea: {subject}")])

    def task(self) -> Mapping[str, Any]:
        said = self.cleaned_data
        objectives = [] if self.subject else sorted(said["objectives"])
        task = {"pick": said["pick"], "objectives": objectives, "size": said["size"]}
        return task | ({"subject": self.subject} if self.subject else {})

    def name(self) -> str:
        said = self.cleaned_data
        about = self.subject or ", ".join(sorted(said["objectives"])) or "all objectives"
        return f"Practise {said['size']}: {about}"


class QuestionSetForm(AssignmentForm):
    """A practice set whose questions a teacher picks: of the class's own, and of the course's."""

    questions = forms.MultipleChoiceField(label="Questions", error_messages={"required": "Tick a question."})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        box = self.fields["questions"]
        assert isinstance(box, forms.ChoiceField)
        box.choices = [(name, list(found)) for name, found in self.offers.questions]

    def clean_questions(self) -> list[str]:
        """Not more than somebody practises in one go."""
        chosen: list[str] = self.cleaned_data["questions"]
        if len(chosen) > MOST_QUESTIONS:
            raise forms.ValidationError(f"Tick at most {MOST_QUESTIONS}: make two sets of more.")
        return chosen

    def task(self) -> Mapping[str, Any]:
        return {"pick": "set", "questions": self.cleaned_data["questions"]}

    def name(self) -> str:
        count = len(self.cleaned_data["questions"])
        return f"Practise {count} chosen question{'' if count == 1 else 's'}"


class ReviewTargetForm(AssignmentForm):
    """So many reviews."""

    reviews = forms.IntegerField(label="Reviews", min_value=1, max_value=10_000, initial=50)

    def task(self) -> Mapping[str, Any]:
        return {"reviews": self.cleaned_data["reviews"]}

    def name(self) -> str:
        return f"{self.cleaned_data['reviews']} reviews"


class MockExamForm(AssignmentForm):
    """A mock exam of the course or of the class."""

    exam = forms.TypedChoiceField(label="Exam", coerce=int)
    counts = forms.ChoiceField(label="What counts in the gradebook", choices=COUNTS, initial="best")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("exam", self.offers.exams)

    def task(self) -> Mapping[str, Any]:
        return {"counts": self.cleaned_data["counts"]}

    def name(self) -> str:
        return self._named("exam")


class PathChallengeForm(AssignmentForm):
    """A challenge of the path lab."""

    challenge = forms.ChoiceField(label="Challenge")

    def __init__(self, *args: Any, initial: Mapping[str, Any], **kwargs: Any) -> None:
        if "path" in initial:
            initial = {**initial, "challenge": f"{initial['path']}/{initial['challenge']}"}
        super().__init__(*args, initial=initial, **kwargs)
        self._offer("challenge", self.offers.challenges)

    def task(self) -> Mapping[str, Any]:
        path, challenge = self.cleaned_data["challenge"].split("/")
        return {"path": path, "challenge": challenge}

    def name(self) -> str:
        return f"Path: {self._named('challenge')}"


FORMS: Mapping[str, type[AssignmentForm]] = {
    "lesson": LessonForm,
    "practice": PracticeSetForm,
    "set": QuestionSetForm,
    "review": ReviewTargetForm,
    "exam": MockExamForm,
    "path": PathChallengeForm,
}


class ExceptionForm(TimesForm):
    """Other times for one member; both left open, the times of everybody again."""

    member = forms.TypedChoiceField(label="Learner", coerce=int)

    def __init__(self, *args: Any, members: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "own_%s", **kwargs})  # it stands beside the form of all
        box = self.fields["member"]
        assert isinstance(box, forms.ChoiceField)
        box.choices = list(members)


class DrillForm(forms.Form):
    """One idea for everybody, at one press."""

    idea = forms.RegexField(re.compile(r"^[a-z0-9:-]+\Z"), max_length=100)


class BeginForm(forms.Form):
    """The button that begins a practice set: pressed twice it begins one."""

    token = forms.UUIDField(initial=uuid4)
