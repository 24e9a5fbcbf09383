"""How often somebody may try to sign in, by login and by address, so that no password is found by trying."""

import math
import time

import structlog
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from services.gateway.access_refusals import SIGN_IN_TOO_OFTEN
from services.gateway.problems import ProblemError

log = structlog.stdlib.get_logger(__name__)

PER_LOGIN = RateLimitItemPerMinute(10, 5, namespace="login")
PER_ADDRESS = RateLimitItemPerMinute(100, 5, namespace="address")
"""In five minutes. Behind one address there may be the whole of an administration."""


class Attempts:
    """Counts attempts in this process."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def admit(self, login: str, address: str) -> None:
        """Count an attempt.

        Raises:
            ProblemError: it is one too many.
        """
        for limit, whose in ((PER_ADDRESS, address), (PER_LOGIN, login)):
            if not await self._limiter.hit(limit, whose):
                log.warning("sign_in_too_often", login=login, address=address, limit=limit.namespace)
                seconds = await self._wait(limit, whose)
                raise ProblemError(
                    SIGN_IN_TOO_OFTEN,
                    (SIGN_IN_TOO_OFTEN.fault(seconds=seconds),),
                    headers={"Retry-After": str(seconds)},
                )

    async def forgive(self, login: str) -> None:
        """Who has signed in may begin to count anew."""
        await self._limiter.clear(PER_LOGIN, login)

    async def _wait(self, limit: RateLimitItem, whose: str) -> int:
        window = await self._limiter.get_window_stats(limit, whose)
        return max(1, math.ceil(window.reset_time - time.time()))
