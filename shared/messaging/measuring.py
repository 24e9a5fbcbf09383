"""Asking the broker how much is waiting and how full the logs are, for the gauges."""

from collections.abc import Iterable

from nats.js import JetStreamContext

from shared.messaging.metrics import ACK_PENDING, PENDING, REDELIVERED, STREAM_BYTES, STREAM_LIMIT, STREAM_MESSAGES


async def measure(context: JetStreamContext, room: str, streams: Iterable[str], consumed: Iterable[str]) -> None:
    """Set the gauges of the room's streams and of its consumers.

    Raises:
        nats.errors.Error: the broker did not say.
    """
    for name in streams:
        info = await context.stream_info(name)
        STREAM_BYTES.labels(name).set(info.state.bytes)
        STREAM_MESSAGES.labels(name).set(info.state.messages)
        STREAM_LIMIT.labels(name).set(info.config.max_bytes or 0)
    for name in consumed:
        consumer = await context.consumer_info(name, room)
        PENDING.labels(room, name).set(consumer.num_pending or 0)
        ACK_PENDING.labels(room, name).set(consumer.num_ack_pending or 0)
        REDELIVERED.labels(room, name).set(consumer.num_redelivered or 0)
