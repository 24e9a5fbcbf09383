# noqa: INP001 - a script of its own
"""Creates the streams and consumers of the house on the broker at `GOUJI_NATS_URL`; run once before the rooms."""

import asyncio

from shared.messaging.settings import BusSettings
from shared.messaging.topology import provision

asyncio.run(provision(BusSettings.from_environment()))
