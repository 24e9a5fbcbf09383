"""A rubric: what counts how much, loaded from its data file and refused when its parts do not fit together."""

import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property
from hashlib import sha256
from importlib import resources
from itertools import pairwise
from typing import Any

import msgspec

from services.score.measures import MeasureKey
from shared.report.scorecard import Grade
from shared.report.text import Text

FULL = 100
"""What the weights of the dimensions add up to."""


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Anything in a rubric: it has a title in both languages and says where it comes from."""

    zh: str
    en: str
    source: str

    @property
    def title(self) -> Text:
        """The title in both languages."""
        return Text(self.zh, self.en)


class RuleItem(_Data, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="by", tag="rule"):
    """Points for the places where rules hold; the share of places in breach is lost, all places weighing the same.

    `only_at` narrows the item to the cells that the pattern matches, `not_at` to all other places of its one rule.
    """

    rules: tuple[str, ...]
    weight: Fraction
    only_at: str | None = None
    not_at: str | None = None

    def __post_init__(self) -> None:
        patterns = [pattern for pattern in (self.only_at, self.not_at) if pattern is not None]
        if not self.rules or len(patterns) > 1 or (patterns and len(self.rules) > 1):
            raise ValueError(f"{self.rules}: name rules, or one rule with `only_at` or `not_at`")


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Up to `days` late, `share` of the points remain."""

    days: int
    share: Fraction


class DaysLateItem(_Data, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="by", tag="days_late"):
    """Points by days after the deadline, as the earliest of the dates that `rules` are sure about shows them.

    Each of these rules passes when its date is in time; its breach carries the deadline as `expected` and the date as
    `actual`, both ISO dates. Later than the last step, nothing remains.
    """

    rules: tuple[str, ...]
    weight: Fraction
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        if any(later.days <= sooner.days or later.share > sooner.share for sooner, later in pairwise(self.steps)):
            raise ValueError("steps must go from few days and many points to many days and few points")
        if not self.steps or self.steps[0] != Step(0, Fraction(1)):
            raise ValueError("the first step must be zero days for all the points")


class MeasureItem(_Data, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="by", tag="measure"):
    """Points for a rate: none at `none_at`, all at `full_at`, in proportion between, after shrinking to `prior`."""

    measure: MeasureKey
    weight: Fraction
    prior: Fraction
    prior_source: str
    kappa: Fraction
    none_at: Fraction
    full_at: Fraction

    def __post_init__(self) -> None:
        if self.none_at == self.full_at or self.kappa < 0 or not 0 <= self.prior <= 1:
            raise ValueError(f"{self.measure}: needs two different anchors, kappa ≥ 0 and a prior between 0 and 1")

    @property
    def rules(self) -> tuple[str, ...]:
        """A measure rests on figures, not on rules."""
        return ()


Item = RuleItem | DaysLateItem | MeasureItem


class Dimension(_Data, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A side of the report that is graded; the weights of its items are shares of it."""

    key: str
    weight: Fraction
    items: tuple[Item, ...] = ()

    def __post_init__(self) -> None:
        if any(item.weight < 0 for item in self.items) or (self.items and not sum(item.weight for item in self.items)):
            raise ValueError(f"{self.key}: item weights must not be negative, nor all zero")


class Cap(_Data, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The most a report can reach while `rule` is in breach (at one of `places`, when given)."""

    rule: str
    at_most: Decimal
    places: tuple[str, ...] = ()


class Band(_Data, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A grade and the total from which it is given."""

    grade: Grade
    at_least: Decimal


class Coverage(_Data, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The share of the weight that must have been assessed for a report to be rated at all."""

    at_least: Fraction


class Rubric(_Data, frozen=True, forbid_unknown_fields=True, kw_only=True, dict=True):
    """One rubric, for report years `first_year` to `last_year` (None: still in force)."""

    id: str
    first_year: int
    last_year: int | None = None
    dimensions: tuple[Dimension, ...]
    caps: tuple[Cap, ...]
    bands: tuple[Band, ...]
    coverage: Coverage

    def __post_init__(self) -> None:
        for problem in self._problems():
            raise ValueError(f"rubric {self.id}: {problem}")

    def rules(self) -> frozenset[str]:
        """Every rule that an item rests on."""
        return frozenset(rule for dimension in self.dimensions for item in dimension.items for rule in item.rules)

    @cached_property
    def gradable(self) -> Fraction:
        """The weight of the dimensions that have items; what nobody can grade yet is no uncertainty about a report."""
        return sum((dimension.weight for dimension in self.dimensions if dimension.items), Fraction(0))

    def dimension_of(self, rule: str) -> str:
        """Key of the first dimension with an item that rests on `rule`."""
        return next(d.key for d in self.dimensions if any(rule in item.rules for item in d.items))

    def band(self, total: Decimal) -> Band:
        """The band that a total falls into."""
        return next(band for band in self.bands if total >= band.at_least)

    @cached_property
    def digest(self) -> str:
        """Sixteen hexadecimal digits that change whenever anything in the rubric does."""
        return sha256(msgspec.json.encode(self, enc_hook=str, order="deterministic")).hexdigest()[:16]

    def _problems(self) -> Iterator[str]:
        keys = [dimension.key for dimension in self.dimensions]
        if len(set(keys)) != len(keys):
            yield f"dimension keys repeat: {keys}"
        if (total := sum(dimension.weight for dimension in self.dimensions)) != FULL:
            yield f"dimension weights add up to {total}, not {FULL}"
        if any(lower.at_least >= upper.at_least for upper, lower in pairwise(self.bands)):
            yield "bands must go from the best down"
        if not self.bands or self.bands[-1].at_least != 0 or Grade.NOT_RATED in {band.grade for band in self.bands}:
            yield "bands must end at 0 and rate"
        if unknown := {cap.rule for cap in self.caps} - self.rules():
            yield f"caps on rules that no item rests on: {sorted(unknown)}"
        if self.last_year is not None and self.last_year < self.first_year:
            yield "ends before it begins"


def load(data: str) -> Rubric:
    """Read one rubric from TOML.

    Raises:
        tomllib.TOMLDecodeError: the text is not TOML.
        msgspec.ValidationError: the data do not have the shape described here or do not fit together.
    """
    return rubric_from(tomllib.loads(data, parse_float=Decimal))


def rubric_from(tree: Mapping[str, Any]) -> Rubric:
    """A rubric from plain dictionaries and lists, numbers exact.

    Raises:
        msgspec.ValidationError: the tree does not have the shape described here or does not fit together.
    """
    return msgspec.convert(tree, Rubric, dec_hook=_fraction)


@cache
def rubrics() -> tuple[Rubric, ...]:
    """All rubrics, oldest first.

    Raises:
        msgspec.ValidationError: a data file is wrong.
        LookupError: two rubrics claim one year, or a year between them has none.
    """
    folder = resources.files("services.score") / "rubrics"
    files = (file for file in folder.iterdir() if file.name.endswith(".toml"))
    loaded = tuple(sorted((load(file.read_text("utf-8")) for file in files), key=lambda rubric: rubric.first_year))
    if any(sooner.last_year is None or sooner.last_year + 1 != later.first_year for sooner, later in pairwise(loaded)):
        raise LookupError(f"years overlap or are missing: {[rubric.id for rubric in loaded]}")
    return loaded


def rubric_for(year: int | None) -> Rubric:
    """The rubric for reports about `year`; years before the first one get the first, later or unknown ones the last."""
    if year is None:
        return rubrics()[-1]
    return next((rubric for rubric in rubrics() if rubric.last_year is None or year <= rubric.last_year), rubrics()[-1])


def _fraction(kind: type, value: object) -> object:
    """Numbers of the file as exact fractions; those without a finite decimal are written as text ("1/3")."""
    if kind is Fraction and isinstance(value, int | Decimal | str):
        return Fraction(value)
    raise TypeError(f"expected a number or a fraction, got {value!r}")
