"""The bulletin as page, Word file and PDF: opened again they say the same, in both languages, to whom it is for."""

import io
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from html.parser import HTMLParser
from uuid import UUID

import pypdfium2
import pytest
from docx import Document
from litestar import Litestar
from litestar.testing import AsyncTestClient
from msgspec.structs import replace
from typing_extensions import override

from services.portal.app import faces
from services.portal.store.model import ReadModel
from services.portal.store.moves import Movements
from services.portal.store.wanted import Moves
from shared.access.account import Account, Role, Token
from shared.access.seals import token_digest
from shared.report.agency import AgencyClass
from shared.report.scorecard import Change, Grade
from shared.report.text import Text
from tests.services.portal import specimens as make
from tests.services.portal.conftest import OPEN

SHUT = replace(OPEN, public=False)
COUNTY = make.agency("C", "望潮县人民政府", "东海省望潮县", kind=AgencyClass.COUNTY_GOVERNMENT)
NEIGHBOUR = make.agency("X", "别县人民政府", kind=AgencyClass.COUNTY_GOVERNMENT)
BUREAUS = [make.agency(f"C-{number}", f"望潮县第{number}局", parent="C") for number in range(4)]
TOWN = make.agency("C-9", "望潮县<i>西</i>&镇", parent="C", kind=AgencyClass.TOWNSHIP)
TITLE = Text("表三收支&相抵", "Table 3 <ties> out")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

# What a database cannot change; the test client keeps a loop of its own, in which a pooled connection would be lost.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Client = AsyncTestClient[Litestar]


@pytest.fixture
async def client(model: ReadModel) -> AsyncIterator[Client]:
    await model.register.record([COUNTY, NEIGHBOUR, *BUREAUS, TOWN])
    token = Token(token_digest("mine", SHUT.secret), "测试", datetime.now(UTC) + timedelta(days=1))
    clerk = Token(token_digest("clerk", SHUT.secret), "测试", datetime.now(UTC) + timedelta(days=1))
    await model.accounts.record(
        [
            Account(id=UUID(int=9), login="s", name="某", role=Role.SUPERVISOR, agency="C", tokens=(token,)),
            Account(id=UUID(int=8), login="k", name="某", role=Role.CLERK, agency="C-1", tokens=(clerk,)),
        ]
    )
    broken = replace(make.fails("A301", "requests.closed.total"), title=TITLE)
    await model.filings.record(
        [
            *make.graded(make.submission(BUREAUS[0]), make.scorecard("98.00", Grade.EXCELLENT)),
            *make.graded(make.submission(BUREAUS[1]), make.scorecard("41.50", Grade.FAIL), broken),
            *make.graded(make.submission(TOWN), make.scorecard("41.50", Grade.FAIL), broken),
            *make.graded(make.submission(BUREAUS[2], draft=True)),
        ]
    )
    async with AsyncTestClient(faces(model, SHUT), raise_server_exceptions=False) as client:
        client.headers.update({"Authorization": "Bearer mine"})
        yield client


class Sheet(HTMLParser):
    """The text of the sheet of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.said = ""
        self._inside = False

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = self._inside or tag == "article"

    @override
    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "article"

    @override
    def handle_data(self, data: str) -> None:
        self.said += data if self._inside else ""


def sheet(page: str) -> str:
    parser = Sheet()
    parser.feed(page)
    return parser.said


def word(data: bytes) -> str:
    """All text of a Word file in its order, links and tables included."""
    body = Document(io.BytesIO(data)).element.body
    lines = (line for line in body.iter() if str(line.tag).endswith("}p"))
    return "\n".join("".join(node.text or "" for node in line.iter() if str(node.tag).endswith("}t")) for line in lines)


def pdf(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    return "".join(page.get_textpage().get_text_range() for page in document)


def bare(said: str) -> str:
    """Without blanks, numbers of list items, page numbers and the minute at which the data were taken."""
    said = re.sub(r"(?m)^\s*\d+\. ", "", said)
    return re.sub(r"\s|\u200b|\ufffe|第\d+页|Page ?\d+|\d\d:\d\d", "", said)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_page_word_file_and_pdf_say_the_same(client: Client, language: str) -> None:
    page = await client.get(f"/bulletin?year=2025&lang={language}")
    docx = await client.get(f"/bulletin.docx?year=2025&lang={language}")
    file = await client.get(f"/bulletin.pdf?year=2025&lang={language}")
    assert (docx.headers["content-type"], file.headers["content-type"]) == (DOCX, "application/pdf")
    assert "attachment" in docx.headers["content-disposition"]
    said = bare(sheet(page.text))
    assert len(said) > 1000
    assert bare(word(docx.content)) == said
    assert sorted(bare(pdf(file.content))) == sorted(said)


async def test_the_word_file_has_headings_tables_and_properties(client: Client) -> None:
    document = Document(io.BytesIO((await client.get("/bulletin.docx?year=2025")).content))
    headings = [line.text for line in document.paragraphs if line.style and line.style.name == "Heading 1"]
    assert headings == ["一、总体情况", "二、主要问题", "三、下一步要求"]
    assert len(document.tables) == 3
    assert document.core_properties.title.startswith("关于东海省望潮县2025年度")
    assert document.core_properties.language == "zh-CN"
    links = [part.target_ref for part in document.part.rels.values() if part.is_external]
    assert any(link.endswith(f"/reports/{make.submission(BUREAUS[0]).id}") for link in links)
    assert "仿宋" in document.styles.element.xml


async def test_the_pdf_has_numbered_pages_title_and_language_and_no_font(client: Client) -> None:
    data = (await client.get("/bulletin.pdf?year=2025")).content
    document = pypdfium2.PdfDocument(data)
    assert len(document) >= 2
    assert document.get_metadata_value("Title").startswith("关于东海省望潮县2025年度")
    assert "第2页" in document[1].get_textpage().get_text_range()
    assert b"zh-CN" in data
    assert b"FontFile" not in data
    drawn = document[0].render(scale=0.5).to_numpy()
    assert drawn.min() < 100  # ink
    assert drawn.max() > 250  # paper


async def test_the_page_names_examples_and_leads_to_them(client: Client) -> None:
    page = (await client.get("/bulletin?year=2025")).text
    assert f'<a href="/reports/{make.submission(BUREAUS[0]).id}"><bdi>望潮县第0局</bdi></a>：98.00分' in page
    assert "望潮县&lt;i&gt;西&lt;/i&gt;&amp;镇" in page
    assert "望潮县第2局" in page, "a draft is no filing"
    assert 'href="/rules/A301?year=2025&amp;organ=C"' in page
    for href in re.findall(r'<a class="source" href="([^"]+)"', page):
        assert (await client.get(href.replace("&amp;", "&"))).status_code == 200


@pytest.mark.parametrize("path", ["/bulletin", "/bulletin.docx", "/bulletin.pdf"])
async def test_it_is_for_those_who_supervise(client: Client, path: str) -> None:
    assert (await client.get(f"{path}?organ=X")).status_code == 404
    assert (await client.get(f"{path}?organ=nobody")).status_code == 404
    assert (await client.get(path, headers={"Authorization": "Bearer clerk"})).status_code in {403, 404}
    assert (await client.get(f"{path}?organ=C-1")).status_code == 200
    client.headers.pop("Authorization")
    assert (await client.get(path, follow_redirects=False)).status_code in {302, 303, 401}


async def test_totals_that_rose_and_fell_are_counted(client: Client, model: ReadModel) -> None:
    assert await Movements(model.database).moves("C", 2025) == Moves()
    for bureau, now, gained in ((BUREAUS[0], "98.00", 3), (BUREAUS[1], "41.50", -2), (TOWN, "41.50", 0)):
        change = Change(
            prior=make.identity("prior"),
            prior_total=Decimal(now) - gained,
            figures=Decimal(gained),
            rules=Decimal(0),
            weights=Decimal(0),
            waivers=Decimal(0),
        )
        card = replace(make.scorecard(now), change=change)
        await model.filings.record(make.graded(make.submission(bureau, version=2), card))
    assert await Movements(model.database).moves("C", 2025) == Moves(compared=3, up=1, down=1)
    assert "可与上年比较的3家中，得分上升1家，下降1家，持平1家" in (await client.get("/bulletin?year=2025")).text


async def test_its_tables_are_taken_away(client: Client) -> None:
    faults = (await client.get("/bulletin?year=2025&format=json&table=faults")).json()
    assert faults["rows"] == [{"column_1": "表三收支&相抵（A301）", "column_2": 2, "column_3": 2, "column_4": 0}]
    assert (await client.get("/bulletin?format=csv&table=nonsense")).status_code == 400


async def test_of_a_year_without_anything_it_says_so(client: Client) -> None:
    page = await client.get("/bulletin?year=2019")
    assert "尚无完成评定的报告" in page.text


async def test_nothing_is_there_before_the_register_is(model: ReadModel) -> None:
    async with AsyncTestClient(faces(model, SHUT), raise_server_exceptions=False) as client:
        page = await client.get("/bulletin", headers={"Authorization": "Bearer operator"})
        assert "还没有可以通报的内容" in page.text
