"""Charts in a real browser: drawn from their tables, in both themes, without another host; the tables stay without."""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import pytest
import uvicorn
from litestar import Litestar
from playwright.sync_api import Browser, Page

from services.portal.app import faces
from services.portal.assets import has_asset
from services.portal.store import metadata
from services.portal.store.model import ReadModel
from shared.storage.database import Database
from tests.servers.chromium import DESK, LACKING, chromium
from tests.services.portal import specimens as make
from tests.services.portal.conftest import OPEN
from tests.services.portal.four_agencies import fill

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(LACKING is not None, reason=f"{LACKING} is not installed (apt-get install {LACKING})"),
    pytest.mark.skipif(not has_asset("echarts.min.js"), reason="no npm: pages show tables without charts"),
]
PAGES = {"/distribution": 1, "/agencies/330106": 1, "/": 0}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    url = f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('portal')}/{{room}}.db"

    async def prepare() -> None:
        database = Database(url, "portal", metadata)
        await database.migrate()
        model = ReadModel.of(database)
        await fill(model)
        for year, total in ((2023, "71.00"), (2024, "88.25"), (2025, "90.50")):
            await model.filings.record(make.graded(make.submission(year=year), make.scorecard(total)))
        await database.close()

    asyncio.run(prepare())
    database = Database(url, "portal", metadata)

    @asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncIterator[None]:
        yield
        await database.close()

    listener = socket.create_server(("127.0.0.1", 0))
    app = faces(ReadModel.of(database), OPEN, lifespan=[lifespan])
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="on"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listener.close()


@pytest.fixture(scope="module")
def browser(house: str) -> Iterator[Browser]:
    """The house is filled first: the browser's driver keeps a loop running."""
    assert house
    with chromium() as browser:
        yield browser


def opened(browser: Browser, address: str, **how: object) -> tuple[Page, list[str]]:
    page = browser.new_context(viewport=DESK, **how).new_page()  # type: ignore[arg-type] # options of the context
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: said.append(request.url) if not same(request.url, address) else None)
    page.goto(address)
    return page, said


def same(one: str, other: str) -> bool:
    return urlsplit(one).netloc == urlsplit(other).netloc or one.startswith("data:")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_a_chart_is_drawn_above_its_table_and_breaks_no_rule(
    browser: Browser, house: str, path: str, theme: str
) -> None:
    page, said = opened(browser, f"{house}{path}", color_scheme=theme, reduced_motion="reduce")
    assert page.locator("figure.chart .drawing svg").count() == PAGES[path]
    if PAGES[path]:
        assert page.locator(".drawing").get_attribute("aria-hidden") == "true"
        page.locator(".drawing svg").hover()
    assert said == []
    page.context.close()


def test_the_line_shows_the_figures_of_the_table_in_order_of_years(browser: Browser, house: str) -> None:
    page, _ = opened(browser, f"{house}/agencies/330106")
    words = page.locator(".drawing svg text").all_text_contents()
    assert [word for word in words if word in {"71.00", "88.25", "90.50"}] == ["71.00", "88.25", "90.50"]
    assert [word for word in words if word in {"2023", "2024", "2025"}] == ["2023", "2024", "2025"]
    page.context.close()


@pytest.mark.parametrize("path", ["/distribution", "/agencies/330106"])
def test_without_scripts_the_table_is_there_and_no_empty_frame(browser: Browser, house: str, path: str) -> None:
    page, said = opened(browser, f"{house}{path}", java_script_enabled=False)
    assert page.locator("figure.chart table").is_visible()
    assert not page.locator("figure.chart .drawing").is_visible()
    assert said == []
    page.context.close()
