"""Room 2, what is remembered: fields, constraints, `__str__` and one-line properties."""

from studyapp.models.accounts import Learner, User
from studyapp.models.answers import Answer
from studyapp.models.content import Card, Exam, Lesson, Objective, Question, QuestionVersion, Release, Term
from studyapp.models.exams import Attempt, AttemptEvent, AttemptItem
from studyapp.models.lessons import LessonProgress
from studyapp.models.practice import PracticeItem, PracticeSession
from studyapp.models.reviews import Memory, Review

__all__ = [
    "Answer",
    "Attempt",
    "AttemptEvent",
    "AttemptItem",
    "Card",
    "Exam",
    "Learner",
    "Lesson",
    "LessonProgress",
    "Memory",
    "Objective",
    "PracticeItem",
    "PracticeSession",
    "Question",
    "QuestionVersion",
    "Release",
    "Review",
    "Term",
    "User",
]
