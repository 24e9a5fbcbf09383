"""Receiving a filing in the order that keeps the gateway's promise: original, receipt, event, and then the answer."""

from collections.abc import Callable
from datetime import datetime

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway import drafts, store
from services.gateway.acceptance import Offer, accept, announcement, object_key
from services.gateway.form import Form
from services.gateway.refusals import AGENCY_UNKNOWN, DRAFT_EXPIRED, refusal
from services.gateway.settings import Settings
from services.gateway.store import Receipt
from services.gateway.upload import Upload
from shared.messaging.bus import Bus
from shared.storage.database import Database
from shared.storage.originals import Originals


class Reception:
    """Takes filings in; `clock` tells the time of receipt."""

    def __init__(
        self, database: Database, originals: Originals, bus: Bus, settings: Settings, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._originals = originals
        self._bus = bus
        self._settings = settings
        self._clock = clock

    async def receive(self, form: Form, upload: Upload) -> tuple[Receipt, bool]:
        """The receipt of a filing whose event is on the log, and whether it is new rather than the same filing again.

        Raises:
            ProblemError: the agency is not in the register.
            BusUnavailableError: original and receipt are kept, but the broker has not confirmed the event.
            OperationalError, OSError, TimeoutError: a store is away; nothing may have been kept.
        """
        async with self._database.reading() as connection:
            if await store.agency(connection, form.agency_code) is None:
                raise refusal(AGENCY_UNKNOWN.fault("agency", code=form.agency_code))
        await self._originals.keep(object_key(upload.sha256), upload.data)
        return await self.take(_offer(form, upload), upload.data)

    async def take(self, offer: Offer, data: bytes | None = None) -> tuple[Receipt, bool]:
        """The receipt of an offer whose original is kept and whose event is on the log, and whether it is new.

        Raises:
            ProblemError, BusUnavailableError, OperationalError, OSError, TimeoutError: as for receiving and committing.
        """
        receipt, new = await self.commit(offer, data)
        if receipt.published_at is None:
            receipt = await self.announce(receipt)
        return receipt, new

    async def commit(self, offer: Offer, data: bytes | None = None) -> tuple[Receipt, bool]:
        """The committed receipt of an offer whose original is kept, and whether it is new.

        The row of the agency is held, so that filings about one agency come one after the other, in every replica. The
        original may have gone with an expired draft of the same bytes: with `data` it is kept once more.

        Raises:
            ProblemError: the agency is not in the register, or the original is gone and there is no `data`.
        """
        async with self._database.transaction() as connection:
            agency = await store.agency(connection, offer.agency_code, lock=True)
            if agency is None:
                raise refusal(AGENCY_UNKNOWN.fault("agency", code=offer.agency_code))
            latest = await store.latest(connection, agency.code, offer.year, draft=offer.draft)
            submission = accept(
                offer, agency, latest.submission if latest else None, self._clock(), self._settings.drafts_kept
            )
            if latest is not None and submission == latest.submission:
                return latest, False
            await self._assure_original(connection, offer.sha256, data)
            due_at = submission.received_at + self._settings.wait(0)
            receipt = Receipt(event=announcement(submission), due_at=due_at)
            await store.add_receipt(connection, receipt)
        return receipt, True

    async def _assure_original(self, connection: AsyncConnection, digest: str, data: bytes | None) -> None:
        await drafts.hold_original(connection, digest)
        if not await self._originals.has(object_key(digest)):
            if data is None:
                raise refusal(DRAFT_EXPIRED.fault())
            await self._originals.keep(object_key(digest), data)

    async def announce(self, receipt: Receipt) -> Receipt:
        """Publish the event of a receipt for the first time.

        Raises:
            BusUnavailableError: the broker has not confirmed it; the reconciler will see to it.
        """
        await self._bus.publish(receipt.event)
        confirmed_at = self._clock()
        published = msgspec.structs.replace(
            receipt, attempts=1, published_at=confirmed_at, due_at=confirmed_at + self._settings.wait(1)
        )
        async with self._database.transaction() as connection:
            await store.mark_published(connection, [published])
        return published


def _offer(form: Form, upload: Upload) -> Offer:
    return Offer(
        agency_code=form.agency_code,
        year=form.year,
        published_on=form.published_on,
        draft=form.draft,
        filename=upload.filename,
        media_type=upload.media_type,
        size=upload.size,
        sha256=upload.sha256,
    )
