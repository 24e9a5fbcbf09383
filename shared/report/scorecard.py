"""The grade of one report: points by dimension, and for every lost point the rule and places that cost it."""

from decimal import Decimal
from enum import StrEnum
from uuid import UUID

import msgspec


class Grade(StrEnum):
    """Grades (等次), best first; `not_rated` when too little could be judged."""

    EXCELLENT = "excellent"
    GOOD = "good"
    PASS = "pass"
    FAIL = "fail"
    NOT_RATED = "not_rated"


class Deduction(msgspec.Struct, frozen=True):
    """Points lost to one rule or measure, at named places. `cause` is a rule id (`A301`) or a measure id (`M1`)."""

    cause: str
    dimension: str
    points: Decimal
    places: tuple[str, ...] = ()


class DimensionScore(msgspec.Struct, frozen=True):
    """Points of one dimension: `weight` is what it can give after re-spreading, `assessed` the share judged at all."""

    key: str
    weight: Decimal
    points: Decimal
    assessed: Decimal


class Measure(msgspec.Struct, frozen=True):
    """A rate shown beside the score: numerator over denominator, or nothing when the denominator is zero.

    `small` is true below thirty cases (样本不足).
    """

    key: str
    numerator: int
    denominator: int
    small: bool


class Gain(msgspec.Struct, frozen=True):
    """What the total would gain if nothing but one rule's breaches were repaired, caps and re-spreading included."""

    rule: str
    points: Decimal


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """How the total moved since last year's, split so that the four parts add up to it exactly.

    `figures` is what the report itself changed, `rules` what rules that came, went or changed, `weights` what another
    rubric, `waivers` what explanations accepted this year or last.
    """

    prior: UUID
    prior_total: Decimal
    figures: Decimal
    rules: Decimal
    weights: Decimal
    waivers: Decimal


class Scorecard(msgspec.Struct, frozen=True, kw_only=True):
    """The grade of a report under one rubric; dimension points sum exactly to `raw_total`, caps then give `total`."""

    rubric: str
    total: Decimal
    raw_total: Decimal
    grade: Grade
    coverage: Decimal
    dimensions: tuple[DimensionScore, ...]
    deductions: tuple[Deduction, ...]
    caps: tuple[Deduction, ...] = ()
    measures: tuple[Measure, ...] = ()
    gains: tuple[Gain, ...] = ()
    change: Change | None = None
