"""One room's reading of one log: fetch a batch, have it settled, and so on until the bus stops."""

from contextlib import suppress
from typing import Generic, Protocol

import nats.errors
import structlog
from nats.aio.msg import Msg
from nats.js import JetStreamContext

from shared.messaging.decisions import E
from shared.messaging.delivery import Delivery, Handler, Line
from shared.messaging.topology import Stream

IDLE = 0.5
"""Seconds a fetch lingers when there is nothing to do; also the longest an idle room takes to stop."""

GATHER = 0.02
"""Seconds to wait for company once a first message is there; longer would delay a lone message in every room."""

log = structlog.get_logger("gouji.messaging")


class Wire(Line, Protocol):
    """What a consumer needs of the bus besides."""

    @property
    def context(self) -> JetStreamContext: ...
    @property
    def connected(self) -> bool: ...


class Consumer(Generic[E]):
    """Runs one handler on one stream until the bus stops.

    Fetching goes through the raw JetStream context and not through a FastStream subscriber, because the latter creates
    a missing consumer (which would replay the whole archive), spins without yielding on a deleted consumer or a closed
    connection (SIGTERM goes unheard), and drops fetched messages when it stops. The connection and every publication
    are FastStream's.
    """

    def __init__(self, wire: Wire, contract: type[E], handler: Handler[E]) -> None:
        self.stream = Stream.of(contract)
        self._wire = wire
        self._batch = wire.settings.batch
        self._subscription: JetStreamContext.PullSubscription | None = None
        self._surplus: list[Msg] = []
        self._delivery = Delivery(wire, contract, self.stream.name, handler, self._more)

    @property
    def held_up(self) -> str | None:
        """The error because of which the room waits for its database or network, if it does."""
        return self._delivery.held_up

    async def run(self) -> None:
        """Fetch and settle batches until the bus stops; then finish what is in hand."""
        subscription = await self._wire.context.pull_subscribe_bind(self._wire.room, self.stream.name)
        self._subscription = subscription
        try:
            while not self._wire.stopping.is_set():
                await self._delivery.treat(await self._fetch(self._batch, IDLE))
            if self._surplus or subscription.pending_msgs:
                await self._delivery.treat(await self._more(self._batch))
        finally:
            # Otherwise draining the connection would wait for somebody to read the last status messages.
            with suppress(nats.errors.Error):
                await subscription.unsubscribe()

    async def _more(self, most: int) -> list[Msg]:
        return await self._fetch(most, GATHER)

    async def _fetch(self, most: int, patience: float) -> list[Msg]:
        """Up to `most` messages; none after `patience` seconds. Never raises what the broker may say."""
        # While the connection is away, fetches would queue up in the client and all hit the server on its return.
        if self._subscription is None or not self._wire.connected:
            await self._wire.sleep(patience)
            return []
        messages, self._surplus = self._surplus, []
        try:
            if not messages:
                messages += await self._subscription.fetch(1, timeout=patience)
            if most > len(messages):
                messages += await self._subscription.fetch(most - len(messages), timeout=GATHER)
        except TimeoutError:  # nats-py raises both its own, which is one, and the built-in
            pass
        except nats.errors.Error as error:
            log.warning("cannot fetch", room=self._wire.room, stream=self.stream.name, error=repr(error))
            await self._wire.sleep(IDLE)
        # What arrived too late for an earlier fetch comes on top of what this one asked for.
        self._surplus = messages[most:]
        return messages[:most]
