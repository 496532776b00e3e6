"""Settings: what the environment may say, and the key that is made once."""

import json
import os
import secrets
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from studyapp.settings import database, env_bool, env_folder, env_list, env_text, secret_key

ROOT = Path(__file__).resolve().parent.parent
LONG = "0123456789abcdefghij" * 3

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions and file names")


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever this run was started with is not what is tested."""
    for name in ("SECRET_KEY", "DATABASE_URL", "POWER_SAFE", "SETTING"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("raw", "expected"), [(None, "default"), ("", "default"), ("  ", "default"), (" x ", "x"), ("0", "0")]
)
def test_a_text(monkeypatch: pytest.MonkeyPatch, raw: str | None, expected: str) -> None:
    if raw is not None:
        monkeypatch.setenv("SETTING", raw)
    assert env_text("SETTING", "default") == expected


@pytest.mark.parametrize("raw", ["1", "true", "YES", " on "])
def test_yes(monkeypatch: pytest.MonkeyPatch, raw: str) -> None:
    monkeypatch.setenv("SETTING", raw)
    assert env_bool("SETTING", default=False) is True


@pytest.mark.parametrize("raw", ["0", "False", "no", "OFF"])
def test_no(monkeypatch: pytest.MonkeyPatch, raw: str) -> None:
    monkeypatch.setenv("SETTING", raw)
    assert env_bool("SETTING", default=True) is False


@pytest.mark.parametrize("default", [True, False])
def test_neither_is_the_default(monkeypatch: pytest.MonkeyPatch, default: bool) -> None:
    assert env_bool("SETTING", default=default) is default
    monkeypatch.setenv("SETTING", "")
    assert env_bool("SETTING", default=default) is default


@pytest.mark.parametrize("raw", ["2", "ja", "yes please", "-1", "None"])
def test_anything_else_stops_the_start(monkeypatch: pytest.MonkeyPatch, raw: str) -> None:
    monkeypatch.setenv("SETTING", raw)
    with pytest.raises(ImproperlyConfigured) as refusal:
        env_bool("SETTING", default=False)
    assert str(refusal.value) == f"SETTING must be 1 or 0, not {raw.lower()!r}."


@pytest.mark.parametrize(
    ("raw", "expected"),
    [("", ["default"]), (" , ", ["default"]), ("a", ["a"]), (" a ,, b,", ["a", "b"])],
)
def test_a_list(monkeypatch: pytest.MonkeyPatch, raw: str, expected: list[str]) -> None:
    monkeypatch.setenv("SETTING", raw)
    assert env_list("SETTING", ["default"]) == expected


def test_a_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert env_folder("SETTING", tmp_path) == tmp_path.resolve()
    monkeypatch.setenv("SETTING", str(tmp_path / "a" / ".." / "b c"))
    assert env_folder("SETTING", tmp_path) == (tmp_path / "b c").resolve()
    monkeypatch.setenv("SETTING", "~/study")
    assert env_folder("SETTING", tmp_path) == (Path.home() / "study").resolve()


def test_a_key_is_made_once_and_kept(tmp_path: Path) -> None:
    key = secret_key(tmp_path)
    assert len(key) >= 50
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]
    assert (tmp_path / "secret-key").read_text() == key
    assert secret_key(tmp_path) == key
    (tmp_path / "other").mkdir()
    assert secret_key(tmp_path / "other") != key


@posix
def test_nobody_else_can_read_the_key(tmp_path: Path) -> None:
    secret_key(tmp_path)
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_a_key_from_the_environment_is_used_and_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = secret_key(tmp_path)
    monkeypatch.setenv("SECRET_KEY", LONG)
    assert secret_key(tmp_path) == LONG
    monkeypatch.delenv("SECRET_KEY")
    assert secret_key(tmp_path) == kept


def test_a_short_key_stops_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", LONG[:49])
    with pytest.raises(ImproperlyConfigured) as refusal:
        secret_key(tmp_path)
    assert str(refusal.value) == "SECRET_KEY must have at least 50 characters."
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("key", ["k" * 60, "change-me-" * 6, f"django-insecure-{LONG}"])
def test_a_key_that_was_not_drawn_stops_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv("SECRET_KEY", key)
    with pytest.raises(ImproperlyConfigured) as refusal:
        secret_key(tmp_path)
    assert str(refusal.value) == "SECRET_KEY must be drawn by chance."


COOKIES = """
import json
from studyapp import settings as s
print(json.dumps([s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,
  s.SECURE_HSTS_SECONDS, s.SECURE_SSL_REDIRECT]))
"""


def test_over_https_cookies_belong_to_this_host_alone(tmp_path: Path) -> None:
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "HTTPS": "1", "DEBUG": "0"}
    told = subprocess.run(
        [sys.executable, "-c", COOKIES], env=environment, cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    assert json.loads(told) == ["__Host-sessionid", "__Host-csrftoken", True, True, 365 * 24 * 60 * 60, True]


def in_the_middle(monkeypatch: pytest.MonkeyPatch, happen: Callable[[], object]) -> None:
    """Let something happen while the first start is about to write its key."""
    make = secrets.token_urlsafe
    pending = [happen]

    def make_meanwhile(size: int) -> str:
        while pending:
            pending.pop()()
        return make(size)

    monkeypatch.setattr(secrets, "token_urlsafe", make_meanwhile)


def test_a_second_start_in_the_middle_of_the_first_has_the_same_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second: list[str] = []
    in_the_middle(monkeypatch, lambda: second.append(secret_key(tmp_path)))
    assert [secret_key(tmp_path)] == second


def test_a_start_that_dies_in_the_middle_leaves_no_empty_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die() -> None:
        raise KeyboardInterrupt

    in_the_middle(monkeypatch, die)
    with pytest.raises(KeyboardInterrupt):
        secret_key(tmp_path)
    assert len(secret_key(tmp_path)) >= 50


def test_two_starts_agree(tmp_path: Path) -> None:
    """Processes one after the other, as with `up` started again."""
    command = [sys.executable, "-c", "from studyapp import settings; print(settings.SECRET_KEY)"]
    environment = {name: value for name, value in os.environ.items() if name != "DEBUG"}
    environment["DATA_DIR"] = str(tmp_path / "data")
    keys = [
        subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        for _ in range(2)
    ]
    assert keys[0] == keys[1]
    assert keys[0].strip() == (tmp_path / "data" / "secret-key").read_text()


def test_the_database_is_a_file_in_the_data_folder(tmp_path: Path) -> None:
    folder = tmp_path / "a folder with späces"
    config = database(folder)
    assert (config["ENGINE"], config["NAME"]) == (
        "django.db.backends.sqlite3",
        str(folder / "study.sqlite3"),
    )
    assert (config["CONN_MAX_AGE"], config["CONN_HEALTH_CHECKS"]) == (600, True)
    assert config["OPTIONS"] == {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }


def test_commits_wait_for_the_disk_where_that_is_wanted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("POWER_SAFE", "1")
    assert database(tmp_path)["OPTIONS"]["init_command"].endswith("PRAGMA synchronous=FULL;")


@posix
@pytest.mark.parametrize("name", ["C# projects", "what?", "50%41"])
def test_the_database_is_there_whatever_the_folder_is_called(tmp_path: Path, name: str) -> None:
    assert database(tmp_path / name)["NAME"] == str(tmp_path / name / "study.sqlite3")


def test_another_file_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = database(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'other.sqlite3'}")
    assert database(tmp_path / "data") == {**usual, "NAME": str(tmp_path / "other.sqlite3")}


@pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
def test_postgresql_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"{scheme}://olga:p%40ss@db.example.org:5433/study")
    config = database(tmp_path)
    assert config["ENGINE"] == "studyapp.postgres"
    assert (config["USER"], config["PASSWORD"], config["HOST"]) == ("olga", "p@ss", "db.example.org")
    assert (config["PORT"], config["NAME"], config["CONN_MAX_AGE"]) == (5433, "study", 600)
    assert config["OPTIONS"] == {"server_side_binding": True, "prepare_threshold": 2}


def test_options_of_an_address_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example.org/study?sslmode=require")
    assert database(tmp_path)["OPTIONS"] == {
        "server_side_binding": True,
        "prepare_threshold": 2,
        "sslmode": "require",
    }


@pytest.mark.parametrize("url", ["mysql://x/y", "study.sqlite3", "oracle://x"])
def test_another_database_stops_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(ImproperlyConfigured, match=r"^DATABASE_URL must be sqlite:// or postgresql://, not "):
        database(tmp_path)
