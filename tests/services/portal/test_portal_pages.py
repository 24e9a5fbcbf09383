"""The pages as a browser gets them: escaping, languages, filters, marks, ties, paging, errors, headers."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from uuid import UUID

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient
from turbohtml import parse

from services.portal.assets import asset_address
from services.portal.store.filings import Filings
from services.portal.store.register import Register
from shared.report.reading import Confidence, Note
from shared.report.scorecard import Grade
from shared.report.text import Text
from tests.services.portal import specimens as make

Client = AsyncTestClient[Litestar]
FILED = make.submission()
PAGE = f"/reports/{FILED.id}"
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7*7 }}"


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """The store is tested on both databases; what is drawn from it, on the smaller one."""
    return f"sqlite+aiosqlite:///{tmp_path}/{{room}}.db"


def text_of(html: str) -> str:
    body = re.sub(r"(?s)<head>.*?</head>", "", html)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)))


def ids(html: str) -> list[str]:
    return re.findall(r'\bid="([^"]+)"', html)


def links(html: str) -> Iterator[str]:
    return (match[1] for match in re.finditer(r'href="#([^"]+)"', html))


async def test_an_empty_house_says_so(client: Client) -> None:
    answer = await client.get("/")
    assert answer.status_code == 200
    assert "还没有收到任何报送" in answer.text


async def test_the_league_shows_grade_total_coverage_and_findings(client: Client, store: Filings) -> None:
    found = make.fails("A301", "requests.closed.total")
    await store.record(make.graded(FILED, make.scorecard("86.50", small=True), found))
    shown = text_of((await client.get("/")).text)
    for told in (
        "2025年度",
        "东海省临屿市教育局",
        "良好",
        "86.50",
        "93%",
        "A301 1处不符",
        "样本不足",
        "按期",
        "政府部门",
    ):
        assert told in shown


async def test_ties_are_said_and_what_is_not_graded_is_not_ranked(client: Client, store: Filings) -> None:
    for code in "abc":
        await store.record(make.graded(make.submission(make.agency(code, f"{code}局"))))
    await store.record(
        make.graded(make.submission(make.agency("d", "d局")), make.scorecard("12.00", Grade.NOT_RATED, coverage="0.4"))
    )
    waiting, broken = make.submission(make.agency("e", "e局")), make.submission(make.agency("f", "f局"))
    await store.record([make.received(waiting), make.received(broken), make.rejected(broken)])
    html = (await client.get("/")).text
    rows = [text_of(row) for row in re.findall(r'(?s)<tr role="row" class.*?</tr>', html)]
    assert [row.count("并列") for row in rows] == [1, 1, 1, 0, 0, 0]
    assert all(row.strip().startswith("1 并列") for row in rows[:3])
    assert "不予评级" in rows[3]
    assert "12.00" not in rows[3]
    assert "正在读取" in rows[4]
    assert "无法读取" in rows[5]
    assert all("不排名" in row for row in rows[3:])


async def test_filters_work_from_the_address_and_stay_in_the_form(
    client: Client, store: Filings, register: Register
) -> None:
    first, second, third = (make.agency("a", "甲局", parent="A"), make.agency("b", "乙局"), make.agency("c", "丙局"))
    await register.record([make.agency("A", "甲市人民政府"), first, second, third])
    await store.record(make.graded(make.submission(first)))
    await store.record(make.graded(make.submission(second), make.scorecard("95", Grade.EXCELLENT)))
    await store.record(make.graded(make.submission(third, 2024)))
    assert "丙局" not in (await client.get("/")).text
    assert "丙局" in (await client.get("/?year=2024&organ=&grade=&name=")).text
    html = (await client.get("/", params={"organ": "A", "grade": "good", "name": "甲"})).text
    assert "甲局" in html
    assert "乙局" not in html
    assert '<input type="hidden" name="organ" value="A">' in html
    assert '<option value="good" selected>' in html
    assert 'value="甲"' in html
    assert "没有符合条件的报送" in (await client.get("/?name=无此局")).text
    assert "没有符合条件的报送" in (await client.get("/?year=1999")).text


@pytest.mark.parametrize("query", ["year=abc", "year=１２", "grade=superb", "tier=x", "page=-1", "year=99999999999"])
async def test_a_condition_that_means_nothing_is_a_page_that_says_so(client: Client, query: str) -> None:
    answer = await client.get(f"/?{query}")
    assert answer.status_code == 400
    assert "查询条件有误" in answer.text


async def test_pages_follow_one_another(client: Client, store: Filings) -> None:
    for number in range(120):
        await store.record([make.received(make.submission(make.agency(f"{number:03}", f"第{number}局")))])
    first = (await client.get("/")).text
    assert "第1页，共3页" in first
    assert first.count('<tr role="row" class') == 50
    assert "page=2" in first
    last = (await client.get("/?page=3")).text
    assert last.count('<tr role="row" class') == 20
    assert 'rel="next"' not in last
    assert "第3页，共3页" in (await client.get("/?page=77")).text


async def test_hostile_words_are_only_words(client: Client, store: Filings) -> None:
    whose = make.agency("x", HOSTILE, HOSTILE)
    filed = make.submission(whose, filename=HOSTILE)
    read = make.report(printed_agency=HOSTILE)
    note = Note("cell.words", "requests.closed.total", Text(HOSTILE, HOSTILE))
    how = make.reading(read, {"requests.closed.total": (Confidence.UNREADABLE, HOSTILE)}, [note])
    await store.record([make.validated(filed, read=read, how=how), make.scored(filed)])
    for path in ("/", f"/reports/{filed.id}", "/agencies/x", f"/?name={HOSTILE}", "/?organ=%3Cscript%3E"):
        answer = await client.get(path)
        assert answer.status_code == (404 if "organ" in path else 200)
        assert not re.search(r'<script(?! src="/static/[^"]+" defer></script>)', answer.text)
        assert "<img src=x" not in answer.text
        assert "49" not in re.findall(r"alert\(1\)&gt;(.{0,20})", answer.text)


async def test_a_failing_cell_is_marked_with_a_sign_and_leads_to_its_finding(client: Client, store: Filings) -> None:
    await store.record(make.graded(FILED, None, make.fails("A301", "requests.closed.total")))
    html = (await client.get(PAGE)).text
    found = re.search(r'(?s)<td id="cell-requests-closed-total".*?</td>', html)
    assert found is not None
    assert 'class="cell cell-error"' in found[0]
    assert "✕" in found[0]
    assert "13810" in found[0]
    assert 'href="#finding-A301-1"' in found[0]
    assert "此处应为13，实为12" in found[0]
    assert 'id="finding-A301-1"' in html
    assert 'href="#cell-requests-closed-total"' in html


async def test_blank_doubtful_and_undecided_cells_look_different(client: Client, store: Filings) -> None:
    blank, doubtful, guessed = (f"requests.granted.{column}" for column in ("business", "total", "natural_person"))
    read = make.report(changes={blank: None, doubtful: None})
    how = make.reading(read, {doubtful: (Confidence.UNREADABLE, "五百"), guessed: (Confidence.INFERRED, "53 45")})
    await store.record(
        [make.validated(FILED, make.open_("A303", "requests.closed.total"), read=read, how=how), make.scored(FILED)]
    )
    html = (await client.get(PAGE)).text
    assert '<td id="cell-requests-granted-business" class="cell cell-blank"></td>' in html
    assert '<td id="cell-requests-granted-total" class="cell cell-unreadable cell-blank">' in html
    assert "原文：五百" in html
    assert '<td id="cell-requests-granted-natural_person" class="cell cell-inferred">' in html
    assert '<td id="cell-requests-closed-total" class="cell cell-undecided">' in html


@pytest.mark.parametrize("year", [2020, 2025])
@pytest.mark.parametrize("merged", [(), ("other_combined",)])
async def test_every_cell_is_on_the_page_and_every_link_leads_somewhere(
    client: Client, store: Filings, year: int, merged: tuple[str, ...]
) -> None:
    filed, read = make.submission(year=year), make.report(year, merged=merged, missing_parts=[6])
    verdicts = (
        make.fails("F001", "part.6"),
        make.fails("F002", "period", "year", "published_on", "received_on"),
        make.fails("A301", *(cell.address for cell in read.cells())),
        make.open_("A303", *(cell.address for cell in read.cells())),
    )
    await store.record([make.validated(filed, *verdicts, read=read), make.scored(filed)])
    html = (await client.get(f"/reports/{filed.id}")).text
    known = ids(html)
    assert len(known) == len(set(known))
    assert {f"cell-{cell.address.replace('.', '-')}" for cell in read.cells()} <= set(known)
    assert set(links(html)) <= set(known)


async def test_a_rejection_says_why_and_what_to_do(client: Client, store: Filings) -> None:
    await store.record([make.received(FILED), make.rejected(FILED)])
    shown = text_of((await client.get(PAGE)).text)
    for told in ("无法作为年度报告读取", "文件里没有找到年度报告的法定表格", "怎么办", "2026年1月31日"):
        assert told in shown


async def test_waiting_stopped_and_draft_pages_explain_themselves(client: Client, store: Filings) -> None:
    draft = make.submission(draft=True)
    stuck = make.submission(make.agency("s", "s局"))
    await store.record([make.received(FILED), *make.graded(draft), make.received(stuck), make.dead(stuck)])
    assert "稍后刷新" in (await client.get(PAGE)).text
    assert "已转人工" in (await client.get(f"/reports/{stuck.id}")).text
    assert (await client.get(f"/reports/{draft.id}")).status_code == 404
    html = (await client.get(f"/reports/{draft.id}", headers={"Authorization": "Bearer operator"})).text
    assert "预检" in html
    assert str(draft.id) not in (await client.get("/")).text
    assert str(draft.id) not in (await client.get(f"/agencies/{FILED.agency.code}")).text


async def test_other_versions_and_years_are_a_click_away(client: Client, store: Filings) -> None:
    older, last_year = make.submission(version=1), make.submission(year=2024)
    newer = make.submission(version=2)
    await store.record([*make.graded(older), *make.graded(newer), *make.graded(last_year)])
    html = (await client.get(f"/reports/{older.id}")).text
    assert "已重新报送" in html
    assert f"/reports/{newer.id}" in html
    assert f"/reports/{last_year.id}" in html
    agency = (await client.get("/agencies/330106")).text
    assert all(f"/reports/{each.id}" in agency for each in (older, newer, last_year))


async def test_english_is_one_click_away_and_remembered(client: Client, store: Filings) -> None:
    await store.record(make.graded(FILED, None, make.fails("A301", "requests.closed.total")))
    chinese = await client.get(f"{PAGE}?x=1")
    assert '<html lang="zh-CN">' in chinese.text
    assert f'href="{PAGE}?x=1&amp;lang=en"' in chinese.text
    assert "set-cookie" not in chinese.headers
    english = await client.get(f"{PAGE}?lang=en")
    assert '<html lang="en">' in english.text
    assert "should be 13, is 12" in english.text
    assert "(7) Total" in english.text
    assert "gouji_lang=en" in english.headers["set-cookie"]
    assert '<html lang="en">' in (await client.get("/")).text
    assert '<html lang="zh-CN">' in (await client.get("/?lang=zh")).text
    assert '<html lang="zh-CN">' in (await client.get("/")).text


@pytest.mark.parametrize(
    ("path", "status"),
    [(f"/reports/{UUID(int=404)}", 404), ("/reports/nonsense", 404), ("/agencies/none", 404), ("/nowhere", 404)],
)
async def test_what_is_not_there_is_a_page_in_both_languages(client: Client, path: str, status: int) -> None:
    chinese, english = await client.get(path), await client.get(f"{path}?lang=en")
    assert (chinese.status_code, english.status_code) == (status, status)
    assert "没有找到" in chinese.text
    assert "Not found" in english.text
    assert chinese.headers["content-type"].startswith("text/html")


async def test_pages_load_nothing_but_their_own_files(client: Client, store: Filings) -> None:
    await store.record(make.graded(FILED, None, make.fails("A301", "requests.closed.total")))
    for path in ("/", PAGE, "/agencies/330106", "/nowhere"):
        answer = await client.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert " style=" not in answer.text
        assert not re.search(r'<script(?! src="/static/[^"]+" defer></script>)', answer.text)
        assert "://" not in re.sub(r'xmlns="[^"]+"', "", answer.text)
        assert answer.headers["x-content-type-options"] == "nosniff"


async def test_static_files_are_kept_for_ever_under_the_name_of_their_content(client: Client) -> None:
    address = asset_address("portal.css")
    answer = await client.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/css")
    assert "immutable" in answer.headers["cache-control"]
    assert re.fullmatch(r"/static/portal\.[0-9a-f]{12}\.css", address)
    assert (await client.get("/static/portal.css")).status_code == 404
    assert (await client.get("/static/..%2fapp.py")).status_code == 404


async def test_pages_are_whole_documents(client: Client, store: Filings) -> None:
    await store.record(make.graded(FILED, None, make.fails("A301", "requests.closed.total")))
    for path in ("/", PAGE, "/agencies/330106", "/nowhere"):
        html = (await client.get(path)).text
        assert parse(html).find("main") is not None
        for element in (
            "table",
            "section",
            "article",
            "ul",
            "ol",
            "dl",
            "div",
            "svg",
            "details",
            "td",
            "th",
            "a",
            "span",
        ):
            assert len(re.findall(rf"<{element}\b", html)) == html.count(f"</{element}>"), (path, element)
        for table in re.findall(r"(?s)<table\b.*?</table>", html):
            assert "<caption" in table
            assert all("scope=" in head for head in re.findall(r"<th\b[^>]*>", table))
