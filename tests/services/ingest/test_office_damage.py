"""Damaged office files: refused with a reason, or read so that no cell is sure of a figure from another place."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from random import Random  # noqa: TID251 - seeded by hypothesis, so that damage repeats

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from services.ingest.reading import UnreadableFileError, read
from shared.layout.docx import docx as laid_out
from shared.layout.printed_report import printed_report
from shared.layout.xlsx import xlsx as laid_out_sheets
from shared.report.annual_report import AnnualReport
from shared.report.edition import edition
from shared.report.figures import Figures
from shared.report.reading import Confidence
from tests.services.ingest import office_mutations, sheet_files, word_files

FIGURES: Mapping[str, int | Decimal | None] = {
    cell.address: 1000 + 7 * place for place, cell in enumerate(edition("2021").cells(frozenset()))
}
"""Every cell has a figure of its own, so that one in the wrong place is seen."""
REPORT = printed_report(AnnualReport(agency="东海省青石县", year=2022, edition="2021", tables=Figures(FIGURES)))
PACKAGES: dict[str, tuple[bytes, str]] = {
    "docx": (word_files.docx(word_files.body(REPORT)), "word/document.xml"),
    "docx as laid out": (laid_out(REPORT), "word/document.xml"),
    "xlsx": (sheet_files.xlsx(sheet_files.one_sheet(REPORT)), "xl/worksheets/sheet1.xml"),
    "xlsx as laid out": (laid_out_sheets(REPORT), "xl/worksheets/sheet3.xml"),
    "strings": (sheet_files.xlsx(sheet_files.one_sheet(REPORT), as_text=True), "xl/sharedStrings.xml"),
    "styles": (sheet_files.xlsx(sheet_files.one_sheet(REPORT)), "xl/styles.xml"),
    "ods": (sheet_files.ods(sheet_files.one_sheet(REPORT)), "content.xml"),
}
OTHERS = {
    "xls": sheet_files.xls(sheet_files.one_sheet(REPORT)),
    "spreadsheet2003": sheet_files.spreadsheet_2003(sheet_files.one_sheet(REPORT)),
    "word2003": word_files.word_2003(word_files.body(REPORT)),
    "flat_opc": word_files.flat(word_files.body(REPORT)),
}
DAMAGE: tuple[Callable[[bytes, Random], bytes], ...] = (office_mutations.flip, office_mutations.cut)
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SEEDS = st.integers(0, 2**32)


def wrong(data: bytes) -> dict[str, object]:
    """Cells that are sure of a figure the file does not print in that place."""
    try:
        result = read(data, "", "")
    except UnreadableFileError:
        return {}
    return {
        address: (result.report.tables[address], FIGURES.get(address))
        for address in result.reading.having(Confidence.READ)
        if result.report.tables[address] not in (None, FIGURES.get(address))
    }


@pytest.mark.parametrize("kind", [*PACKAGES, *OTHERS])
def test_the_files_are_whole_before_they_are_damaged(kind: str) -> None:
    data = PACKAGES[kind][0] if kind in PACKAGES else OTHERS[kind]
    assert dict(read(data, "", "").report.tables) == FIGURES


@pytest.mark.parametrize("kind", PACKAGES)
@SLOW
@given(seed=SEEDS)
@example(seed=17224955)  # a text of the shared strings doubled: every cell behind it showed its neighbour's
def test_damaged_markup(kind: str, seed: int) -> None:
    data, part = PACKAGES[kind]
    assert wrong(office_mutations.part(data, part, Random(seed))) == {}  # noqa: S311 - damage that repeats


@pytest.mark.parametrize("kind", [*PACKAGES, *OTHERS])
@settings(SLOW, max_examples=25)
@given(seed=SEEDS)
def test_damaged_bytes(kind: str, seed: int) -> None:
    data = PACKAGES[kind][0] if kind in PACKAGES else OTHERS[kind]
    chance = Random(seed)  # noqa: S311 - damage that repeats
    # A changed byte inside a figure of an XML file cannot be told from what was printed; a package has check sums.
    damaged = chance.choice(DAMAGE)(data, chance)
    found = wrong(damaged)
    if kind in PACKAGES:
        assert found == {}
