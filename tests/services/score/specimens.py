"""A sound report of a fictitious agency and the verdicts that rules give about it, to be changed by the tests."""

from datetime import UTC, datetime
from uuid import UUID, uuid5

import msgspec

from services.validate.catalogue import catalogue
from shared.events.report_validated import ReportValidatedV1
from shared.report.agency import Agency, AgencyClass
from shared.report.annual_report import AnnualReport
from shared.report.edition import edition
from shared.report.figures import Figures
from shared.report.reading import CellReading, Confidence, Reading
from shared.report.submission import Submission
from shared.report.text import Text
from shared.report.verdict import Breach, Outcome, Severity, Verdict

PLACES: dict[str, tuple[str, ...]] = {
    "F001": tuple(f"part.{number}" for number in range(1, 7)),
    "F002": ("period",),
    "F003": ("year",),
    "F008": ("title",),
    "F009": ("preamble",),
    "F018": tuple(f"part.1.aspect.{number}" for number in range(1, 6)),
    "F020": ("part.5",),
    "F022": ("part.6",),
    "C303": ("proactive.normative_documents.in_force",),
    "C304": ("proactive.government_rules.in_force",),
    **{f"C{number:03}": ("part.1.sentence[1]", "part.1.sentence[2]") for number in range(1, 20)},
    "T001": ("published_on",),
    "T002": ("received_on",),
}
"""Where the rules look that do not look at cells."""

IDENTITIES = {
    "A301": "requests_roll_forward",
    "A302": "applicants_cross_foot",
    "A303": "dispositions_foot",
    "A401": "review_results_foot",
}
FILLED = {"F201": "proactive", "F301": "requests", "F401": "reviews"}
WHO = ("natural_person", "business", "research_institution", "public_interest", "legal_services", "other_organisation")


def sound_report(year: int = 2023) -> AnnualReport:
    """Sixty requests received, all by natural persons: forty-two granted, eighteen not held; no dispute."""
    form = edition("2021")
    values: dict[str, int | None] = {cell.address: 0 for cell in form.cells()}
    for row, count in {"received": 60, "granted": 42, "unavailable_not_held": 18, "closed": 60}.items():
        values |= {f"requests.{row}.natural_person": count, f"requests.{row}.total": count}
    values |= {"reviews.reconsideration.upheld": 4, "reviews.reconsideration.total": 4}
    return AnnualReport(agency="东海省南岭市统计局", year=year, edition="2021", tables=Figures(values))


def places_of(rule: str, report: AnnualReport) -> tuple[str, ...]:
    """Every place that a rule looks at."""
    if rule in IDENTITIES:
        return tuple(equation.at for equation in report.equations() if equation.identity == IDENTITIES[rule])
    if rule in FILLED:
        return tuple(cell.address for cell in report.cells() if cell.table == FILLED[rule])
    if rule in {"C301", "C302"}:
        return tuple(f"requests.brought_forward.{who}" for who in (("total",) if rule == "C301" else WHO))
    return PLACES.get(rule, ("part.1",))


GRADED = (*PLACES, *IDENTITIES, *FILLED, "C301", "C302")
UNGRADED = tuple(sorted({rule.id for rule in catalogue()} - set(GRADED)))
RULES = (*GRADED, *UNGRADED)


def verdict(
    rule: str,
    places: tuple[str, ...],
    *,
    breached: tuple[str, ...] = (),
    undecided: tuple[str, ...] = (),
    expected: str | int = 1,
    actual: str | int = 0,
) -> Verdict:
    """The verdict that follows from what was found at each place, as the engine would say it."""
    applied = len(places) - len(undecided)
    outcome = Outcome.HOLDS if applied else Outcome.INCONCLUSIVE if undecided else Outcome.NOT_APPLICABLE
    return Verdict(
        rule=rule,
        revision=1,
        outcome=Outcome.FAILS if breached else outcome,
        severity=Severity.ERROR,
        applied=applied,
        breaches=tuple(Breach(at, expected, actual, Text("不符", "differs")) for at in breached),
        undecided=undecided,
    )


def sound_verdicts(report: AnnualReport) -> dict[str, Verdict]:
    """Every rule holds everywhere."""
    return {rule: verdict(rule, places_of(rule, report)) for rule in RULES}


def late(rule: str, on: str) -> Verdict:
    """A verdict about a date after the deadline of 31 January 2024."""
    return verdict(rule, PLACES[rule], breached=PLACES[rule], expected="2024-01-31", actual=on)


def reading_of(report: AnnualReport, doubtful: tuple[str, ...] = ()) -> Reading:
    """Every cell stood where the form puts it, except that some values had to be inferred."""
    sure = {True: Confidence.INFERRED, False: Confidence.READ}
    return Reading("html", {at: CellReading(at, str(n), sure[at in doubtful]) for at, n in report.tables.items()})


def validated(
    *,
    code: str = "330100001",
    region: str = "南岭市",
    year: int = 2023,
    version: int = 1,
    judging: int = 1,
    draft: bool = False,
    verdicts: dict[str, Verdict] | None = None,
    attempt: int = 1,
    doubtful: tuple[str, ...] = (),
) -> ReportValidatedV1:
    """The event about one filing of one fictitious agency; the same arguments give the same ids."""
    report = sound_report(year)
    submission_id = uuid5(UUID(int=0), f"{code}/{year}/{version}/{draft}")
    return ReportValidatedV1(
        event_id=ReportValidatedV1.id_from(submission_id, judging),
        cause_id=submission_id,
        occurred_at=datetime(2024, 1, 20, 2, tzinfo=UTC),
        attempt=attempt,
        submission=Submission(
            id=submission_id,
            agency=Agency(code, f"东海省南岭市第{code}局", AgencyClass.DEPARTMENT, region),
            year=year,
            version=version,
            filename="年报.html",
            media_type="text/html",
            size=20_000,
            sha256="0" * 64,
            received_at=datetime(2024, 1, 20, 1, tzinfo=UTC),
            draft=draft,
        ),
        report=report,
        reading=reading_of(report, doubtful),
        judging=judging,
        catalogue="test",
        verdicts=tuple((sound_verdicts(report) | (verdicts or {})).values()),
    )


def blank(report: AnnualReport, *addresses: str) -> AnnualReport:
    """The report with cells left empty."""
    return msgspec.structs.replace(report, tables=report.tables.replace(dict.fromkeys(addresses)))


def filled(report: AnnualReport, **figures: int) -> AnnualReport:
    """The report with other figures; `__` in a name stands for the dots of an address."""
    changes: dict[str, int] = {name.replace("__", "."): value for name, value in figures.items()}
    return msgspec.structs.replace(report, tables=report.tables.replace(dict(changes)))
