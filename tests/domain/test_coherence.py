"""The rules that hold between files. Each test spoils one thing of a course in which all is well."""

from datetime import date

import pytest

from studyapp.domain import coherence
from studyapp.domain.documents import Course
from studyapp.domain.markup import Markup
from tests.domain import samplecourse as sample


def errors_of(course: Course) -> list[str]:
    return [str(problem) for problem in coherence.check(course, today=sample.TODAY).errors]


def warnings_of(course: Course) -> list[str]:
    return [str(problem) for problem in coherence.check(course, today=sample.TODAY).warnings]


def with_question(**changes: object) -> Course:
    """The sound course with one more question, spoilt."""
    whole = sample.course()
    return whole.model_copy(update={"questions": (*whole.questions, sample.question("tls-z", **changes))})


def test_a_sound_course_has_no_findings() -> None:
    assert coherence.check(sample.course(), today=sample.TODAY) == coherence.Findings((), ())


def test_findings_are_the_same_whether_or_not_markup_is_shared() -> None:
    course = with_question(stem="<b>Bold</b>?")
    alone = coherence.check(course, today=sample.TODAY)
    assert alone == coherence.check(course, today=sample.TODAY, markup=Markup(course))
    assert [problem.line for problem in alone.errors] == [11, 11]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"cards": [sample.card(1), *(sample.card(n) for n in range(1, 13))]}, "card 'card-1'"),
        ({"terms": [sample.term(), sample.term()]}, "glossary term 'tls'"),
        ({"exams": [sample.exam(), sample.exam()]}, "exam 'form'"),
        ({"paths": [sample.path(), sample.path()]}, "path 'web'"),
    ],
)
def test_an_id_is_given_once(changes: dict[str, object], message: str) -> None:
    found = errors_of(sample.course(**changes))
    assert any(f"{message} is given twice (first in " in error for error in found)


def test_a_duplicate_question_id_names_both_files() -> None:
    again = sample.question("tls-p0", file="questions/other/tls-p0.md", stem="quite another stem?")
    whole = sample.course()
    course = whole.model_copy(update={"questions": (*whole.questions, again)})
    assert errors_of(course) == [
        "questions/other/tls-p0.md:1: question 'tls-p0' is given twice (first in questions/tls/tls-p0.md:1)"
    ]


def test_two_terms_cannot_share_a_spelling() -> None:
    terms = [sample.term(), sample.term("Transport Layer Security", also=["tls"], line=9)]
    assert errors_of(sample.course(terms=terms)) == [
        "glossary.md:9: glossary spelling 'tls' is given twice (first in glossary.md:3)"
    ]


def test_every_objective_needs_a_lesson_cards_and_questions() -> None:
    empty = sample.info(objectives=[*sample.info().objectives, {"id": "S4", "short": "x", "title": "y"}])
    assert errors_of(sample.course(info=empty)) == [
        "course.yaml:1: objective S4 has 0 cards; it needs 12",
        "course.yaml:1: objective S4 has 0 questions; it needs 20",
        "course.yaml:1: objective S4 has no lesson",
    ]


def test_the_thresholds_are_inclusive_and_count_both_pools() -> None:
    whole = sample.course()
    fewer = whole.model_copy(update={"cards": whole.cards[1:], "questions": whole.questions[1:]})
    assert errors_of(fewer) == [
        "course.yaml:1: objective K1 has 11 cards; it needs 12",
        "course.yaml:1: objective K1 has 19 questions; it needs 20",
    ]


def test_a_blueprint_must_fill_two_forms_from_first_objectives() -> None:
    assert errors_of(sample.course(exams=[sample.exam(blueprint={"K1": 3})])) == [
        "exams/form.yaml:1: the blueprint needs 6 exam questions that name K1 first (two forms of 3); "
        "there are 4"
    ]
    assert errors_of(sample.course(exams=[sample.exam(unscored=2)])) == [
        "exams/form.yaml:1: an exam needs at least one question that counts"
    ]
    assert errors_of(sample.course(exams=[sample.exam(blueprint={"K1": 0})])) == [
        "exams/form.yaml:1: an exam needs at least one question that counts",
        "exams/form.yaml:1: the blueprint asks for 0 questions of objective K1",
    ]
    assert "exams/form.yaml:1: there is no objective 'S9'" in errors_of(
        sample.course(exams=[sample.exam(blueprint={"K1": 1, "S9": 1})])
    )


def test_the_facts_of_the_exam_add_up() -> None:
    facts = sample.FACTS.model_copy(update={"unscored": 14, "pass_mark": 1001})
    assert errors_of(sample.course(info=sample.info(exam=facts))) == [
        "course.yaml:1: scored and unscored questions do not add up to the exam's questions",
        "course.yaml:1: the pass mark does not lie on the scale",
    ]


def test_lessons_stand_in_the_order_of_the_course() -> None:
    long = "word " * 500
    first = sample.lesson("later", file="lessons/020-later.md", body=long)
    second = sample.lesson("tls", needs=["later", "gone"], body=long)
    third = sample.lesson("stray", file="lessons/030-stray.md", body=long, needs=["tls"])
    info = sample.info(lessons=["later", "tls", "missing"])
    course = sample.course(info=info, lessons=[first, second, third], diagrams=[])
    assert errors_of(course) == [
        "course.yaml:1: there is no lesson 'missing'",
        "lessons/010-tls.md:1: comes after lessons/020-later.md in course.yaml; "
        "number the files in that order",
        "lessons/010-tls.md:1: needs lesson 'gone', which does not exist",
        "lessons/030-stray.md:1: lesson 'stray' is not listed in course.yaml",
    ]


def test_a_lesson_is_listed_once() -> None:
    assert errors_of(sample.course(info=sample.info(lessons=["tls", "tls"]))) == [
        "course.yaml:1: a lesson is listed twice"
    ]


def test_a_lesson_builds_on_earlier_lessons_only() -> None:
    course = sample.course(lessons=[sample.lesson(needs=["tls"])], diagrams=[])
    assert errors_of(course) == ["lessons/010-tls.md:1: needs lesson 'tls', which does not come earlier"]


def test_a_lesson_needs_500_words_that_are_read() -> None:
    diagrams = "\n\n![One hop](diagrams/hop.svg)\n\n/// check | tls-p0\n///\n"
    course = sample.course(lessons=[sample.lesson(body="word " * 497 + diagrams)])
    # 497 words and a caption of two: the drawing and the question are not read as text.
    assert errors_of(course) == ["lessons/010-tls.md:1: the lesson has 499 words; it needs 500"]


def test_a_path_belongs_to_lessons_and_objectives_of_the_course() -> None:
    path = sample.path(lessons=["tls", "gone"], objectives=["K1", "K1", "S9"])
    assert errors_of(sample.course(paths=[path])) == [
        "paths/web.yaml:1: an objective is named twice",
        "paths/web.yaml:1: there is no lesson 'gone'",
        "paths/web.yaml:1: there is no objective 'S9'",
    ]


def test_faults_of_the_texts_of_a_path_are_found_on_their_lines() -> None:
    control = sample.control(say="<i>", requires=["fine", "[y](http://x.y)"])
    challenge = sample.challenge(ask="line\n<b>", hints=["fine", "# Heading"], solved="[x](lessons/gone)")
    lines = {
        "summary": 3,
        "controls.0.say": 12,
        "controls.0.requires": 14,
        "controls.0.requires.1": 16,
        "challenges.0.ask": 20,
        "challenges.0.hints.1": 24,
        "challenges.0.solved": 25,
    }
    path = sample.path(summary="/// key | T\n///", controls=[control], challenges=[challenge], lines=lines)
    assert [error.split(":")[1] for error in errors_of(sample.course(paths=[path]))] == [
        *("3", "12", "16", "21", "24", "25"),
    ]


def test_faults_of_texts_are_found_on_their_lines() -> None:
    whole = sample.course()
    lesson = sample.lesson(body="word " * 500 + "\n\n![One hop](diagrams/hop.svg)\n\n[x](lessons/gone)")
    option = sample.choice("one\ntwo <i>", line=18).model_copy(update={"why": "three\n[y](http://x.y)"})
    question = sample.question("tls-z", choices=(*sample.choices(count=3), option))
    course = whole.model_copy(
        update={
            "lessons": (lesson,),
            "questions": (*whole.questions, question),
            "cards": (*whole.cards, sample.card(13, back="line\n\n/// key | T\n///")),
            "terms": (sample.term(definition="# Heading"),),
        }
    )
    assert errors_of(course) == [
        "cards/tls.md:113: blocks belong in lessons only",
        "glossary.md:6: headings belong in lessons only; write \\# for the character",
        "lessons/010-tls.md:14: there is no lesson 'gone'",
        "questions/tls/tls-z.md:19: raw HTML is not allowed: <i>",
        "questions/tls/tls-z.md:21: link to 'http://x.y': use https://…, lessons/<id> or glossary#<id>",
    ]


def test_unbalanced_difficulty_is_a_warning_per_pool() -> None:
    whole = sample.course()
    levels = {"practice": 1, "exam": 2}
    easy = tuple(q.model_copy(update={"difficulty": levels[q.pool]}) for q in whole.questions)
    assert warnings_of(whole.model_copy(update={"questions": easy})) == [
        "questions:1: 0 of 16 practice questions are of difficulty 3 or 4; aim at half",
        "questions:1: 0 of 4 exam questions are of difficulty 3 or 4; aim at half",
        "questions:1: 16 of 16 practice questions are of difficulty 1; aim at a fifth",
    ]


def test_sources_grow_stale_after_180_days() -> None:
    course = sample.course()
    assert coherence.check(course, today=date(2027, 5, 22)).warnings == ()  # 180 days
    stale = coherence.check(course, today=date(2027, 5, 23)).warnings
    assert len(stale) == 23  # course.yaml, the lesson, the path and 20 questions
    assert str(stale[1]) == "lessons/010-tls.md:1: a source was last checked on 2026-11-23, 181 days ago"
    early = coherence.check(course, today=date(2026, 11, 22)).warnings
    assert early[0].message == "a source is said to be checked on 2026-11-23, which lies in the future"


def test_what_nothing_uses_or_tests_is_a_warning() -> None:
    whole = sample.course()
    more = sample.lesson("more", file="lessons/020-more.md")
    info = sample.info(lessons=["tls", "more"])
    unused = sample.diagram(name="spare", file="diagrams/spare.svg")
    course = whole.model_copy(
        update={"info": info, "lessons": (*whole.lessons, more), "diagrams": (*whole.diagrams, unused)}
    )
    assert warnings_of(course) == [
        "diagrams/spare.svg:1: no lesson, card or question shows this diagram",
        "lessons/020-more.md:1: no card and no question belongs to this lesson",
    ]
