"""Writing the read model from facts about submissions, and looking up single ones."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, false, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.portal.store.docket import check_anew
from services.portal.store.facts import Fact, about, row, standings
from services.portal.store.rule_texts import keep_texts
from services.portal.store.seating import seat_anew
from services.portal.store.standing import Entry, Standing
from services.portal.store.tables import fact, filing
from services.portal.store.turns import take_turn
from shared.report.codec import decode, encode
from shared.storage.database import Database
from shared.storage.insert import insert_missing, upsert

_BATCH = 64


class Filings:
    """The facts about submissions and the lines they add up to; lists and counts are asked for elsewhere."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(self, facts: Sequence[Fact]) -> tuple[Standing, ...]:
        """Keep the facts and bring lists and counts up to date with them; facts known already change nothing.

        Returns:
            The standings of the submissions concerned. Dead letters about no submission are not kept.
        """
        rows = [row(each) for each in facts if about(each) is not None]
        if not rows:
            return ()
        async with self._database.transaction() as connection:
            await take_turn(connection)
            await insert_missing(connection, fact, rows)
            return await _show(connection, {whose for each in facts if (whose := about(each)) is not None})

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
            found = await standings(connection, {submission_id})
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
    found = await standings(connection, submission_ids)
    await upsert(connection, filing, [line(each.entry) for each in found])
    filed = {each.submission.id: each for each in found if not each.submission.draft}
    places = {(each.submission.agency.code, each.submission.year) for each in filed.values()}
    await seat_anew(connection, places, filed)
    await check_anew(connection, places, filed)
    await keep_texts(connection, found)
    return found


def line(entry: Entry) -> dict[str, object]:
    """The row that lists show of a submission."""
    submission = entry.submission
    return {
        "id": submission.id,
        "agency_code": submission.agency.code,
        "year": submission.year,
        "version": submission.version,
        "draft": submission.draft,
        "entry": encode(entry),
    }
