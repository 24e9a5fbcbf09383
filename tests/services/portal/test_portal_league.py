"""The league table as people use it: sorted, drilled into, searched, taken away; agencies over the years; badges."""

import csv
import io
import json
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient
from msgspec import structs

from services.portal.assets import assets
from services.portal.store import league as league_module
from services.portal.store.filings import Filings
from services.portal.store.league import League
from services.portal.store.model import ReadModel
from services.portal.store.names import folded, grams
from services.portal.store.register import Register
from services.portal.store.wanted import Filter, Order, Sort
from shared.report.agency import AgencyClass
from shared.report.scorecard import Change, Grade
from shared.report.waiver import Waiver, WaiverState
from tests.services.portal import specimens as make

Client = AsyncTestClient[Litestar]
ORGAN = make.agency("O", "临屿市人民政府", kind=AgencyClass.MUNICIPAL_GOVERNMENT)
ROWS = (
    ("a", "临屿市教育局", "90.00", "+5", 0),
    ("b", "临屿市民政局", "80.00", "-3.5", 2),
    ("c", "望潮区教育局", "80.00", None, 1),
)


def changed(total: str, by: str | None) -> Change | None:
    if by is None:
        return None
    gained, prior = Decimal(by), Decimal(total) - Decimal(by)
    parts = {"rules": Decimal("0.50"), "weights": Decimal(0), "waivers": Decimal(0)}
    return Change(
        prior=make.identity("prior"), prior_total=prior, figures=gained - sum(parts.values(), Decimal(0)), **parts
    )


@pytest.fixture
async def filled(register: Register, store: Filings, model: ReadModel) -> ReadModel:
    """Three graded filings below an organ, one that cannot be read, and a reply."""
    await register.record([ORGAN])
    for number, (code, name, total, by, errors) in enumerate(ROWS):
        agency = make.agency(code, name, parent="O")
        await register.record([agency])
        about = make.submission(agency, received_at=make.NOON + timedelta(days=number))
        grade = Grade.EXCELLENT if total == "90.00" else Grade.GOOD
        card = structs.replace(make.scorecard(total, grade), change=changed(total, by))
        verdicts = [make.fails(f"A30{rule}", "requests.closed.total") for rule in range(1, errors + 1)]
        await store.record(make.graded(about, card, *verdicts))
    unread = make.agency("d", "望潮区审计局", parent="O", kind=AgencyClass.TOWNSHIP)
    await register.record([unread])
    refused = make.submission(unread, received_at=make.NOON - timedelta(days=9))
    await store.record([make.received(refused), make.rejected(refused)])
    return model


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
    filled: ReadModel, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(league_module, "BROAD", 1)
    for sort in Sort:
        found = await filled.league.page(Filter(year=2025, name="教育局", sort=sort), 1, 50)
        assert found.division is None
        whole = [code for code in await order(filled.league, sort=sort) if code in "ac"]
        assert [row.entry.submission.agency.code for row in found.rows] == whole
    assert "未逐一计数" in (await client.get("/?name=教育局")).text
    monkeypatch.setattr(league_module, "LOOKED_AT", 2)
    assert await order(filled.league, name="教育局") == "a"


async def test_the_page_leads_from_organ_to_organ_with_counts(filled: ReadModel, client: Client) -> None:
    assert filled is not None
    top = (await client.get("/")).text
    assert re.search(r'organ=O"><bdi>临屿市人民政府</bdi></a> <span class="under">应报5，已报4', top)
    below = (await client.get("/?organ=O&class=department")).text
    assert '<li aria-current="page"><bdi>临屿市人民政府</bdi></li>' in below
    assert "望潮区审计局" not in below
    assert (await client.get("/?sort=nonsense")).status_code == 400


async def test_the_head_says_the_order_and_leads_to_the_other(filled: ReadModel, client: Client) -> None:
    assert filled is not None
    page = (await client.get("/?sort=errors")).text
    assert re.search(
        r'aria-sort="descending"><a class="sorter" href="/\?year=2025&amp;sort=errors&amp;order=asc"', page
    )
    assert page.count("aria-sort") == 1
    assert 'aria-sort="ascending"' in (await client.get("/?sort=errors&order=asc")).text


async def test_a_change_is_shown_with_parts_that_add_up(filled: ReadModel, client: Client) -> None:
    [a, b] = [row.entry for row in (await filled.league.page(Filter(year=2025), 1, 2)).rows]
    for entry in (a, b):
        assert entry.change is not None
        parts = entry.change
        assert parts.figures + parts.rules + parts.weights + parts.waivers == entry.gained
    page = (await client.get("/")).text
    assert "−3.50" in page
    assert "报告 −4.00" in page
    assert "规则 +0.50" in page


async def test_the_reply_of_an_agency_stands_beside_its_rank(filled: ReadModel, client: Client) -> None:
    def waiver(number: int, state: WaiverState, words: str) -> Waiver:
        return Waiver(
            id=make.identity("waiver", number),
            agency_code="b",
            year=2025,
            submission_id=make.identity("b"),
            rule="A301",
            revision=1,
            places=("requests.closed.total",),
            binding="",
            explanation=words,
            requested_by=make.identity("clerk"),
            requester="clerk",
            requested_at=make.NOON + timedelta(days=number),
            state=state,
        )

    await filled.cases.record_waivers(
        [waiver(1, WaiverState.ACCEPTED, "<b>口径</b>不同"), waiver(2, WaiverState.WITHDRAWN, "收回了")]
    )
    page = (await client.get("/")).text
    assert "机关说明（A301，已采纳）" in page
    assert "&lt;b&gt;口径&lt;/b&gt;不同" in page
    assert "收回了" not in page


async def test_the_whole_table_is_taken_away_as_it_is_filtered(filled: ReadModel, client: Client) -> None:
    assert filled is not None
    lines = list(csv.reader(io.StringIO((await client.get("/?sort=errors&format=csv")).content.decode("utf-8-sig"))))
    assert [line[2] for line in lines[2:]] == ["b", "c", "a", "d"]
    assert lines[0][:4] == ["名次", "并列", "编码", "机关"]
    assert lines[2][:2] == ["2", "是"]
    told = json.loads((await client.get("/?organ=O&grade=excellent&format=json")).content)
    [row] = told["rows"]
    assert (row["code"], row["total"], row["change"], row["change_rules"]) == ("a", 90, 5, 0.5)
    assert (
        (await client.get("/agencies/b?format=csv")).content.decode("utf-8-sig").splitlines()[2].startswith("2025,1,")
    )
    distribution = (await client.get("/distribution?format=csv")).content.decode("utf-8-sig").splitlines()
    assert distribution[-1] == "合计,5,4,1,2,0,0,0,1"


async def test_the_distribution_adds_up(filled: ReadModel, client: Client) -> None:
    assert filled is not None
    page = (await client.get("/distribution")).text
    assert 'href="/?year=2025&amp;class=department&amp;grade=good">2</a>' in page
    assert '<figure class="chart" data-chart="stacked">' in page
    assert (await client.get("/distribution?organ=nobody")).status_code == 404
    assert (await client.get("/distribution?year=99999")).status_code == 404


async def test_an_agency_stands_among_its_peers(filled: ReadModel, client: Client) -> None:
    assert filled is not None
    page = (await client.get("/agencies/b")).text
    assert "在临屿市人民政府下属的政府部门中并列第2名（共3家）" in page
    assert [*re.findall(r'<th scope="row">(?:<a href="/agencies/(\w)">)?<bdi>', page)] == ["a", "", "c"]
    assert 'id="y2025"' in page


async def test_findings_that_come_back_are_named_with_their_years(store: Filings, client: Client) -> None:
    for year in (2023, 2024, 2025):
        rules = ["A301"] if year == 2024 else ["A301", "F001"]
        about = make.submission(year=year)
        await store.record(make.graded(about, None, *(make.fails(rule, "requests.closed.total") for rule in rules)))
    page = (await client.get("/agencies/330106")).text
    assert [*re.findall(r'href="/rules/(\w+)"', page)] == ["A301", "F001"]
    assert "3年" in page
    assert "2年" in page
    assert f'href="/reports/{make.submission(year=2023).id}#finding-F001"' in page


async def test_a_badge_says_grade_and_score_of_the_newest_filing(store: Filings, client: Client) -> None:
    await store.record(make.graded(make.submission(), make.scorecard("70.00", Grade.PASS)))
    await store.record(make.graded(make.submission(version=2), make.scorecard("91.25", Grade.EXCELLENT)))
    answer = await client.get("/badges/330106/2025.svg")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert "年报评价 2025 优秀 91.25" in answer.text
    assert "<path d=" in answer.text
    assert "style" not in answer.text
    assert answer.headers["cache-control"] == "public, max-age=600"
    again = await client.get("/badges/330106/2025.svg", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    assert "Report grade 2025 Excellent 91.25" in (await client.get("/badges/330106/2025.svg?lang=en")).text
    for absent in ("330106/2024.svg", "330106/2025.png", "330106/x.svg", "nobody/2025.svg"):
        assert (await client.get(f"/badges/{absent}")).status_code == 404


async def test_where_charts_cannot_be_drawn_their_tables_are_there_alone(
    filled: ReadModel, client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    assert filled is not None
    monkeypatch.setenv("GOUJI_ASSETS", str(tmp_path))
    assets.cache_clear()
    try:
        page = (await client.get("/distribution")).text
        assert "<script" not in page
        assert "政府部门" in page
    finally:
        monkeypatch.undo()
        assets.cache_clear()
