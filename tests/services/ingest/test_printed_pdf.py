"""Reports printed to PDF by real programs, LibreOffice and a browser, are read whole."""

import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from services.ingest.interpreter.interpret import interpret
from services.ingest.readers import pdf
from services.ingest.sniff import Source
from shared.layout.docx import docx
from shared.layout.html import html
from shared.report.reading import Confidence
from tests.corpus import shelf
from tests.servers.chromium import LACKING, chromium
from tests.services.ingest import word_files

SOFFICE = shutil.which("soffice")
NAMES = ("haitang-2022", "ziran-2020", "linjiang-2025")
STYLES = {
    "joined": "table{border-collapse:collapse}td,th{border:1px solid #000}",
    "apart": "table{border-collapse:separate;border-spacing:2px}td,th{border:1px solid #000}",
    "dotted": "table{border-collapse:collapse}td,th{border:1px dotted #666}",
    "double": "table{border-collapse:collapse}td,th{border:3px double #000;font-size:14pt}",
    "pale": "table{border-collapse:collapse}td,th{border:1px solid #ddd}tr:nth-child(odd){background:#eef}",
}


def assert_whole(data: bytes, name: str) -> None:
    """Every figure of the corpus report is read for sure, and every part found."""
    result = interpret(pdf.read(Source("pdf", data)))
    expected, found = dict(shelf.report(name).tables), dict(result.report.tables)
    assert {at: (found.get(at), value) for at, value in expected.items() if found.get(at) != value} == {}
    assert {cell.confidence for cell in result.reading.cells.values()} == {Confidence.READ}
    assert [section.number for section in result.report.sections] == [1, 2, 3, 4, 5, 6]
    assert result.report.year == shelf.report(name).year


@pytest.mark.libreoffice
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.timeout(300)
def test_exported_by_libreoffice(tmp_path: Path) -> None:
    assert SOFFICE is not None
    for name in NAMES:
        (tmp_path / f"{name}.docx").write_bytes(docx(word_files.report(name)))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    files = [str(path) for path in sorted(tmp_path.glob("*.docx"))]
    subprocess.run(
        [SOFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *files],
        check=True,
        capture_output=True,
        timeout=240,
    )
    for name in NAMES:
        assert_whole((tmp_path / f"{name}.pdf").read_bytes(), name)


def printed(browser: Browser, name: str, style: str, *, landscape: bool, marked: bool) -> bytes:
    """The report's page as the browser prints it; `marked` with the date and address it adds to every sheet."""
    page = browser.new_page()
    shown = html(word_files.report(name)).decode().replace("</head>", f"<style>{STYLES[style]}</style></head>")
    page.set_content(shown)
    data = page.pdf(format="A4", landscape=landscape, display_header_footer=marked, print_background=True)
    page.close()
    return data


@pytest.mark.browser
@pytest.mark.skipif(LACKING is not None, reason=f"{LACKING} is not installed")
def test_printed_by_a_browser() -> None:
    with chromium() as browser:
        files = [
            (name, style, printed(browser, name, style, landscape=style == "apart", marked=style != "joined"))
            for name in NAMES[:1]
            for style in STYLES
        ]
    for name, _, data in files:
        assert_whole(data, name)
