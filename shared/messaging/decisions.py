"""What is done with a batch of messages: which are run together, which alone, which are given up, and when to retry."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from nats.aio.msg import Msg

from shared.events.event import Event
from shared.messaging.dead_letters import Origin
from shared.messaging.settings import BusSettings

E = TypeVar("E", bound=Event)


class TooManyDeliveriesError(Exception):
    """Delivered more often than the budget allows without ever being finished: it probably kills its handler."""


class Way(StrEnum):
    """How a message is treated at first."""

    TOGETHER = "together"
    ALONE = "alone"
    GIVE_UP = "give_up"


@dataclass(frozen=True, slots=True)
class Item(Generic[E]):
    """A message in hand: what it says, or why it cannot be read."""

    message: Msg
    event: E | None
    unreadable: Exception | None = None

    @classmethod
    def read(cls, message: Msg, contract: type[E]) -> "Item[E]":
        """Decode the payload."""
        try:
            return cls(message, contract.decode(message.data))
        except Exception as error:  # noqa: BLE001 - whatever hostile bytes provoke, they are unreadable
            return cls(message, None, error)

    @property
    def sequence(self) -> int:
        return self.message.metadata.sequence.stream

    @property
    def deliveries(self) -> int:
        return self.message.metadata.num_delivered

    @property
    def origin(self) -> Origin:
        metadata = self.message.metadata
        return Origin(self.message.subject, self.sequence, metadata.timestamp.isoformat(), self.deliveries)


def way(item: Item[E], settings: BusSettings) -> Way:
    """Decide before anything is run: what may have killed its handler is not tried in company, and not for ever."""
    if item.event is None or item.deliveries > settings.budget:
        return Way.GIVE_UP
    return Way.ALONE if item.deliveries >= settings.alone_from else Way.TOGETHER


def walk(items: Iterable[Item[E]]) -> list[Item[E]]:
    """The order in which to try suspects alone: forwards on even deliveries, backwards on odd ones.

    A message that kills the process takes those behind it down with it; after two rounds both its sides are done.
    """
    return sorted(items, key=lambda item: item.sequence if item.deliveries % 2 == 0 else -item.sequence)


def retry_delay(deliveries: int, sequence: int, settings: BusSettings) -> float:
    """Seconds until a failed message comes again: doubling, capped, spread by up to a half so that they do not gather.

    The spread follows from the sequence (golden ratio), so the decision repeats.
    """
    delay = min(settings.retry_base * 2.0 ** min(deliveries - 1, 32), settings.retry_cap)
    return delay * (1 + (sequence * 0.6180339887498949) % 1 / 2)


def pause(rounds: int, settings: BusSettings) -> float:
    """Seconds to wait before knocking at a bad world again, after `rounds` vain attempts."""
    return min(settings.pause_base * 2.0 ** min(rounds, 32), settings.pause_cap)


class Hand(Generic[E]):
    """The messages delivered and not yet settled, by sequence."""

    def __init__(self) -> None:
        self._items: dict[int, Item[E]] = {}

    def take(self, items: Iterable[Item[E]]) -> None:
        """Add items; a later delivery of one already here replaces it."""
        self._items.update({item.sequence: item for item in items})

    def settle(self, item: Item[E]) -> None:
        """The item has been acknowledged, postponed or given up."""
        self._items.pop(item.sequence, None)

    def by(self, wanted: Way, settings: BusSettings) -> list[Item[E]]:
        """The items to be treated one way."""
        return [item for item in self if way(item, settings) is wanted]

    def rotate(self, count: int) -> None:
        """Put the first `count` items last, so that others are tried next time."""
        for sequence in list(self._items)[:count]:
            self._items[sequence] = self._items.pop(sequence)

    def __iter__(self) -> Iterator[Item[E]]:
        return iter(list(self._items.values()))

    def __len__(self) -> int:
        return len(self._items)
