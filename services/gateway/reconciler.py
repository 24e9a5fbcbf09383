"""Publishes again what has not come to an end, and forgets drafts whose time is up, for as long as the room runs."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import msgspec
import structlog

from services.gateway import drafts, ledger, store
from services.gateway.acceptance import farewell, object_key
from services.gateway.metrics import EXPIRED, LEDGER_BROKEN, OLDEST_OPEN, RECEIPTS, REPUBLISHED
from services.gateway.settings import Settings
from services.gateway.stopping import pause
from services.gateway.store import Receipt
from shared.messaging.bus import Bus
from shared.messaging.world import WORLD_ERRORS, is_world_error
from shared.storage.database import Database
from shared.storage.originals import Originals

log = structlog.stdlib.get_logger(__name__)


class Reconciler:
    """Walks over the open receipts; `clock` says which are due."""

    def __init__(
        self, database: Database, originals: Originals, bus: Bus, settings: Settings, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._originals = originals
        self._bus = bus
        self._settings = settings
        self._clock = clock

    async def run(self, stopping: asyncio.Event) -> None:
        """Sweep, wait, sweep again, until told to stop; while the database or the broker is away, only wait."""
        restarted = True
        while not stopping.is_set():
            try:
                await self.sweep(restarted=restarted)
                await self.expire()
                if restarted:
                    await self.inspect_ledger()
                restarted = False
            except WORLD_ERRORS as error:
                if not is_world_error(error):
                    raise
                log.warning("reconciling_waits", reason=repr(error))
            await pause(stopping, self._settings.reconcile_every)

    async def sweep(self, *, restarted: bool = False) -> int:
        """Publish every open receipt that is due, in batches, and give their number; then count the receipts.

        After a restart those that were never published are due at once: their filer may be waiting for an answer that
        the process before this one could not give.

        Raises:
            BusUnavailableError, OperationalError, OSError, TimeoutError: the world is bad; sweep again later.
        """
        if restarted:
            async with self._database.transaction() as connection:
                await store.make_unpublished_due(connection, self._clock())
        published = 0
        while True:
            async with self._database.reading() as connection:
                due = await store.due(connection, self._clock(), self._settings.reconcile_batch)
            if due:
                await self._publish(due)
                published += len(due)
            if len(due) < self._settings.reconcile_batch:
                break
        await self._count()
        return published

    async def expire(self) -> int:
        """Forget every draft whose time is up, in batches, and give their number.

        The original goes first, then every room is told, and only when the broker has confirmed it the receipt: what
        stops in between is done again.

        Raises:
            BusUnavailableError, OperationalError, OSError, TimeoutError: the world is bad; expire again later.
        """
        forgotten = 0
        while True:
            now = self._clock()
            async with self._database.reading() as connection:
                over = await drafts.expired(connection, now, self._settings.reconcile_batch)
            for digest in sorted({draft.sha256 for draft in over}):
                await self._drop_original(digest, now)
            await self._bus.publish(*(farewell(draft, now) for draft in over))
            async with self._database.transaction() as connection:
                await drafts.forget(connection, [draft.id for draft in over])
            forgotten += len(over)
            EXPIRED.inc(len(over))
            if len(over) < self._settings.reconcile_batch:
                return forgotten

    async def inspect_ledger(self) -> None:
        """Say so when somebody has meddled with the ledger. Filing goes on: what comes now is chained to what is there.

        Raises:
            OperationalError, OSError, TimeoutError: the database is away.
        """
        broken = await ledger.broken_at(self._database)
        LEDGER_BROKEN.set(broken or 0)
        if broken is not None:
            log.critical("ledger_broken", position=broken)

    async def _drop_original(self, digest: str, now: datetime) -> None:
        async with self._database.transaction() as connection:
            # Held, so that no filing of the same bytes is accepted between looking and deleting.
            await drafts.hold_original(connection, digest)
            if not await drafts.is_wanted(connection, digest, now):
                await self._originals.drop(object_key(digest))

    async def _publish(self, due: tuple[Receipt, ...]) -> None:
        log.info("republishing", receipts=len(due))
        await self._bus.publish(
            *(msgspec.structs.replace(receipt.event, attempt=receipt.attempts + 1) for receipt in due)
        )
        confirmed_at = self._clock()
        async with self._database.transaction() as connection:
            await store.mark_published(connection, [self._again(receipt, confirmed_at) for receipt in due])
        REPUBLISHED.inc(len(due))

    def _again(self, receipt: Receipt, confirmed_at: datetime) -> Receipt:
        attempts = receipt.attempts + 1
        return msgspec.structs.replace(
            receipt,
            attempts=attempts,
            published_at=receipt.published_at or confirmed_at,
            due_at=confirmed_at + self._settings.wait(attempts),
        )

    async def _count(self) -> None:
        async with self._database.reading() as connection:
            standing = await store.standing(connection)
        for outcome, count in standing.counts.items():
            RECEIPTS.labels(outcome.value).set(count)
        oldest = standing.oldest_open
        OLDEST_OPEN.set(0 if oldest is None else (self._clock() - oldest).total_seconds())
