"""What validate hears: a report was read, a breach explained. It judges, once, whatever is delivered how often."""

from collections.abc import Sequence

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from services.validate import store
from services.validate.metrics import HEARING_SECONDS, JUDGINGS, VERDICTS
from shared.events.draft_expired import DraftExpiredV1
from shared.events.report_normalized import ReportNormalizedV1
from shared.events.report_validated import ReportValidatedV1
from shared.events.waiver_changed import WaiverChangedV1
from shared.report.submission import now
from shared.storage.database import Database
from shared.storage.hold import hold


class Handlers:
    """Judges reports and remembers them in the room's database."""

    def __init__(self, database: Database, filing_since: int | None = None) -> None:
        self._database = database
        self._filing_since = filing_since

    async def judge(self, events: Sequence[ReportNormalizedV1]) -> Sequence[ReportValidatedV1]:
        """Judge each report by what its agency filed before, and once more the reports whose prior year it is.

        An event heard before is answered with what was said then, and its attempt.
        """
        new: list[ReportNormalizedV1] = []
        said: list[ReportValidatedV1] = []
        async with self._database.transaction() as connection:
            await _hold(connection, events)
            known = await store.said_before(connection, {event.event_id for event in events})
            fresh = [event for event in events if event.event_id not in known]
            docket = await store.docket(connection, fresh, self._filing_since)
            for event in fresh:
                if event.event_id not in known:
                    with HEARING_SECONDS.time():
                        known[event.event_id] = docket.hear(event, now())
                    new.append(event)
                    said += known[event.event_id]
            await store.keep(connection, new, said)
        _count(said)
        return [
            msgspec.structs.replace(outcome, attempt=event.attempt)
            for event in events
            for outcome in known[event.event_id]
        ]

    async def forget(self, events: Sequence[DraftExpiredV1]) -> Sequence[ReportValidatedV1]:
        """Drop what is held about drafts whose time is up; there is nothing to say."""
        async with self._database.transaction() as connection:
            await store.forget_drafts(connection, {event.submission.id for event in events})
        return ()

    async def waive(self, events: Sequence[WaiverChangedV1]) -> Sequence[ReportValidatedV1]:
        """Remember what was explained and decided, and judge again the reports in which that waives something else.

        An event heard before is answered with what was said then, and its attempt.
        """
        said: list[ReportValidatedV1] = []
        places = {(event.waiver.agency_code, event.waiver.year) for event in events}
        async with self._database.transaction() as connection:
            await hold(connection, "validate", {code for code, _ in places})
            known = await store.said_before(connection, {event.event_id for event in events})
            docket = await store.docket(connection, await store.standing(connection, places), self._filing_since)
            fresh = [event for event in events if event.event_id not in known]
            for event in fresh:
                if event.event_id not in known:
                    with HEARING_SECONDS.time():
                        known[event.event_id] = docket.hear_waiver(event, now())
                    said += known[event.event_id]
            await store.keep_waivers(connection, [event.waiver for event in fresh])
            await store.keep(connection, (), said)
        _count(said)
        return [
            msgspec.structs.replace(outcome, attempt=event.attempt)
            for event in events
            for outcome in known[event.event_id]
        ]


async def _hold(connection: AsyncConnection, events: Sequence[ReportNormalizedV1]) -> None:
    """Keep other replicas off everything these reports bear on: the agencies, and prose that looks alike.

    Two replicas that hear two years of one agency at once would each miss the other's report.
    """
    held = await store.related(connection, events) | store.held_for(events)
    await hold(connection, "validate", held)
    # Who continues an agency may have come in while this waited.
    if late := await store.related(connection, events) - held:
        await hold(connection, "validate", late)


def _count(said: Sequence[ReportValidatedV1]) -> None:
    for outcome in said:
        JUDGINGS.labels("first" if outcome.judging == 1 else "again").inc()
        for verdict in outcome.verdicts:
            VERDICTS.labels(verdict.rule, verdict.outcome).inc()
