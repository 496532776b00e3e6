"""uv.lock was made from this pyproject.toml, and so is what a first start installs."""

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from tests.house.sources import ROOT


def asked(project: Mapping[str, Any]) -> dict[str, set[str]]:
    """The requirements of pyproject.toml, `""` for those of the app, else by group or extra."""
    wanted = {"": project["project"]["dependencies"], **project["project"].get("optional-dependencies", {})}
    for group, members in project.get("dependency-groups", {}).items():
        wanted[group] = [
            text
            for member in members
            for text in (
                [member] if isinstance(member, str) else project["dependency-groups"][member["include-group"]]
            )
        ]
    return {group: {plain(text) for text in texts} for group, texts in wanted.items()}


def plain(requirement: str) -> str:
    """A requirement without spaces, its name as the lock file writes it."""
    name, rest = re.fullmatch(r"([\w.-]+)(.*)", requirement.replace(" ", "")).groups()  # type: ignore[union-attr]  # every requirement begins with a name
    return re.sub(r"[-_.]+", "-", name).lower() + rest


def locked(lock: Mapping[str, Any]) -> dict[str, set[str]]:
    """The same, as uv.lock noted it when it was made."""
    project = next(package for package in lock["package"] if package["source"] == {"virtual": "."})
    meta = project["metadata"]
    found: dict[str, set[str]] = {"": set()}
    for entry in meta["requires-dist"]:
        extra = re.search(r"extra == '(\w+)'", entry.get("marker", ""))
        found.setdefault(extra[1] if extra else "", set()).add(written(entry))
    for group, entries in meta.get("requires-dev", {}).items():
        found[group] = {written(entry) for entry in entries}
    return found


def written(entry: Mapping[str, Any]) -> str:
    """A requirement as pyproject.toml writes it."""
    extras = f"[{','.join(entry['extras'])}]" if "extras" in entry else ""
    marker = entry.get("marker", "")
    marker = "" if "extra ==" in marker else f";{marker}".replace(" ", "") if marker else ""
    return f"{entry['name']}{extras}{entry.get('specifier', '')}{marker}"


LOCK = {
    "package": [
        {
            "source": {"virtual": "."},
            "metadata": {
                "requires-dist": [
                    {"name": "a-b", "specifier": ">=1,<2"},
                    {"name": "c", "extras": ["d"], "marker": "extra == 'e'"},
                ],
                "requires-dev": {"test": [{"name": "f"}], "dev": [{"name": "f"}]},
            },
        }
    ]
}
GROUPS = {"test": ["f"], "dev": [{"include-group": "test"}]}


def test_the_same_requirements_compare_equal() -> None:
    project = {"dependencies": ["A_b >=1,<2"], "optional-dependencies": {"e": ["c[d]"]}}
    assert asked({"project": project, "dependency-groups": GROUPS}) == locked(LOCK)


def test_a_new_requirement_compares_unequal() -> None:
    project = {"dependencies": ["a-b>=1,<3"], "optional-dependencies": {"e": ["c[d]"]}}
    assert asked({"project": project, "dependency-groups": GROUPS}) != locked(LOCK)


def test_the_lock_file_is_up_to_date() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    lock = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))
    assert asked(project) == locked(lock)
    assert lock["requires-python"].replace(" ", "") == project["project"]["requires-python"]
