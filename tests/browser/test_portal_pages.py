"""The portal in a real browser: both languages, marks that lead to findings, no other host, a phone's width."""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import pytest
import uvicorn
from litestar import Litestar
from playwright.sync_api import BrowserContext, Page

from services.portal.app import faces
from services.portal.store import metadata
from services.portal.store.facts import Fact
from services.portal.store.model import ReadModel
from shared.events.submission_received import SubmissionReceivedV1
from shared.report.reading import Confidence, Note
from shared.report.text import Text
from shared.storage.database import Database
from tests.servers.chromium import DESK, LACKING, PHONE, chromium
from tests.services.portal import specimens as make
from tests.services.portal.conftest import OPEN

CLOSED, GRANTED = "requests.closed.total", "requests.granted.business"
FILED = make.submission()
OLDER = make.submission(year=2020)
REJECTED = make.submission(make.agency("r", "东海省望潮市审计局"))
PAGES = ("/", f"/reports/{FILED.id}", f"/reports/{OLDER.id}", f"/reports/{REJECTED.id}", "/agencies/330106")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(LACKING is not None, reason=f"{LACKING} is not installed (apt-get install {LACKING})"),
]


def facts() -> list[Fact]:
    read = make.report(changes={GRANTED: None}, missing_parts=[6])
    note = Note("cell.words", GRANTED, Text("印作“一二九”，未作数字读取。", "Printed “一二九”, not read as a number."))
    how = make.reading(read, {GRANTED: (Confidence.UNREADABLE, "一二九")}, [note])
    verdicts = (
        make.fails("A301", CLOSED),
        make.fails("F001", "part.6"),
        make.open_("A303", "requests.closed.business"),
    )
    merged = make.report(2020, merged=["other_combined"])
    return [
        make.received(FILED),
        make.validated(FILED, *verdicts, read=read, how=how),
        make.scored(FILED),
        *make.graded(OLDER),
        make.validated(OLDER, read=merged),
        make.received(REJECTED),
        make.rejected(REJECTED),
    ]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a portal with a few filings in it, served from a thread."""
    url = f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('portal')}/{{room}}.db"

    async def fill() -> None:
        database = Database(url, "portal", metadata)
        await database.migrate()
        model = ReadModel.of(database)
        await model.register.record(
            [each.submission.agency for each in facts() if isinstance(each, SubmissionReceivedV1)]
        )
        await model.filings.record(facts())
        await database.close()

    asyncio.run(fill())
    database = Database(url, "portal", metadata)

    @asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncIterator[None]:
        yield
        await database.close()

    app = faces(ReadModel.of(database), OPEN, lifespan=[lifespan])
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="on"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listener.close()


class Watched:
    """A tab that keeps what must not happen: messages on the console, failed loads, requests to others."""

    def __init__(self, page: Page, house: str) -> None:
        self.page = page
        self.house = house
        self.faults: list[str] = []
        self.hosts: set[str] = set()
        page.on("console", lambda message: self.faults.append(message.text))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("requestfailed", lambda request: self.faults.append(request.url))
        page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))

    def open(self, path: str) -> Page:
        self.page.goto(f"{self.house}{path}")
        return self.page


@pytest.fixture
def browser() -> Iterator[BrowserContext]:
    with chromium() as browser:
        context = browser.new_context(viewport=DESK)
        context.new_page()
        yield context


@pytest.fixture
def tab(browser: BrowserContext, house: str) -> Watched:
    return Watched(browser.pages[0], house)


def test_every_page_renders_in_both_languages_without_a_fault(tab: Watched) -> None:
    for path in PAGES:
        for language, word in (("zh", "年报评价"), ("en", "League table")):
            page = tab.open(f"{path}?lang={language}")
            assert page.locator("h1").is_visible()
            assert page.locator("html").get_attribute("lang") == {"zh": "zh-CN", "en": "en"}[language]
            assert page.locator(".site-nav a").first.inner_text() == word
            background = page.evaluate("getComputedStyle(document.querySelector('header.site')).backgroundColor")
            assert background not in {"rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"}, "the style sheet applies"
    assert tab.faults == []
    assert tab.hosts == {urlsplit(tab.house).netloc}


def test_the_language_switch_is_one_click_and_stays(tab: Watched) -> None:
    page = tab.open(PAGES[1])
    page.get_by_role("link", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("link", name="League table").first.click()
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("link", name="中文").click()
    assert page.locator("html").get_attribute("lang") == "zh-CN"


def test_a_supervisor_comes_from_the_league_to_the_failing_cell(tab: Watched) -> None:
    page = tab.open("/")
    page.get_by_label("机关名称").fill("教育")
    page.get_by_role("button", name="查询").click()
    assert page.locator("table.league tbody tr").count() == 1
    page.get_by_role("link", name="东海省临屿市教育局", exact=True).click()
    page.locator(f'#finding-A301-1 a[href="#cell-{CLOSED.replace(".", "-")}"]').click()
    cell = page.locator(f"#cell-{CLOSED.replace('.', '-')}")
    assert cell.is_visible()
    assert cell.evaluate("cell => cell.matches(':target')")
    assert "✕" in cell.inner_text()
    cell.get_by_role("link").click()
    assert page.url.endswith("#finding-A301-1")
    assert page.locator("#finding-A301-1").is_visible()
    assert page.locator("#finding-A301-1").evaluate("found => found.getBoundingClientRect().top") < DESK["height"]
    assert tab.faults == []


def test_marks_differ_in_sign_and_not_only_in_colour(tab: Watched) -> None:
    page = tab.open(PAGES[1])
    signs = {
        address: page.locator(f"#cell-{address.replace('.', '-')} .sign").inner_text()
        for address in (CLOSED, GRANTED, "requests.closed.business")
    }
    assert signs == {CLOSED: "✕", GRANTED: "⊘", "requests.closed.business": "?"}
    assert page.locator(".legend li").count() == 3
    unmarked = page.locator("#cell-requests-received-total")
    assert unmarked.inner_text() == "14069"
    assert unmarked.locator(".sign").count() == 0


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_fits_a_phone(tab: Watched, path: str, scheme: str) -> None:
    tab.page.set_viewport_size(PHONE)
    tab.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page = tab.open(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.locator("h1").is_visible()
    for target in page.locator(".site a:visible, .chips a:visible, button:visible").all():
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= 24
    assert tab.faults == []


def test_the_keyboard_reaches_the_content_and_shows_where_it_is(tab: Watched) -> None:
    page = tab.open(PAGES[1])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").evaluate("link => link.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


CONTRAST = """
() => {
  const parse = (c) => c.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const [R, G, B] = [r, g, b].map((v) => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; });
    return .2126 * R + .7152 * G + .0722 * B;
  };
  const ground = (node) => {
    for (; node; node = node.parentElement) {
      const [r, g, b, a = 1] = parse(getComputedStyle(node).backgroundColor);
      if (a === 1) return [r, g, b];
    }
    return [255, 255, 255];
  };
  const poor = [];
  for (const node of document.querySelectorAll('body *')) {
    const own = [...node.childNodes].some((c) => c.nodeType === 3 && c.textContent.trim());
    if (!own || node.closest('.quiet, .skip, option, svg') || !node.checkVisibility()) continue;
    const style = getComputedStyle(node);
    const [a, b] = [light(parse(style.color)), light(ground(node))].sort((x, y) => y - x);
    const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    const ratio = (a + .05) / (b + .05);
    const words = node.textContent.trim().slice(0, 20);
    if (ratio < (large ? 3 : 4.5)) poor.push(`${node.tagName}.${node.className} ${ratio.toFixed(2)} ${words}`);
  }
  return [...new Set(poor)];
}
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(tab: Watched, scheme: str) -> None:
    tab.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for path in PAGES:
        assert tab.open(path).evaluate(CONTRAST) == [], path


def test_printed_pages_have_no_navigation_and_dark_words_on_white(tab: Watched) -> None:
    tab.page.emulate_media(media="print", color_scheme="dark")
    page = tab.open(PAGES[1])
    assert not page.locator(".site-nav").is_visible()
    assert page.locator(".form-requests").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert page.pdf().startswith(b"%PDF")
