"""The roll-up as a supervisor opens it: the cell, the agencies behind it, what can be taken away, and whose it is."""

import csv
import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient
from msgspec.structs import replace
from sqlalchemy import event

from services.portal.app import faces
from services.portal.store.model import ReadModel
from services.portal.store.rollup import Rollups
from shared.access.account import Account, Role, Token
from shared.access.seals import token_digest
from shared.report.agency import AgencyClass
from shared.report.figures import Figures
from shared.report.reading import Confidence
from tests.services.portal import specimens as make
from tests.services.portal.conftest import OPEN

SHUT = replace(OPEN, public=False)
COUNTY = make.agency("C", "望潮县人民政府", parent="M", kind=AgencyClass.COUNTY_GOVERNMENT)
CITY = make.agency("M", "临屿市人民政府", kind=AgencyClass.MUNICIPAL_GOVERNMENT)
OTHER = make.agency("X", "另一县人民政府", parent="M", kind=AgencyClass.COUNTY_GOVERNMENT)
BUREAU, TOWN, LATER = (
    make.agency("C-1", "望潮县教育局", parent="C"),
    make.agency("C-2", "望潮县<b>东</b>镇", parent="C", kind=AgencyClass.TOWNSHIP),
    make.agency("C-3", "望潮县水利局", parent="C"),
)
LICENSING = "proactive.licensing"
MINE = {"Authorization": "Bearer mine"}

# What a database cannot change; the test client keeps a loop of its own, in which a pooled connection would be lost.
sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Client = AsyncTestClient[Litestar]


def doubled(figures: Figures) -> Figures:
    return Figures({at: None if value is None else 2 * value for at, value in figures.items()})


async def fill(model: ReadModel) -> None:
    await model.register.record([CITY, COUNTY, OTHER, BUREAU, TOWN])
    token = Token(token_digest("mine", SHUT.secret), "测试", datetime.now(UTC) + timedelta(days=1))
    supervisor = Account(id=UUID(int=9), login="s", name="某", role=Role.SUPERVISOR, agency="C", tokens=(token,))
    await model.accounts.record([supervisor])
    county = replace(make.report(), tables=doubled(make.figures()).replace({LICENSING: 7_000_000}))
    await model.filings.record(
        [
            *make.graded(make.submission(BUREAU)),
            *make.graded(make.submission(TOWN)),
            make.received(make.submission(COUNTY)),
            make.validated(make.submission(COUNTY), read=county),
            *make.graded(make.submission(BUREAU, version=2, draft=True)),
        ]
    )


@pytest.fixture
async def shut(model: ReadModel) -> AsyncIterator[Client]:
    await fill(model)
    async with AsyncTestClient(faces(model, SHUT), raise_server_exceptions=False) as client:
        client.headers.update(MINE)
        yield client


@sqlite
async def test_without_a_code_it_is_the_visitors_own_organ(shut: Client) -> None:
    answer = await shut.get("/rollup", follow_redirects=False)
    assert answer.status_code == 302
    assert answer.headers["location"] == "/rollup/C"
    operator = await shut.get("/rollup", headers={"Authorization": "Bearer operator"})
    assert '<a href="/rollup/M">' in operator.text


@sqlite
async def test_the_page_says_what_differs_and_opens_a_cell(shut: Client) -> None:
    page = (await shut.get("/rollup/C?year=2025")).text
    assert "2025年度汇总核对" in page
    assert "应计入2个机关，其中2个已有数字" in page
    assert f"/rollup/C?year=2025&amp;reach=own_level&amp;cell={LICENSING}#opened" in page
    assert "没有哪一个机关能单独说明" in page
    opened = (await shut.get(f"/rollup/C?year=2025&cell={LICENSING}&lang=en")).text
    assert "Agency by agency" in opened
    assert "望潮县&lt;b&gt;东&lt;/b&gt;镇" in opened
    assert "22797778" in opened


@sqlite
async def test_an_agency_that_has_not_filed_stands_there_as_such(shut: Client, model: ReadModel) -> None:
    await model.register.record([LATER])
    page = (await shut.get("/rollup/C?year=2025")).text
    assert "尚无数字的机关" in page
    assert "尚未报送" in page
    assert "目前还没有可以核对的项目" in page


@sqlite
@pytest.mark.parametrize("path", ["/rollup/M", "/rollup/X", "/rollup/nobody", "/rollup/C?cell=requests.nonsense"])
async def test_what_is_not_in_sight_is_not_found(shut: Client, path: str) -> None:
    answer = await shut.get(path)
    assert answer.status_code == 404
    assert "临屿市" not in answer.text


@sqlite
async def test_strangers_are_led_to_the_door(model: ReadModel) -> None:
    await fill(model)
    async with AsyncTestClient(faces(model, SHUT), raise_server_exceptions=False) as client:
        for path in ("/rollup", "/rollup/C"):
            assert (await client.get(path, follow_redirects=False)).status_code in {302, 303}


@sqlite
async def test_cells_and_agencies_are_taken_away(shut: Client) -> None:
    cells = await shut.get("/rollup/C?year=2025&format=csv")
    rows = list(csv.reader(io.StringIO(cells.text.removeprefix("\ufeff"))))
    assert len(rows) == 202
    licensing = next(row for row in rows if row[0] == LICENSING)
    assert licensing[2:6] == ["7000000", "22797778", "-15797778", "不一致"]
    agencies = (await shut.get(f"/rollup/C?year=2025&cell={LICENSING}&format=json")).json()
    assert [row["code"] for row in agencies["rows"]] == ["C-1", "C-2"]


async def test_figures_are_looked_up_with_what_was_not_read_with_confidence(model: ReadModel) -> None:
    await fill(model)
    read = make.report(2024, {LICENSING: None})
    how = make.reading(read, {"proactive.penalties": (Confidence.INFERRED, "三百")})
    filed = make.submission(TOWN, 2024)
    await model.filings.record([make.received(filed), make.validated(filed, read=read, how=how)])
    found = await Rollups(model.database).reported(["C", "C-1", "C-2", "nobody"], 2024)
    assert list(found) == ["C-2"]
    assert found["C-2"].figures == dict(read.tables)
    assert found["C-2"].unsound == {"proactive.penalties"}


@sqlite
async def test_figures_are_found_by_index(model: ReadModel) -> None:
    asked: list[tuple[str, tuple[object, ...]]] = []
    async with model.database.reading() as connection:
        engine = connection.sync_engine

    @event.listens_for(engine, "before_cursor_execute")
    def note(_c: object, _cursor: object, statement: str, parameters: tuple[object, ...], *_: object) -> None:
        asked.append((statement, parameters))

    await Rollups(model.database).reported(["C", "C-1"], 2025)
    event.remove(engine, "before_cursor_execute", note)
    async with model.database.reading() as connection:
        for statement, parameters in asked:
            if statement.startswith("SELECT"):
                plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
                assert all(row.detail.startswith("SEARCH") and "INDEX" in row.detail for row in plan)
    assert asked
