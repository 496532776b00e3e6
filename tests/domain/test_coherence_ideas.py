"""Ideas, sections and confusables: what they name is there, and a missed exam question leads somewhere."""

import pytest

from studyapp.domain import coherence
from studyapp.domain.documents import Confusables, Course
from tests.domain import samplecourse as sample


def findings_of(course: Course) -> coherence.Findings:
    return coherence.check(course, today=sample.TODAY)


def errors_of(course: Course) -> list[str]:
    return [str(problem) for problem in findings_of(course).errors]


def with_question(**changes: object) -> Course:
    """The sound course with one more question."""
    whole = sample.course()
    return whole.model_copy(update={"questions": (*whole.questions, sample.question("tls-z", **changes))})


def with_pairs(*files: Confusables) -> Course:
    """The sound course with these pairs."""
    return sample.course().model_copy(update={"confusables": files})


def test_a_section_of_the_lesson_may_be_named() -> None:
    assert findings_of(with_question(section="s-one")) == coherence.Findings((), ())


def test_a_section_that_the_lesson_has_not() -> None:
    whole = with_question(section="s-two")
    spoilt = whole.model_copy(update={"cards": (*whole.cards, sample.card(13, section="one"))})
    assert errors_of(spoilt) == [
        "cards/tls.md:104: lesson 'tls' has no section 'one'",
        "questions/tls/tls-z.md:1: lesson 'tls' has no section 's-two'",
    ]


def test_headings_of_level_2_and_3_are_sections_and_deeper_ones_are_not() -> None:
    body = "## One\n\n### Deep\n\n#### Deeper\n\n![One hop](diagrams/hop.svg)\n\n" + "word " * 500
    whole = sample.course(lessons=[sample.lesson(body=body)])
    cards = [sample.card(13, section="s-deep"), sample.card(14, section="s-deeper")]
    spoilt = whole.model_copy(update={"cards": (*whole.cards, *cards)})
    assert errors_of(spoilt) == ["cards/tls.md:112: lesson 'tls' has no section 's-deeper'"]


def test_the_section_of_a_lesson_that_does_not_exist_is_one_fault() -> None:
    assert errors_of(with_question(lesson="gone", section="s-one")) == [
        "questions/tls/tls-z.md:1: there is no lesson 'gone'"
    ]


def test_an_exam_question_that_names_no_idea() -> None:
    assert errors_of(with_question(pool="exam")) == [
        "questions/tls/tls-z.md:1: name the idea that it shares with a card or a practice question"
    ]


def test_an_idea_that_exam_questions_alone_have() -> None:
    course = with_question(pool="exam", idea="lonely")
    again = sample.question("tls-y", pool="exam", idea="lonely")
    message = "no card and no practice question shares the idea 'lonely'"
    assert errors_of(course.model_copy(update={"questions": (*course.questions, again)})) == [
        f"questions/tls/tls-y.md:1: {message}",
        f"questions/tls/tls-z.md:1: {message}",
    ]


def test_a_card_is_enough_for_an_exam_question() -> None:
    course = with_question(pool="exam", idea="of-a-card")
    cards = (*course.cards, sample.card(13, idea="of-a-card"))
    assert errors_of(course.model_copy(update={"cards": cards})) == []


def test_a_sound_pair_has_no_findings() -> None:
    assert findings_of(with_pairs(sample.confusables())) == coherence.Findings((), ())


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"lesson": "gone"}, "names lesson 'gone', which does not exist"),
        ({"lesson": "gone", "section": "s-one"}, "names lesson 'gone', which does not exist"),
        ({"section": "s-two"}, "names section 's-two', which lesson 'tls' does not have"),
        ({"ideas": ["idea-1", "gone"]}, "names idea 'gone', which no card and no question has"),
        ({"ideas": ["idea-1", "idea-0"]}, "names idea 'idea-0' on both sides"),
    ],
)
def test_a_pair_that_names_what_is_not_there(changes: dict[str, object], message: str) -> None:
    that = sample.side("That", **{"ideas": ["idea-1"], **changes})
    assert errors_of(with_pairs(sample.confusables(sample.side(), that))) == [
        f"confusables.yaml:1: confusable 'this-or-that' {message}"
    ]


def test_the_id_of_a_pair_is_given_once() -> None:
    pairs = (sample.confusables(), sample.confusables())
    assert errors_of(with_pairs(*pairs)) == [
        "confusables.yaml:1: confusable 'this-or-that' is given twice (first in confusables.yaml:1)"
    ]


def test_a_side_that_cannot_be_drilled_is_a_warning() -> None:
    course = with_pairs(sample.confusables(sample.side(), sample.side("That", ideas=["of-a-card"])))
    cards = (*course.cards, sample.card(13, idea="of-a-card"))
    found = findings_of(course.model_copy(update={"cards": cards}))
    assert [str(problem) for problem in (*found.errors, *found.warnings)] == [
        "confusables.yaml:1: confusable 'this-or-that': no practice question has an idea of 'That'"
    ]


def test_exam_questions_do_not_make_a_side_one_to_drill() -> None:
    whole = with_pairs(sample.confusables())
    fewer = tuple(question for question in whole.questions if question.id != "tls-p13")  # of idea-1
    cards = (*whole.cards, sample.card(13, idea="idea-1"))
    warnings = findings_of(whole.model_copy(update={"questions": fewer, "cards": cards})).warnings
    assert [problem.message for problem in warnings] == [
        "confusable 'this-or-that': no practice question has an idea of 'That'"
    ]
