"""How the filings of a year divide by class of agency and grade: from counts alone."""

from sqlalchemy import func, select

from services.portal.store.orders import TIERS
from services.portal.store.tables import duty, tally
from services.portal.store.wanted import ClassCount
from shared.report.agency import AgencyClass
from shared.report.scorecard import Grade
from shared.storage.database import Database


class Distribution:
    """Reads the counts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def counts(self, organ: str, year: int) -> tuple[ClassCount, ...]:
        """How many filings of each class have which grade, or stand where without one."""
        question = (
            select(tally.c.agency_class, tally.c.tier, tally.c.grade, func.sum(tally.c.filings))
            .where(tally.c.organ == organ, tally.c.year == year)
            .group_by(tally.c.agency_class, tally.c.tier, tally.c.grade)
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(question)).all()
        return tuple(
            ClassCount(AgencyClass(kind), TIERS[tier], Grade(grade) if grade else None, int(count))
            for kind, tier, grade, count in rows
            if count
        )

    async def duties(self, organ: str) -> dict[AgencyClass, int]:
        """How many agencies of each class must file below an organ."""
        question = select(duty.c.agency_class, duty.c.agencies).where(duty.c.organ == organ, duty.c.agencies > 0)
        async with self._database.reading() as connection:
            return {AgencyClass(kind): count for kind, count in await connection.execute(question)}
