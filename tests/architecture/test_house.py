"""The house keeps its shape: names, sizes, docstrings, furniture."""

import ast
import statistics
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted(path for folder in ("services", "shared") for path in (ROOT / folder).rglob("*.py"))
SOURCES = [path for path in MODULES if "migrations" not in path.parts]
TESTS = sorted((ROOT / "tests").rglob("*.py"))
ROOMS = ("gateway", "ingest", "validate", "score", "portal")
SHAPES = {"utils", "helpers", "common", "base", "manager", "types", "misc"}
MOST_LINES = 300


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_the_tree_is_the_one_of_the_architecture_page() -> None:
    folders = {path.name for path in (ROOT / "services").iterdir() if (path / "__init__.py").exists()}
    assert folders == {*ROOMS, "cli"}
    drawers = {path.name for path in (ROOT / "shared").iterdir() if (path / "__init__.py").exists()}
    assert drawers == {"access", "confinement", "report", "events", "layout", "messaging", "storage", "telemetry"}


@pytest.mark.parametrize("path", [*MODULES, *TESTS], ids=name)
def test_no_file_is_named_for_its_shape(path: Path) -> None:
    assert path.stem not in SHAPES
    assert not SHAPES & set(path.stem.split("_"))


@pytest.mark.parametrize("path", [*MODULES, *TESTS], ids=name)
def test_every_module_says_what_lives_there(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf8"))), "a module starts with a docstring"


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_no_module_outgrows_its_thought(path: Path) -> None:
    assert len(path.read_text("utf8").splitlines()) <= MOST_LINES


def test_most_modules_are_small() -> None:
    assert statistics.median(len(path.read_text("utf8").splitlines()) for path in SOURCES) <= 100


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_only_messaging_may_catch_everything(path: Path) -> None:
    if "messaging" in path.parts:
        return
    handlers = [node for node in ast.walk(ast.parse(path.read_text("utf8"))) if isinstance(node, ast.ExceptHandler)]
    caught = {ast.unparse(handler.type) if handler.type else "everything" for handler in handlers}
    assert not caught & {"everything", "Exception", "BaseException"}


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_has_the_same_furniture(room: str) -> None:
    for file in ("__init__.py", "__main__.py", "app.py", "handlers.py", "metrics.py"):
        assert (ROOT / "services" / room / file).exists(), f"services/{room}/{file}"
