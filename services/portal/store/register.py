"""The register as the portal knows it: who must file, who stands above whom."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.portal.store.docket import dock_anew
from services.portal.store.lineages import listed, traced
from services.portal.store.name_tables import branch
from services.portal.store.names import branch_anew, name_anew
from services.portal.store.seating import seat_anew
from services.portal.store.tables import EVERYWHERE, agency, due_day, duty, scope, seat
from services.portal.store.turns import take_turn
from shared.report.agency import Agency
from shared.report.codec import decode, encode
from shared.storage.database import Database
from shared.storage.insert import add_up, insert_missing, upsert

_CHUNK = 500
_UNTRACED = "[]"
_ANY_YEAR = 2023


class Register:
    """Writes and looks up agencies."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(self, agencies: Sequence[Agency]) -> None:
        """Take over agencies as they now stand; whoever stands below them, and their filings, move with them."""
        latest = {one.code: one for one in agencies}
        async with self._database.transaction() as connection:
            await take_turn(connection)
            known = await _known(connection, latest)
            changed = [one for code, one in latest.items() if known.get(code) != one]
            if not changed:
                return
            await upsert(connection, agency, [_row(one) for one in changed], key=("code",))
            moved = [one.code for one in changed if one.code not in known or known[one.code].parent != one.parent]
            affected = {one.code for one in changed} | await _below(connection, moved)
            await _move(connection, affected)
            await _call(connection, changed, known.values())

    async def rebuild(self) -> int:
        """After an update that made scopes and duties anew: fill them; how many agencies that took."""
        done = 0
        while True:
            async with self._database.transaction() as connection:
                await take_turn(connection)
                untraced = select(agency.c.code).where(agency.c.lineage == _UNTRACED).limit(_CHUNK)
                found = set(await connection.scalars(untraced))
                await _move(connection, found)
                await _call(connection, list((await _known(connection, found)).values()))
            done += len(found)
            if not found:
                return done

    async def agency(self, code: str) -> Agency | None:
        """The agency of that code."""
        async with self._database.reading() as connection:
            return (await _known(connection, [code])).get(code)

    async def agencies(self, codes: Iterable[str]) -> dict[str, Agency]:
        """The agencies of those codes that are known."""
        async with self._database.reading() as connection:
            return await _known(connection, codes)

    async def lineage(self, of: Agency) -> tuple[str, ...]:
        """An agency's code and those of the organs above it; of one unknown, what it says of itself."""
        async with self._database.reading() as connection:
            line = await connection.scalar(select(agency.c.lineage).where(agency.c.code == of.code))
        if line is None:
            return tuple(code for code in (of.code, of.parent) if code)
        return msgspec.json.decode(line, type=tuple[str, ...])

    async def lineages(self, codes: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """The codes of those that are known, each with those of the organs above it."""
        async with self._database.reading() as connection:
            return {code: rank.organs[:-1] for code, rank in (await listed(connection, codes)).items()}

    async def organs_below(self, code: str | None) -> tuple[Agency, ...]:
        """The agencies directly below an organ that have somebody below themselves, in order of code."""
        question = (
            select(agency.c.body)
            .join(branch, branch.c.code == agency.c.code)
            .where(branch.c.parent == (code or EVERYWHERE))
            .order_by(branch.c.code)
        )
        async with self._database.reading() as connection:
            return tuple(decode(body, Agency) for body in await connection.scalars(question))

    async def children(self, code: str | None) -> tuple[Agency, ...]:
        """The agencies directly below an organ, in order of code; with None, those below nobody."""
        question = select(agency.c.body).where(agency.c.parent == code).order_by(agency.c.code)
        async with self._database.reading() as connection:
            return tuple(decode(body, Agency) for body in await connection.scalars(question))


async def _call(connection: AsyncConnection, changed: Sequence[Agency], former: Iterable[Agency] = ()) -> None:
    """Have these found by their names, and known who stands below whom."""
    await name_anew(connection, changed)
    above = {one.parent for one in (*changed, *former) if one.parent is not None}
    await branch_anew(connection, above | {one.code for one in changed})


async def _known(connection: AsyncConnection, codes: Iterable[str]) -> dict[str, Agency]:
    listed = sorted(set(codes))
    found: dict[str, Agency] = {}
    for start in range(0, len(listed), _CHUNK):
        question = select(agency.c.code, agency.c.body).where(agency.c.code.in_(listed[start : start + _CHUNK]))
        found |= {code: decode(body, Agency) for code, body in await connection.execute(question)}
    return found


async def _below(connection: AsyncConnection, codes: Iterable[str]) -> set[str]:
    """Everybody who stands below these, at whatever depth."""
    found: set[str] = set()
    layer = set(codes)
    while layer:
        listed, children = sorted(layer), set()
        for start in range(0, len(listed), _CHUNK):
            question = select(agency.c.code).where(agency.c.parent.in_(listed[start : start + _CHUNK]))
            children |= set(await connection.scalars(question))
        layer = children - found
        found |= layer
    return found


async def _move(connection: AsyncConnection, codes: set[str]) -> None:
    """Write lineages, scopes and duties of these anew, and seat their filings where they now belong."""
    listed = sorted(codes)
    for start in range(0, len(listed), _CHUNK):
        chunk = listed[start : start + _CHUNK]
        lines = await traced(connection, chunk)
        known = await _known(connection, chunk)
        stood = (await connection.execute(select(scope).where(scope.c.agency_code.in_(chunk)))).all()
        stands = [
            {
                "organ": organ,
                "agency_code": code,
                "agency_class": known[code].agency_class.value,
                "due": due(known[code]),
            }
            for code in chunk
            for organ in (*lines[code], EVERYWHERE)
        ]
        await connection.execute(delete(scope).where(scope.c.agency_code.in_(chunk)))
        await insert_missing(connection, scope, stands)
        await _count(connection, stood, stands)
        await upsert(
            connection,
            agency,
            [_row(known[code]) | {"lineage": encode(list(lines[code])).decode()} for code in chunk],
            key=("code",),
        )
        places = select(seat.c.agency_code, seat.c.year).where(
            seat.c.agency_code.in_(chunk), seat.c.organ == EVERYWHERE
        )
        await seat_anew(connection, [(code, year) for code, year in await connection.execute(places)])
        await dock_anew(connection, chunk)


async def _count(connection: AsyncConnection, stood: Sequence[Any], stands: Sequence[Mapping[str, str]]) -> None:
    """Take away what these agencies counted for, and add what they count for now."""
    for table in (duty, due_day):
        keys = [column.name for column in table.primary_key]
        counts = Counter(tuple(row[key] for key in keys) for row in stands)
        counts.subtract(tuple(getattr(row, key) for key in keys) for row in stood)
        more = [dict(zip(keys, key, strict=True)) | {"agencies": n} for key, n in sorted(counts.items()) if n]
        await add_up(connection, table, more, keys)


def due(one: Agency) -> str:
    """Month and day of an agency's last day."""
    return f"{one.deadline(_ANY_YEAR):%m-%d}"


def _row(one: Agency) -> dict[str, object]:
    return {
        "code": one.code,
        "name": one.name,
        "parent": one.parent,
        "agency_class": one.agency_class.value,
        "region": one.region,
        "lineage": _UNTRACED,
        "body": encode(one),
    }
