"""Where CI=true, a test that must run may not be skipped: green has to mean that it ran.

Tests marked `e2e` need a browser, tests marked `postgres` need PostgreSQL as the database. On one's own
computer both are skipped with a reason where that is missing. tests/conftest.py loads this as a plugin.
"""

import os
from collections.abc import Generator

import pytest


def required_marks(environment: os._Environ[str] | dict[str, str]) -> frozenset[str]:
    """The marks whose tests have to run here."""
    if environment.get("CI", "").lower() not in {"1", "true"}:
        return frozenset()
    on_postgres = environment.get("DATABASE_URL", "").startswith(("postgres:", "postgresql:"))
    return frozenset({"e2e", "postgres"} if on_postgres else {"e2e"})


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip of a required test into a failure that repeats the reason."""
    report = yield
    marks = required_marks(os.environ).intersection(mark.name for mark in item.iter_markers())
    if report.skipped and marks and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"CI must run tests marked {', '.join(sorted(marks))}: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Refuse to skip a whole file: what is in it, and so which marks, is not known."""
    report = yield
    if report.skipped and required_marks(os.environ):
        report.outcome = "failed"
        report.longrepr = f"CI must not skip a whole file: {report.longrepr}"
    return report
