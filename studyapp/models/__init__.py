"""Room 2, what is remembered: fields, constraints, `__str__` and one-line properties."""

from studyapp.models.accounts import CalendarFeed, Learner, RecoveryCode, User
from studyapp.models.answers import Answer
from studyapp.models.classes import (
    Assignment,
    AssignmentException,
    AssignmentHelp,
    ClassGroup,
    Classroom,
    Membership,
    QuestionDraft,
    RosterDraft,
)
from studyapp.models.content import (
    Card,
    Confusable,
    Exam,
    Idea,
    Lesson,
    Objective,
    Question,
    QuestionVersion,
    Release,
    Term,
)
from studyapp.models.exams import Attempt, AttemptEvent, AttemptItem, ExamPool
from studyapp.models.lessons import LessonProgress
from studyapp.models.live import LivePair, LiveParticipant, LiveQuestion, LiveRoom, LiveVote
from studyapp.models.paths import LabPath, PathAnswer
from studyapp.models.practice import PracticeItem, PracticeSession
from studyapp.models.repairs import KeyRepair, RepairedResult
from studyapp.models.reports import QuestionReport
from studyapp.models.reviews import Memory, ParameterSet, Review
from studyapp.models.search import SearchDocument
from studyapp.models.throttles import Throttle

__all__ = [
    "Answer",
    "Assignment",
    "AssignmentException",
    "AssignmentHelp",
    "Attempt",
    "AttemptEvent",
    "AttemptItem",
    "CalendarFeed",
    "Card",
    "ClassGroup",
    "Classroom",
    "Confusable",
    "Exam",
    "ExamPool",
    "Idea",
    "KeyRepair",
    "LabPath",
    "Learner",
    "Lesson",
    "LessonProgress",
    "LivePair",
    "LiveParticipant",
    "LiveQuestion",
    "LiveRoom",
    "LiveVote",
    "Membership",
    "Memory",
    "Objective",
    "ParameterSet",
    "PathAnswer",
    "PracticeItem",
    "PracticeSession",
    "Question",
    "QuestionDraft",
    "QuestionReport",
    "QuestionVersion",
    "RecoveryCode",
    "Release",
    "RepairedResult",
    "Review",
    "RosterDraft",
    "SearchDocument",
    "Term",
    "Throttle",
    "User",
]
