"""Reports in traditional characters are read like all others, and keep what their cells print."""

import opencc
import pytest

from services.ingest.reading import read
from services.ingest.traditional import simplified
from shared.report.edition import edition
from tests.services.ingest import render

FORM = edition("2021")
FIGURES = {cell.address: place % 11 for place, cell in enumerate(FORM.cells())}
PAGE = render.html(FORM, FIGURES)


def traditional(text: str, region: str = "s2t") -> str:
    converted: str = opencc.OpenCC(region).convert(text)
    return converted


@pytest.mark.parametrize("region", ["s2t", "s2tw", "s2hk"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_traditional_page(region: str, encoding: str) -> None:
    page = traditional(PAGE, region).replace("utf-8", encoding)
    assert "總計" in page
    result = read(page.encode(encoding), "", "")
    assert dict(result.report.tables) == FIGURES
    assert [note.code for note in result.reading.notes] == ["text.traditional"]
    assert [section.number for section in result.report.sections] == [1, 2, 3, 4, 5, 6]


def test_what_a_cell_prints_stays() -> None:
    page = traditional(PAGE).replace("<td>10</td>", "<td>無</td>", 1)
    cells = read(page.encode(), "", "").reading.cells.values()
    assert "無" in {cell.raw for cell in cells}


@pytest.mark.parametrize("page", [PAGE, PAGE.replace("平稳有序", "平稳有序，見附件「說明」")])
def test_a_simplified_page_stays_as_it_is(page: str) -> None:
    result = read(page.encode(), "", "")
    assert not result.reading.notes
    assert page.count("說") == result.report.sections[0].text.count("說") * 3


def test_simplified_writing_is_not_changed() -> None:
    text = "乾隆年间、瞭望、於先生、著作权、覆盖、借口、像素、台账、干部、里程、征收、复议、只有、后续" + PAGE
    assert simplified(text).replace("于先生", "於先生") == text
