"""How many totals rose, fell or stayed since last year, under an organ."""

from sqlalchemy import func, select, true

from services.portal.store.tables import seat, tally
from services.portal.store.wanted import Moves
from shared.storage.database import Database


class Movements:
    """Counts changes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def moves(self, organ: str, year: int) -> Moves:
        """The changes of the filings whose total can be compared with last year's."""
        comparable = select(func.coalesce(func.sum(tally.c.filings), 0)).where(
            tally.c.organ == organ, tally.c.year == year, tally.c.compared == true()
        )
        here = (seat.c.organ == organ, seat.c.year == year, seat.c.compared == true())
        async with self._database.reading() as connection:
            compared = await connection.scalar(comparable)
            # Each is a stretch of the index; to sum over all of it takes three times as long.
            up = await connection.scalar(select(func.count()).where(*here, seat.c.change > 0))
            down = await connection.scalar(select(func.count()).where(*here, seat.c.change < 0))
        return Moves(int(compared or 0), int(up or 0), int(down or 0))
