"""`gouji check`: the JSON contract, the exit codes, every kind of bad input, priors and registers."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from services.cli.check import json_line
from tests.services.cli.conftest import Gouji

TEXT = {
    "type": "object",
    "required": ["zh", "en"],
    "properties": {"zh": {"type": "string", "minLength": 1}, "en": {"type": "string", "minLength": 1}},
}
NUMBER = {"type": ["number", "null"]}
ADDRESSES = {"type": "array", "items": {"type": "string"}}
ACCEPTED: dict[str, Any] = {
    "type": "object",
    "required": ["schema", "file", "report", "reading", "verdicts", "diagnoses", "scorecard"],
    "additionalProperties": False,
    "properties": {
        "schema": {"const": 1},
        "file": {"type": "string"},
        "report": {
            "type": "object",
            "required": ["agency", "year", "edition", "tables", "sections", "claims"],
            "properties": {
                "agency": {"type": ["string", "null"]},
                "year": {"type": ["integer", "null"]},
                "edition": {"enum": ["2019", "2021"]},
                "tables": {
                    "type": "object",
                    "required": ["proactive", "requests", "reviews"],
                    "properties": {
                        "requests": {
                            "type": "object",
                            "additionalProperties": {"type": "object", "additionalProperties": NUMBER},
                        }
                    },
                },
                "sections": {"type": "array"},
                "claims": {"type": "array"},
            },
        },
        "reading": {
            "type": "object",
            "required": ["format", "notes", "inferred", "unreadable"],
            "additionalProperties": False,
            "properties": {
                "format": {"type": "string"},
                "notes": {
                    "type": "array",
                    "items": {"type": "object", "required": ["code", "at", "text"], "properties": {"text": TEXT}},
                },
                "inferred": ADDRESSES,
                "unreadable": ADDRESSES,
            },
        },
        "verdicts": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["rule", "outcome", "severity", "applied", "breaches"],
                "properties": {
                    "rule": {"pattern": "^[FACTP][0-9]{3}$"},
                    "outcome": {"enum": ["pass", "fail", "not_applicable", "inconclusive"]},
                    "severity": {"enum": ["error", "warning", "notice"]},
                    "applied": {"type": "integer", "minimum": 0},
                    "breaches": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["at", "expected", "actual", "message"],
                            "properties": {"message": TEXT},
                        },
                    },
                    "basis": {"type": "array", "items": TEXT},
                },
            },
        },
        "diagnoses": {"type": "array"},
        "scorecard": {
            "type": "object",
            "required": ["total", "grade", "coverage", "dimensions", "deductions", "gains"],
            "properties": {
                "gains": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["rule", "points"],
                        "properties": {"rule": {"pattern": "^[FACTP][0-9]{3}$"}, "points": {"type": "number"}},
                    },
                },
                "total": {"type": "number", "minimum": 0, "maximum": 100},
                "grade": {"enum": ["excellent", "good", "pass", "fail", "not_rated"]},
                "coverage": {"type": "number", "minimum": 0, "maximum": 1},
            },
        },
    },
}
REJECTED: dict[str, Any] = {
    "type": "object",
    "required": ["schema", "file", "rejected"],
    "additionalProperties": False,
    "properties": {
        "schema": {"const": 1},
        "file": {"type": "string"},
        "rejected": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["code", "at", "message"],
                "additionalProperties": False,
                "properties": {"code": {"pattern": r"^[a-z_]+\.[a-z_]+$"}, "at": {"type": "string"}, "message": TEXT},
            },
        },
    },
}


def lines(out: str) -> Iterator[dict[str, Any]]:
    return map(json.loads, out.splitlines())


def failing(line: dict[str, Any]) -> set[str]:
    """The rules that ask something of the agency; notices are for the supervisor."""
    failed = (verdict for verdict in line["verdicts"] if verdict["outcome"] == "fail")
    return {verdict["rule"] for verdict in failed if verdict["severity"] != "notice"}


def test_every_sample_keeps_the_json_contract(gouji: Gouji, sample_folder: Path) -> None:
    done = gouji("check", sample_folder, "--format", "json")
    found = list(lines(done.out))
    assert len(found) == len([file for file in sample_folder.iterdir() if file.suffix in {".html", ".txt", ".json"}])
    for line in found:
        jsonschema.validate(line, REJECTED if "rejected" in line else ACCEPTED)
    assert sum("rejected" in line for line in found) == 1
    assert done.code == 1
    assert done.err == ""


def test_a_sound_report_is_clean(gouji: Gouji, sample_folder: Path) -> None:
    done = gouji("check", sample_folder / "chengzhou_2025.html", "--format", "json")
    assert done.code == 0
    (line,) = lines(done.out)
    assert failing(line) == set()
    assert line["report"]["agency"] == "澄州市人民政府"
    assert line["report"]["tables"]["proactive"]["fees"] == 18264.37


def test_a_finding_is_exit_code_one(gouji: Gouji, sample_folder: Path) -> None:
    done = gouji("check", sample_folder / "shj_2025.html", "--format", "json")
    assert done.code == 1
    (line,) = lines(done.out)
    assert failing(line) == {"A401"}


def test_never_means_never(gouji: Gouji, sample_folder: Path) -> None:
    assert gouji("check", sample_folder / "shj_2025.html", "--fail-on", "never").code == 0


def test_a_warning_counts_when_asked_for(gouji: Gouji, sample_folder: Path, tmp_path: Path) -> None:
    report = (sample_folder / "fgw_2025.txt").read_text("utf-8").replace("2025年12月31日。", "2025年12月30日。")
    file = tmp_path / "short.txt"
    file.write_text(report, "utf-8")
    assert gouji("check", file).code == 0
    assert gouji("check", file, "--fail-on", "warning").code == 1


def test_the_year_before_among_the_files_is_the_prior(gouji: Gouji, sample_folder: Path) -> None:
    done = gouji("check", sample_folder / "sjj_2024.html", sample_folder / "sjj_2025.html", "--format", "json")
    before, after = lines(done.out)
    assert failing(before) == set()
    assert "C301" in failing(after)
    assert done.code == 1


def test_carried_forward_ties_to_the_year_before(gouji: Gouji, sample_folder: Path) -> None:
    done = gouji(
        "check", sample_folder / "linyu_2025.html", "--prior", sample_folder / "linyu_2024.html", "--format", "json"
    )
    (line,) = lines(done.out)
    outcomes = {verdict["rule"]: verdict["outcome"] for verdict in line["verdicts"]}
    assert (outcomes["C301"], outcomes["C302"]) == ("pass", "pass")
    assert done.code == 0


def test_a_prior_of_another_year_is_none(gouji: Gouji, sample_folder: Path) -> None:
    done = gouji(
        "check", sample_folder / "linyu_2025.html", "--prior", sample_folder / "qingtang_2020.html", "--format", "json"
    )
    (line,) = lines(done.out)
    assert {verdict["outcome"] for verdict in line["verdicts"] if verdict["rule"] == "C301"} == {"not_applicable"}


def test_the_register_tells_the_deadline(gouji: Gouji, sample_folder: Path) -> None:
    late = sample_folder / "zfj_2025.html"
    assert gouji("check", late).code == 0
    done = gouji("check", late, "--register", sample_folder / "register.csv", "--format", "json")
    assert done.code == 1
    assert failing(next(lines(done.out))) == {"T001"}


def test_a_report_can_be_checked_again_from_its_own_json(gouji: Gouji, sample_folder: Path, tmp_path: Path) -> None:
    first = next(lines(gouji("check", sample_folder / "wangchao_2025.html", "--format", "json").out))
    again = tmp_path / "again.json"
    again.write_text(json.dumps(first["report"], ensure_ascii=False), "utf-8")
    second = next(lines(gouji("check", again, "--format", "json").out))
    assert second["report"]["tables"] == first["report"]["tables"]
    assert failing(second) == failing(first) == {"A301", "A302", "A303"}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.html", b""),
        ("noise.bin", os.urandom(5 * 1024 * 1024)),
        ("no-tables.html", "<html><body><h1>通知</h1><p>放假三天。</p></body></html>".encode()),
        ("wrong.json", '{"agency": 7, "year": "二〇二五", "edition": "2021", "tables": {"requests": "?"}}'.encode()),
        ("broken.json", b'{"agency": '),
    ],
)
def test_bad_input_is_rejected_with_a_reason(gouji: Gouji, tmp_path: Path, name: str, data: bytes) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    done = gouji("check", file, "--format", "json")
    assert done.code == 1
    (line,) = lines(done.out)
    jsonschema.validate(line, REJECTED)
    told = gouji("check", file)
    assert line["rejected"][0]["message"]["zh"] in told.out
    assert line["rejected"][0]["message"]["en"] in told.out


def test_one_bad_file_does_not_hide_the_others(gouji: Gouji, sample_folder: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    done = gouji("check", empty, sample_folder / "fgw_2025.txt", "--format", "json")
    first, second = lines(done.out)
    assert "rejected" in first
    assert failing(second) == set()


@pytest.mark.parametrize("option", ["path", "--prior", "--register"])
def test_a_missing_file_is_a_usage_error_in_both_languages(
    gouji: Gouji, sample_folder: Path, tmp_path: Path, option: str
) -> None:
    missing = tmp_path / "missing.html"
    arguments = (missing,) if option == "path" else (sample_folder / "fgw_2025.txt", option, missing)
    done = gouji("check", *arguments)
    assert done.code == 2
    assert done.out == ""
    zh, en = done.err.splitlines()
    assert zh.startswith("没有这个文件")
    assert en.startswith("There is no such file")


def test_a_register_with_mistakes_names_the_rows(gouji: Gouji, sample_folder: Path, tmp_path: Path) -> None:
    register = tmp_path / "register.csv"
    register.write_text("code,name,class,region\n1,甲局,衙门,澄州市\n", "utf-8")
    done = gouji("check", sample_folder / "fgw_2025.txt", "--register", register)
    assert done.code == 2
    assert "第 2 行" in done.err
    assert "Row 2" in done.err


def test_nothing_to_check_is_a_usage_error(gouji: Gouji, tmp_path: Path) -> None:
    assert gouji("check").code == 2
    assert gouji("check", tmp_path).code == 2


def test_text_has_the_finding_in_chinese_then_english(gouji: Gouji, sample_folder: Path) -> None:
    out = gouji("check", sample_folder / "shj_2025.html", "--register", sample_folder / "register.csv").out
    assert out.index("现有勾稽不符") < out.index("does not tie out now")
    assert "由此引起 Consequences: A401@" in out
    assert "良好 good" in out


def test_every_finding_says_what_its_repair_adds_and_where_the_duty_stands(gouji: Gouji, sample_folder: Path) -> None:
    file = sample_folder / "wangchao_2025.html"
    (line,) = lines(gouji("check", file, "--format", "json").out)
    failed = {one["rule"]: one for one in line["verdicts"] if one["outcome"] == "fail"}
    gains = {one["rule"]: one["points"] for one in line["scorecard"]["gains"]}
    assert gains.keys() == failed.keys()
    assert list(gains.values()) == sorted(gains.values(), reverse=True)
    assert all(one["basis"] for one in failed.values())
    text, page = gouji("check", file).out, gouji("check", file, "--format", "html").out
    for told in (text, page):
        assert f"修复后可增加 {max(gains.values())} 分" in told
        assert f"Repairing it adds {max(gains.values())} points" in told
        assert failed["A301"]["basis"][0]["zh"] in told
        assert failed["A301"]["basis"][0]["en"] in told


def test_the_page_marks_the_failing_cells_and_trusts_no_file(gouji: Gouji, sample_folder: Path, tmp_path: Path) -> None:
    report = (sample_folder / "wangchao_2025.html").read_text("utf-8")
    hostile = tmp_path / "<script>alert(1)<script>.html"
    hostile.write_text(report, "utf-8")
    page = gouji("check", hostile, "--format", "html").out
    assert page.startswith("<!DOCTYPE html>")
    assert "<script>" not in page
    assert 'src="' not in page
    assert 'href="' not in page
    # The total of outcomes and its row's sum are wrong; two cells are noticed: direct suits, excessive requests.
    assert page.count('class="breach"') == 2


def test_json_line_is_what_the_command_prints(gouji: Gouji, sample_folder: Path) -> None:
    assert json_line.__module__ == "services.cli.check"
    (line,) = lines(gouji("check", sample_folder / "wenlv_notice.html", "--format", "json").out)
    assert set(line) == {"schema", "file", "rejected"}
