"""Which organs stand above an agency, by the register as far as the portal has heard of it."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.portal.store.tables import EVERYWHERE, agency
from shared.report.agency import Agency

_CHUNK = 500


class Rank(NamedTuple):
    """An agency's code, the organs above it and everywhere; its class, when the register knows it."""

    organs: tuple[str, ...]
    agency_class: str | None


async def lineages(connection: AsyncConnection, agencies: Collection[Agency]) -> dict[str, Rank]:
    """Where each agency stands by the register; of one unknown to it, what it says of itself."""
    known = await listed(connection, {one.code for one in agencies})
    own = {one.code: tuple(dict.fromkeys(code for code in (one.code, one.parent) if code)) for one in agencies}
    return {code: known.get(code, Rank((*own[code], EVERYWHERE), None)) for code in own}


async def listed(connection: AsyncConnection, codes: Iterable[str]) -> dict[str, Rank]:
    """Where those of these codes stand that are in the register."""
    asked = sorted(set(codes))
    known: dict[str, Rank] = {}
    for start in range(0, len(asked), _CHUNK):
        question = select(agency.c.code, agency.c.lineage, agency.c.agency_class).where(
            agency.c.code.in_(asked[start : start + _CHUNK])
        )
        for code, lineage, kind in await connection.execute(question):
            known[code] = Rank((*msgspec.json.decode(lineage, type=tuple[str, ...]), EVERYWHERE), kind)
    return known


async def traced(connection: AsyncConnection, codes: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """For each code its lineage by the parents in the register, itself first; a circle ends where it closes."""
    parents: dict[str, str | None] = {}
    wanted = set(codes)
    asked = sorted(wanted)
    while wanted:
        found: dict[str, str | None] = {}
        listed = sorted(wanted)
        for start in range(0, len(listed), _CHUNK):
            question = select(agency.c.code, agency.c.parent).where(agency.c.code.in_(listed[start : start + _CHUNK]))
            found |= {code: parent for code, parent in await connection.execute(question)}  # noqa: C416 - rows are no pairs to mypy
        parents |= dict.fromkeys(wanted) | found
        wanted = {parent for parent in found.values() if parent is not None} - parents.keys()
    return {code: _line(code, parents) for code in asked}


def _line(code: str, parents: dict[str, str | None]) -> tuple[str, ...]:
    line: dict[str, None] = {}
    step: str | None = code
    while step is not None and step not in line:
        line[step] = None
        step = parents.get(step)
    return tuple(line)
