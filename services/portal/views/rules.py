"""Which rules are breached, how often, where and by whom; pure."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from services.portal.store.rule_findings import Breached, Offender, RuleText
from services.portal.views.cases import place_name
from shared.report.text import Text
from shared.report.verdict import Severity


class RuleYear(msgspec.Struct, frozen=True, kw_only=True):
    """A rule in one year: filings that breach it out of those judged, at how many places, and places explained."""

    year: int
    filings: int
    judged: int
    places: int
    waived: int

    @property
    def share(self) -> float:
        """Filings that breach it, of all judged; none when nothing was judged."""
        return self.filings / self.judged if self.judged else 0.0


class RuleLine(msgspec.Struct, frozen=True, kw_only=True):
    """A rule as the list shows it: the year asked for, and the years before."""

    rule: str
    severity: Severity
    title: Text | None
    now: RuleYear
    years: tuple[RuleYear, ...]


class PlaceLine(msgspec.Struct, frozen=True):
    """A place of the form, and how many filings breach the rule there."""

    at: str
    label: Text
    filings: int


class OffenderLine(msgspec.Struct, frozen=True, kw_only=True):
    """A filing that breaches the rule, and the places by their names."""

    offender: Offender
    places: tuple[Text, ...]


def rule_lines(
    breached: Iterable[Breached], judged: Mapping[int, int], texts: Mapping[str, RuleText], year: int
) -> tuple[RuleLine, ...]:
    """The rules breached in `year`: errors first, the most common ones first."""
    by_rule: dict[str, list[Breached]] = {}
    for one in breached:
        by_rule.setdefault(one.rule, []).append(one)
    severities = list(Severity)
    lines = []
    for rule, found in by_rule.items():
        here = [one for one in found if one.year == year]
        if here:
            lines.append(
                RuleLine(
                    rule=rule,
                    severity=min((one.severity for one in here), key=severities.index),
                    title=texts[rule].title if rule in texts else None,
                    now=rule_year(here, judged, year),
                    years=rule_years(found, judged),
                )
            )
    return tuple(sorted(lines, key=lambda one: (severities.index(one.severity), -one.now.filings, one.rule)))


def rule_years(breached: Sequence[Breached], judged: Mapping[int, int]) -> tuple[RuleYear, ...]:
    """One rule in every year in which anything was judged, the latest first."""
    return tuple(
        rule_year([one for one in breached if one.year == year], judged, year)
        for year in sorted((year for year, count in judged.items() if count), reverse=True)
    )


def rule_year(breached: Iterable[Breached], judged: Mapping[int, int], year: int) -> RuleYear:
    """One rule in one year; a rule may be breached with more than one severity, by different filings."""
    found = tuple(breached)
    return RuleYear(
        year=year,
        filings=sum(one.filings for one in found),
        judged=judged.get(year, 0),
        places=sum(one.places for one in found),
        waived=sum(one.waived for one in found),
    )


def place_lines(places: Iterable[tuple[str, int]], year: int) -> tuple[PlaceLine, ...]:
    """The places by their names on the form of that year."""
    return tuple(PlaceLine(at, place_name(at, year), filings) for at, filings in places)


def offender_lines(offenders: Iterable[Offender], year: int) -> tuple[OffenderLine, ...]:
    """The filings with the names of their places."""
    return tuple(
        OffenderLine(offender=one, places=tuple(place_name(at, year) for at in one.places)) for one in offenders
    )
