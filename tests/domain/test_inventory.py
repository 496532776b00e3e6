"""What a course holds, counted."""

from studyapp.domain import inventory
from studyapp.domain.documents import Problem
from studyapp.domain.inventory import ObjectiveCounts
from tests.domain import samplecourse as sample


def small() -> inventory.Inventory:
    """Two objectives, three single questions and one of each other kind."""
    objectives = [*sample.info().objectives, {"id": "S4", "short": "x", "title": "y"}]
    long = (sample.choice("the longest option of all", correct=True), *sample.choices(9)[1:])
    questions = [
        sample.question("a", choices=long, difficulty=1),
        sample.question("b", choices=sample.choices(2), objectives=["S4", "K1"], difficulty=4),
        sample.question("c", choices=sample.choices(2), pool="exam"),
        sample.question("d", kind="multiple", choices=sample.choices(0), pool="exam", objectives=["S4"]),
        sample.ordering(),
        sample.matching(),
    ]
    course = sample.course(
        info=sample.info(objectives=objectives),
        questions=questions,
        cards=[sample.card(1), sample.card(2, objectives=["K1", "S4"])],
    )
    return inventory.take(course)


def test_an_inventory_counts_every_objective_that_is_named() -> None:
    assert small().objectives == {
        "K1": ObjectiveCounts(lessons=1, cards=2, practice=4, exam=1),
        "S4": ObjectiveCounts(lessons=0, cards=1, practice=1, exam=1),
    }


def test_cueing_is_measured_on_single_questions() -> None:
    assert small().cueing == inventory.Cueing(longest_is_key=0.3333, key_positions=(1, 0, 2))


def test_the_json_has_these_keys() -> None:
    error = Problem(file="a.md", line=3, message="wrong")
    assert inventory.as_json(small(), errors=[error], warnings=[]) == {
        "errors": [{"file": "a.md", "line": 3, "message": "wrong"}],
        "warnings": [],
        "counts": {
            "lessons": 1,
            "cards": 2,
            "terms": 1,
            "paths": 1,
            "diagrams": 1,
            "questions": {"practice": 4, "exam": 2},
        },
        "objectives": {
            "K1": {"lessons": 1, "cards": 2, "practice": 4, "exam": 1},
            "S4": {"lessons": 0, "cards": 1, "practice": 1, "exam": 1},
        },
        "kinds": {"single": 3, "multiple": 1, "ordering": 1, "matching": 1},
        "difficulty": {"1": 1, "2": 0, "3": 4, "4": 1},
        "cueing": {"longest_is_key": 0.3333, "key_positions": (1, 0, 2)},
    }


def test_without_a_course_the_json_holds_the_faults_alone() -> None:
    warning = Problem(file="a.md", line=3, message="odd")
    assert inventory.as_json(None, errors=[], warnings=[warning]) == {
        "errors": [],
        "warnings": [{"file": "a.md", "line": 3, "message": "odd"}],
    }


def test_an_empty_course_divides_by_nothing() -> None:
    cueing = inventory.take(sample.course(questions=[])).cueing
    assert cueing == inventory.Cueing(longest_is_key=0.0, key_positions=())
