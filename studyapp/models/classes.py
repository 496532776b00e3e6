"""Classes: who belongs to one, in which role, and what is to be done until when."""

from django.db import models
from django.db.models import Q

from studyapp.models.accounts import Learner
from studyapp.models.content import Exam


class Classroom(models.Model):
    """A class. Whoever has the code of the moment joins as a learner while `code_expires_at` lies ahead."""

    title = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=64)  # opening and due times are told in it
    code = models.CharField(max_length=16, unique=True)  # 45 bits, domain.joincode
    code_expires_at = models.DateTimeField(null=True, blank=True)  # None: joining by code is closed
    accounts_only = models.BooleanField(default=False)  # guests do not come in, whatever code they have
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title


class ClassGroup(models.Model):
    """Some members of a class, for assignments of their own."""

    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, related_name="groups")
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["classroom", "name"], name="class_group_name_once")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A place in a class. Without a learner it stands on the roster and waits for whoever has `seat_code`.

    The name, the number and the time factor belong to this class alone: no other class sees them. Of two
    time factors, this one and the learner's own, the greater holds.
    """

    ROLES = [
        ("owner", "Owner"),
        ("instructor", "Co-instructor"),
        ("assistant", "Assistant"),
        ("learner", "Learner"),
    ]

    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, related_name="memberships")
    learner = models.ForeignKey(
        Learner, null=True, blank=True, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(max_length=10, choices=ROLES, default="learner")
    name = models.CharField(max_length=120)  # as the class knows them
    roster_id = models.CharField(max_length=64, blank=True)  # a number of the school's, such as SIS User ID
    seat_code = models.CharField(max_length=16, null=True, blank=True, unique=True)
    groups = models.ManyToManyField(ClassGroup, blank=True, related_name="members")
    time_factor = models.DecimalField(max_digits=3, decimal_places=2, default=1)
    added_at = models.DateTimeField()
    joined_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(
        null=True, blank=True
    )  # removed or gone; nothing of the class opens any more
    removed = models.BooleanField(default=False)  # by the staff: the code of the class does not let back in

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["classroom", "learner"], name="membership_once"),
            models.UniqueConstraint(
                fields=["classroom", "roster_id"],
                condition=~Q(roster_id=""),
                name="membership_roster_id_once",
            ),
            models.UniqueConstraint(
                fields=["classroom"], condition=Q(role="owner", left_at=None), name="membership_one_owner"
            ),
            models.CheckConstraint(
                condition=Q(time_factor__gte=1, time_factor__lte=5), name="membership_factor_in_range"
            ),
        ]
        indexes = [models.Index(fields=["learner", "classroom"], name="membership_by_learner")]

    def __str__(self) -> str:
        return f"{self.name} in {self.classroom_id}"


class RosterDraft(models.Model):
    """A class list that was read and not imported yet; one of each person who reads one, the newest."""

    membership = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="draft")
    rows = models.JSONField()  # [[line, name, id, groups or null, factor or null], …]
    faults = models.JSONField()  # [[line, text], …]
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"list of {self.made_at:%Y-%m-%d}"


class QuestionDraft(models.Model):
    """Questions that were read from a file and not imported yet; one of each person, the newest."""

    membership = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="question_draft")
    text = models.TextField()  # the questions that can be used, in the content format
    faults = models.JSONField()  # [[line, text, name, left out], …] of what was read
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"questions of {self.made_at:%Y-%m-%d}"


class Assignment(models.Model):
    """Something to do for a class: for all of it, or for the groups and members named.

    `task` by kind: {"lesson": slug}, {"objectives": [code, …], "size": n, "pick": pick, "subject": idea} or
    {"pick": "set", "questions": [slug, …]}, {"reviews": n}, {"counts": "best" or "latest"} with `exam` set,
    {"path": slug, "challenge": id}.
    """

    KINDS = [
        ("lesson", "Lesson"),
        ("practice", "Practice set"),
        ("review", "Reviews"),
        ("exam", "Mock exam"),
        ("path", "Path challenge"),
    ]

    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, related_name="assignments")
    kind = models.CharField(max_length=8, choices=KINDS)
    title = models.CharField(max_length=160)
    task = models.JSONField(default=dict)
    exam = models.ForeignKey(
        Exam, null=True, blank=True, on_delete=models.PROTECT, related_name="assignments"
    )
    for_all = models.BooleanField(default=True)
    groups = models.ManyToManyField(ClassGroup, blank=True, related_name="assignments")
    members = models.ManyToManyField(Membership, blank=True, related_name="assignments")
    opens_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_at", "id"]

    def __str__(self) -> str:
        return self.title


class AssignmentException(models.Model):
    """Other times for one member. None means the time of everybody."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="exceptions")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="exceptions")
    opens_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "membership"], name="assignment_exception_once")
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} for {self.membership_id}"


class AssignmentHelp(models.Model):
    """Somebody is stuck and says so; taken back, the row is gone."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="calls")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="calls")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "membership"], name="assignment_help_once")
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} is stuck in {self.assignment_id}"
