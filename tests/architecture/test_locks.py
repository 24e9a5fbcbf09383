"""Dependencies are pinned by hash and name no place to get them from."""

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_pin_has_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text("utf8")
    assert "://" not in text
    assert not re.search(r"^--", text, re.MULTILINE)
    pins = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert pins
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == []


def test_every_dependency_is_in_the_runtime_lock() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]
    wanted = {re.split(r"[\[;<>=~! ]", dependency)[0] for dependency in project["dependencies"]}
    pinned = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements/runtime.lock").read_text("utf8"), re.MULTILINE))
    assert wanted - pinned == set()


def test_packages_of_the_pages_are_pinned_and_hashed_and_name_no_host() -> None:
    wanted = json.loads((ROOT / "package.json").read_text("utf8"))["dependencies"]
    lock = (ROOT / "package-lock.json").read_text("utf8")
    packages = {name: one for name, one in json.loads(lock)["packages"].items() if name}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    assert {name: packages[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert [name for name, one in packages.items() if not one["integrity"].startswith("sha512-")] == []
    assert "resolved" not in lock
    assert "://" not in lock
