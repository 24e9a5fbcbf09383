"""What the gateway hears: that a submission has ended. It settles the receipt and has nothing to add."""

from collections.abc import Sequence

import structlog

from services.gateway import store
from services.gateway.settlement import settlement, strongest
from shared.events.dead_letter import DeadLetterV1
from shared.events.event import Event
from shared.events.report_scored import ReportScoredV1
from shared.events.submission_rejected import SubmissionRejectedV1
from shared.storage.database import Database

log = structlog.stdlib.get_logger(__name__)


class Handlers:
    """Settles receipts in the room's database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def settle(
        self, events: Sequence[SubmissionRejectedV1] | Sequence[ReportScoredV1] | Sequence[DeadLetterV1]
    ) -> Sequence[Event]:
        """Write down how submissions ended; the same news twice, or news about strangers, changes nothing."""
        news = strongest([ended for event in events if (ended := settlement(event))])
        async with self._database.transaction() as connection:
            unknown = await store.settle(connection, news)
        for submission_id in unknown:
            log.warning("no_such_receipt", submission_id=str(submission_id))
        return ()
