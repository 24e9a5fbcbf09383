"""`gouji synth` as a person uses it: files, truth, manifest and register, the same again for the same seed."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from services.gateway.register import parse_register
from shared.report.figures import Figures
from tests.services.cli.conftest import Gouji


def manifest(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "manifest.jsonl").read_text("utf8").splitlines()]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_reports_lie_beside_their_truth(gouji: Gouji, tmp_path: Path) -> None:
    done = gouji("synth", "--count", 6, "--seed", 3, "--out", tmp_path / "out", "--years", 3)
    assert done.code == 0
    assert "已生成 6 份报告" in done.out
    entries = manifest(tmp_path / "out")
    assert [entry["index"] for entry in entries] == list(range(6))
    assert [entry["year"] for entry in entries] == [2023, 2024, 2025] * 2
    for entry in entries:
        assert (tmp_path / "out" / entry["file"]).exists()
        truth = json.loads((tmp_path / "out" / entry["truth"]).read_text("utf8"))
        assert truth["agency"]["name"] == entry["agency"]
        assert truth["mischief"] == truth["faults"] == []
        assert len(Figures.from_nested(truth["figures"])) in {186, 198, 200}
        assert truth["claims"]


def test_what_is_written_is_clean(gouji: Gouji, tmp_path: Path) -> None:
    out = tmp_path / "out"
    gouji("synth", "--count", 6, "--out", out, "--years", 3, "--format", "html,text,json")
    assert gouji("check", out / "reports", "--register", out / "register.csv").code == 0


def test_faults_are_found_and_their_truth_is_told(gouji: Gouji, tmp_path: Path) -> None:
    out = tmp_path / "out"
    options = ("--class", "municipal_government", "--faults", "total_zero", "--fault-count", 2)
    gouji("synth", "--count", 4, "--out", out, "--format", "json", *options)
    assert gouji("check", out / "reports", "--register", out / "register.csv").code == 1
    for entry in manifest(out):
        truth = json.loads((out / entry["truth"]).read_text("utf8"))
        assert entry["faults"] == ["total_zero", "total_zero"] == [fault["kind"] for fault in truth["faults"]]
        edits = [edit for fault in truth["faults"] for edit in fault["edits"]]
        assert all(edit["true"] and edit["printed"] == 0 for edit in edits)
        assert all(fault["breaks"] for fault in truth["faults"])


def test_the_same_seed_writes_the_same_files_however_many_are_wanted(gouji: Gouji, tmp_path: Path) -> None:
    options = ("--seed", 5, "--years", 2, "--format", "any", "--layout", "any", "--mischief", "any", "--faults", "any")
    for folder, count in (("few", 12), ("again", 12), ("more", 15)):
        gouji("synth", "--count", count, "--out", tmp_path / folder, *options)
    few = contents(tmp_path / "few")
    assert few == contents(tmp_path / "again")
    more = contents(tmp_path / "more")
    assert all(more[name] == data for name, data in few.items() if name.startswith(("reports", "truth")))
    assert {entry["format"] for entry in manifest(tmp_path / "few")} >= {"html", "docx", "xlsx"}
    assert any(entry["mischief"] for entry in manifest(tmp_path / "few"))


def test_a_county_with_its_register(gouji: Gouji, tmp_path: Path) -> None:
    out = tmp_path / "out"
    gouji("synth", "--count", 10, "--out", out, "--county", "--years", 2, "--format", "json")
    agencies = parse_register((out / "register.csv").read_bytes())
    assert len(agencies) == 5
    assert agencies[0].agency_class.is_government
    assert {agency.parent for agency in agencies[1:]} == {agencies[0].code}
    with (out / "register.csv").open(encoding="utf-8") as rows:
        assert next(csv.reader(rows)) == ["code", "name", "class", "region", "parent", "deadline"]


def test_one_county_of_so_many_organs_and_years(gouji: Gouji, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = gouji("synth", "--out", out, "--organs", 12, "--years", 3, "--format", "json")
    assert done.code == 0
    entries = manifest(out)
    agencies = parse_register((out / "register.csv").read_bytes())
    assert (len(entries), len(agencies)) == (36, 12)
    for year in (2023, 2024, 2025):
        tables = [
            Figures.from_nested(json.loads((out / entry["truth"]).read_text("utf8"))["figures"])
            for entry in entries
            if entry["year"] == year
        ]
        government, *organs = (
            {at: value for at, value in one.items() if ".other_" not in at and value is not None} for one in tables
        )
        assert government == {at: sum(one[at] for one in organs) for at in government}


def test_the_merged_row_can_be_asked_for(gouji: Gouji, tmp_path: Path) -> None:
    gouji("synth", "--count", 3, "--out", tmp_path / "out", "--mischief", "merged_row")
    truths = [json.loads(file.read_text("utf8")) for file in (tmp_path / "out" / "truth").rglob("*.json")]
    assert [truth["merged_rows"] for truth in truths] == [["other_combined"]] * 3


def test_a_thousand_files_to_a_folder(gouji: Gouji, tmp_path: Path) -> None:
    gouji("synth", "--count", 1001, "--out", tmp_path / "out", "--format", "json", "--class", "township")
    assert len(list((tmp_path / "out" / "reports" / "000").iterdir())) == 1000
    assert [file.name for file in (tmp_path / "out" / "truth" / "001").iterdir()] == ["001000.json"]


@pytest.mark.parametrize(
    "options",
    [
        ("--count", "0"),
        ("--years", "20"),
        ("--last-year", "2010"),
        ("--class", "village"),
        ("--format", "pdf"),
        ("--format", "json", "--layout", "tabs"),
        ("--mischief", "nonsense"),
        ("--faults", "nonsense"),
        ("--seed", "-1"),
        ("--organs", "5"),
        ("--organs", "1000"),
    ],
)
def test_what_makes_no_sense_is_a_usage_error(gouji: Gouji, tmp_path: Path, options: tuple[str, ...]) -> None:
    counted = () if options[0] in {"--count", "--organs"} else ("--count", "1")
    done = gouji("synth", "--out", tmp_path / "out", *counted, *options)
    assert done.code == 2
    assert done.err
    assert not (tmp_path / "out").exists()


def test_a_folder_with_something_in_it_is_left_alone(gouji: Gouji, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf8")
    done = gouji("synth", "--count", 1, "--out", tmp_path)
    assert done.code == 2
    assert "文件夹不是空的" in done.err
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_a_place_that_cannot_be_written_to_is_the_machines_fault(gouji: Gouji, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file", "utf8")
    assert gouji("synth", "--count", 1, "--out", tmp_path / "file" / "below").code == 3


def test_the_help_names_options_in_both_languages(gouji: Gouji) -> None:
    out = gouji("synth", "--help").out
    for word in ("--mischief", "--faults", "--county", "报告份数", "How many reports"):
        assert word in out
