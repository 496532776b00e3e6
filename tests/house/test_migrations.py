"""The migrations say what the models say, in one chain of telling names."""

import re
from pathlib import Path

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.models import CreateModel
from django.db.migrations.state import ProjectState
from django.db.models import BigAutoField

from tests.house.conftest import Tree
from tests.house.sources import ROOT


def missing(stored: ProjectState, models: ProjectState) -> list[str]:
    """What a migration would have to do to get from one state to the other, in words."""
    changes = MigrationAutodetector(stored, models).changes(MigrationLoader(None).graph)
    return [
        operation.describe()
        for migration in changes.get("studyapp", [])
        for operation in migration.operations
    ]


def unnamed(folder: Path) -> list[str]:
    """Migrations that say only when they were made."""
    names = [path.stem for path in sorted(folder.glob("[0-9]*.py"))]
    return [name for name in names if re.fullmatch(r"\d{4}_(auto_.*|initial|alter_.*|merge_.*)", name)]


def test_a_model_without_a_migration_is_told() -> None:
    before = ProjectState()
    after = ProjectState()
    CreateModel("Bookmark", [("id", BigAutoField(primary_key=True))]).state_forwards("studyapp", after)
    assert missing(before, before) == []
    assert missing(before, after) == ["Create model Bookmark"]


def test_a_name_that_says_nothing_is_told(tree: Tree) -> None:
    root = tree({"0001_start.py": "", "0002_auto_20261124_0930.py": "", "__init__.py": ""})
    assert unnamed(root) == ["0002_auto_20261124_0930"]


def test_no_migration_is_missing() -> None:
    loader = MigrationLoader(None)
    assert missing(loader.project_state(), ProjectState.from_apps(apps)) == []


def test_the_migrations_are_one_chain() -> None:
    loader = MigrationLoader(None)
    assert len(loader.graph.leaf_nodes("studyapp")) == 1
    assert unnamed(ROOT / "studyapp" / "migrations") == []
