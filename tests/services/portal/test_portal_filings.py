"""What leaves the read model, and how it is filled again after an update that made its lists anew."""

from sqlalchemy import delete, func, select

from services.portal.store.model import ReadModel
from services.portal.store.tables import fact, figures, filing, finding, ladder, seat, tally
from services.portal.store.wanted import Filter
from tests.services.portal import specimens as make

FILED, DRAFT = make.submission(), make.submission(year=2024, draft=True)


async def rows(model: ReadModel) -> dict[str, int]:
    tables = (fact, filing, seat, tally, ladder, finding, figures)
    async with model.database.reading() as connection:
        return {each.name: await connection.scalar(select(func.count()).select_from(each)) or 0 for each in tables}


async def test_an_expired_draft_leaves_nothing_and_a_filing_stays_whatever_is_said(model: ReadModel) -> None:
    await model.filings.record(make.graded(FILED, None, make.fails("A301", "requests.closed.total")))
    before = await rows(model)
    await model.filings.record(make.graded(DRAFT))
    assert await model.filings.standing(DRAFT.id) is not None
    await model.filings.forget([DRAFT.id, FILED.id])
    assert await model.filings.standing(DRAFT.id) is None
    assert await rows(model) == before
    await model.filings.forget([DRAFT.id])
    assert (await model.league.page(Filter(year=2025), 1, 10)).total == 1


async def test_what_is_derived_is_made_again_from_the_facts(model: ReadModel) -> None:
    newer = make.submission(version=2)
    other = make.submission(make.agency("9", "东海省望潮市审计局"))
    for one in (FILED, newer, other, DRAFT):
        await model.filings.record(make.graded(one, None, make.fails("A301", "requests.closed.total")))
    whole, page = await rows(model), await model.league.page(Filter(year=2025), 1, 10)
    async with model.database.transaction() as connection:
        for table in (filing, seat, tally, ladder, finding, figures):
            await connection.execute(delete(table))
    assert await model.filings.rebuild() == 4
    assert await rows(model) == whole
    assert await model.league.page(Filter(year=2025), 1, 10) == page
    assert await model.filings.rebuild() == 0
