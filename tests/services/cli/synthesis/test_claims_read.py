"""What synthetic prose states is what the reader finds in it, and nothing it finds there is false."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from services.cli.synthesis.reports import Plan, SyntheticReport, synthesise
from services.ingest.claims.extract import claims
from shared.report.claim import Claim, Expression, Relation, Scope

REPORTS = 300
SPOKEN_OF = {Scope.OWN, Scope.ONE_APPLICANT, Scope.LAST_YEAR}


def read(made: SyntheticReport) -> list[Claim]:
    report = made.report
    found = claims(report.sections, report.form, report.year, frozenset(report.merged_rows), report.agency)
    return [claim for claim in found if claim.about]


def senses(claim: Claim) -> Iterator[tuple[Decimal, frozenset[str], frozenset[str], bool]]:
    """What the claim may be understood to say."""
    for about in claim.about:
        yield claim.value, frozenset(about.cells), frozenset(about.of), about.since_last_year


def is_true(claim: Claim, made: SyntheticReport) -> bool:
    """Whether the claim holds in one of its senses."""
    return any(_holds(claim, about, made) for about in claim.about)


def _holds(claim: Claim, about: Expression, made: SyntheticReport) -> bool:
    figures = made.last if claim.scope is Scope.LAST_YEAR else made.sound
    found, last = (Decimal(sum(source.get(cell) or 0 for cell in about.cells)) for source in (figures, made.last))
    whole = Decimal(sum(figures.get(cell) or 0 for cell in about.of))
    if about.since_last_year:
        return bool(last) and abs((found - last) * 100 / last - claim.value) <= Decimal("0.1")
    if about.of:
        return bool(whole) and abs(found * 100 / whole - claim.value) <= Decimal("0.1")
    return {
        Relation.EQUAL: found == claim.value,
        Relation.AT_LEAST: found >= claim.value,
        Relation.AT_MOST: found <= claim.value,
        Relation.ABOUT: True,
    }[claim.relation]


def test_what_is_stated_is_read_and_what_is_read_is_true() -> None:
    stated = missed = 0
    false: Counter[tuple[str, str]] = Counter()
    for index in range(REPORTS):
        made = synthesise(21, index, Plan(years=5))
        found = read(made)
        understood = [set(senses(claim)) for claim in found]
        for claim in made.report.claims:
            if claim.about and claim.scope in SPOKEN_OF:
                stated += 1
                missed += not any(set(senses(claim)) & one for one in understood)
        false.update((claim.kind, claim.text) for claim in found if not is_true(claim, made))
    assert stated > REPORTS * 5
    assert not false
    assert missed <= stated // 10
