"""The read model: every fact as it came, and for each submission the line of the league table it adds up to."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Uuid,
    and_,
    false,
    select,
    text,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import TypeDecorator
from typing_extensions import override

from services.portal.standing import Entry, Standing, Tier, standing
from shared.events.dead_letter import DeadLetterV1
from shared.events.event import Event
from shared.events.report_scored import ReportScoredV1
from shared.events.report_validated import ReportValidatedV1
from shared.events.submission_received import SubmissionReceivedV1
from shared.events.submission_rejected import SubmissionRejectedV1
from shared.report.codec import decode, encode
from shared.storage.columns import CONSTRAINT_NAMES, Instant
from shared.storage.database import Database
from shared.storage.insert import insert_missing, upsert

Fact = SubmissionReceivedV1 | SubmissionRejectedV1 | ReportValidatedV1 | ReportScoredV1 | DeadLetterV1

_KINDS: dict[str, type[Fact]] = {
    kind.subject: kind
    for kind in (SubmissionReceivedV1, SubmissionRejectedV1, ReportValidatedV1, ReportScoredV1, DeadLetterV1)
}
_TIERS = list(Tier)
_SCALE = 10_000


class Points(TypeDecorator[Decimal]):
    """Points as whole ten-thousandths: exact on both databases, and an index can sort them."""

    impl = BigInteger
    cache_ok = True

    @override
    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        return None if value is None else round(value * _SCALE)

    @override
    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value) / _SCALE


metadata = MetaData(naming_convention=CONSTRAINT_NAMES)

fact = Table(
    "fact",
    metadata,
    Column("event_id", Uuid, primary_key=True),
    Column("submission_id", Uuid, nullable=False, index=True),
    Column("subject", String, nullable=False),
    Column("occurred_at", Instant, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

filing = Table(
    "filing",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("agency_code", String, nullable=False),
    Column("agency_name", String, nullable=False),
    Column("region", String, nullable=False),
    Column("year", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("draft", Boolean, nullable=False),
    Column("ranked", Boolean, nullable=False),
    Column("tier", Integer, nullable=False),
    Column("grade", String),
    Column("points", Points),
    Column("entry", LargeBinary, nullable=False),
)
_ranked = filing.c.ranked
Index("ix_filing_seat", filing.c.agency_code, filing.c.year, filing.c.version)
for _name, _columns in {
    "ix_filing_league": (filing.c.year, filing.c.tier, filing.c.points.desc(), filing.c.agency_code),
    "ix_filing_region": (
        filing.c.year, filing.c.region, filing.c.tier, filing.c.points.desc(), filing.c.agency_code,
    ),
    "ix_filing_grade": (filing.c.year, filing.c.tier, filing.c.grade, filing.c.points.desc(), filing.c.agency_code),
}.items():  # fmt: skip
    Index(_name, *_columns, postgresql_where=_ranked, sqlite_where=text("ranked = 1"))

turn = Table("turn", metadata, Column("id", Integer, primary_key=True), Column("taken", BigInteger, nullable=False))


class Store:
    """Writing and looking up single submissions; the league table's questions are in `queries`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(self, facts: Sequence[Fact]) -> tuple[Standing, ...]:
        """Keep the facts and bring the league table up to date with them; facts known already change nothing.

        Returns:
            The standings of the submissions concerned. Dead letters about no submission are not kept.
        """
        rows = [_row(each) for each in facts if _about(each) is not None]
        if not rows:
            return ()
        async with self._database.transaction() as connection:
            await _take_turn(connection)
            await insert_missing(connection, fact, rows)
            standings = await _standings(connection, {about for each in facts if (about := _about(each)) is not None})
            await upsert(connection, filing, [_line(each.entry) for each in standings])
            await _rank(connection, {(each.submission.agency.code, each.submission.year) for each in standings})
        return standings

    async def standing(self, submission_id: UUID) -> Standing | None:
        """Everything known about one submission, draft or not; None when it is unknown."""
        async with self._database.reading() as connection:
            found = await _standings(connection, {submission_id})
        return found[0] if found else None

    async def history(self, agency_code: str) -> tuple[Entry, ...]:
        """All filings of an agency but its drafts, latest year and newest version first."""
        question = (
            select(filing.c.entry)
            .where(filing.c.agency_code == agency_code, filing.c.draft == false())
            .order_by(filing.c.year.desc(), filing.c.version.desc())
        )
        async with self._database.reading() as connection:
            return tuple(decode(body, Entry) for body in (await connection.execute(question)).scalars())


async def _take_turn(connection: AsyncConnection) -> None:
    """Wait until no other replica is writing: what is derived must be derived from everything that has been said."""
    taken = await connection.execute(update(turn).values(taken=turn.c.taken + 1))
    if not taken.rowcount:
        await insert_missing(connection, turn, [{"id": 1, "taken": 1}])
        await connection.execute(update(turn).values(taken=turn.c.taken + 1))


async def _standings(connection: AsyncConnection, submission_ids: set[UUID]) -> tuple[Standing, ...]:
    question = select(fact.c.submission_id, fact.c.subject, fact.c.body).where(fact.c.submission_id.in_(submission_ids))
    known: dict[UUID, list[Event]] = {}
    for submission_id, subject, body in await connection.execute(question):
        known.setdefault(submission_id, []).append(decode(body, _KINDS[subject]))
    return tuple(found for each in sorted(known) if (found := standing(known[each])) is not None)


async def _rank(connection: AsyncConnection, seats: set[tuple[str, int]]) -> None:
    """Rank the newest filing of each agency and year, and no other."""
    if not seats:
        return
    rival = filing.alias()
    newest = (
        select(rival.c.id)
        .where(rival.c.agency_code == filing.c.agency_code, rival.c.year == filing.c.year, rival.c.draft == false())
        .order_by(rival.c.version.desc(), rival.c.id)
        .limit(1)
        .scalar_subquery()
    )
    here = and_(tuple_(filing.c.agency_code, filing.c.year).in_(sorted(seats)), filing.c.draft == false())
    await connection.execute(update(filing).where(here).values(ranked=filing.c.id == newest))


def _about(event: Fact) -> UUID | None:
    return event.submission_id if isinstance(event, DeadLetterV1) else event.submission.id


def _row(event: Fact) -> dict[str, object]:
    return {
        "event_id": event.event_id,
        "submission_id": _about(event),
        "subject": event.subject,
        "occurred_at": event.occurred_at,
        "body": encode(event),
    }


def _line(entry: Entry) -> dict[str, object]:
    submission = entry.submission
    return {
        "id": submission.id,
        "agency_code": submission.agency.code,
        "agency_name": submission.agency.name,
        "region": submission.agency.region,
        "year": submission.year,
        "version": submission.version,
        "draft": submission.draft,
        "ranked": False,
        "tier": _TIERS.index(entry.tier),
        "grade": entry.grade,
        "points": entry.total,
        "entry": encode(entry),
    }
