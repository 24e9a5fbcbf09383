"""`gouji rules`, `rubric`, `editions`, and how every command says that it was misused."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from services.cli.__main__ import COMMANDS
from services.validate.catalogue import catalogue
from shared.report.edition import editions
from tests.services.cli.conftest import Gouji

ROOT = Path(__file__).parents[3]


def test_rules_lists_every_rule(gouji: Gouji) -> None:
    out = gouji("rules").out
    assert [line.split()[0] for line in out.splitlines()] == [rule.id for rule in catalogue()]


def test_a_rule_in_full_has_basis_and_repair_in_both_languages(gouji: Gouji) -> None:
    out = gouji("rules", "a301").out
    rule = next(rule for rule in catalogue() if rule.id == "A301")
    for text in (rule.title, rule.message, rule.fix, rule.basis[0].wording):
        assert text.zh in out
        assert text.en in out


def test_rules_as_json(gouji: Gouji) -> None:
    body = json.loads(gouji("rules", "T001", "--format", "json").out)
    assert body["schema"] == 1
    assert [rule["id"] for rule in body["rules"]] == ["T001"]
    assert body["rules"][0]["fix"]["zh"]


def test_an_unknown_rule_is_a_usage_error(gouji: Gouji) -> None:
    done = gouji("rules", "Z999")
    assert done.code == 2
    assert "没有规则 Z999" in done.err


def test_rubric_as_text_and_json(gouji: Gouji) -> None:
    out = gouji("rubric").out
    (rubric,) = json.loads(gouji("rubric", "2025", "--format", "json").out)["rubrics"]
    assert sum(dimension["weight"] for dimension in rubric["dimensions"]) == 100
    for dimension in rubric["dimensions"]:
        assert dimension["zh"] in out


def test_editions_print_every_cell(gouji: Gouji) -> None:
    out = gouji("editions").out
    for edition in editions().values():
        assert all(cell.address in out for cell in edition.cells())


def test_editions_as_json(gouji: Gouji) -> None:
    (edition,) = json.loads(gouji("editions", "2021", "--format", "json").out)["editions"]
    assert len(edition["cells"]) == 200
    assert len(edition["identities"]) == 4
    assert gouji("editions", "1999").code == 2


@pytest.mark.parametrize("arguments", [["nonsense"], ["rules", "--nonsense"], ["check", "x", "--fail-on", "sometimes"]])
def test_misuse_is_exit_code_two_in_both_languages(gouji: Gouji, arguments: list[str]) -> None:
    done = gouji(*arguments)
    assert done.code == 2
    assert "命令用法有误" in done.err + done.out
    assert "gouji --help" in done.err + done.out


def test_help_names_every_command(gouji: Gouji) -> None:
    out = gouji("--help").out
    assert all(command in out for command in COMMANDS)


def test_the_command_exits_with_its_code(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "services.cli", "check", str(tmp_path / "missing")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=60)
    assert done.returncode == 2


@pytest.mark.parametrize("arguments", [["editions"], ["rules", "A301"]], ids=["more than a buffer", "less than one"])
def test_a_reader_that_has_seen_enough_is_no_error(arguments: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "services.cli", *arguments]
    done = subprocess.run(command, cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")
