"""Reading a subject's log from its beginning, beside the rooms and without disturbing them."""

from collections.abc import AsyncIterator
from typing import TypeVar

import msgspec
from nats.js.errors import NotFoundError

from shared.events.event import Event
from shared.messaging.settings import BusSettings
from shared.messaging.topology import Stream, connection

E = TypeVar("E", bound=Event)


async def everything(settings: BusSettings, contract: type[E]) -> AsyncIterator[E]:
    """Every event of a contract that the broker still holds, oldest first; what no longer decodes is passed over."""
    stream = Stream.of(contract)
    async with connection(settings) as context:
        sequence = 1
        while True:
            try:
                message = await context.get_msg(stream.name, seq=sequence, subject=stream.pattern, next=True)
            except NotFoundError:
                return
            sequence = (message.seq or sequence) + 1
            try:
                yield contract.decode(message.data or b"")
            except msgspec.MsgspecError:
                continue
