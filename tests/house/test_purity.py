"""The domain decides from its arguments alone."""

import pytest

from tests.house.conftest import Tree
from tests.house.purity import environment_readers, impurities
from tests.house.sources import ROOT, sources

GOOD = """
import random
from datetime import date, datetime, timedelta
from pathlib import PurePosixPath


def draw(seed: str, now: datetime) -> date:
    dice = random.Random(seed)
    return (now + timedelta(days=dice.randint(1, 6))).date()
"""


def test_seeds_and_times_that_are_handed_in_are_fine(tree: Tree) -> None:
    assert impurities(sources(tree({"studyapp/domain/a.py": GOOD}))) == []


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("datetime.now(UTC)", "call datetime.now"),
        ("datetime.datetime.utcnow()", "call datetime.datetime.utcnow"),
        ("date.today()", "call date.today"),
        ("random.random()", "call random.random"),
        ("random.Random()", "call random.Random"),
        ("uuid.uuid4()", "call uuid.uuid4"),
        ("open('a')", "call open"),
        ("Path('a').read_text()", "call Path.read_text"),
        ("import time", "use time"),
        ("from os import environ", "use os.environ"),
        ("from secrets import token_hex", "use secrets.token_hex"),
    ],
)
def test_each_impurity_is_told(tree: Tree, line: str, fault: str) -> None:
    assert impurities(sources(tree({"studyapp/domain/a.py": line}))) == [
        f"studyapp/domain/a.py:1: domain may not {fault}"
    ]


def test_other_rooms_may_ask_the_clock(tree: Tree) -> None:
    assert impurities(sources(tree({"studyapp/views/a.py": "timezone.now(); datetime.now()"}))) == []


def test_only_the_settings_read_the_environment(tree: Tree) -> None:
    code = "import os\nos.environ['DEBUG']\nos.getenv('DEBUG')\nos.path\n"
    found = sources(tree({"studyapp/settings.py": code, "studyapp/views/a.py": code}))
    assert environment_readers(found) == [
        "studyapp/views/a.py:2: only settings.py reads the environment",
        "studyapp/views/a.py:3: only settings.py reads the environment",
    ]


def test_nobody_in_the_house_reads_the_environment_but_the_settings() -> None:
    assert environment_readers(sources(ROOT)) == []


def test_the_domain_is_pure() -> None:
    assert impurities(sources(ROOT)) == []
