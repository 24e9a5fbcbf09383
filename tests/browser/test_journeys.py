"""Two walks through a running house: a clerk checks, repairs, files and keeps proof; a supervisor finds out why."""

import csv
import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Download, Page, expect

from tests.servers.chromium import DESK, LACKING
from tests.servers.town import Town

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
SAMPLE = next(SAMPLES.glob("000_*"), None) if SAMPLES.is_dir() else None
SOUND, ALTERED = "(七)总计 | 11 | 1 |", "(七)总计 | 21 | 1 |"
CELL = "#cell-requests-closed-natural_person"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(LACKING is not None, reason=f"{LACKING} is not installed (apt-get install {LACKING})"),
    pytest.mark.xdist_group("town"),
]


@pytest.fixture
def clerk(filled_town: Town, walker: Browser) -> Iterator[BrowserContext]:
    context = walker.new_context(viewport=DESK, accept_downloads=True)
    filled_town.sign_in(context, filled_town.clerk)
    yield context
    context.close()


@pytest.fixture
def supervisor(filled_town: Town, walker: Browser) -> Iterator[BrowserContext]:
    context = walker.new_context(viewport=DESK, accept_downloads=True)
    filled_town.sign_in(context, filled_town.supervisor)
    yield context
    context.close()


@pytest.mark.skipif(SAMPLE is None, reason="../shared/samples is not there")
def test_a_clerk_checks_repairs_files_and_keeps_proof(filled_town: Town, clerk: BrowserContext, tmp_path: Path) -> None:
    assert SAMPLE is not None
    text = SAMPLE.read_text("utf-8")
    assert text.count(SOUND) == 1
    wrong, right = tmp_path / "年报.txt", tmp_path / "年报（更正）.txt"
    wrong.write_text(text.replace(SOUND, ALTERED), "utf-8")
    right.write_text(text, "utf-8")
    page = clerk.new_page()

    _pre_check(page, filled_town, wrong)
    marked = page.locator(CELL)
    expect(marked).to_have_class("cell cell-error")
    expect(marked).to_contain_text("21")
    expect(page.locator("#finding-A303")).to_contain_text("21")
    expect(page.locator(".diagnosis").first).to_contain_text("11")
    expect(page.locator("main")).to_contain_text("《中华人民共和国政府信息公开条例》")
    assert page.goto(f"{filled_town.url}/agencies/DH0100-11") is not None
    expect(page.locator("main")).not_to_contain_text("天津港保税区")

    _pre_check(page, filled_town, right)
    expect(page.locator("#finding-A303")).to_have_count(0)
    page.get_by_role("button", name="正式报送").click()
    page.wait_for_url("**/reports/*")
    receipt = page.get_by_role("link", name="下载报送回执")
    expect(receipt).to_be_visible(timeout=30_000)
    with page.expect_download() as caught:
        receipt.click()
    proof = _kept(caught.value, tmp_path)
    page.close()

    assert _verified(right, proof) == 0
    changed = tmp_path / "changed.txt"
    changed.write_bytes(right.read_bytes()[:-1] + b"!")
    assert _verified(changed, proof) == 1
    forged = tmp_path / "forged.json"
    body = proof.read_bytes()
    forged.write_bytes(body.replace(b"2", b"3", 1))
    assert _verified(right, forged) == 1


def test_a_supervisor_follows_a_deduction_to_its_cell_reads_english_and_takes_it_away(
    filled_town: Town, supervisor: BrowserContext, tmp_path: Path
) -> None:
    page = supervisor.new_page()
    page.goto(f"{filled_town.url}/?year=2025")
    page.get_by_label("机关名称").fill("望潮区人民政府")
    page.get_by_role("button", name="查询").click()
    page.get_by_role("rowheader").get_by_role("link", name="望潮区人民政府", exact=True).click()
    expect(page.locator("h1")).to_contain_text("望潮区人民政府")
    page.locator(".deductions .places a").first.click()
    target = page.locator(":target")
    expect(target).to_have_count(1)
    expect(target).to_be_in_viewport()
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("main")).to_contain_text("Deductions")

    page.goto(f"{filled_town.url}/?year=2025&lang=zh")
    with page.expect_download() as caught:
        page.get_by_role("link", name="CSV").click()
    rows = list(csv.reader(io.StringIO(_kept(caught.value, tmp_path).read_text("utf-8-sig"))))
    assert any("望潮区人民政府" in row for row in rows)

    page.goto(f"{filled_town.url}/bulletin?organ=DH0100&year=2025")
    page.emulate_media(media="print")
    expect(page.locator("main")).to_contain_text("望潮区")
    assert page.pdf(format="A4").startswith(b"%PDF")
    for kind, magic in (("docx", b"PK"), ("pdf", b"%PDF")):
        answer = supervisor.request.get(f"{filled_town.url}/bulletin.{kind}?organ=DH0100&year=2025")
        assert answer.ok
        assert answer.body().startswith(magic)
    page.close()


def _pre_check(page: Page, town: Town, file: Path) -> None:
    """Hand in a draft about the year of the sample and wait until it is graded."""
    page.goto(f"{town.url}/precheck")
    page.get_by_label("选择年度报告文件").set_input_files(file)
    page.get_by_label("报告年度").fill("2022")
    page.get_by_role("button", name="预检", exact=True).click()
    page.wait_for_url("**/reports/*")
    expect(page.locator("#table-requests")).to_be_visible(timeout=30_000)
    expect(page.locator(".score")).to_contain_text("分", timeout=30_000)


def _kept(download: Download, folder: Path) -> Path:
    kept = folder / download.suggested_filename
    download.save_as(kept)
    return kept


def _verified(file: Path, receipt: Path) -> int:
    """The exit code of the command, which asks no server."""
    command = [sys.executable, "-m", "services.cli", "verify-receipt", str(file), str(receipt)]
    return subprocess.run(command, capture_output=True, check=False).returncode
