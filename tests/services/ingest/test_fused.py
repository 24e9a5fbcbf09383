"""Reports copied as running text, in which the cells of a row have run together."""

import re
from pathlib import Path
from random import Random  # noqa: TID251 - seeded by hand, so that tables repeat

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.ingest.reading import ReadReport, UnreadableFileError, read
from shared.report.edition import edition
from shared.report.reading import Confidence
from tests.corpus.results import result_of
from tests.services.ingest import render
from tests.services.ingest.forms import Filled, filled
from tests.services.ingest.sound_tables import sound_table

FORM = edition("2021")
SAMPLES = Path(__file__).parents[3].parent / "shared" / "samples"
FUSED_SAMPLES = ("014", "016", "018", "025", "033")


def figures(seed: int = 5) -> dict[str, int]:
    table = sound_table(Random(seed))  # noqa: S311 - figures, not secrets
    requests = {cell.address: 0 for cell in FORM.cells()}
    columns = [column.key for column in FORM.table("requests").blocks[0].columns]
    for row, values in table.items():
        requests |= {f"requests.{row}.{column}": value for column, value in zip(columns, values, strict=True)}
    return requests


FIGURES = figures()
TEXT = render.text(FORM, FIGURES, bar="")
GRANTED = "（一）予以公开" + "".join(str(value) for at, value in FIGURES.items() if at.startswith("requests.granted."))
ZEROS = "0000000"
assert GRANTED in TEXT


def changed(old: str, new: str, text: str = TEXT) -> ReadReport:
    assert old in text
    return read(text.replace(old, new, 1).encode(), "", "")


def unread(result: ReadReport) -> set[str]:
    return {address.rpartition(".")[0] for address in result.reading.having(Confidence.UNREADABLE)}


def all_right(result: ReadReport, *but: str) -> bool:
    return all(
        result.reading.confidence(address) is Confidence.INFERRED and result.report.tables[address] == value
        for address, value in FIGURES.items()
        if not address.startswith(but or ("none",))
    )


def codes(result: ReadReport, at: str) -> set[str]:
    return {note.code for note in result.reading.notes if note.at == at}


@pytest.mark.parametrize("between", ["\n", "", " ", "\n\n", "　"])
@pytest.mark.parametrize("spaced", [False, True])
def test_every_cell_is_read_and_marked(between: str, *, spaced: bool) -> None:
    text = re.sub(r"(?<=[\u4e00-\u9fff）”])(?=\d)", " ", TEXT) if spaced else TEXT
    result = read(text.replace("\n", between).encode(), "", "")
    assert all_right(result)
    assert "row.fused" in codes(result, "requests.granted")


def test_full_width_digits_and_spaced_figures() -> None:
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    spaced = " ".join(str(value) for at, value in FIGURES.items() if at.startswith("requests.granted."))
    assert all_right(changed(GRANTED, GRANTED.translate(wide)))
    assert all_right(changed(GRANTED, f"（一）予以公开 {spaced}"))


def strip(label: str) -> str:
    """The figures behind a label in the text."""
    match = re.search(re.escape(label) + r"(\d+)", TEXT)
    assert match
    return match[1]


@pytest.mark.parametrize(
    ("label", "new"),
    [
        ("1.属于国家秘密", "1.属于国家\n秘密{}"),
        ("2.没有现成信息需要另行制作", "2.没有现成信息\n需要 另行制作{}"),
        ("5.要求行政机关确认或重新出具已获取信息", "5.要求行政机关确认或\n{}\n重新出具已获取信息"),
        ("1.属于国家秘密", "1.属于国家秘密*{}"),
        ("1.属于国家秘密", "1.属于国家秘密①{}"),
        ("3.危及“三安全一稳定”", "3.危及三安全一稳定：{}"),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "（二）部分公开（区分处理的只计此处）{}"),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "（二）部分公开{}"),
    ],
)
def test_labels_cut_by_lines_and_figures(label: str, new: str) -> None:
    assert all_right(changed(label + strip(label), new.format(strip(label))))


def test_figures_cut_by_lines() -> None:
    digits = strip("（一）予以公开")
    for place in range(1, len(digits)):
        result = changed(GRANTED, f"（一）予以公开{digits[:place]}\n{digits[place:]}")
        assert all(result.report.tables[at] in {value, None} for at, value in FIGURES.items() if "granted" in at), place


def test_one_figure_too_many_on_lines_of_their_own_is_not_joined_to_its_neighbour() -> None:
    dump = render.one_per_line(FORM, FIGURES)
    label = "1.本机关不掌握相关政府信息"
    rest = dump.split(label)[1].split("\n", 3)
    doubled = label + "\n".join([rest[0], rest[1], rest[1], rest[2], rest[3]])
    result = read((dump.split(label)[0] + doubled).encode(), "", "")
    columns = [at for at in FIGURES if at.startswith("requests.unavailable_not_held.")]
    assert all(result.report.tables[at] in {FIGURES[at], None} for at in columns)


def test_the_number_of_the_next_item_is_no_figure() -> None:
    for number in ("2.", "2、", "2．", "（2）", "2"):
        result = changed("\n2.其他法律行政法规禁止公开", f"{number}其他法律行政法规禁止公开")
        assert all_right(result), number


def test_a_date_behind_the_last_row_is_no_figure() -> None:
    last = TEXT.split("\n四、政府信息公开行政复议")[0]
    assert last[-1].isdigit()
    result = read(TEXT.replace(last, f"{last} 2022年1月20日", 1).encode(), "", "")
    assert all_right(result)


def test_prose_that_names_rows_is_no_table() -> None:
    prose = "本年度各项工作平稳有序。予以公开3件，部分公开2件，行政许可12件，属于国家秘密1件。"
    assert all_right(changed("本年度各项工作平稳有序。", prose))


def test_something_else_behind_a_label_leaves_the_row_unread() -> None:
    result = changed(GRANTED, GRANTED + "件")
    assert "requests.granted" in unread(result)
    assert all(figure is None for at, figure in result.report.tables.items() if at.startswith("requests.granted."))


def test_columns_in_another_order_are_not_read() -> None:
    head = "自然人法人或其他组织总计\n商业企业科研机构"
    result = changed(head, "自然人法人或其他组织总计\n科研机构商业企业")
    assert "requests.received" in unread(result)


def test_a_row_printed_twice_with_other_figures_is_not_read() -> None:
    part = TEXT[TEXT.index("三、收到和处理") : TEXT.index("四、政府信息公开行政复议")]
    again = part.replace(GRANTED, GRANTED[:-1] + "9")
    assert again != part
    result = changed(part, part + again)
    assert "requests.granted" in unread(result)


def test_possibilities_are_told() -> None:
    result = changed("行政规范性文件000", "行政规范性文件9921")
    told = next(note for note in result.reading.notes if note.code == "row.fused_open")
    assert told.at == "proactive.normative_documents"
    assert "9|9|21" in told.text.zh
    assert "99|2|1" in told.text.en
    assert unread(result) == {"proactive.normative_documents"}


def test_fees_keep_their_decimals() -> None:
    result = changed("行政事业性收费0", "行政事业性收费24252.311082")
    assert str(result.report.tables["proactive.fees"]) == "24252.311082"


def test_two_figures_for_three_cells_are_not_guessed() -> None:
    result = changed("行政规范性文件000", "行政规范性文件216 56")
    assert unread(result) == {"proactive.normative_documents"}


@pytest.mark.parametrize("seed", range(12))
def test_sound_tables_of_all_sizes(seed: int) -> None:
    truth = figures(seed)
    result = read(render.text(FORM, truth, bar="").replace("\n", "").encode(), "", "")
    assert {at for at, value in truth.items() if result.report.tables[at] != value} == set()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(filled(), st.sampled_from(["\n", "", " "]), st.sampled_from(["", " "]))
def test_any_figures_fused_are_right_or_marked(case: Filled, between: str, bar: str) -> None:
    text = render.text(case.form, case.figures, case.merged, bar=bar).replace("\n", between)
    try:
        result = read(text.encode(), "", "")
    except UnreadableFileError:
        return
    for address in result.reading.having(Confidence.READ):
        assert result.report.tables[address] == case.figures.get(address), address


@pytest.mark.parametrize("number", FUSED_SAMPLES)
def test_published_reports(number: str) -> None:
    files = sorted(SAMPLES.glob(f"{number}_*.txt"))
    if not files:
        pytest.skip("../shared/samples is not here")
    counts = result_of(files[0]).counts
    assert counts["inferred wrong"] == 0
    assert counts["silently wrong"] == 0
    assert counts["unreadable"] <= 3


@pytest.mark.parametrize("number", ["— 4 —", "- 4 -", "第4页", "第 4 页 共 9 页", "4/9"])
def test_the_number_of_a_page_is_no_figure_of_the_row_above_it(number: str) -> None:
    dump = render.one_per_line(FORM, FIGURES)
    row = "\n".join(str(value) for at, value in FIGURES.items() if at.startswith("requests.granted."))
    assert row in dump
    result = changed(f"{row}\n", f"{row}\n{number}\n", dump)
    assert {at for at, value in FIGURES.items() if result.report.tables[at] != value} == set()
