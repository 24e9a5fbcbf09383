"""What the agencies directly below an organ have reported about a year, ready to be added up."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from services.portal.store.reported import Reported
from services.portal.store.seating import CountedFigures
from services.portal.store.standing import Entry
from services.portal.store.tables import EVERYWHERE, figures, filing, seat
from shared.report.codec import decode
from shared.storage.database import Database

_CHUNK = 400


class Rollups:
    """Looks up the figures of many agencies at once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def reported(self, codes: Sequence[str], year: int) -> dict[str, Reported]:
        """What the newest filings of these agencies say; those that have filed nothing are left out."""
        found: dict[str, Reported] = {}
        async with self._database.reading() as connection:
            for start in range(0, len(codes), _CHUNK):
                question = (
                    select(seat.c.agency_code, filing.c.entry, figures.c.body)
                    .join(filing, filing.c.id == seat.c.filing_id)
                    .outerjoin(figures, figures.c.filing_id == seat.c.filing_id)
                    .where(
                        seat.c.organ == EVERYWHERE,
                        seat.c.year == year,
                        seat.c.agency_code.in_(codes[start : start + _CHUNK]),
                    )
                )
                for code, entry, body in await connection.execute(question):
                    found[code] = _reported(entry, body)
        return found


def _reported(entry: bytes, body: bytes | None) -> Reported:
    line = decode(entry, Entry)
    if body is None:
        return Reported(line, None)
    counted = decode(body, CountedFigures)
    values: dict[str, int | Decimal | None] = {}
    _flatten(counted.tables, "", values)
    return Reported(line, values, frozenset(counted.unsound))


def _flatten(node: dict[str, Any], prefix: str, into: dict[str, int | Decimal | None]) -> None:
    for key, value in node.items():
        if isinstance(value, dict):
            _flatten(value, f"{prefix}{key}.", into)
        else:
            into[prefix + key] = Decimal(repr(value)) if isinstance(value, float) else value
