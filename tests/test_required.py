"""Skipped tests that CI insists on."""

import pytest

from tests import required
from tests.required import required_marks

pytest_plugins = ["pytester"]
OPTIONS = ("-p", "no:django", "-p", "no:xdist", "-W", "ignore::pytest.PytestUnknownMarkWarning")
MODULE = """
import pytest

@pytest.mark.{mark}
def test_marked():
    pytest.skip("no browser here")

def test_plain():
    pytest.skip("not on this system")
"""


@pytest.mark.parametrize(
    ("environment", "marks"),
    [
        ({}, set()),
        ({"CI": ""}, set()),
        ({"CI": "false"}, set()),
        ({"CI": "true"}, {"e2e"}),
        ({"CI": "1", "DATABASE_URL": "sqlite:///x"}, {"e2e"}),
        ({"CI": "true", "DATABASE_URL": "postgresql://localhost/x"}, {"e2e", "postgres"}),
        ({"DATABASE_URL": "postgresql://localhost/x"}, set()),
    ],
)
def test_what_is_required_where(environment: dict[str, str], marks: set[str]) -> None:
    assert required_marks(environment) == marks


@pytest.mark.parametrize(
    ("mark", "ci", "outcomes"),
    [
        ("e2e", "true", {"failed": 1, "skipped": 1}),
        ("postgres", "true", {"skipped": 2}),
        ("e2e", "", {"skipped": 2}),
    ],
)
def test_a_skip_of_a_required_test_fails(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, mark: str, ci: str, outcomes: dict[str, int]
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    pytester.makeini("[pytest]")
    pytester.makepyfile(MODULE.format(mark=mark))
    told = pytester.runpytest_inprocess(*OPTIONS, plugins=[required])
    told.assert_outcomes(**outcomes)
    complaint = f"CI must run tests marked {mark}: "
    assert (complaint in told.stdout.str()) is ("failed" in outcomes)


def test_a_whole_file_is_not_skipped(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    pytester.makeini("[pytest]")
    pytester.makepyfile("import pytest\npytest.skip('no browser here', allow_module_level=True)")
    told = pytester.runpytest_inprocess(*OPTIONS, plugins=[required])
    told.assert_outcomes(errors=1)
