"""The league in every order, narrowed and searched, on both databases."""

import pytest

from services.portal.store import league as league_module
from services.portal.store.league import League
from services.portal.store.model import ReadModel
from services.portal.store.names import folded, grams
from services.portal.store.register import Register
from services.portal.store.wanted import Filter, Order, Sort
from shared.report.agency import AgencyClass
from shared.report.scorecard import Grade
from tests.services.portal import specimens as make


async def order(league: League, **wanted: object) -> str:
    found = await league.page(Filter(year=2025, **wanted), 1, 50)  # type: ignore[arg-type] # fields of the filter
    return "".join(row.entry.submission.agency.code for row in found.rows)


@pytest.mark.parametrize(
    ("sort", "falling", "rising"),
    [
        (Sort.TOTAL, "abcd", "cbad"),
        (Sort.CHANGE, "abdc", "bacd"),
        (Sort.ERRORS, "bcad", "acbd"),
        (Sort.RECEIVED, "cbad", "dabc"),
    ],
)
async def test_every_order_in_both_directions(filled: ReadModel, sort: Sort, falling: str, rising: str) -> None:
    assert await order(filled.league, sort=sort) == falling
    assert await order(filled.league, sort=sort, order=Order.ASC) == rising
    narrower = {"agency_class": AgencyClass.DEPARTMENT, "grade": Grade.GOOD, "sort": sort}
    assert await order(filled.league, **narrower) == "".join(code for code in falling if code in "bc")
    # Page by page the same rows come, each once.
    pages = [await filled.league.page(Filter(year=2025, sort=sort), number, 1) for number in range(1, 5)]
    assert "".join(page.rows[0].entry.submission.agency.code for page in pages) == falling


@pytest.mark.parametrize("chunk", [1, 2, 1000])
async def test_everything_comes_in_the_order_of_the_pages(
    filled: ReadModel, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(league_module, "CHUNK", chunk)
    for sort in Sort:
        for direction in Order:
            for name in (None, "教育", "局"):
                wanted = Filter(year=2025, sort=sort, order=direction, name=name)
                rows = [row async for rows in filled.league.everything(wanted) for row in rows]
                assert rows == list((await filled.league.page(wanted, 1, 50)).rows)


async def test_a_name_is_found_by_any_part_of_it_whatever_its_width(filled: ReadModel, register: Register) -> None:
    assert await order(filled.league, name="教育") == "ac"
    assert await order(filled.league, name="局") == "abcd"
    assert await order(filled.league, name="望") == "cd"
    assert await order(filled.league, name="教局") == ""
    assert await order(filled.league, name="  ") == "abcd"
    await register.record([make.agency("b", "临屿市ＡＢＣ（集团）公司", parent="O")])
    assert await order(filled.league, name="abc(集") == "b"
    assert await order(filled.league, name="民政") == ""
    assert folded("ＡＢＣ（集 团）") == "abc(集团)"
    assert len(grams("教育局")) == 3


async def test_a_name_that_very_many_have_is_looked_for_among_the_first(
    filled: ReadModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(league_module, "BROAD", 1)
    for sort in Sort:
        found = await filled.league.page(Filter(year=2025, name="教育局", sort=sort), 1, 50)
        assert found.division is None
        whole = [code for code in await order(filled.league, sort=sort) if code in "ac"]
        assert [row.entry.submission.agency.code for row in found.rows] == whole
    monkeypatch.setattr(league_module, "LOOKED_AT", 2)
    assert await order(filled.league, name="教育局") == "a"
