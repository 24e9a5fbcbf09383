"""The organs below an organ, with how many must file under each and how many have."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Column, ColumnElement, Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.portal.store.name_tables import branch
from services.portal.store.tables import EVERYWHERE, agency, duty, tally
from services.portal.store.wanted import Branch
from shared.report.agency import Agency
from shared.report.codec import decode
from shared.storage.database import Database

MOST = 200


class Branches:
    """Looks up what the league table is divided into."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def below(self, organ: str, year: int) -> tuple[Branch, ...]:
        """The organs directly below one that have somebody below themselves, in order of code; at most two hundred."""
        question = (
            select(agency.c.code, agency.c.body)
            .join(branch, branch.c.code == agency.c.code)
            .where(branch.c.parent == organ)
            .order_by(branch.c.code)
            .limit(MOST)
        )
        async with self._database.reading() as connection:
            organs = {row.code: decode(row.body, Agency) for row in await connection.execute(question)}
            codes = list(organs)
            due = await _sums(connection, duty, duty.c.agencies, codes)
            filed = await _sums(connection, tally, tally.c.filings, codes, tally.c.year == year)
        return tuple(Branch(one, due.get(code, 0), filed.get(code, 0)) for code, one in organs.items())

    async def crumbs(self, organ: str, top: str) -> tuple[Agency, ...]:
        """The way from the organ that a visitor may see down to this one."""
        if organ == EVERYWHERE:
            return ()
        async with self._database.reading() as connection:
            line = await connection.scalar(select(agency.c.lineage).where(agency.c.code == organ))
            codes = msgspec.json.decode(line or "[]", type=list[str])
            if top in codes:
                codes = codes[: codes.index(top) + 1]
            rows = await connection.execute(select(agency.c.code, agency.c.body).where(agency.c.code.in_(codes)))
            known = {row.code: decode(row.body, Agency) for row in rows}
        return tuple(known[code] for code in reversed(codes) if code in known)


async def _sums(
    connection: AsyncConnection, table: Table, summed: Column[Any], organs: Sequence[str], *more: ColumnElement[bool]
) -> dict[str, int]:
    if not organs:
        return {}
    question = select(table.c.organ, func.sum(summed)).where(table.c.organ.in_(organs), *more).group_by(table.c.organ)
    return {organ: int(count) for organ, count in await connection.execute(question)}
