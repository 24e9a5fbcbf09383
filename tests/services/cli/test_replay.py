"""A candidate standard is tried on an archive: who flips, by how much, where; and nothing else happens."""

import json
from importlib import resources
from pathlib import Path

import pytest

import services.validate.rules
from services.validate.candidate import candidate, changed
from services.validate.catalogue import CatalogueError, catalogue
from shared.report.impact import read_impact
from tests.services.cli.conftest import Gouji

RULES = Path(str(resources.files(services.validate.rules)))
RUBRIC = Path(str(resources.files("services.score"))) / "rubrics" / "2021_form.toml"


@pytest.fixture
def milder(tmp_path: Path) -> Path:
    """A folder with one rule: A401 only warns, and is satisfied by everything."""
    rule = (RULES / "arithmetic" / "a401_review_results_foot.py").read_text("utf-8")
    assert "return tie_out(filing, filing.equations(IDENTITY)[at])" in rule
    rule = rule.replace(
        "return tie_out(filing, filing.equations(IDENTITY)[at])",
        "return Judgement(expected=None, actual=None, holds=True)",
    )
    folder = tmp_path / "candidate" / "arithmetic"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("", "utf-8")
    (folder / "a401_review_results_foot.py").write_text(rule, "utf-8")
    return tmp_path / "candidate"


def test_a_rubric_with_higher_bands_flips_grades_and_leaves_points(
    gouji: Gouji, sample_folder: Path, tmp_path: Path
) -> None:
    stricter = tmp_path / "stricter.toml"
    stricter.write_text(RUBRIC.read_text("utf-8").replace("at_least = 90", "at_least = 99.5", 1), "utf-8")
    register = sample_folder / "register.csv"
    done = gouji("replay", sample_folder, "--rubric", stricter, "--register", register, "--format", "json")
    summary, *changes = (json.loads(line) for line in done.out.splitlines())
    assert read_impact(done.out.splitlines()).reports == summary["reports"], (
        "what the portal is shown is what is printed"
    )
    assert done.code == 1
    assert summary["reports"] == 16
    assert summary["flips"] == len(changes) > 0
    assert {(move["before"], move["after"]) for move in summary["grades"]} == {("excellent", "good")}
    assert sum(level["flips"] for level in summary["levels"].values()) == len(changes)
    assert sum(region["flips"] for region in summary["regions"].values()) == len(changes)
    assert all(change["points"]["before"] == change["points"]["after"] for change in changes)


def test_a_changed_rule_moves_outcomes_and_points(gouji: Gouji, sample_folder: Path, milder: Path) -> None:
    done = gouji("replay", sample_folder, "--catalogue", milder, "--format", "json")
    summary, *changes = (json.loads(line) for line in done.out.splitlines())
    assert {"before": "fail", "after": "pass", "reports": 1} in summary["rules"]["A401"]
    (change,) = (one for one in changes if one["rules"].get("A401", {}).get("before") == "fail")
    assert change["points"]["after"] > change["points"]["before"]
    sums = {line["identity"]: line for line in summary["sums"]}
    assert sums["review_results_foot"]["reports"] == 1


def test_the_same_standard_changes_nothing(gouji: Gouji, sample_folder: Path) -> None:
    done = gouji("replay", sample_folder / "fgw_2025.txt", "--rubric", RUBRIC)
    assert done.code == 0
    assert "等次变化 0 份" in done.out
    assert "0 change grade" in done.out


def test_a_candidate_lies_over_the_house(milder: Path) -> None:
    rules = candidate(milder)
    assert [rule.id for rule in rules] == [rule.id for rule in catalogue()]
    assert changed(catalogue(), rules) == ("A401",)


@pytest.mark.parametrize("content", ["RULE = 1", "import nothing_of_the_kind", "def"])
def test_a_candidate_that_is_no_rule_is_refused(
    gouji: Gouji, sample_folder: Path, tmp_path: Path, content: str
) -> None:
    (tmp_path / "x.py").write_text(content, "utf-8")
    with pytest.raises(CatalogueError, match=r"x\.py"):
        candidate(tmp_path)
    done = gouji("replay", sample_folder / "fgw_2025.txt", "--catalogue", tmp_path)
    assert done.code == 2
    assert "备选规则有误" in done.err


def test_what_makes_no_sense_is_a_usage_error(gouji: Gouji, sample_folder: Path, tmp_path: Path) -> None:
    assert gouji("replay", sample_folder).code == 2
    assert gouji("replay", sample_folder, "--rubric", RUBRIC, "--no-dry-run").code == 2
    (tmp_path / "empty.toml").write_text("id = 3", "utf-8")
    done = gouji("replay", sample_folder, "--rubric", tmp_path / "empty.toml")
    assert done.code == 2
    assert "The candidate rubric is wrong" in done.err
    with pytest.raises(CatalogueError, match="holds no rule"):
        candidate(tmp_path)
