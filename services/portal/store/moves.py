"""How many totals rose, fell or stayed since last year, under an organ."""

from sqlalchemy import case, func, select, true

from services.portal.store.tables import seat
from services.portal.store.wanted import Moves
from shared.storage.database import Database


class Movements:
    """Counts changes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def moves(self, organ: str, year: int) -> Moves:
        """The changes of the filings whose total can be compared with last year's."""
        rose, fell = (
            func.coalesce(func.sum(case((step, 1), else_=0)), 0) for step in (seat.c.change > 0, seat.c.change < 0)
        )
        question = select(func.count(), rose, fell).where(
            seat.c.organ == organ, seat.c.year == year, seat.c.compared == true()
        )
        async with self._database.reading() as connection:
            every, up, down = (await connection.execute(question)).one()
        return Moves(int(every), int(up), int(down))
