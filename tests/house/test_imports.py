"""The import law, the loops and the late imports."""

import pytest

from tests.house.conftest import Tree
from tests.house.imports import broken_law, late_imports, loops
from tests.house.sources import ROOT, sources

GOOD = {
    "studyapp/__init__.py": "",
    "studyapp/domain/grading.py": "from decimal import Decimal\nimport markdown\n",
    "studyapp/models/answers.py": "from studyapp.domain.grading import Grade\n",
    "studyapp/queries/reviews.py": "from studyapp.models import Answer\n",
    "studyapp/actions/reviews.py": "from studyapp.queries.reviews import due\nfrom .answers import record\n",
    "studyapp/actions/answers.py": "from studyapp.models import Answer\n",
    "studyapp/forms/answers.py": "from django import forms\nfrom studyapp.domain.grading import Response\n",
    "studyapp/views/access.py": "from studyapp.models import Learner\n",
    "studyapp/views/reviews.py": "from studyapp.actions.reviews import grade\nfrom . import access\n",
    "studyapp/urls.py": "from studyapp.views import reviews\n",
    "studyapp/management/commands/up.py": "from studyapp.models import Answer\n",
}


def test_a_lawful_tree_has_no_fault(tree: Tree) -> None:
    found = sources(tree(GOOD))
    assert len(found) == len(GOOD)
    assert (broken_law(found), late_imports(found), loops(found)) == ([], [], [])


@pytest.mark.parametrize(
    ("file", "line", "fault"),
    [
        (
            "domain/grading.py",
            "from django.utils import timezone",
            "domain may not import django.utils.timezone",
        ),
        ("domain/grading.py", "import django", "domain may not import django"),
        (
            "domain/grading.py",
            "from studyapp.models import Answer",
            "domain may not import studyapp.models.Answer",
        ),
        (
            "models/answers.py",
            "from studyapp.queries import due",
            "models may not import studyapp.queries.due",
        ),
        (
            "queries/due.py",
            "import studyapp.actions.reviews",
            "queries may not import studyapp.actions.reviews",
        ),
        ("queries/due.py", "from studyapp import actions", "queries may not import studyapp.actions"),
        (
            "queries/due.py",
            "from ..actions import reviews",
            "queries may not import studyapp.actions.reviews",
        ),
        ("queries/due.py", "def due(request): ...", "queries may not see a request"),
        ("actions/reviews.py", "from studyapp.forms import F", "actions may not import studyapp.forms.F"),
        (
            "actions/reviews.py",
            "from django.contrib import messages",
            "actions may not import django.contrib.messages",
        ),
        ("actions/reviews.py", "async def grade(*, request): ...", "actions may not see a request"),
        (
            "forms/answers.py",
            "from studyapp.models import Answer",
            "forms may not import studyapp.models.Answer",
        ),
        (
            "views/reviews.py",
            "from studyapp.models import Answer",
            "views may not import studyapp.models.Answer",
        ),
        ("views/reviews.py", "if 1:\n    import studyapp.models", "views may not import studyapp.models"),
        (
            "views/reviews.py",
            "from django.db import transaction",
            "views may not import django.db.transaction",
        ),
        ("urls.py", "from studyapp.actions import a", "urls may not import studyapp.actions.a"),
        ("settings.py", "from studyapp import models", "settings may not import studyapp.models"),
        ("tools/x.py", "", "the import law knows no room 'tools'"),
    ],
)
def test_each_break_of_the_law_is_told(tree: Tree, file: str, line: str, fault: str) -> None:
    at = 2 if line.startswith("if") else 1
    assert broken_law(sources(tree({f"studyapp/{file}": line}))) == [f"studyapp/{file}:{at}: {fault}"]


def test_only_access_among_the_views_may_import_models(tree: Tree) -> None:
    line = "from studyapp.models import Answer"
    found = sources(tree({"studyapp/views/access.py": line, "studyapp/views/accessory.py": line}))
    assert broken_law(found) == ["studyapp/views/accessory.py:1: views may not import studyapp.models.Answer"]


def test_a_login_backend_gets_a_request(tree: Tree) -> None:
    code = "class Backend:\n    def authenticate(self, request): ...\n"
    assert broken_law(sources(tree({"studyapp/queries/accounts.py": code}))) == []


def test_a_late_import_is_told(tree: Tree) -> None:
    code = "import os\ndef f():\n    if os:\n        from sys import path\n"
    assert late_imports(sources(tree({"studyapp/domain/a.py": code}))) == [
        "studyapp/domain/a.py:4: an import inside a function"
    ]


def test_a_loop_is_told_once_and_the_shortest_way(tree: Tree) -> None:
    root = tree(
        {
            "studyapp/actions/__init__.py": "",
            "studyapp/actions/a.py": "from studyapp.actions.b import f",
            "studyapp/actions/b.py": "from studyapp.actions import c",
            "studyapp/actions/c.py": "from . import a, d",
            "studyapp/actions/d.py": "import os",
        }
    )
    assert loops(sources(root)) == [
        "studyapp.actions.a -> studyapp.actions.b -> studyapp.actions.c -> studyapp.actions.a"
    ]


def test_the_house_keeps_the_law() -> None:
    found = sources(ROOT)
    assert len(found) > 20
    assert broken_law(found) == []


def test_no_module_of_the_house_imports_itself_through_others() -> None:
    assert loops(sources(ROOT)) == []


def test_the_house_imports_at_the_top() -> None:
    assert late_imports(sources(ROOT)) == []
