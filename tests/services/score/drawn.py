"""Reports and verdicts as hypothesis draws them."""

from uuid import UUID, uuid5

import msgspec
from hypothesis import strategies as st

from services.score.measures import RATIOS
from shared.report.annual_report import AnnualReport
from shared.report.verdict import Outcome, Verdict
from tests.services.score.specimens import PLACES, RULES, late, places_of, sound_report, verdict

MEASURED = sorted({cell for ratio in RATIOS.values() for cell in ratio.cells})
WAIVER = uuid5(UUID(int=0), "waiver")
DATES = [f"2024-{month:02}-{day:02}" for month in range(2, 5) for day in (1, 15, 28)]


@st.composite
def verdict_sets(draw: st.DrawFn) -> dict[str, Verdict]:
    """Some rules hold, some are in breach or undecided at some places, some did not apply, some were never asked."""
    report, found = sound_report(), {}
    for rule in draw(st.sets(st.sampled_from(RULES))):
        places = places_of(rule, report)
        few = st.lists(st.sampled_from(places), unique=True, max_size=len(places))
        undecided = tuple(draw(st.one_of(st.just([]), few)))
        breached = tuple(place for place in draw(st.one_of(st.just([]), few)) if place not in undecided)
        applies = draw(st.booleans())
        found[rule] = verdict(
            rule, places if applies else (), breached=breached, undecided=undecided if applies else ()
        )
        if rule in PLACES and rule.startswith("T") and breached and applies:
            found[rule] = late(rule, draw(st.sampled_from(DATES)))
        elif not applies:
            found[rule] = verdict(rule, ())
    return found


@st.composite
def reports(draw: st.DrawFn) -> AnnualReport:
    """Any figures in the cells that measures rest on, consistent or not."""
    figures = draw(st.dictionaries(st.sampled_from(MEASURED), st.none() | st.integers(0, 90)))
    report = sound_report()
    return msgspec.structs.replace(report, tables=report.tables.replace(figures))


@st.composite
def waived_sets(draw: st.DrawFn) -> dict[str, Verdict]:
    """The same with some of the breaches explained."""
    found = draw(verdict_sets())
    chosen = draw(st.sets(st.sampled_from(sorted(found)))) if found else set()
    return found | {rule: waived(found[rule], draw(st.integers(0, 3))) for rule in chosen}


def waived(verdict: Verdict, most: int | None = None) -> Verdict:
    """The verdict with its first breaches, or all of them, explained."""
    count = len(verdict.breaches) if most is None else most
    breaches = tuple(
        msgspec.structs.replace(breach, waived=WAIVER) if place < count else breach
        for place, breach in enumerate(verdict.breaches)
    )
    return msgspec.structs.replace(verdict, breaches=breaches)


def repaired(verdict: Verdict) -> Verdict:
    """The verdict as it would be without its breaches that are not waived."""
    left = tuple(breach for breach in verdict.breaches if breach.waived is not None)
    outcome = verdict.outcome if left or not verdict.breaches else Outcome.HOLDS
    return msgspec.structs.replace(verdict, breaches=left, outcome=outcome)


def settled(verdict: Verdict) -> Verdict:
    """The verdict as it would be if no waived place had been in breach."""
    left = verdict.unwaived
    outcome = verdict.outcome if left or not verdict.breaches else Outcome.HOLDS
    return msgspec.structs.replace(verdict, breaches=left, outcome=outcome)
