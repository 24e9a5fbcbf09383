"""A rule is complete: where it stands, what it is called, what it says, what it rests on, and what shows it right."""

import re
from pathlib import Path
from string import Formatter
from types import ModuleType

import pytest

import services.validate.rules
from services.validate.catalogue import load
from services.validate.rule import Rule
from shared.report.edition import editions
from shared.report.verdict import Outcome
from tests.services.validate.vectors import FOLDER, vectors

FAMILIES = {"F": "format", "A": "arithmetic", "C": "consistency", "T": "timeliness", "P": "plausibility"}
WORDS = {"at", "expected", "actual"}
EQUATION_WORDS = WORDS | {"equation"}
PROSE_WORDS = WORDS | {"quote", "figures", "sum", "whole", "there", "before"}
YEARLY_WORDS = WORDS | {"sum", "path", "quote", "other", "name"}
# What is written says what it says, and without a day of receipt T002 has no place: nothing about them is in doubt.
IN_WRITING = {"F005", "F006", "F009", "F010", "F011", "F012", "F013", "F014", "F017", "C306", "C307", "C309"}
ALWAYS_DECIDED = {"F001", "T002", "C021", "C022", "P010"} | IN_WRITING
HOW_CELLS_ARE_PRINTED = {f"F{table}0{kind}" for table in (2, 3, 4) for kind in (1, 2, 3, 4, 5)}
ANY_REPORT = {"P003", "P005", "P006", "P008", "P009"}
ALWAYS_APPLICABLE = {"F001", "F008", "F023", "A301", "A302", "A303", "A401"} | ANY_REPORT | HOW_CELLS_ARE_PRINTED
HAN = re.compile(r"[\u4e00-\u9fff]")
MOST_LINES = 60

UNITS = load(services.validate.rules)
IDS = [rule.id for _, rule in UNITS]
every_unit = pytest.mark.parametrize(("module", "rule"), UNITS, ids=IDS)
every_rule = pytest.mark.parametrize("rule", [rule for _, rule in UNITS], ids=IDS)


def path(module: ModuleType) -> Path:
    return Path(str(module.__file__))


@every_unit
def test_a_rule_stands_where_its_id_says(module: ModuleType, rule: Rule) -> None:
    assert re.fullmatch(r"[FACTP][0-6]\d\d", rule.id)
    assert path(module).stem.startswith(f"{rule.id.lower()}_")
    assert path(module).parent.name == FAMILIES[rule.id[0]]
    assert (module.__doc__ or "").startswith(f"{rule.id} — ")
    assert len(path(module).read_text("utf8").splitlines()) <= MOST_LINES
    assert rule.revision >= 1


@every_rule
def test_a_rule_speaks_both_tongues(rule: Rule) -> None:
    for text in (rule.title, rule.message, rule.fix):
        assert HAN.search(text.zh), text
        assert text.en.strip(), text
        assert not HAN.search(text.en), text


@every_rule
def test_a_rule_rests_on_something(rule: Rule) -> None:
    assert rule.basis
    for basis in rule.basis:
        for text in (basis.source, basis.article, basis.wording):
            assert HAN.search(text.zh), text
            assert text.en.strip(), text
    assert rule.editions is None or set(rule.editions) <= set(editions())


@every_rule
def test_a_message_says_where_and_uses_words_it_gets(rule: Rule) -> None:
    families = {"A": EQUATION_WORDS, "C0": PROSE_WORDS, "C3": YEARLY_WORDS}
    known = next((words for family, words in families.items() if rule.id.startswith(family)), WORDS)
    for tongue in (rule.message.zh, rule.message.en):
        used = {name for _, name, _, _ in Formatter().parse(tongue) if name is not None}
        assert "at" in used
        assert used <= known
    assert not [name for _, name, _, _ in Formatter().parse(rule.fix.zh + rule.fix.en) if name is not None]


@every_unit
def test_vectors_show_a_rule_right(module: ModuleType, rule: Rule) -> None:
    cases = vectors(path(module).stem, path(module).parent.name)
    shown = {case.outcome for case in cases}
    assert any(case.outcome is Outcome.HOLDS and case.applied for case in cases)
    assert any(case.outcome is Outcome.FAILS and case.says for case in cases)
    assert Outcome.INCONCLUSIVE in shown or rule.id in ALWAYS_DECIDED
    assert Outcome.NOT_APPLICABLE in shown or rule.id in ALWAYS_APPLICABLE
    assert len({case.name for case in cases}) == len(cases)


def test_no_vectors_without_a_rule() -> None:
    rules = {(path(module).parent.name, path(module).stem) for module, _ in UNITS}
    assert {(file.parent.name, file.stem) for file in FOLDER.rglob("*.toml")} == rules


def test_the_first_catalogue_is_whole() -> None:
    first = "A301 A302 A303 A401 C301 C302 F001 F002 F003 F201 F301 F401 T001 T002"
    assert set(first.split()) <= {rule.id for _, rule in UNITS}
