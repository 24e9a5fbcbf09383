"""The league table as people use it: drilled into, taken away; agencies over the years; badges."""

import csv
import io
import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from services.portal.assets import assets
from services.portal.store import league as league_module
from services.portal.store.filings import Filings
from services.portal.store.model import ReadModel
from services.portal.store.wanted import Filter
from shared.report.scorecard import Grade
from shared.report.waiver import Waiver, WaiverState
from tests.services.portal import specimens as make

Client = AsyncTestClient[Litestar]


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """The store is tested on both databases; what is drawn from it, on the smaller one."""
    return f"sqlite+aiosqlite:///{tmp_path}/{{room}}.db"


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


async def test_a_page_says_when_a_name_is_not_counted(
    filled: ReadModel, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert filled is not None
    monkeypatch.setattr(league_module, "BROAD", 1)
    assert "未逐一计数" in (await client.get("/?name=教育局")).text
