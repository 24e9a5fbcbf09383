"""Page numbers and running heads are dropped; a figure that only looks like one is kept."""

from services.ingest.layout.box import Box, Glyph
from services.ingest.layout.furniture import without_furniture
from services.ingest.layout.sheets import Page
from services.ingest.layout.writing import lines_of

SHEET = Box(0, 0, 595, 842)


def pages(*feet: str, head: str = "") -> list[list[str]]:
    """What is left of pages with these lowest lines, and this line at the top of each."""
    made = []
    for number, foot in enumerate(feet, start=1):
        texts = [(40, head), (300, f"正文{number}"), (800, foot)]
        glyphs = [Glyph(one, 100 + 10 * at, 110 + 10 * at, y, 10) for y, text in texts for at, one in enumerate(text)]
        made.append(Page(number, SHEET, (), tuple(lines_of(glyphs))))
    return [[line.text for line in page.lines] for page in without_furniture(made)]


def test_numbers_that_count_along_are_page_numbers() -> None:
    assert pages("1", "2", "3") == [["正文1"], ["正文2"], ["正文3"]]
    assert pages("7", "8") == [["正文1"], ["正文2"]]
    assert pages("-1-", "第2页共3页", "3/3") == [["正文1"], ["正文2"], ["正文3"]]


def test_figures_that_do_not_count_along_are_none() -> None:
    assert pages("12", "5", "40") == [["正文1", "12"], ["正文2", "5"], ["正文3", "40"]]
    assert pages("12") == [["正文1", "12"]]


def test_running_heads_go_even_with_changing_digits() -> None:
    assert pages("1", "2", head="青石县财政局文件") == [["正文1"], ["正文2"]]
    assert pages("2021年", "2022年") == [["正文1"], ["正文2"]]
