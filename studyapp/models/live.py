"""Live rooms: a question put to a class in two rounds."""

from django.db import models
from django.db.models import Q

from studyapp.models.answers import Answer
from studyapp.models.classes import Classroom, Membership
from studyapp.models.content import QuestionVersion


class LiveRoom(models.Model):
    """One live session of a class. Whatever anybody there may see follows from these rows alone."""

    NAMING = [("named", "Named"), ("pseudonymous", "Pseudonymous"), ("anonymous", "Anonymous")]

    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, related_name="rooms")
    title = models.CharField(max_length=120)
    code = models.CharField(max_length=16, unique=True)  # of its addresses
    naming = models.CharField(max_length=12, choices=NAMING, default="pseudonymous")
    version = models.PositiveIntegerField(default=1)  # grows with every change that somebody has to be shown
    current = models.ForeignKey(
        "LiveQuestion", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    board = models.JSONField(
        null=True, blank=True
    )  # the path on the screen: {"path", "chosen": [ids], "hop"}
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at"]

    def __str__(self) -> str:
        return self.title


class LiveQuestion(models.Model):
    """A question of a room and how far it has come. The server alone moves its phase on."""

    PHASES = [
        ("waiting", "Not asked yet"),
        ("vote1", "First vote"),
        ("discuss", "Discussion"),
        ("vote2", "Second vote"),
        ("revealed", "Revealed"),
    ]

    room = models.ForeignKey(LiveRoom, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey(
        QuestionVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # On the spot: {"text", "options": […], "right": n or null}. A challenge of the path lab: what
    # queries.liveboard.challenge_asked makes of it, kept as it was asked.
    spot = models.JSONField(null=True, blank=True)
    order = models.JSONField(default=list)  # option ids as everybody sees them
    phase = models.CharField(max_length=8, choices=PHASES, default="waiting")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "position"], name="live_position_once"),
            models.CheckConstraint(
                condition=Q(version__isnull=False) | Q(spot__isnull=False),
                name="live_question_asks_something",
            ),
        ]
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.room_id} #{self.position}"


class LiveParticipant(models.Model):
    """Somebody in a room. In an anonymous one `membership` stays empty: nothing tells who it was."""

    room = models.ForeignKey(LiveRoom, on_delete=models.CASCADE, related_name="participants")
    membership = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    tag = models.CharField(max_length=40)  # finds the same person again: keyed by room, see domain.live
    pseudonym = models.CharField(max_length=40, blank=True)
    joined_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "tag"], name="live_participant_once")]

    def __str__(self) -> str:
        return f"{self.pk} in {self.room_id}"


class LivePair(models.Model):
    """Two who answered differently and talk it over."""

    question = models.ForeignKey(LiveQuestion, on_delete=models.CASCADE, related_name="pairs")
    one = models.ForeignKey(LiveParticipant, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(LiveParticipant, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.one_id} and {self.other_id}"


class LiveVote(models.Model):
    """What somebody chose in a round. The newest while the round is open stands."""

    question = models.ForeignKey(LiveQuestion, on_delete=models.CASCADE, related_name="votes")
    participant = models.ForeignKey(LiveParticipant, on_delete=models.CASCADE, related_name="votes")
    round = models.PositiveSmallIntegerField()  # 1 or 2
    response = models.JSONField()  # grading.Response as a list; of a question on the spot, [number]
    correct = models.BooleanField(null=True)  # None: on the spot, without a key
    answer = models.OneToOneField(Answer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "participant", "round"], name="live_vote_once"),
            models.CheckConstraint(condition=Q(round__in=(1, 2)), name="live_vote_round"),
        ]

    def __str__(self) -> str:
        return f"vote {self.pk}"
