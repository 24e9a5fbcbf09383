"""Idempotent writing: the two ways a handler may write a row that could be there already."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table, or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

Row = Mapping[str, Any]


async def insert_missing(connection: AsyncConnection, table: Table, rows: Sequence[Row]) -> None:
    """Insert the rows whose keys are not there yet and leave the others as they are."""
    if rows:
        await connection.execute(_insert(connection, table).on_conflict_do_nothing(), [dict(row) for row in rows])


async def upsert(
    connection: AsyncConnection,
    table: Table,
    rows: Sequence[Row],
    key: Sequence[str] = ("id",),
    *,
    only_newer: str | None = None,
) -> None:
    """Insert the rows; where `key` is there already, overwrite the other columns that the rows name.

    With `only_newer`, a row there already is overwritten only by a row whose value in that column is greater. All rows
    name the same columns; where a key comes twice, the later row wins.
    """
    if not rows:
        return
    statement = _insert(connection, table)
    changes = {name: statement.excluded[name] for name in rows[0] if name not in key}
    if not changes:
        await insert_missing(connection, table, rows)
        return
    newer = None
    if only_newer is not None:
        newer = or_(table.c[only_newer].is_(None), statement.excluded[only_newer] > table.c[only_newer])
    overwrite = statement.on_conflict_do_update(index_elements=list(key), set_=changes, where=newer)
    await connection.execute(overwrite, [dict(row) for row in rows])


async def add_up(connection: AsyncConnection, table: Table, rows: Sequence[Row], key: Sequence[str]) -> None:
    """Insert the rows; where `key` is there already, add what the rows have in their other columns to what stands."""
    if not rows:
        return
    statement = _insert(connection, table)
    sums = {name: table.c[name] + statement.excluded[name] for name in rows[0] if name not in key}
    adding = statement.on_conflict_do_update(index_elements=list(key), set_=sums)
    await connection.execute(adding, [dict(row) for row in rows])


def _insert(connection: AsyncConnection, table: Table) -> postgresql.Insert | sqlite.Insert:
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)
