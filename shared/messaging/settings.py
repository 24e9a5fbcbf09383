"""Where the broker is and how patient the house is with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from os import environ
from typing import Self


@dataclass(frozen=True, kw_only=True)
class BusSettings:
    """Addresses, and limits in messages, bytes and seconds.

    `url` may name several servers, separated by commas. With `monitor_url` set, provisioning asserts that the server
    syncs every write. `budget` is the number of deliveries a message may use up before it becomes a dead letter: every
    restart of a room costs one, so it is generous.
    """

    url: str = "nats://127.0.0.1:4222"
    monitor_url: str | None = None
    replicas: int = 1
    stream_bytes: int = 2 * 1024**3
    max_age: float = 3 * 366 * 86_400.0
    duplicate_window: float = 12 * 3600.0
    ack_wait: float = 30.0
    max_ack_pending: int = 1000

    batch: int = 64
    budget: int = 12
    alone_from: int = 3
    retry_base: float = 1.0
    retry_cap: float = 300.0
    pause_base: float = 0.5
    pause_cap: float = 30.0

    connect_timeout: float = 10.0
    publish_timeout: float = 5.0
    stop_timeout: float = 5.0
    measure_every: float = 10.0

    @property
    def servers(self) -> list[str]:
        """The addresses in `url`, one by one."""
        return [address.strip() for address in self.url.split(",") if address.strip()]

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = environ) -> Self:
        """Read `GOUJI_NATS_URL`, `GOUJI_NATS_MONITOR_URL`, `GOUJI_NATS_REPLICAS` and `GOUJI_NATS_STREAM_BYTES`.

        Raises:
            ValueError: a number is not a number.
        """
        return cls(
            url=environment.get("GOUJI_NATS_URL", cls.url),
            monitor_url=environment.get("GOUJI_NATS_MONITOR_URL") or None,
            replicas=int(environment.get("GOUJI_NATS_REPLICAS", cls.replicas)),
            stream_bytes=int(environment.get("GOUJI_NATS_STREAM_BYTES", cls.stream_bytes)),
        )
