"""What happens to delivered messages: they are done, postponed, given up, or held while the world is bad."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Generic, Protocol

import nats.errors
import structlog
from nats.aio.msg import Msg

from shared.events.dead_letter import DeadLetterV1
from shared.events.event import Event
from shared.messaging.dead_letters import dead_letter
from shared.messaging.decisions import E, Hand, Item, TooManyDeliveriesError, Way, pause, retry_delay, walk, way
from shared.messaging.metrics import DEAD_LETTERS, HANDLER_SECONDS, MESSAGES, PAUSED
from shared.messaging.settings import BusSettings
from shared.messaging.world import is_world_error

Handler = Callable[[Sequence[E]], Awaitable[Sequence[Event]]]
"""A batch in, the events to publish out."""

KNOCKS = 3
"""Messages tried against a bad world before it is believed to be still bad."""

RETURN_AFTER = 0.5
"""Seconds after which a message given back is delivered to another replica."""

log = structlog.get_logger("gouji.messaging")


class _WorldIsBadError(Exception):
    """Carries a world error past the treatment of failed messages."""

    def __init__(self, error: Exception) -> None:
        super().__init__(repr(error))
        self.error = error


class Line(Protocol):
    """What a delivery needs of the bus."""

    room: str
    settings: BusSettings
    stopping: asyncio.Event
    world_errors: tuple[type[Exception], ...]

    @property
    def max_payload(self) -> int: ...
    async def publish(self, *events: Event) -> None: ...
    async def flush(self) -> None: ...
    async def sleep(self, seconds: float) -> None: ...


class Delivery(Generic[E]):
    """Settles batches of one contract for one room."""

    def __init__(
        self,
        line: Line,
        contract: type[E],
        stream: str,
        handler: Handler[E],
        more: Callable[[int], Awaitable[Sequence[Msg]]],
    ) -> None:
        """Take what is needed.

        Args:
            line: the bus.
            contract: what the messages should say.
            stream: the log they come from.
            handler: the room's.
            more: fetches up to so many further messages without waiting long.
        """
        self.held_up: str | None = None
        self._line = line
        self._settings = line.settings
        self._contract = contract
        self._handler = handler
        self._more = more
        self._hand: Hand[E] = Hand()
        self._named = {"room": line.room, "stream": stream}

    async def treat(self, messages: Sequence[Msg]) -> None:
        """Settle `messages`, however long the world is bad.

        While it is, they stay in hand: a nak would count as a delivery, so that an outage of an hour would bury filings
        that nothing is wrong with. Nothing new is fetched then, beyond company for a batch that is not full.
        """
        if not messages:
            return
        self._take(messages)
        rounds = 0
        async with self._heartbeat():
            while self._hand:
                try:
                    if self.held_up is None:
                        await self._settle_all()
                    elif await self._knock():
                        self._hold_up(None)
                        rounds = 0
                except _WorldIsBadError as bad:
                    self._hold_up(str(bad))
                if self.held_up is not None:
                    await self._line.sleep(pause(rounds, self._settings))
                    rounds += 1
                    if self._line.stopping.is_set():
                        await self._give_back()
                    elif (space := self._settings.batch - len(self._hand)) > 0:
                        self._take(await self._more(space))
        self._hold_up(None)

    async def _settle_all(self) -> None:
        for item in self._hand.by(Way.GIVE_UP, self._settings):
            await self._give_up(item, item.unreadable or TooManyDeliveriesError(f"delivered {item.deliveries} times"))
        together = self._hand.by(Way.TOGETHER, self._settings)
        if len(together) > 1:
            try:
                await self._run(together)
            except _WorldIsBadError:
                raise
            except Exception as error:  # noqa: BLE001 - the handler is the room's; each message gets its own chance
                log.warning("batch failed, trying each alone", **self._named, error=repr(error))
            else:
                together = []
        for item in (*together, *walk(self._hand.by(Way.ALONE, self._settings))):
            await self._alone(item)

    async def _knock(self) -> bool:
        """Try single messages against a bad world; True when one went through, or when none is left to try.

        Then those that did not get through before it are at fault themselves, whatever their errors look like.
        """
        struck: list[tuple[Item[E], Exception]] = []
        for item in self._hand:
            if way(item, self._settings) is Way.GIVE_UP:
                continue
            try:
                through = await self._alone(item)
            except _WorldIsBadError as bad:
                struck.append((item, bad.error))
                if len(struck) == KNOCKS:
                    break
                continue
            if through:
                for failed, error in struck:
                    await self._fail(failed, error)
                return True
        self._hand.rotate(len(struck))
        return not struck

    async def _run(self, items: Sequence[Item[E]]) -> None:
        """Handler, publication, acknowledgement of the whole of `items`."""
        events = [item.event for item in items if item.event is not None]
        with self._world():
            with HANDLER_SECONDS.labels(*self._named.values()).time():
                produced = await self._handler(events)
            await self._line.publish(*produced)
            for item in items:
                await item.message.ack()
            if len(items) == 1:
                # The next message tried alone may kill the process. No confirmed ack here: a server that has lost its
                # consumer's state in a crash never confirms one, but delivers the message again.
                await self._line.flush()
            for item in items:
                self._settled(item, "done")

    async def _alone(self, item: Item[E]) -> bool:
        """Try one message by itself; True when it went through, False when it failed and is seen to."""
        try:
            await self._run([item])
        except _WorldIsBadError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, it is this message's
            await self._fail(item, error)
            return False
        return True

    async def _fail(self, item: Item[E], error: Exception) -> None:
        if item.deliveries >= self._settings.budget:
            await self._give_up(item, error)
            return
        delay = retry_delay(item.deliveries, item.sequence, self._settings)
        log.warning(
            "message failed, will come again",
            **self._named,
            sequence=item.sequence,
            deliveries=item.deliveries,
            seconds=round(delay, 1),
            error=repr(error),
        )
        with self._world():
            await item.message.nak(delay)
        self._settled(item, "retried")

    async def _give_up(self, item: Item[E], error: Exception) -> None:
        log.error("message given up", **self._named, sequence=item.sequence, error=repr(error))
        line = self._line
        with self._world():
            # A dead letter that kills its own reader stays in its log; a letter about it would breed for ever.
            if self._contract is not DeadLetterV1:
                letter = dead_letter(
                    line.room, item.origin, item.message.data, item.event, error, limit=line.max_payload
                )
                await line.publish(letter)
            await item.message.ack()
        DEAD_LETTERS.labels(*self._named.values()).inc()
        self._settled(item, "given_up")

    async def _give_back(self) -> None:
        """Let another replica have what is in hand."""
        for item in self._hand:
            with suppress(nats.errors.Error):
                await item.message.nak(RETURN_AFTER)
            self._settled(item, "given_back")

    def _take(self, messages: Sequence[Msg]) -> None:
        self._hand.take(Item.read(message, self._contract) for message in messages)

    def _settled(self, item: Item[E], treatment: str) -> None:
        self._hand.settle(item)
        MESSAGES.labels(*self._named.values(), treatment).inc()

    def _hold_up(self, reason: str | None) -> None:
        if reason != self.held_up:
            log.warning("the world is bad, holding on" if reason else "going on", **self._named, error=reason)
        self.held_up = reason
        PAUSED.labels(*self._named.values()).set(reason is not None)

    @contextmanager
    def _world(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            if is_world_error(error, self._line.world_errors):
                raise _WorldIsBadError(error) from error
            raise

    @asynccontextmanager
    async def _heartbeat(self) -> AsyncIterator[None]:
        """Tell the server now and then that what is in hand is being worked on."""

        async def beat() -> None:
            while True:
                await asyncio.sleep(self._settings.ack_wait / 3)
                for item in self._hand:
                    with suppress(nats.errors.Error):
                        await item.message.in_progress()

        beating = asyncio.create_task(beat())
        try:
            yield
        finally:
            beating.cancel()
