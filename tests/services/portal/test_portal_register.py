"""Who stands above whom, in whatever order the register tells it; filings move with their agencies."""

import pytest
from sqlalchemy import select

from services.portal.store.model import ReadModel
from services.portal.store.tables import duty, scope
from services.portal.store.wanted import Filter
from shared.report.agency import Agency
from tests.services.portal import specimens as make

PROVINCE = make.agency("P", "东海省人民政府")
CITY, OTHER = make.agency("C", "临屿市人民政府", parent="P"), make.agency("D", "望潮市人民政府", parent="P")
BUREAU, TOWN = make.agency("B", "临屿市教育局", parent="C"), make.agency("T", "海棠镇人民政府", parent="B")
ALL = (PROVINCE, CITY, OTHER, BUREAU, TOWN)


async def below(model: ReadModel, organ: str) -> set[str]:
    async with model.database.reading() as connection:
        return set(await connection.scalars(select(scope.c.agency_code).where(scope.c.organ == organ)))


async def counted(model: ReadModel) -> dict[str, int]:
    async with model.database.reading() as connection:
        rows = await connection.execute(select(duty).where(duty.c.agencies != 0))
        totals: dict[str, int] = {}
        for row in rows:
            totals[row.organ] = totals.get(row.organ, 0) + row.agencies
        return totals


@pytest.mark.parametrize("order", [ALL, ALL[::-1]])
async def test_children_may_come_before_their_parents(model: ReadModel, order: tuple[Agency, ...]) -> None:
    for agency in order:
        await model.register.record([agency])
    assert await model.register.lineage(TOWN) == ("T", "B", "C", "P")
    assert await below(model, "C") == {"C", "B", "T"}
    assert await counted(model) == {"": 5, "P": 5, "C": 3, "D": 1, "B": 2, "T": 1}
    await model.register.record(ALL)
    assert await counted(model) == {"": 5, "P": 5, "C": 3, "D": 1, "B": 2, "T": 1}


async def test_a_subtree_moves_with_its_filings(model: ReadModel) -> None:
    await model.register.record(ALL)
    await model.filings.record(make.graded(make.submission(TOWN)))
    await model.register.record([make.agency("B", "临屿市教育局", parent="D")])
    assert await model.register.lineage(TOWN) == ("T", "B", "D", "P")
    assert await counted(model) == {"": 5, "P": 5, "C": 1, "D": 3, "B": 2, "T": 1}
    for organ, seated in {"C": 0, "D": 1, "P": 1, "B": 1, "": 1}.items():
        assert (await model.league.page(Filter(year=2025, organ=organ), 1, 10)).total == seated, organ


async def test_an_agency_unknown_to_the_register_sits_where_it_says(model: ReadModel) -> None:
    await model.filings.record(make.graded(make.submission(TOWN)))
    assert (await model.league.page(Filter(year=2025, organ="B"), 1, 10)).total == 1
    await model.register.record(ALL)
    assert (await model.league.page(Filter(year=2025, organ="P"), 1, 10)).total == 1
