"""Passwords of people: hashed with argon2id away from the event loop, a few at a time, and made when none is given."""

import asyncio
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST, MOST = 10, 1000
AT_ONCE = 4
"""Each takes 64 MiB while it is at it."""
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without letters and digits that look alike on paper."""
_GROUPS, _GROUP = 4, 4


class Passwords:
    """Makes and checks the digests of passwords."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._nobodys: str | None = None

    async def digest(self, password: str) -> str:
        """What is kept of a password: an argon2id digest with its own salt and parameters."""
        async with self._slots:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def is_right(self, password: str, digest: str | None) -> bool:
        """Whether the password has that digest; without one it takes as long to say no."""
        if digest is None and self._nobodys is None:
            self._nobodys = await self.digest(secrets.token_urlsafe())
        async with self._slots:
            right = await asyncio.to_thread(self._verify, digest or self._nobodys or "", password)
        return right and digest is not None

    def _verify(self, digest: str, password: str) -> bool:
        try:
            return self._hasher.verify(digest, password)
        except (VerificationError, InvalidHashError):
            return False


def new_password() -> str:
    """A first password of some 79 random bits that can be read out over the telephone."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))


def is_weak(password: str, login: str) -> bool:
    """Whether a password must not be used: too short or long, the login itself, or one character over and over."""
    if not LEAST <= len(password) <= MOST:
        return True
    return password.casefold() == login.casefold() or len(set(password)) == 1
