"""The streams and consumers of the house, derived from the contracts; the only place that creates them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
import nats
import nats.errors
from nats.js import JetStreamContext
from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    DeliverPolicy,
    DiscardPolicy,
    RetentionPolicy,
    StorageType,
    StreamConfig,
)
from nats.js.errors import BadRequestError

from shared.events.contracts import contracts
from shared.events.dead_letter import DeadLetterV1
from shared.events.event import Event
from shared.messaging.settings import BusSettings

STREAM_EXISTS_OTHERWISE = 10058
"""The server's code for a stream of that name with another configuration."""


class TopologyError(Exception):
    """The broker is not fit to carry the log."""


@dataclass(frozen=True, slots=True)
class Stream:
    """One subject's log: its name on the server, what it takes in, and the rooms that read it."""

    name: str
    pattern: str
    consumers: tuple[str, ...]

    @classmethod
    def of(cls, contract: type[Event]) -> "Stream":
        """The stream that carries `contract`."""
        pattern = f"{contract.subject}.*" if contract is DeadLetterV1 else contract.subject
        return cls(contract.subject.replace(".", "-"), pattern, contract.consumers)

    def config(self, settings: BusSettings) -> StreamConfig:
        """LIMITS on a file, full means refused: the default would silently drop the oldest acknowledged messages."""
        return StreamConfig(
            name=self.name,
            subjects=[self.pattern],
            retention=RetentionPolicy.LIMITS,
            storage=StorageType.FILE,
            discard=DiscardPolicy.NEW,
            max_bytes=settings.stream_bytes,
            max_age=settings.max_age,
            duplicate_window=settings.duplicate_window,
            num_replicas=settings.replicas,
            allow_direct=True,
            allow_msg_ttl=True,
        )

    def consumer_config(self, room: str, settings: BusSettings) -> ConsumerConfig:
        """Pull, explicit, and without the server's own delivery limit, which would drop messages silently."""
        return ConsumerConfig(
            durable_name=room,
            deliver_policy=DeliverPolicy.ALL,
            ack_policy=AckPolicy.EXPLICIT,
            ack_wait=settings.ack_wait,
            max_deliver=-1,
            max_ack_pending=settings.max_ack_pending,
            filter_subject=self.pattern,
        )


def streams() -> tuple[Stream, ...]:
    """One stream for each contract, in order of subject."""
    return tuple(Stream.of(contract) for contract in contracts())


async def provision(settings: BusSettings) -> None:
    """Create or update every stream and consumer; doing it again changes nothing.

    Raises:
        TopologyError: the server does not sync every write, cannot be reached, or refuses a stream.
    """
    if settings.monitor_url:
        await assert_synced(settings.monitor_url)
    try:
        async with connection(settings) as context:
            for stream in streams():
                await _provide(context, stream, settings)
    except (nats.errors.Error, OSError) as error:
        raise TopologyError(f"cannot provision {settings.url}: {error!r}") from error


async def assert_synced(monitor_url: str) -> None:
    """Ask the server whether it syncs every write to disk before it acknowledges.

    Raises:
        TopologyError: it does not, or does not answer.
    """
    try:
        async with httpx.AsyncClient(timeout=5, trust_env=False) as client:
            reply = await client.get(f"{monitor_url.rstrip('/')}/varz")
            reply.raise_for_status()
            config = reply.json().get("jetstream", {}).get("config")
    except (httpx.HTTPError, ValueError) as error:
        raise TopologyError(f"the broker's monitor at {monitor_url} does not answer: {error!r}") from error
    if not config:
        raise TopologyError("the broker runs without JetStream: nothing would be stored")
    if not config.get("sync_always"):
        raise TopologyError(
            "the broker must run with `jetstream { sync_interval: always }`: "
            "otherwise a power cut loses messages it has already acknowledged"
        )


@asynccontextmanager
async def connection(settings: BusSettings) -> AsyncIterator[JetStreamContext]:
    """A short-lived connection for operations, which may be waited for while the broker starts.

    Raises:
        TimeoutError: the broker did not answer in time.
    """
    async with asyncio.timeout(settings.connect_timeout):
        client = await nats.connect(
            servers=settings.servers,
            name="gouji operations",
            connect_timeout=2,
            reconnect_time_wait=1,
            error_cb=_ignore,
        )
    try:
        yield client.jetstream(timeout=settings.publish_timeout)
    finally:
        await client.close()


async def _provide(context: JetStreamContext, stream: Stream, settings: BusSettings) -> None:
    config = stream.config(settings)
    try:
        await context.add_stream(config)
    except BadRequestError as error:
        if error.err_code != STREAM_EXISTS_OTHERWISE:
            raise
        await context.update_stream(config)
    for room in stream.consumers:
        await context.add_consumer(stream.name, stream.consumer_config(room, settings))


async def _ignore(_error: Exception) -> None:
    """The caller gets the error as an exception; nats-py would also print it."""


if __name__ == "__main__":
    asyncio.run(provision(BusSettings.from_environment()))
