"""Room 2, what is remembered: fields, constraints, `__str__` and one-line properties."""

from studyapp.models.accounts import Learner, RecoveryCode, User
from studyapp.models.answers import Answer
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
from studyapp.models.paths import LabPath, PathAnswer
from studyapp.models.practice import PracticeItem, PracticeSession
from studyapp.models.reports import QuestionReport
from studyapp.models.reviews import Memory, ParameterSet, Review
from studyapp.models.search import SearchDocument

__all__ = [
    "Answer",
    "Attempt",
    "AttemptEvent",
    "AttemptItem",
    "Card",
    "Confusable",
    "Exam",
    "ExamPool",
    "Idea",
    "LabPath",
    "Learner",
    "Lesson",
    "LessonProgress",
    "Memory",
    "Objective",
    "ParameterSet",
    "PathAnswer",
    "PracticeItem",
    "PracticeSession",
    "Question",
    "QuestionReport",
    "QuestionVersion",
    "RecoveryCode",
    "Release",
    "Review",
    "SearchDocument",
    "Term",
    "User",
]
