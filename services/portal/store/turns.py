"""One replica writes at a time: what is derived must be derived from everything that has been said."""

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.portal.store.tables import turn
from shared.storage.insert import insert_missing


async def take_turn(connection: AsyncConnection) -> None:
    """Wait until no other replica is writing; the turn ends with the transaction."""
    taken = await connection.execute(update(turn).values(taken=turn.c.taken + 1))
    if not taken.rowcount:
        await insert_missing(connection, turn, [{"id": 1, "taken": 1}])
        await connection.execute(update(turn).values(taken=turn.c.taken + 1))
