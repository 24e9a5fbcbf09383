"""Listening along without a durable consumer: what is said now is heard now, and what is missed is missed."""

from collections.abc import Awaitable, Callable, Sequence

import nats
import nats.errors
import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg

from shared.events.event import Event
from shared.messaging.settings import BusSettings
from shared.messaging.topology import Stream
from shared.messaging.world import BusUnavailableError

MOST_WAITING = 1024
"""Messages of one contract kept for a listener that is busy; further ones are missed."""

log = structlog.get_logger("gouji.messaging")


class Listener:
    """Hears everything published on the subjects of some contracts, from when it starts until it stops.

    Nothing is acknowledged or repeated: for what people look at while it happens, never for what must be right.
    """

    def __init__(
        self,
        settings: BusSettings,
        room: str,
        contracts: Sequence[type[Event]],
        heard: Callable[[type[Event], bytes], None],
    ) -> None:
        self._settings = settings
        self._room = room
        self._contracts = contracts
        self._heard = heard
        self._client: Client | None = None

    async def start(self) -> None:
        """Connect and begin to listen; a connection that is lost is made again.

        Raises:
            BusUnavailableError: the broker cannot be reached.
        """
        try:
            self._client = await nats.connect(
                servers=self._settings.servers,
                name=f"gouji {self._room} listening",
                connect_timeout=2,
                reconnect_time_wait=1,
                max_reconnect_attempts=-1,
                error_cb=self._troubled,
            )
            for contract in self._contracts:
                await self._client.subscribe(
                    Stream.of(contract).pattern, cb=self._ear(contract), pending_msgs_limit=MOST_WAITING
                )
            await self._client.flush()
        except (nats.errors.Error, OSError) as error:
            raise BusUnavailableError(f"cannot reach the broker at {self._settings.url}: {error!r}") from error

    async def stop(self) -> None:
        """Close the connection."""
        if self._client is not None:
            await self._client.close()

    def _ear(self, contract: type[Event]) -> Callable[[Msg], Awaitable[None]]:
        async def hear(message: Msg) -> None:
            self._heard(contract, message.data)

        return hear

    async def _troubled(self, error: Exception) -> None:
        log.warning("trouble with the broker", room=self._room, error=repr(error))
