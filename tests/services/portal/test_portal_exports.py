"""Tables taken away as files: complete, in both languages, and no spreadsheet takes a name for a formula."""

import csv
import io
import json
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from litestar import Litestar, Request, Response, get
from litestar.datastructures import State
from litestar.response import Stream
from litestar.testing import AsyncTestClient
from python_calamine import load_workbook

from services.portal.exports import Column, ExportTable, Row, export, one_chunk, wanted
from shared.access.door import Visitor
from shared.report.text import Text

COLUMNS = (
    Column("name", Text("机关", "Agency")),
    Column("total", Text("总分", "Total")),
    Column("late", Text("逾期", "Late")),
    Column("day", Text("日期", "Day")),
    Column("at", Text("报送", "Filed")),
    Column("class", Text("类别", "Class")),
)
HOSTILE = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", 'a"b,c\nd')
AT = datetime(2026, 1, 31, 16, 30, tzinfo=UTC)


def row(name: str, total: Decimal | None = Decimal("-1.50")) -> Row:
    return (name, total, True, date(2026, 1, 31), AT, Text("政府部门", "Department"))


async def chunks() -> AsyncIterator[Sequence[Row]]:
    for number in range(3):
        yield [row(f"{number}-{line}", Decimal(number)) for line in range(500)]
        yield []


@get("/hostile")
async def hostile(request: Request[Visitor, None, State]) -> Response[bytes] | Stream:
    assert wanted(request) is not None
    rows = [*map(row, HOSTILE), row("东海省", None)]
    return export(request, ExportTable("年报-2025", COLUMNS, one_chunk(rows)))


@get("/many")
async def many(request: Request[Visitor, None, State]) -> Response[bytes] | Stream:
    return export(request, ExportTable("many", COLUMNS, chunks()))


@get("/model")
async def model(request: Request[Visitor, None, State]) -> Response[bytes] | Stream:
    return export(request, ExportTable("model", COLUMNS, (), model={"says": "more"}))


@pytest.fixture
async def house() -> AsyncIterator[AsyncTestClient[Litestar]]:
    async with AsyncTestClient(Litestar([hostile, many, model])) as client:
        yield client


House = AsyncTestClient[Litestar]


async def test_csv_has_both_headings_and_no_formula(house: House) -> None:
    answer = await house.get("/hostile?format=csv")
    assert answer.content.startswith("\ufeff机关,总分".encode())
    assert answer.headers["content-disposition"].endswith("filename*=UTF-8''%E5%B9%B4%E6%8A%A5-2025.csv")
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert lines[1] == ["Agency", "Total", "Late", "Day", "Filed", "Class"]
    assert [line[0] for line in lines[2:]] == [
        *(f"'{name}" for name in HOSTILE[:-1]), HOSTILE[-1], "东海省"
    ]  # fmt: skip
    assert lines[2][1:] == ["-1.50", "是", "2026-01-31", "2026-02-01 00:30:00", "政府部门"], (
        "China's clock; a number stays one"
    )
    assert lines[-1][1] == "", "a blank is never a zero"
    english = (await house.get("/hostile?format=csv&lang=en")).content.decode("utf-8-sig")
    assert english.splitlines()[2].endswith("yes,2026-01-31,2026-02-01 00:30:00,Department")


async def test_xlsx_holds_texts_numbers_and_dates_and_no_formula(house: House) -> None:
    answer = await house.get("/hostile?format=xlsx")
    book = load_workbook(io.BytesIO(answer.content))
    lines = book.get_sheet_by_index(0).to_python()
    assert lines[0] == ["机关", "总分", "逾期", "日期", "报送", "类别"]
    assert [line[0] for line in lines[2:9]] == [name.replace("\r", "\r") for name in HOSTILE]
    assert lines[2][1:] == [-1.5, "是", date(2026, 1, 31), datetime(2026, 2, 1, 0, 30), "政府部门"]  # noqa: DTZ001 - a sheet's clock has no zone


async def test_json_has_every_row_and_the_headings(house: House) -> None:
    told = json.loads((await house.get("/many?format=json")).content)
    assert [column["key"] for column in told["columns"]] == ["name", "total", "late", "day", "at", "class"]
    assert len(told["rows"]) == 1500
    assert told["rows"][-1] == {
        "name": "2-499",
        "total": 2,
        "late": True,
        "day": "2026-01-31",
        "at": "2026-01-31T16:30:00Z",
        "class": "政府部门",
    }
    assert json.loads((await house.get("/model?format=json")).content) == {"says": "more"}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
async def test_rows_that_come_in_chunks_come_whole_and_in_order(house: House, kind: str) -> None:
    data = (await house.get(f"/many?format={kind}")).content
    if kind == "csv":
        names = [line[0] for line in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))]
    else:
        names = [str(line[0]) for line in load_workbook(io.BytesIO(data)).get_sheet_by_index(0).to_python()]
    assert names[2:] == [f"{number}-{line}" for number in range(3) for line in range(500)]


async def test_a_format_that_is_not_there_is_refused(house: House) -> None:
    assert (await house.get("/hostile?format=exe")).status_code == 400
