"""Takes the README's pictures: the running house with the demo's agencies, reports and people, in a real browser.

Run as `make screenshots`.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

from services.cli.sample_filings import samples
from services.cli.sample_people import SignIn
from tests.servers.chromium import DESK, chromium
from tests.servers.town import Town, town

PICTURES = Path(__file__).parent / "screenshots"
TALL = 9000
"""So high that nothing scrolls: the page's own menu would stay over the table."""

MISTYPED = "wangchao_2025.html"


def main() -> None:
    """Write every picture."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, town(Path(folder) / "data") as running, chromium() as browser:
        with _visiting(running, browser, running.clerk) as page:
            _pre_check(page, running)
        with _visiting(running, browser, running.supervisor) as page:
            report = f"{running.url}/reports/{running.filed[MISTYPED]}"
            _take(page, f"{running.url}/?year=2025", "league")
            _take(page, report, "report")
            _take(page, f"{report}?lang=en", "report.en")
            _take(page, f"{running.url}/season?organ=DH0100&year=2025&lang=zh", "season")
            _take(page, f"{running.url}/bulletin?organ=DH0100&year=2025", "bulletin")
            _take(page, f"{running.url}/agencies/DH0121", "agency")
            page.set_viewport_size({"width": DESK["width"], "height": TALL})
            page.goto(report)
            page.locator("#table-requests").screenshot(path=PICTURES / "table.png")


@contextmanager
def _visiting(running: Town, browser: Browser, who: SignIn) -> Iterator[Page]:
    context = browser.new_context(viewport=DESK)
    running.sign_in(context, who)
    yield context.new_page()
    context.close()


def _take(page: Page, address: str, name: str) -> None:
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / f"{name}.png")


def _pre_check(page: Page, running: Town) -> None:
    """A draft with a mistyped total, seen from its findings."""
    sample = next(sample for sample in samples() if sample.file == MISTYPED)
    page.goto(f"{running.url}/precheck")
    file = {"name": sample.file, "mimeType": "text/html", "buffer": sample.data}
    page.get_by_label("选择年度报告文件").set_input_files(file)  # type: ignore[arg-type] # a mapping of these three is one
    page.get_by_role("button", name="预检", exact=True).click()
    page.wait_for_url("**/reports/*")
    page.locator(".score").get_by_text("满分").wait_for()
    page.locator("#findings").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('#findings').scrollIntoView()")
    page.screenshot(path=PICTURES / "precheck.png")


if __name__ == "__main__":
    main()
