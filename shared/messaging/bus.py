"""A room's connection to the others: what it says is stored before it goes on, what it hears is treated once."""

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress

import nats.errors
import structlog
from faststream.exceptions import FastStreamException
from faststream.nats import NatsBroker
from nats.aio.client import Client
from nats.js import JetStreamContext

from shared.events.contracts import contracts
from shared.events.event import Event
from shared.messaging.consumer import Consumer
from shared.messaging.decisions import E
from shared.messaging.delivery import Handler
from shared.messaging.headers import headers_of
from shared.messaging.measuring import measure
from shared.messaging.metrics import DUPLICATES, PUBLISHED
from shared.messaging.settings import BusSettings
from shared.messaging.topology import Stream
from shared.messaging.world import WORLD_ERRORS, BusUnavailableError

__all__ = ["Bus", "BusFailedError", "BusUnavailableError", "Handler"]

CLOSE_TIMEOUT = 2
"""Seconds for the last acknowledgements to reach the server."""

log = structlog.get_logger("gouji.messaging")


class BusFailedError(Exception):
    """The bus has come to an end that nobody asked for; the process must end too, so that it is restarted."""


def _terminate() -> None:
    signal.raise_signal(signal.SIGTERM)


class Bus:
    """Publishes events and runs handlers on those the room consumes.

    Register handlers with `on`, then `start`; `stop` finishes the batches in hand. When the connection is closed for
    good or a consumer ends by itself, `failed` is set and `on_failure` is called: by default the process terminates
    itself, and `stop` then raises, so that it exits with an error.
    """

    def __init__(
        self,
        settings: BusSettings,
        room: str,
        *,
        world_errors: tuple[type[Exception], ...] = WORLD_ERRORS,
        on_failure: Callable[[], None] = _terminate,
    ) -> None:
        self.settings = settings
        self.room = room
        self.world_errors = world_errors
        self.stopping = asyncio.Event()
        self.failed = asyncio.Event()
        self._on_failure = on_failure
        self._consumers: list[Consumer[Event]] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._client: Client | None = None
        self._measuring: asyncio.Task[None] | None = None
        self._produced = tuple(
            Stream.of(contract) for contract in contracts() if contract.producer in (room, "every room")
        )
        self._broker = NatsBroker(
            settings.servers,
            name=f"gouji {room}",
            apply_types=False,
            logger=None,
            max_reconnect_attempts=-1,
            reconnect_time_wait=1,
            connect_timeout=2,
            error_cb=self._troubled,
            closed_cb=self._closed,
        )

    def on(self, contract: type[E], handler: Handler[E]) -> None:
        """Have `handler` treat every event of `contract`, in batches, through the room's durable consumer.

        Raises:
            LookupError: the contract does not name this room as a consumer, so nothing was provisioned for it.
        """
        if self.room not in contract.consumers:
            raise LookupError(f"{contract.__name__} names {contract.consumers} as its consumers, not {self.room}")
        self._consumers.append(Consumer(self, contract, handler))  # type: ignore[arg-type]  # each keeps its own E

    async def start(self) -> None:
        """Connect and begin to consume.

        Raises:
            BusUnavailableError: the broker cannot be reached.
        """
        try:
            async with asyncio.timeout(self.settings.connect_timeout):
                await self._broker.start()
                self._client = self._broker.connection
        except (TimeoutError, OSError, nats.errors.Error) as error:
            raise BusUnavailableError(f"cannot reach the broker at {self.settings.url}: {error!r}") from error
        self._measuring = asyncio.create_task(self._measure())
        self._tasks = [asyncio.create_task(consumer.run()) for consumer in self._consumers]
        for task in (self._measuring, *self._tasks):
            task.add_done_callback(self._ended)

    async def publish(self, *events: Event) -> None:
        """Store the events in the log, in this order; returns when the broker has confirmed every one.

        An event whose message id the broker still remembers is confirmed without being stored again.

        Raises:
            BusUnavailableError: at least one was not confirmed; publishing all of them again does no harm.
            nats.errors.MaxPayloadError: an event is larger than the broker takes.
        """
        if not events:
            return
        if not self.connected:
            raise BusUnavailableError("the connection to the broker is away")
        outcomes = await asyncio.gather(*(self._publish(event) for event in events), return_exceptions=True)
        for outcome in outcomes:
            if outcome is not None:
                raise outcome

    async def ready(self) -> tuple[str, ...]:
        """Why the room cannot do its work just now; empty when it can."""
        if self.failed.is_set():
            return ("the bus has failed",)
        if not self.connected:
            return ("the broker is away",)
        reasons = [await self._missing_stream(stream) for stream in self._produced]
        for consumer in self._consumers:
            reasons.append(await self._missing_consumer(consumer.stream))
            if consumer.held_up is not None:
                reasons.append(f"{consumer.stream.name} is held up: {consumer.held_up}")
        return tuple(reason for reason in reasons if reason is not None)

    async def stop(self) -> None:
        """Finish the batches in hand, then close; takes no longer than the settings allow.

        Raises:
            BusFailedError: the bus had failed before.
        """
        self.stopping.set()
        if self._measuring is not None:
            self._measuring.cancel()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=self.settings.stop_timeout)
            for task in late:
                log.warning("did not finish in time; its messages will be delivered again", room=self.room)
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._close()
        if self.failed.is_set():
            raise BusFailedError("the connection or a consumer ended by itself; see the log")

    @property
    def context(self) -> JetStreamContext:
        """The raw JetStream context of the broker's connection."""
        context: JetStreamContext = self._broker.config.connection_state.stream
        return context

    @property
    def connected(self) -> bool:
        """Whether there is a connection at this moment."""
        return self._client is not None and bool(self._client.is_connected)

    @property
    def max_payload(self) -> int:
        """Bytes the server takes in one message."""
        return self._client.max_payload if self._client else 0

    async def flush(self) -> None:
        """Wait until the server has taken everything sent so far.

        Raises:
            nats.errors.Error: it has not.
        """
        if self._client is not None:
            await self._client.flush(max(1, int(self.settings.publish_timeout)))

    async def sleep(self, seconds: float) -> None:
        """Wait, but not longer than until the bus stops."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.stopping.wait(), seconds)

    async def _publish(self, event: Event) -> None:
        stream = Stream.of(type(event)).name
        try:
            stored = await self._broker.publish(
                event.encode(),
                event.destination,
                headers=headers_of(event),
                correlation_id=str(event.event_id),
                stream=stream,
                timeout=self.settings.publish_timeout,
            )
        except nats.errors.MaxPayloadError:
            raise
        except (nats.errors.Error, FastStreamException, OSError) as error:
            raise BusUnavailableError(
                f"{event.destination} was not confirmed: {type(error).__name__}: {error}"
            ) from error
        PUBLISHED.labels(self.room, stream).inc()
        if stored.duplicate:
            DUPLICATES.labels(self.room, stream).inc()

    async def _missing_stream(self, stream: Stream) -> str | None:
        try:
            await self.context.stream_info(stream.name)
        except nats.errors.Error as error:
            return f"stream {stream.name} does not answer: {error!r}"
        return None

    async def _missing_consumer(self, stream: Stream) -> str | None:
        try:
            await self.context.consumer_info(stream.name, self.room)
        except nats.errors.Error as error:
            return f"consumer {self.room} of stream {stream.name} does not answer: {error!r}"
        return None

    async def _measure(self) -> None:
        streams = {stream.name for stream in self._produced} | {consumer.stream.name for consumer in self._consumers}
        while not self.stopping.is_set():
            if self.connected:
                with suppress(nats.errors.Error):
                    await measure(self.context, self.room, streams, [each.stream.name for each in self._consumers])
            await self.sleep(self.settings.measure_every)

    async def _close(self) -> None:
        connection = self._client
        with suppress(nats.errors.Error, TimeoutError):
            async with asyncio.timeout(CLOSE_TIMEOUT):
                await self._broker.stop()
        # Draining, as FastStream does, is refused by a client that is just looking for its server.
        if connection is not None and not connection.is_closed:
            await connection.close()

    async def _troubled(self, error: Exception) -> None:
        log.warning("trouble with the broker", room=self.room, error=repr(error))

    async def _closed(self) -> None:
        if not self.stopping.is_set():
            self._fail("the connection was closed for good")

    def _ended(self, task: asyncio.Task[None]) -> None:
        # Cancelled tasks are not news: either the loop is closing, or the connection, which is told to `_closed`.
        if not self.stopping.is_set() and not task.cancelled():
            self._fail("a consumer ended by itself", task.exception())

    def _fail(self, reason: str, error: BaseException | None = None) -> None:
        if not self.failed.is_set():
            log.critical("the bus has failed", room=self.room, reason=reason, exc_info=error)
            self.failed.set()
            self._on_failure()
