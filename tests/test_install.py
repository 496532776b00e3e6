"""uv.lock turned into requirements with hashes for pip."""

import tomllib

import pytest

from studyapp.install import ROOT, requirements

LOCK = tomllib.loads("""
[[package]]
name = "app"
version = "1"
source = { virtual = "." }
dependencies = [{ name = "web" }, { name = "zstd", version = "2", marker = "python_version < '3.14'" }]
[package.optional-dependencies]
fast = [{ name = "driver", extra = ["binary"] }]
[package.dev-dependencies]
test = [{ name = "runner" }]

[[package]]
name = "web"
version = "6.1"
source = { registry = "https://pypi.org/simple" }
dependencies = [{ name = "zones", marker = "sys_platform == 'win32'" }, { name = "parser" }]
sdist = { hash = "sha256:aa" }
wheels = [{ hash = "sha256:bb" }, { hash = "sha256:cc" }]

[[package]]
name = "zones"
version = "2026"
source = { registry = "https://pypi.org/simple" }
dependencies = [{ name = "colour", marker = "os_name == 'nt'" }]
wheels = [{ hash = "sha256:dd" }]

[[package]]
name = "colour"
version = "0.4"
source = { registry = "https://pypi.org/simple" }
wheels = [{ hash = "sha256:ee" }]

[[package]]
name = "parser"
version = "3"
source = { registry = "https://pypi.org/simple" }
dependencies = [{ name = "web" }]
wheels = [{ hash = "sha256:ff" }]

[[package]]
name = "zstd"
version = "1"
source = { registry = "https://pypi.org/simple" }
wheels = [{ hash = "sha256:00" }]

[[package]]
name = "zstd"
version = "2"
source = { registry = "https://pypi.org/simple" }
wheels = [{ hash = "sha256:11" }]

[[package]]
name = "runner"
version = "9"
source = { registry = "https://pypi.org/simple" }
dependencies = [{ name = "colour" }, { name = "zones", marker = "os_name == 'java'" }]
wheels = [{ hash = "sha256:22" }]

[[package]]
name = "driver"
version = "3"
source = { registry = "https://pypi.org/simple" }
wheels = [{ hash = "sha256:33" }]
[package.optional-dependencies]
binary = [{ name = "driver-binary" }]

[[package]]
name = "driver-binary"
version = "3"
source = { registry = "https://pypi.org/simple" }
wheels = [{ hash = "sha256:44" }]
""")


def test_everything_needed_is_listed_with_its_marker_and_every_hash() -> None:
    assert requirements(LOCK, []) == [
        "colour==0.4 ; (os_name == 'nt') and (sys_platform == 'win32') --hash=sha256:ee",
        "parser==3 --hash=sha256:ff",
        "web==6.1 --hash=sha256:bb --hash=sha256:cc --hash=sha256:aa",
        "zones==2026 ; (sys_platform == 'win32') --hash=sha256:dd",
        "zstd==2 ; (python_version < '3.14') --hash=sha256:11",
    ]


def test_a_group_adds_its_packages_and_widens_the_markers_of_shared_ones() -> None:
    assert set(requirements(LOCK, ["test"])) - set(requirements(LOCK, [])) == {
        "runner==9 --hash=sha256:22",
        "colour==0.4 --hash=sha256:ee",
        "zones==2026 ; (os_name == 'java') or (sys_platform == 'win32') --hash=sha256:dd",
    }


def test_an_extra_adds_its_packages_and_theirs() -> None:
    assert set(requirements(LOCK, ["fast"])) - set(requirements(LOCK, [])) == {
        "driver==3 --hash=sha256:33",
        "driver-binary==3 --hash=sha256:44",
    }


def test_an_unknown_group_is_refused() -> None:
    with pytest.raises(KeyError, match="nonsense"):
        requirements(LOCK, ["nonsense"])


@pytest.mark.parametrize("group", ["test", "lint", "dev", "postgres"])
def test_every_group_of_this_project_can_be_installed_by_hash(group: str) -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))
    lines = requirements(lock, [group])
    assert set(requirements(lock, [])) < set(lines)
    assert [line for line in lines if "--hash=sha256:" not in line] == []
