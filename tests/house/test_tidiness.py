"""Names, lengths and excuses."""

import pytest

from tests.house.conftest import Tree
from tests.house.sources import ROOT, sources
from tests.house.tidiness import bare_excuses, catch_alls, long_files, unwanted_files

UNWANTED = (".python-version", "Makefile", "requirements.txt", "setup.py", "setup.cfg", "pytest.ini")


def test_a_file_may_be_as_long_as_the_limit(tree: Tree) -> None:
    lengths = {"a": 4, "b": 5, "c": 6, "migrations/0001_start": 900}
    root = tree({f"studyapp/{name}.py": "x = 1\n" * length for name, length in lengths.items()})
    assert long_files(sources(root), limit=4) == [
        "studyapp/c.py: 6 lines, at most 4",
        "studyapp/b.py: 5 lines, at most 4",
    ]


def test_a_name_that_says_nothing_is_told(tree: Tree) -> None:
    good = {"studyapp/views/access.py": "", "studyapp/domain/common_terms.py": ""}
    bad = {"studyapp/utils.py": "", "studyapp/views/helpers/x.py": "", "studyapp/signals.py": ""}
    assert catch_alls(sources(tree(good | bad))) == [
        "studyapp/signals.py: name it by what it does",
        "studyapp/utils.py: name it by what it does",
        "studyapp/views/helpers/x.py: name it by what it does",
    ]


@pytest.mark.parametrize(
    ("comment", "excused"),
    [
        ("# type: ignore[arg-type]  # Django types this as required", True),
        ("# noqa: S105 - a name, not a secret", True),
        ("# an ordinary comment", True),
        ("# type: ignore[arg-type]", False),
        ("# type: ignore  # because", False),
        ("# noqa", False),
        ("# noqa: S105", False),
    ],
)
def test_an_excuse_needs_a_rule_and_a_reason(tree: Tree, comment: str, excused: bool) -> None:
    told = bare_excuses(sources(tree({"studyapp/a.py": f"text = '# noqa'\nx = 1  {comment}\n"})))
    expected = f"studyapp/a.py:2: an excuse needs a rule and a reason: {comment}"
    assert told == ([] if excused else [expected])


def test_an_unwanted_file_is_told(tree: Tree) -> None:
    assert unwanted_files(tree({"Makefile": ""}), UNWANTED) == ["Makefile"]


def test_no_file_of_the_house_is_too_long() -> None:
    assert long_files(sources(ROOT)) == []


def test_every_module_of_the_house_has_a_telling_name() -> None:
    assert catch_alls([*sources(ROOT), *sources(ROOT, "tests")]) == []


def test_every_excuse_in_the_house_has_a_reason() -> None:
    assert bare_excuses([*sources(ROOT), *sources(ROOT, "tests")]) == []


def test_set_up_stays_in_one_place() -> None:
    assert unwanted_files(ROOT, UNWANTED) == []
