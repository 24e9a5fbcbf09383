"""A province for measuring the portal: a synthetic county read, judged and graded for real, then cloned to its size."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec
from msgspec import structs

from services.cli.synthesis.drawing import layouts_of
from services.cli.synthesis.files import Wanted, make
from services.cli.synthesis.mischief import Format
from services.cli.synthesis.reports import Plan
from services.ingest.read_report import ReadReport
from services.ingest.reading import read
from services.portal.store.facts import Fact
from services.score.grading import confident_in, grade
from services.score.rubric import rubric_for
from services.validate.engine import judge
from services.validate.filing import Filing, PriorReport
from shared.events.report_scored import ReportScoredV1
from shared.events.report_validated import ReportValidatedV1
from shared.events.submission_received import SubmissionReceivedV1
from shared.report.agency import Agency, AgencyClass
from shared.report.scorecard import Change, Scorecard
from shared.report.submission import Submission
from shared.report.verdict import Verdict

SEED = 5
YEARS = 5
LAST = 2025
COUNTY = 120
CITIES, COUNTIES = 20, 15
RECEIVED = datetime(LAST + 1, 1, 10, 2, tzinfo=UTC)
_NAMES = (
    "教育局",
    "民政局",
    "财政局",
    "审计局",
    "水利局",
    "司法局",
    "统计局",
    "医疗保障局",
    "市场监督管理局",
    "卫生健康局",
)
_SYLLABLES = "临望潮屿东海青云石泉安宁长兴永和平川南浦北港"


class Judged(msgspec.Struct, frozen=True):
    """One report of the county, all the way through."""

    agency: Agency
    year: int
    read: ReadReport
    verdicts: tuple[Verdict, ...]
    card: Scorecard


def county(organs: int = COUNTY, years: int = YEARS) -> list[Judged]:
    """The reports of a county's organs, each read from its file, judged beside last year's and graded."""
    plan = Plan(years=years, last_year=LAST, county=True, faults=1)
    wanted = Wanted(plan, (Format.HTML,), tuple(layouts_of(Format.HTML)), ())
    found: list[Judged] = []
    prior: Judged | None = None
    for index in range(organs * years):
        data, truth = make(SEED, index, wanted)
        one = read(data, truth.file, "text/html")
        before = prior if prior and prior.agency == truth.agency and prior.year == truth.year - 1 else None
        filing = Filing(
            report=one.report,
            reading=one.reading,
            agency=truth.agency,
            year=truth.year,
            prior=PriorReport(before.read.report, before.read.reading) if before else None,
        )
        verdicts = judge(filing)
        card = grade(one.report, verdicts, rubric_for(truth.year), confident=confident_in(one.reading))
        if before is not None:
            card = structs.replace(card, change=_change(before, card))
        prior = Judged(truth.agency, truth.year, one, verdicts, card)
        found.append(prior)
    return found


def _change(before: Judged, card: Scorecard) -> Change:
    nothing = Decimal(0)
    return Change(
        prior=_id(before.agency.code, before.year),
        prior_total=before.card.total,
        figures=card.total - before.card.total,
        rules=nothing,
        weights=nothing,
        waivers=nothing,
    )


def provincial(agencies: int) -> Iterator[Agency]:
    """A province, its cities and counties, and so many agencies in all, level by level."""
    yield Agency("P", "东海省人民政府", AgencyClass.PROVINCIAL_GOVERNMENT, "东海省")
    cities = [f"P{city:02d}" for city in range(CITIES)]
    counties = [f"{city}{number:02d}" for city in cities for number in range(COUNTIES)]
    for code in cities:
        yield Agency(
            code, f"{_place(code)}市人民政府", AgencyClass.MUNICIPAL_GOVERNMENT, f"东海省{_place(code)}市", "P"
        )
    for code in counties:
        region = f"东海省{_place(code[:3])}市{_place(code)}县"
        yield Agency(code, f"{_place(code)}县人民政府", AgencyClass.COUNTY_GOVERNMENT, region, code[:3])
    kinds = (AgencyClass.DEPARTMENT, AgencyClass.DEPARTMENT, AgencyClass.TOWNSHIP, AgencyClass.INSTITUTION)
    for number in range(agencies - 1 - CITIES - len(counties)):
        above = counties[number % len(counties)]
        serial = number // len(counties)
        name = _NAMES[serial] if serial < len(_NAMES) else f"{_place(f'{serial}x')}{_ENDINGS[serial % 4]}"
        region = f"东海省{_place(above[:3])}市{_place(above)}县"
        yield Agency(f"{above}{serial:04d}", f"{_place(above)}县{name}", kinds[serial % 4], region, above)


_ENDINGS = ("中心", "管理站", "街道办事处", "学校")


def _place(code: str) -> str:
    number = int(uuid5(NAMESPACE_URL, code)) % (len(_SYLLABLES) ** 3)
    letters = [_SYLLABLES[number // len(_SYLLABLES) ** power % len(_SYLLABLES)] for power in range(3)]
    return "".join(dict.fromkeys(letters))


def cloned(specimens: Sequence[Judged], agency: Agency, number: int, year: int = LAST) -> tuple[Fact, Fact, Fact]:
    """What would be said about the filing of one more agency: a specimen's report under its name, its own total."""
    one = specimens[number % len(specimens)]
    submission = Submission(
        id=_id(agency.code, year),
        agency=agency,
        year=year,
        version=1,
        filename="report.html",
        media_type="text/html",
        size=40_000,
        sha256=f"{number:064x}",
        received_at=RECEIVED + timedelta(minutes=number % 40_000),
        published_on=one.read.report.published_on,
    )
    less = Decimal(number % 997).scaleb(-2)
    less = min(less, one.card.total)
    change = one.card.change and structs.replace(one.card.change, figures=one.card.change.figures - less)
    return facts(submission, one, structs.replace(one.card, total=one.card.total - less, change=change))


def facts(submission: Submission, one: Judged, card: Scorecard) -> tuple[Fact, Fact, Fact]:
    """Received, judged, graded."""
    at = submission.received_at
    return (
        SubmissionReceivedV1(
            event_id=_id("received", submission.id),
            cause_id=submission.id,
            occurred_at=at,
            submission=submission,
            object_key="0",
        ),
        ReportValidatedV1(
            event_id=_id("validated", submission.id),
            cause_id=submission.id,
            occurred_at=at + timedelta(seconds=1),
            submission=submission,
            report=one.read.report,
            reading=one.read.reading,
            judging=1,
            catalogue="c0ffee",
            verdicts=one.verdicts,
        ),
        ReportScoredV1(
            event_id=_id("scored", submission.id),
            cause_id=submission.id,
            occurred_at=at + timedelta(seconds=2),
            submission=submission,
            judging=1,
            scorecard=card,
        ),
    )


def county_facts(specimens: Sequence[Judged]) -> Iterator[tuple[Fact, Fact, Fact]]:
    """What is said about the county itself over the years."""
    for number, one in enumerate(specimens):
        filed = RECEIVED.replace(year=one.year + 1) + timedelta(minutes=number)
        submission = Submission(
            id=_id(one.agency.code, one.year),
            agency=one.agency,
            year=one.year,
            version=1,
            filename="report.html",
            media_type="text/html",
            size=40_000,
            sha256=f"{number:064x}",
            received_at=filed,
            published_on=one.read.report.published_on,
        )
        yield facts(submission, one, one.card)


def _id(*parts: object) -> UUID:
    return uuid5(NAMESPACE_URL, "/".join(map(str, parts)))
