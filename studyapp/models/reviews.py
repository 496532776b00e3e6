"""Spaced repetition: what a learner is keeping in memory, and every review of it."""

from django.db import models
from django.db.models import Q, Value
from django.db.models.fields.json import KT
from django.db.models.functions import NullIf

from studyapp.models.accounts import Learner
from studyapp.models.answers import Answer
from studyapp.models.content import Card, Idea, Question


class Memory(models.Model):
    """One item (a card or a question) in one learner's queue; the fields mirror domain.memory.Memory."""

    STAGES = [
        ("new", "New"),
        ("learning", "Learning"),
        ("review", "Review"),
        ("relearning", "Relearning"),
    ]

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="memories")
    card = models.ForeignKey(Card, null=True, blank=True, on_delete=models.PROTECT, related_name="memories")
    question = models.ForeignKey(
        Question, null=True, blank=True, on_delete=models.PROTECT, related_name="memories"
    )
    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="+")  # of the card or question
    stage = models.CharField(max_length=10, choices=STAGES, default="new")
    step = models.PositiveSmallIntegerField(null=True, blank=True)
    stability = models.FloatField(null=True, blank=True)
    difficulty = models.FloatField(null=True, blank=True)
    due_day = models.DateField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)  # set inside learning steps only
    last_at = models.DateTimeField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    reviews = models.PositiveIntegerField(default=0)
    lapses = models.PositiveIntegerField(default=0)
    missed = models.BooleanField(default=False)  # answered Again last: not yet recalled since
    buried_until = models.DateField(null=True, blank=True)  # the study day on which it is back
    suspended_at = models.DateTimeField(null=True, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(card=None, question__isnull=False) | Q(card__isnull=False, question=None),
                name="memory_of_one_thing",
            ),
            models.UniqueConstraint(fields=["learner", "card"], name="memory_card_once"),
            models.UniqueConstraint(fields=["learner", "question"], name="memory_question_once"),
        ]
        indexes = [
            models.Index(fields=["learner", "stage", "due_day"], name="memory_due"),
            models.Index(fields=["learner", "last_day", "idea"], name="memory_siblings"),
            models.Index(fields=["learner", "due_at"], name="memory_steps"),
        ]

    def __str__(self) -> str:
        return f"memory {self.pk}"


class Review(models.Model):
    """One review, appended. `before` and `after` are the memory as JSON: for undo and for re-fitting.

    `undone_at` is the only field ever set later, and only once: an undone review stays on record.
    """

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="reviews")
    memory = models.ForeignKey(Memory, on_delete=models.CASCADE, related_name="history")
    number = models.PositiveIntegerField()  # memory.reviews before this one
    stage = models.CharField(max_length=10, choices=Memory.STAGES)  # before this review
    rating = models.PositiveSmallIntegerField()
    # Not one to one: a review taken back and made again from the same page stands on the same answer.
    answer = models.ForeignKey(
        Answer, null=True, blank=True, on_delete=models.PROTECT, related_name="reviews"
    )
    order = models.JSONField(default=list)  # of a question: the ids of its options as they were shown
    reviewed_at = models.DateTimeField()  # when it was given; offline that is before it arrived
    received_at = models.DateTimeField()
    seconds = models.FloatField(null=True, blank=True)  # from the page to the grade, as far as known
    token = models.UUIDField(null=True, blank=True)  # made with the form, or by a browser without network
    day = models.DateField()  # the learner's study day
    before = models.JSONField()
    after = models.JSONField()
    undone_at = models.DateTimeField(null=True, blank=True)
    # The study day of the review before, as `before` has it: the statistics ask every review for it.
    before_day = models.GeneratedField(
        # SQLite reads a null of JSON as its name.
        expression=NullIf(KT("before__last_day"), Value("null", models.TextField())),
        output_field=models.CharField(max_length=10),
        db_persist=True,
    )

    class Meta:
        constraints = [
            # Two tabs grading the same showing of an item: the second one loses.
            models.UniqueConstraint(
                fields=["memory", "number"], condition=Q(undone_at=None), name="review_once"
            ),
            models.UniqueConstraint(fields=["learner", "token"], name="review_token_once"),
        ]
        indexes = [
            # Holds all that the statistics of a learner count: they never read the rows themselves.
            models.Index(
                fields=["learner", "day", "stage", "rating", "before_day", "seconds"],
                condition=Q(undone_at=None),
                name="review_figures",
            ),
            models.Index(
                fields=["learner", "answer"],
                condition=Q(undone_at__isnull=False, answer__isnull=False),
                name="review_taken_back",
            ),
        ]

    def __str__(self) -> str:
        return f"review {self.number} of {self.memory_id}"


class ParameterSet(models.Model):
    """The 21 weights of FSRS-6 fitted to one learner's reviews; appended, whether adopted or not.

    The losses are log losses on reviews that the fit did not see: of the set in use before, and of this one.
    """

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="parameter_sets")
    number = models.PositiveIntegerField()
    parameters = models.JSONField()
    optimizer = models.CharField(max_length=60)  # name and version of the program that fitted it
    fitted_at = models.DateTimeField()
    fitted_on = models.PositiveIntegerField()  # reviews
    held_out = models.PositiveIntegerField()  # reviews
    loss_before = models.FloatField()
    loss_after = models.FloatField()
    adopted = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "number"], name="parameter_set_number_once")
        ]

    def __str__(self) -> str:
        return f"parameters {self.number} of {self.learner_id}"
