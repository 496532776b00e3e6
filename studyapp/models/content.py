"""Published content. Written by `actions.publish` alone; what leaves the files is retired, never deleted."""

import uuid

from django.db import models
from django.db.models import Q


class Release(models.Model):
    """One publication of the content folder. The newest row names what every page shows."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    digest = models.CharField(max_length=64)  # of every content file and of the code that renders them
    info = models.JSONField()  # documents.CourseInfo as JSON
    published_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"release {self.pk} of {self.published_at:%Y-%m-%d}"


class Objective(models.Model):
    """One bullet of the task statement, such as K1."""

    code = models.CharField(max_length=3, primary_key=True)
    short = models.CharField(max_length=80)
    title = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.code


class Published(models.Model):
    """What every published thing has: a stable id, a digest of its source, and when it was retired."""

    slug = models.CharField(max_length=80, unique=True)
    digest = models.CharField(max_length=64)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.slug


class Idea(models.Model):
    """What siblings have in common: cards and questions of one idea do not come on the same day."""

    slug = models.CharField(max_length=100, unique=True)

    def __str__(self) -> str:
        return self.slug


class Lesson(Published):
    """A lesson, rendered. `parts` is a list of ["html", text] and ["check", question slug]."""

    title = models.CharField(max_length=200)
    summary = models.TextField()
    minutes = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField()
    parts = models.JSONField()
    toc = models.JSONField()  # [[level, anchor, title], …]
    needs = models.JSONField()
    sources = models.JSONField()
    objectives = models.ManyToManyField(Objective, related_name="lessons")

    class Meta:
        ordering = ["position"]


class Card(Published):
    """A flashcard, rendered."""

    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="cards")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="cards")
    section = models.CharField(max_length=120, blank=True)  # anchor of the heading that teaches it
    position = models.PositiveIntegerField()
    front_html = models.TextField()
    back_html = models.TextField()
    source = models.URLField(max_length=500)
    objectives = models.ManyToManyField(Objective, related_name="cards")

    class Meta:
        ordering = ["position"]


class Term(Published):
    """A glossary term, rendered."""

    name = models.CharField(max_length=120)
    also = models.JSONField()
    html = models.TextField()
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="terms")


class Confusable(Published):
    """Two things that learners take for each other. `sides` are two documents.Side as JSON."""

    title = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField()
    sides = models.JSONField()

    class Meta:
        ordering = ["position"]


class Question(Published):
    """A scenario question: what stays the same while its text changes from version to version."""

    POOLS = [("practice", "Practice"), ("exam", "Exam"), ("class", "Of a class")]

    # Written in the browser for one class; None for the course, which never draws from pool "class".
    classroom = models.ForeignKey(
        "Classroom", null=True, blank=True, on_delete=models.CASCADE, related_name="questions"
    )
    pool = models.CharField(max_length=8, choices=POOLS)
    difficulty = models.PositiveSmallIntegerField()
    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="questions")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="questions")
    section = models.CharField(max_length=120, blank=True)
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="+")  # counted under
    objectives = models.ManyToManyField(Objective, related_name="questions")
    current = models.ForeignKey(
        "QuestionVersion", null=True, on_delete=models.PROTECT, related_name="current_of"
    )
    sources = models.JSONField()  # [url, …]
    checked = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=["pool"], condition=Q(retired_at=None), name="question_active_pool"),
        ]


class QuestionVersion(models.Model):
    """The exact text somebody answered. Its source never changes; a new text makes a new version.

    `body` holds, by kind, {"choices": [{id, html, correct, why}]}, {"steps": [{id, html, why}]} in the
    right order, or {"pairs": [{id, html, target, why}], "targets": [{id, text}]}. Ids are opaque.
    """

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=8)
    stem_html = models.TextField()
    body = models.JSONField()
    takeaway_html = models.TextField()
    source = models.TextField(blank=True, default="")  # as typed for a class; the course has its files
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="version_number_once"),
            models.UniqueConstraint(fields=["question", "digest"], name="version_text_once"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} v{self.number}"


class Exam(Published):
    """A practice exam form: how many questions of each objective, in how many minutes (None: no limit).

    One made for a class names it, and may have a window, an access code and a number of attempts.
    """

    REVIEWS = [  # when the key is shown: see domain.revealing
        ("at_once", "At once, question by question"),
        ("after_submit", "After it is handed in"),
        ("after_window", "After the exam's window closes"),
        ("never", "Never"),
    ]

    title = models.CharField(max_length=200)
    minutes = models.PositiveSmallIntegerField(null=True)
    pass_mark = models.PositiveSmallIntegerField()
    pool = models.CharField(max_length=8, choices=Question.POOLS)
    blueprint = models.JSONField()  # {"K1": 2, …}
    unscored = models.PositiveSmallIntegerField()
    review = models.CharField(max_length=12, choices=REVIEWS, default="after_submit")
    position = models.PositiveSmallIntegerField()
    classroom = models.ForeignKey(
        "Classroom", null=True, blank=True, on_delete=models.CASCADE, related_name="exams"
    )
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    access_code = models.CharField(max_length=40, blank=True)
    attempts_allowed = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["position"]

    @property
    def length(self) -> int:
        """How many questions the form has."""
        return sum(self.blueprint.values())
