"""The catalogue finds every rule by itself, refuses a broken one, and its digest names it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

import services.validate.rules
from services.validate import render_catalogue
from services.validate.catalogue import CatalogueError, catalogue, digest, digest_of, load
from services.validate.rules.arithmetic import a301_requests_roll_forward
from shared.report.text import Text
from shared.report.verdict import Severity

COMPLETE = "from services.validate.rules.arithmetic.a301_requests_roll_forward import RULE\n"


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package `planted_rules` with one empty family in it."""
    family = tmp_path / "planted_rules" / "arithmetic"
    family.mkdir(parents=True)
    for folder in (family, family.parent):
        (folder / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    yield family
    for name in [name for name in sys.modules if name.startswith("planted_rules")]:
        del sys.modules[name]


def test_rules_come_in_order_of_id() -> None:
    ids = [rule.id for rule in catalogue()]
    assert ids == sorted(ids)
    assert a301_requests_roll_forward.RULE in catalogue()


def test_a_planted_rule_is_found(planted: Path) -> None:
    (planted / "a301_again.py").write_text(COMPLETE)
    assert [rule.id for _, rule in load(import_module("planted_rules"))] == ["A301"]


def test_two_rules_with_one_id_do_not_load(planted: Path) -> None:
    for name in ("a301_once.py", "a301_twice.py"):
        (planted / name).write_text(COMPLETE)
    with pytest.raises(CatalogueError, match=r"a301_twice claims A301, which .*a301_once has"):
        load(import_module("planted_rules"))


@pytest.mark.parametrize("text", ["", "RULE = 'A301'\n"])
def test_a_module_without_a_rule_does_not_load(planted: Path, text: str) -> None:
    (planted / "a399_nothing.py").write_text(text)
    with pytest.raises(CatalogueError, match="a399_nothing has no RULE"):
        load(import_module("planted_rules"))


@pytest.mark.parametrize("seed", ["0", "1"])
def test_the_digest_is_the_same_in_every_process(seed: str) -> None:
    told = subprocess.run(
        [sys.executable, "-c", "from services.validate.catalogue import digest; print(digest())"],
        env=os.environ | {"PYTHONHASHSEED": seed},
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == digest()


def test_the_digest_tells_catalogues_apart() -> None:
    units = load(services.validate.rules)
    module, rule = units[0]
    changed = [
        ((module, replace(rule, revision=rule.revision + 1)), *units[1:]),
        ((module, replace(rule, severity=Severity.NOTICE)), *units[1:]),
        ((module, replace(rule, fix=Text(rule.fix.zh, "Do nothing."))), *units[1:]),
        ((units[1][0], rule), *units[1:]),
        units[1:],
    ]
    assert digest_of(units) == digest()
    assert len({digest(), *(digest_of(other) for other in changed)}) == len(changed) + 1


def test_the_page_is_current() -> None:
    assert render_catalogue.PAGE.read_text("utf8") == render_catalogue.render(catalogue()), (
        "run `python -m services.validate.render_catalogue`"
    )


def test_every_rule_has_an_anchor() -> None:
    page = render_catalogue.PAGE.read_text("utf8")
    for rule in catalogue():
        assert page.count(f'<a id="{rule.id.lower()}"></a>') == 1
