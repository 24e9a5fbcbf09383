"""The same report written by LibreOffice in every office format: an independent writer agrees with what is read."""

import shutil
import subprocess
from pathlib import Path

import pytest

from services.ingest.reading import read
from shared.layout.docx import docx
from shared.layout.xlsx import xlsx
from shared.report.reading import Confidence
from tests.corpus import shelf
from tests.services.ingest import sheet_files, word_files

SOFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed"),
    pytest.mark.timeout(300),
]
NAMES = ("haitang-2022", "ziran-2020")


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Each report as the house lays it out, and as the tests write it."""
    folder = tmp_path_factory.mktemp("originals")
    for name in NAMES:
        printed = word_files.report(name)
        (folder / f"{name}.laid.docx").write_bytes(docx(printed))
        (folder / f"{name}.laid.xlsx").write_bytes(xlsx(printed))
        (folder / f"{name}.bare.xlsx").write_bytes(sheet_files.xlsx(sheet_files.one_sheet(printed)))
    return folder


@pytest.mark.parametrize(
    ("written", "target"),
    [("docx", "docx"), ("xlsx", "xlsx"), ("xlsx", "xls"), ("xlsx", "ods")],
)
def test_what_libreoffice_writes(originals: Path, tmp_path: Path, written: str, target: str) -> None:
    assert SOFFICE is not None
    subprocess.run(
        [
            *(
                SOFFICE,
                f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
                "--headless",
                "--convert-to",
                target,
            ),
            *("--outdir", str(tmp_path / "out"), *map(str, sorted(originals.glob(f"*.{written}")))),
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )
    files = sorted((tmp_path / "out").iterdir())
    assert len(files) == len(NAMES) * (2 if written == "xlsx" else 1)
    for file in files:
        result = read(file.read_bytes(), file.name, "")
        expected, found = dict(shelf.report(file.name.partition(".")[0]).tables), dict(result.report.tables)
        assert {at: (found.get(at), value) for at, value in expected.items() if found.get(at) != value} == {}, file.name
        assert {cell.confidence for cell in result.reading.cells.values()} == {Confidence.READ}, file.name
        assert [section.number for section in result.report.sections] == [1, 2, 3, 4, 5, 6], file.name
