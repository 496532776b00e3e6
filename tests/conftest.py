"""What every test may rely on: the small course published once, plain static files, quick passwords."""

from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker, Settings

from studyapp.actions.publish import publish
from studyapp.models import Release
from tests.factories.course import small_course, write

pytest_plugins = ["tests.required"]  # in CI, a test that cannot run is a failure
hypothesis.settings.register_profile("house", deadline=None)  # a busy machine is no fault of the rules
hypothesis.settings.load_profile("house")
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)  # a Tuesday noon, far from any change of clocks


@pytest.fixture(scope="session")
def small_content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder the small course was written to."""
    return write(tmp_path_factory.mktemp("content"), small_course())


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite in a file, as in earnest: of one in memory, threads that write at once get an error."""
    if connection.vendor == "sqlite":
        file = tmp_path_factory.mktemp("database") / "test.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = str(file)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker, small_content: Path) -> None:
    """The test database, with the small course in it; each test's own changes are rolled back."""
    with django_db_blocker.unblock():
        outcome = publish(small_content, now=NOW)
        assert outcome.problems == (), outcome.problems


@pytest.fixture
def published(transactional_db: None, small_content: Path) -> None:
    """For tests with a live server: the small course again, since the one before emptied the database."""
    if not Release.objects.exists():
        publish(small_content, now=NOW)


@pytest.fixture(autouse=True)
def quick_settings(settings: Settings) -> None:
    """No collected static files, and a hasher that is quick."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
