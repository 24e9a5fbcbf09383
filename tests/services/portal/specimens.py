"""Events as the other rooms would send them: fictitious agencies, real figures, hand-made verdicts and grades."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import NAMESPACE_URL, UUID, uuid5

from services.portal.store.facts import Fact
from shared.events.dead_letter import DeadLetterV1
from shared.events.report_scored import ReportScoredV1
from shared.events.report_validated import ReportValidatedV1
from shared.events.submission_received import SubmissionReceivedV1
from shared.events.submission_rejected import SubmissionRejectedV1
from shared.report.agency import Agency, AgencyClass
from shared.report.annual_report import AnnualReport, Period, Section
from shared.report.edition import edition_for
from shared.report.figures import Figures
from shared.report.reading import CellReading, Confidence, Note, Reading
from shared.report.rejection import Reason
from shared.report.scorecard import Deduction, DimensionScore, Grade, Measure, Scorecard
from shared.report.submission import Submission
from shared.report.text import Text
from shared.report.verdict import Breach, Outcome, Severity, Verdict

NOON = datetime(2026, 1, 20, 4, 0, tzinfo=UTC)
CATALOGUE = "c0ffee" * 10

# Real figures of a provincial capital for 2025: every sum of the form ties out.
REQUESTS = {
    "received": (13612, 252, 0, 45, 128, 32, 14069),
    "brought_forward": (535, 6, 0, 1, 18, 0, 560),
    "granted": (5345, 129, 0, 41, 19, 14, 5548),
    "partly_granted": (2120, 39, 0, 1, 6, 2, 2168),
    "denied_state_secret": (13, 0, 0, 0, 0, 0, 13),
    "denied_prohibited_by_law": (30, 0, 0, 0, 0, 0, 30),
    "denied_security_stability": (11, 0, 0, 0, 0, 0, 11),
    "denied_third_party_rights": (49, 2, 0, 0, 0, 0, 51),
    "denied_internal_affairs": (103, 1, 0, 0, 0, 0, 104),
    "denied_process_information": (84, 1, 0, 0, 0, 0, 85),
    "denied_enforcement_files": (282, 4, 0, 0, 0, 0, 286),
    "denied_administrative_query": (147, 0, 0, 0, 1, 2, 150),
    "unavailable_not_held": (3075, 50, 0, 0, 89, 8, 3222),
    "unavailable_needs_creation": (177, 3, 0, 0, 0, 0, 180),
    "unavailable_unclear": (19, 0, 0, 0, 0, 0, 19),
    "declined_petition": (199, 1, 0, 0, 3, 0, 203),
    "declined_repeat": (147, 1, 0, 0, 0, 0, 148),
    "declined_publication": (0, 0, 0, 0, 0, 0, 0),
    "declined_excessive": (100, 1, 0, 0, 0, 0, 101),
    "declined_confirmation": (5, 0, 0, 0, 0, 0, 5),
    "other_no_correction": (315, 3, 0, 0, 0, 0, 318),
    "other_fee_unpaid": (202, 0, 0, 1, 0, 0, 203),
    "other_misc": (941, 17, 0, 1, 3, 3, 965),
    "other_combined": (1458, 20, 0, 2, 3, 3, 1486),
    "closed": (13364, 252, 0, 44, 121, 29, 13810),
    "carried_forward": (783, 6, 0, 2, 25, 3, 819),
}
REVIEWS = {
    "reconsideration": (376, 97, 196, 121, 790),
    "direct_suit": (16, 1, 12, 27, 56),
    "suit_after_reconsideration": (74, 1, 30, 51, 156),
}
PROACTIVE = (3, 5, 74, 564, 984, 4185, 11398889, 6937489, 166105, Decimal("316441.5"))
APPLICANTS = (
    "natural_person", "business", "research_institution", "public_interest", "legal_services",
    "other_organisation", "total",
)  # fmt: skip
RESULTS = ("upheld", "corrected", "other", "pending", "total")


def identity(*parts: object) -> UUID:
    return uuid5(NAMESPACE_URL, "/".join(map(str, parts)))


def agency(
    code: str = "330106",
    name: str = "东海省临屿市教育局",
    region: str = "东海省临屿市",
    parent: str | None = None,
    kind: AgencyClass = AgencyClass.DEPARTMENT,
) -> Agency:
    return Agency(code=code, name=name, agency_class=kind, region=region, parent=parent)


def submission(
    whose: Agency | None = None,
    year: int = 2025,
    version: int = 1,
    *,
    draft: bool = False,
    received_at: datetime = NOON,
    filename: str = "2025年度报告.html",
) -> Submission:
    whose = whose or agency()
    return Submission(
        id=identity(whose.code, year, version, draft),
        agency=whose,
        year=year,
        version=version,
        filename=filename,
        media_type="text/html",
        size=48_213,
        sha256="5b" * 32,
        received_at=received_at,
        published_on=date(year + 1, 1, 18),
        draft=draft,
    )


def figures(
    year: int = 2025,
    changes: Mapping[str, int | Decimal | None] | None = None,
    merged: Sequence[str] = (),
) -> Figures:
    """The real figures in the form of that year; on the older form 表二 is simply filled in order."""
    cells = edition_for(year).cells(frozenset(merged))
    values: dict[str, int | Decimal | None] = {}
    proactive = [cell.address for cell in cells if cell.table == "proactive"]
    for index, address in enumerate(proactive):
        values[address] = PROACTIVE[index % len(PROACTIVE)]
    for cell in cells:
        if cell.table == "requests":
            values[cell.address] = REQUESTS[cell.row][APPLICANTS.index(cell.column)]
        elif cell.table == "reviews":
            values[cell.address] = REVIEWS[cell.row][RESULTS.index(cell.column)]
    return Figures(values | dict(changes or {}))


def report(
    year: int = 2025,
    changes: Mapping[str, int | Decimal | None] | None = None,
    merged: Sequence[str] = (),
    *,
    missing_parts: Sequence[int] = (),
    printed_agency: str | None = "东海省临屿市教育局",
) -> AnnualReport:
    form = edition_for(year)
    sections = tuple(
        Section(
            number=part.number,
            title=f"{'一二三四五六'[part.number - 1]}、{part.zh}",
            text="" if part.table else f"{year}年，本机关持续做好{part.zh}的各项工作，办理情况见下表。",
            at=f"h{part.number}",
        )
        for part in form.parts
        if part.number not in missing_parts
    )
    return AnnualReport(
        agency=printed_agency,
        year=year,
        edition=form.id,
        title=f"{year}年政府信息公开工作年度报告",
        published_on=date(year + 1, 1, 18),
        period=Period(date(year, 1, 1), date(year, 12, 31)),
        tables=figures(year, changes, merged),
        merged_rows=tuple(merged),
        sections=sections,
    )


def reading(
    about: AnnualReport,
    doubtful: Mapping[str, tuple[Confidence, str]] | None = None,
    notes: Sequence[Note] = (),
) -> Reading:
    """Everything read where it stood but for `doubtful`, which gives confidence and raw text."""
    doubts = doubtful or {}
    cells = {}
    for cell in about.cells():
        value = about.tables.get(cell.address)
        confidence, raw = doubts.get(cell.address, (Confidence.READ, "" if value is None else str(value)))
        cells[cell.address] = CellReading(at=f"table {cell.table}", raw=raw, confidence=confidence)
    return Reading(format="html", cells=cells, notes=tuple(notes))


def fails(
    rule: str,
    *places: str,
    severity: Severity = Severity.ERROR,
    expected: int = 13,
    actual: int = 12,
    undecided: Sequence[str] = (),
) -> Verdict:
    breaches = tuple(
        Breach(
            at=at,
            expected=expected,
            actual=actual,
            message=Text(f"{rule}：此处应为{expected}，实为{actual}。", f"{rule}: should be {expected}, is {actual}."),
        )
        for at in places
    )
    return Verdict(
        rule=rule,
        revision=1,
        outcome=Outcome.FAILS,
        severity=severity,
        applied=7,
        breaches=breaches,
        undecided=tuple(undecided),
    )


def holds(rule: str, applied: int = 7) -> Verdict:
    return Verdict(rule=rule, revision=1, outcome=Outcome.HOLDS, severity=Severity.ERROR, applied=applied)


def open_(rule: str, *places: str) -> Verdict:
    return Verdict(
        rule=rule,
        revision=1,
        outcome=Outcome.INCONCLUSIVE,
        severity=Severity.ERROR,
        applied=0,
        undecided=places,
    )


def scorecard(
    total: str = "86.50",
    grade: Grade = Grade.GOOD,
    *,
    coverage: str = "0.93",
    deductions: Sequence[Deduction] = (),
    small: bool = False,
) -> Scorecard:
    points = Decimal(total)
    return Scorecard(
        rubric="2021_form",
        total=points,
        raw_total=points,
        grade=grade,
        coverage=Decimal(coverage),
        dimensions=(
            DimensionScore("arithmetic", Decimal("60.00"), points - min(points, Decimal(40)), Decimal(1)),
            DimensionScore("timeliness", Decimal("40.00"), min(points, Decimal(40)), Decimal("0.8")),
        ),
        deductions=tuple(deductions),
        measures=(Measure("M1", 7716, 13810, small=small), Measure("M9", 0, 0, small=False)),
    )


def received(about: Submission, *, attempt: int = 1) -> SubmissionReceivedV1:
    return SubmissionReceivedV1(
        event_id=identity("received", about.id),
        cause_id=about.id,
        occurred_at=about.received_at,
        attempt=attempt,
        submission=about,
        object_key="5b/5b",
    )


def rejected(about: Submission) -> SubmissionRejectedV1:
    return SubmissionRejectedV1(
        event_id=identity("rejected", about.id),
        cause_id=identity("received", about.id),
        occurred_at=about.received_at + timedelta(seconds=1),
        submission=about,
        reasons=(
            Reason(
                code="file.not_a_report",
                at="第1页",
                message=Text("文件里没有找到年度报告的法定表格。", "The file holds none of the statutory tables."),
            ),
        ),
    )


def validated(
    about: Submission,
    *verdicts: Verdict,
    judging: int = 1,
    read: AnnualReport | None = None,
    how: Reading | None = None,
) -> ReportValidatedV1:
    read = read or report(about.year)
    return ReportValidatedV1(
        event_id=identity("validated", about.id, judging),
        cause_id=identity("normalized", about.id),
        occurred_at=about.received_at + timedelta(seconds=2 * judging),
        submission=about,
        report=read,
        reading=how or reading(read),
        judging=judging,
        catalogue=CATALOGUE,
        verdicts=verdicts or (holds("A301"),),
    )


def scored(about: Submission, card: Scorecard | None = None, *, judging: int = 1) -> ReportScoredV1:
    return ReportScoredV1(
        event_id=identity("scored", about.id, judging),
        cause_id=identity("validated", about.id, judging),
        occurred_at=about.received_at + timedelta(seconds=2 * judging + 1),
        submission=about,
        judging=judging,
        scorecard=card or scorecard(),
    )


def dead(about: Submission | None, room: str = "ingest") -> DeadLetterV1:
    return DeadLetterV1(
        event_id=identity("dead", room, about.id if about else "nobody"),
        cause_id=identity("received", about.id if about else "nobody"),
        occurred_at=NOON + timedelta(minutes=9),
        room=room,
        original_subject="gouji.v1.submission.received",
        original_sequence=7,
        submission_id=about.id if about else None,
        error="MemoryError",
        detail="gave up",
        deliveries=12,
        data="{}",
    )


def graded(about: Submission, card: Scorecard | None = None, *verdicts: Verdict) -> list[Fact]:
    """Everything that is said about a filing that goes through without incident."""
    return [received(about), validated(about, *verdicts), scored(about, card)]
