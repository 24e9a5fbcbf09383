"""Roll-up and bulletin in a real browser: a cell opens to its agencies, and what is printed is the sheet alone."""

from collections.abc import Iterator

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.servers.chromium import DESK, LACKING, PHONE
from tests.servers.town import Town

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(LACKING is not None, reason=f"{LACKING} is not installed (apt-get install {LACKING})"),
    pytest.mark.xdist_group("town"),
]
ROLLUP, BULLETIN = "/rollup/DH0100?year=2025", "/bulletin?organ=DH0100&year=2025"


@pytest.fixture
def page(filled_town: Town, walker: Browser) -> Iterator[Page]:
    context = walker.new_context(viewport=DESK)
    filled_town.sign_in(context, filled_town.supervisor)
    yield context.new_page()
    context.close()


def test_a_cell_opens_to_the_agencies_behind_it(page: Page, filled_town: Town) -> None:
    page.goto(f"{filled_town.url}/rollup")
    expect(page).to_have_url(f"{filled_town.url}/rollup/{filled_town.supervisor.person.agency}")
    page.goto(f"{filled_town.url}{ROLLUP}")
    page.locator("#cell-requests-granted-total a").click()
    opened = page.locator("#opened")
    expect(opened).to_be_visible()
    expect(opened.get_by_role("heading")).to_contain_text("表三·（一）予以公开·总计")
    assert opened.locator("tbody tr").count() > 1
    opened.get_by_role("link", name="收起").click()
    expect(page.locator("#opened")).to_have_count(0)


@pytest.mark.parametrize("path", [ROLLUP, f"{ROLLUP}&cell=requests.granted.total", BULLETIN])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_fits_a_phone(page: Page, filled_town: Town, path: str, language: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{filled_town.url}{path}&lang={language}")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_printed_is_the_sheet_alone(page: Page, filled_town: Town, language: str) -> None:
    page.goto(f"{filled_town.url}{BULLETIN}&lang={language}")
    page.emulate_media(media="print")
    expect(page.locator(".sheet")).to_be_visible()
    for hidden in (".site", ".site-foot", ".files", ".pick"):
        expect(page.locator(hidden)).to_be_hidden()
    printed = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    assert [round(side) for side in printed[0].get_size()] == [595, 842]
    texts = [sheet.get_textpage().get_text_range() for sheet in printed]
    assert ("主要问题" if language == "zh" else "Main problems") in "".join(texts)
    assert all(f"— {number} —" in text for number, text in enumerate(texts, 1))


def test_the_files_are_offered_beside_it(page: Page, filled_town: Town) -> None:
    page.goto(f"{filled_town.url}{BULLETIN}")
    for name, ending in (("下载 Word 文件", ".docx"), ("下载 PDF", ".pdf")):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        assert download.value.suggested_filename.endswith(f"编制发布情况的通报{ending}")
