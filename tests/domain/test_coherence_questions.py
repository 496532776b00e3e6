"""What makes a question faulty, and what gives its key away."""

import pytest

from studyapp.domain import coherence, cueing
from studyapp.domain.documents import Course
from tests.domain import samplecourse as sample


def errors_of(course: Course) -> list[str]:
    return [str(problem) for problem in coherence.check(course, today=sample.TODAY).errors]


def warnings_of(course: Course) -> list[str]:
    return [str(problem) for problem in coherence.check(course, today=sample.TODAY).warnings]


def with_question(**changes: object) -> Course:
    """The sound course with one more question, spoilt."""
    whole = sample.course()
    return whole.model_copy(update={"questions": (*whole.questions, sample.question("tls-z", **changes))})


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"objectives": ["K1", "K9"]}, "questions/tls/tls-z.md:1: there is no objective 'K9'"),
        ({"objectives": ["K1", "K1"]}, "questions/tls/tls-z.md:1: an objective is named twice"),
        ({"lesson": "gone"}, "questions/tls/tls-z.md:1: there is no lesson 'gone'"),
        (
            {"file": "questions/tls/other.md"},
            "questions/tls/other.md:1: the file must be named after its id 'tls-z'",
        ),
        (
            {"choices": sample.choices(key=9)},
            "questions/tls/tls-z.md:1: a single question has exactly one option marked [x], not 0",
        ),
        (
            {"choices": sample.choices(count=3)},
            "questions/tls/tls-z.md:1: a single question has 4 options, not 3",
        ),
        (
            {"choices": (*sample.choices(count=3), sample.choice("First  thing", line=18))},
            "questions/tls/tls-z.md:18: says the same as line 12",
        ),
        (
            {"kind": "multiple", "choices": sample.choices(count=5)},
            "questions/tls/tls-z.md:1: a multiple question has two or three options marked [x], not 1",
        ),
    ],
)
def test_a_faulty_question_is_one_error(changes: dict[str, object], expected: str) -> None:
    assert errors_of(with_question(**changes)) == [expected]


def two_keys() -> tuple[object, ...]:
    return tuple(sample.choice(f"option {at} of {at}", correct=at < 2, line=12 + 2 * at) for at in range(5))


def test_a_multiple_question_says_how_many() -> None:
    multiple = {"kind": "multiple", "choices": two_keys()}
    assert errors_of(with_question(**multiple, stem="Which? (Choose TWO.)")) == []
    assert errors_of(with_question(**multiple, stem="Which? (Choose THREE.)")) == [
        'questions/tls/tls-z.md:11: the stem must end with "(Choose TWO.)"'
    ]


def test_ordering_and_matching_belong_to_practice() -> None:
    whole = sample.course()
    practice = (*whole.questions, sample.ordering(), sample.matching())
    assert errors_of(whole.model_copy(update={"questions": practice})) == []
    of_the_exam = {"pool": "exam", "idea": "idea-0"}
    exam = (*whole.questions, sample.ordering(**of_the_exam), sample.matching(**of_the_exam))
    assert errors_of(whole.model_copy(update={"questions": exam})) == [
        "questions/tls/tls-match.md:1: matching questions belong in the practice pool",
        "questions/tls/tls-order.md:1: ordering questions belong in the practice pool",
    ]


def test_the_longest_option_should_not_be_the_key_too_often() -> None:
    long = (sample.choice("the longest of all four options", correct=True), *sample.choices(9)[1:])
    whole = sample.course()
    questions = [
        question.model_copy(update={"choices": long}) if at < 8 else question
        for at, question in enumerate(whole.questions)
    ]
    spoilt = whole.model_copy(update={"questions": tuple(questions)})
    names = ", ".join(f"tls-p{at}" for at in range(8))
    assert warnings_of(spoilt) == [
        f"questions/tls:1: the key is the longest option in 8 of 20 single questions: {names}"
    ]
    fewer = whole.model_copy(update={"questions": (*questions[:7], *whole.questions[7:])})
    assert warnings_of(fewer) == []  # 7 of 20 are exactly 35 %


def test_a_key_as_long_as_a_distractor_is_not_the_longest() -> None:
    level = (sample.choice("eight ch", correct=True), sample.choice("eight ce"))
    assert not cueing.longest_is_key(sample.question(choices=level))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("All of the above", 'an option says "all of the above" or the like'),
        ("None of these options", 'an option says "all of the above" or the like'),
        ("It never works", "only wrong options say always or never"),
        ("Third, place", "nearly the same as the option on line 16"),
    ],
)
def test_an_option_that_gives_the_key_away_is_a_warning(text: str, message: str) -> None:
    options = (*sample.choices(count=3), sample.choice(text, line=18))
    assert warnings_of(with_question(choices=options)) == [f"questions/tls/tls-z.md:18: {message}"]


def test_absolute_words_in_the_key_too_are_fair() -> None:
    options = (sample.choice("Always on", correct=True), *sample.choices(9, 3)[1:], sample.choice("Never"))
    assert warnings_of(with_question(choices=options)) == []


def test_stems_nearly_alike_are_a_warning() -> None:
    course = with_question(stem="tls-p3 tls-p3-x tls-p3-y!")
    assert warnings_of(course) == [
        "questions/tls/tls-z.md:11: the stem is nearly that of 'tls-p3' (100% of word pairs shared)"
    ]
