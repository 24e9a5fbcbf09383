"""A request that comes with a key of its own is done once: sent again, it is answered as it was the first time."""

import re
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

import msgspec
from litestar import Response
from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway.case_refusals import KEY_BUSY, KEY_INVALID, KEY_REUSED, no
from services.gateway.forms import Asked, Fields
from services.gateway.tables import answered_keys
from shared.access.account import Account
from shared.report.codec import canonical
from shared.storage.database import Database
from shared.storage.hold import hold

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEPT = timedelta(hours=48)
UNDER_WAY = timedelta(minutes=2)
"""A request that has not been answered by then never will be: its process has died."""
MOST_LETTERS = 255
_KEY = re.compile(rf"[\x21-\x7e]{{1,{MOST_LETTERS}}}")
_OF_THE_FORM = frozenset({"csrf", "next", "back"})


class _Asking(msgspec.Struct, frozen=True):
    """Whose request it is, under which key, and what it asks for."""

    account: UUID
    key: str
    fingerprint: str


class Keys:
    """The keys of the last two days, each account's for itself, in the room's database."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    async def once(
        self, request: Asked, fields: Fields, doing: Callable[[], Awaitable[Response[bytes]]]
    ) -> Response[bytes]:
        """The answer of `doing`, or the one given before under the same key; without a key, simply `doing`.

        What `doing` raises is raised; then the key is free again.

        Raises:
            ProblemError: the key cannot be used, came with something else before, or is being answered right now.
        """
        key = request.headers.get(HEADER)
        if key is None:
            return await doing()
        if not _KEY.fullmatch(key):
            raise no(KEY_INVALID, HEADER, most=MOST_LETTERS)
        account: Account = request.user.account
        asking = _Asking(account.id, key, _fingerprint(request, fields))
        async with self._database.transaction() as connection:
            given = await self._take(connection, asking)
        if given is not None:
            return given
        answer = None
        try:
            answer = await doing()
        finally:
            async with self._database.transaction() as connection:
                await self._settle(connection, asking, answer)
        return answer

    async def _take(self, connection: AsyncConnection, asking: _Asking) -> Response[bytes] | None:
        """The answer given before; None when the request is now this one's to answer."""
        now = self._clock()
        await hold(connection, "gateway", [f"key/{asking.account}/{asking.key}"])
        await connection.execute(delete(answered_keys).where(answered_keys.c.asked_at < now - KEPT))
        stale = (answered_keys.c.status.is_(None), answered_keys.c.asked_at < now - UNDER_WAY)
        await connection.execute(delete(answered_keys).where(*_row(asking), *stale))
        query = select(answered_keys).where(*_row(asking))
        row = (await connection.execute(query)).first()
        if row is None:
            mine = {
                "account_id": asking.account,
                "key": asking.key,
                "fingerprint": asking.fingerprint,
                "asked_at": now,
            }
            await connection.execute(answered_keys.insert(), mine)
            return None
        if row.fingerprint != asking.fingerprint:
            raise no(KEY_REUSED, HEADER)
        if row.status is None:
            raise no(KEY_BUSY, HEADER)
        headers = {REPLAYED: "true"} | ({"Location": row.location} if row.location else {})
        return Response(row.body, status_code=row.status, media_type="application/json", headers=headers)

    async def _settle(self, connection: AsyncConnection, asking: _Asking, answer: Response[bytes] | None) -> None:
        if answer is None:
            await connection.execute(delete(answered_keys).where(*_row(asking)))
            return
        values = {
            "status": answer.status_code,
            "location": answer.headers.get("Location"),
            "body": answer.content,
        }
        await connection.execute(update(answered_keys).where(*_row(asking)).values(values))


def _row(asking: _Asking) -> tuple[ColumnElement[bool], ...]:
    return (answered_keys.c.account_id == asking.account, answered_keys.c.key == asking.key)


def _fingerprint(request: Asked, fields: Fields) -> str:
    asked = {name: list(values) for name, values in fields.values.items() if name not in _OF_THE_FORM}
    return sha256(canonical([request.method, request.url.path, asked])).hexdigest()
