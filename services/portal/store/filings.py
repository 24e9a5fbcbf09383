"""Writing the read model from facts about submissions, and looking up single ones."""

import zlib
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, false, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.portal.store.seating import seat_anew
from services.portal.store.standing import Entry, Standing, standing
from services.portal.store.tables import fact, filing
from services.portal.store.turns import take_turn
from shared.events.dead_letter import DeadLetterV1
from shared.events.event import Event
from shared.events.report_scored import ReportScoredV1
from shared.events.report_validated import ReportValidatedV1
from shared.events.submission_received import SubmissionReceivedV1
from shared.events.submission_rejected import SubmissionRejectedV1
from shared.report.codec import decode, encode
from shared.storage.database import Database
from shared.storage.insert import insert_missing, upsert

Fact = SubmissionReceivedV1 | SubmissionRejectedV1 | ReportValidatedV1 | ReportScoredV1 | DeadLetterV1

_KINDS: dict[str, type[Fact]] = {
    kind.subject: kind
    for kind in (SubmissionReceivedV1, SubmissionRejectedV1, ReportValidatedV1, ReportScoredV1, DeadLetterV1)
}
_BATCH = 64
_FAST = 1


class Filings:
    """The facts about submissions and the lines they add up to; lists and counts are asked for elsewhere."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(self, facts: Sequence[Fact]) -> tuple[Standing, ...]:
        """Keep the facts and bring lists and counts up to date with them; facts known already change nothing.

        Returns:
            The standings of the submissions concerned. Dead letters about no submission are not kept.
        """
        rows = [_row(each) for each in facts if _about(each) is not None]
        if not rows:
            return ()
        async with self._database.transaction() as connection:
            await take_turn(connection)
            await insert_missing(connection, fact, rows)
            return await _show(connection, {about for each in facts if (about := _about(each)) is not None})

    async def forget(self, submission_ids: Sequence[UUID]) -> None:
        """Drop everything known about these drafts; a filing stays, whatever is said."""
        async with self._database.transaction() as connection:
            await take_turn(connection)
            drafts = select(filing.c.id).where(filing.c.id.in_(submission_ids), filing.c.draft)
            await connection.execute(delete(fact).where(fact.c.submission_id.in_(drafts)))
            await connection.execute(delete(filing).where(filing.c.id.in_(submission_ids), filing.c.draft))

    async def rebuild(self) -> int:
        """After an update that made the lines anew: fill them from the facts; how many submissions that took."""
        done = 0
        while True:
            async with self._database.transaction() as connection:
                await take_turn(connection)
                missing = (
                    select(fact.c.submission_id).distinct().where(fact.c.submission_id.not_in(select(filing.c.id)))
                )
                found = set(await connection.scalars(missing.limit(_BATCH)))
                shown = await _show(connection, found) if found else ()
            done += len(shown)
            if not shown:
                return done

    async def standing(self, submission_id: UUID) -> Standing | None:
        """Everything known about one submission, draft or not; None when it is unknown."""
        async with self._database.reading() as connection:
            found = await _standings(connection, {submission_id})
        return found[0] if found else None

    async def history(self, agency_code: str) -> tuple[Entry, ...]:
        """All filings of an agency but its drafts, latest year and newest version first."""
        return await self._entries(agency_code, drafts=False)

    async def drafts(self, agency_code: str) -> tuple[Entry, ...]:
        """The drafts of an agency, latest year and newest version first."""
        return await self._entries(agency_code, drafts=True)

    async def _entries(self, agency_code: str, *, drafts: bool) -> tuple[Entry, ...]:
        question = (
            select(filing.c.entry)
            .where(filing.c.agency_code == agency_code, filing.c.draft if drafts else filing.c.draft == false())
            .order_by(filing.c.year.desc(), filing.c.version.desc())
        )
        async with self._database.reading() as connection:
            return tuple(decode(body, Entry) for body in (await connection.execute(question)).scalars())


async def _show(connection: AsyncConnection, submission_ids: set[UUID]) -> tuple[Standing, ...]:
    standings = await _standings(connection, submission_ids)
    await upsert(connection, filing, [_line(each.entry) for each in standings])
    filed = {each.submission.id: each for each in standings if not each.submission.draft}
    places = {(each.submission.agency.code, each.submission.year) for each in filed.values()}
    await seat_anew(connection, places, filed)
    return standings


async def _standings(connection: AsyncConnection, submission_ids: set[UUID]) -> tuple[Standing, ...]:
    question = select(fact.c.submission_id, fact.c.subject, fact.c.body).where(fact.c.submission_id.in_(submission_ids))
    known: dict[UUID, list[Event]] = {}
    for submission_id, subject, body in await connection.execute(question):
        known.setdefault(submission_id, []).append(decode(_unpacked(body), _KINDS[subject]))
    return tuple(found for each in sorted(known) if (found := standing(known[each])) is not None)


def _about(event: Fact) -> UUID | None:
    return event.submission_id if isinstance(event, DeadLetterV1) else event.submission.id


def _row(event: Fact) -> dict[str, object]:
    return {
        "event_id": event.event_id,
        "submission_id": _about(event),
        "subject": event.subject,
        "occurred_at": event.occurred_at,
        "body": zlib.compress(encode(event), _FAST),
    }


def _unpacked(body: bytes) -> bytes:
    # Facts kept by the first release are plain.
    return body if body.startswith(b"{") else zlib.decompress(body)


def _line(entry: Entry) -> dict[str, object]:
    submission = entry.submission
    return {
        "id": submission.id,
        "agency_code": submission.agency.code,
        "year": submission.year,
        "version": submission.version,
        "draft": submission.draft,
        "entry": encode(entry),
    }
