"""The rubric: complete against the catalogue, and refused when its parts do not fit."""

import tomllib
from collections.abc import Callable
from decimal import Decimal
from fnmatch import fnmatchcase
from importlib import resources
from typing import Any

import msgspec
import pytest

from services.score.rubric import DaysLateItem, MeasureItem, RuleItem, load, rubric_for, rubric_from, rubrics
from services.validate.catalogue import catalogue
from shared.report.edition import editions
from shared.report.scorecard import Grade
from tests.services.score.specimens import RULES

FILE = resources.files("services.score") / "rubrics" / "2021_form.toml"
TEXT = FILE.read_text("utf-8")


@pytest.mark.parametrize("rubric", rubrics(), ids=lambda rubric: rubric.id)
def test_every_rule_of_the_catalogue_has_a_weight(rubric: Any) -> None:  # noqa: ANN401 - parametrised
    assert {rule.id for rule in catalogue()} == rubric.rules() == set(RULES)


def test_the_weights_are_those_of_the_model() -> None:
    rubric = rubric_for(2023)
    assert [dimension.weight for dimension in rubric.dimensions] == [20, 20, 12, 13, 10, 15, 10]
    assert [(band.grade, int(band.at_least)) for band in rubric.bands] == [
        (Grade.EXCELLENT, 90),
        (Grade.GOOD, 70),
        (Grade.PASS, 60),
        (Grade.FAIL, 0),
    ]
    assert [str(cap.at_most) for cap in rubric.caps] == ["59.9", "69.9", "89.9", "89.9"]


@pytest.mark.parametrize("rubric", rubrics(), ids=lambda rubric: rubric.id)
def test_everything_says_where_it_comes_from(rubric: Any) -> None:  # noqa: ANN401 - parametrised
    items = [item for dimension in rubric.dimensions for item in dimension.items]
    for part in (rubric, *rubric.dimensions, *items, *rubric.caps, *rubric.bands, rubric.coverage):
        assert part.source
        assert part.title.zh
        assert part.title.en
    assert all(item.prior_source for item in items if isinstance(item, MeasureItem))


@pytest.mark.parametrize("edition", editions().values(), ids=editions())
def test_every_pattern_names_a_place_of_the_form(edition: Any) -> None:  # noqa: ANN401 - parametrised
    places = {cell.address for cell in edition.cells()} | {f"part.{part.number}" for part in edition.parts}
    for rubric in rubrics():
        patterns = {place for cap in rubric.caps for place in cap.places}
        for item in (item for dimension in rubric.dimensions for item in dimension.items):
            if isinstance(item, RuleItem):
                patterns |= {pattern for pattern in (item.only_at, item.not_at) if pattern}
        assert all(any(fnmatchcase(place, pattern) for place in places) for pattern in patterns)


@pytest.mark.parametrize("year", [2008, 2019, 2020, 2021, 2026, 2100, None])
def test_every_year_has_a_rubric(year: int | None) -> None:
    assert rubric_for(year).id == "2021_form"


def test_the_digest_changes_with_any_change_and_only_then() -> None:
    assert load(TEXT).digest == load(f"# a remark\n{TEXT}").digest == rubric_for(2023).digest
    assert load(TEXT.replace("kappa = 5", "kappa = 6")).digest != load(TEXT).digest


def _first(kind: str, tree: dict[str, Any]) -> dict[str, Any]:
    items: list[dict[str, Any]] = [item for dimension in tree["dimensions"] for item in dimension.get("items", ())]
    return next(item for item in items if item["by"] == kind)


FAULTS: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "weights not 100": (lambda t: t["dimensions"][0].update(weight=21), "add up to 101"),
    "a dimension twice": (lambda t: t["dimensions"][1].update(key="completeness"), "keys repeat"),
    "bands upside down": (lambda t: t["bands"].reverse(), "best down"),
    "bands open below": (lambda t: t["bands"].pop(), "end at 0"),
    "a band that does not rate": (lambda t: t["bands"][0].update(grade="not_rated"), "and rate"),
    "a cap on nothing": (lambda t: t["caps"][0].update(rule="Z999"), "no item rests on"),
    "a negative weight": (lambda t: _first("rule", t).update(weight=-1), "must not be negative"),
    "a field misspelt": (lambda t: _first("rule", t).update(wieght=1), "wieght"),
    "both patterns": (lambda t: _first("rule", t).update(only_at="a", not_at="b"), "only_at"),
    "a pattern for many rules": (lambda t: _first("rule", t).update(rules=["F001", "F002"], only_at="a"), "only_at"),
    "no rule": (lambda t: _first("rule", t).update(rules=[]), "name rules"),
    "steps upside down": (lambda t: _first("days_late", t)["steps"].reverse(), "few days"),
    "no full step": (lambda t: _first("days_late", t)["steps"].pop(0), "first step"),
    "an unknown measure": (lambda t: _first("measure", t).update(measure="M99"), "M99"),
    "one anchor": (lambda t: _first("measure", t).update(none_at="7/10"), "anchors"),
    "a prior above one": (lambda t: _first("measure", t).update(prior=56), "prior"),
    "no source": (lambda t: t["caps"][0].pop("source"), "source"),
    "years reversed": (lambda t: t.update(last_year=2018), "before it begins"),
    "a weight that is no number": (lambda t: t["dimensions"][0].update(weight=[20]), "fraction"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_rubric_that_does_not_fit_together_does_not_load(fault: str) -> None:
    spoil, said = FAULTS[fault]
    tree = tomllib.loads(TEXT, parse_float=Decimal)
    spoil(tree)
    with pytest.raises(msgspec.ValidationError, match=said):
        rubric_from(tree)


def test_days_late_rests_on_both_dates() -> None:
    item, _ = next(d.items for d in rubric_for(2023).dimensions if d.key == "timeliness")
    assert isinstance(item, DaysLateItem)
    assert item.rules == ("T001", "T002")
