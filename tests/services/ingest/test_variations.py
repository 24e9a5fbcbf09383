"""Reports as agencies really lay them out: what is read, what is inferred, what is left open."""

import re
from decimal import Decimal

import pytest

from services.ingest.reading import ReadReport, UnreadableFileError, read
from shared.report.edition import edition
from shared.report.reading import Confidence
from tests.services.ingest import render

FORM = edition("2021")
FIGURES = {cell.address: place % 11 for place, cell in enumerate(FORM.cells())}
PAGE = render.html(FORM, FIGURES)
TEXT = render.text(FORM, FIGURES)
GRANTED = [str(FIGURES[f"requests.granted.{column.key}"]) for column in FORM.table("requests").blocks[0].columns]
ROW = "（一）予以公开</td>" + "".join(f"<td>{figure}</td>" for figure in GRANTED)
assert ROW in PAGE


def page(old: str = "", new: str = "", whole: str = PAGE) -> ReadReport:
    assert old in whole
    return read(whole.replace(old, new, 1).encode(), "report.html", "text/html")


def codes(result: ReadReport, at: str) -> set[str]:
    return {note.code for note in result.reading.notes if note.at == at}


def row(result: ReadReport, name: str) -> list[object]:
    return [result.report.tables[f"{name}.{column.key}"] for column in FORM.table("requests").blocks[0].columns]


def confidences(result: ReadReport, name: str) -> set[Confidence]:
    return {cell.confidence for address, cell in result.reading.cells.items() if address.startswith(f"{name}.")}


def others_are_right(result: ReadReport, *but: str) -> bool:
    return all(
        value == FIGURES[address] and result.reading.confidence(address) is Confidence.READ
        for address, value in result.report.tables.items()
        if not address.startswith(but)
    )


@pytest.mark.parametrize("mark", ["/", "—", "无", "图▣", "<img src=x>", "<input value=7>", "<s>3</s>"])
def test_a_mark_is_neither_blank_nor_zero(mark: str) -> None:
    result = page(ROW, ROW.replace(f"<td>{GRANTED[0]}</td>", f"<td>{mark}</td>", 1))
    assert result.report.tables["requests.granted.natural_person"] is None
    assert result.reading.confidence("requests.granted.natural_person") is Confidence.UNREADABLE
    assert codes(result, "requests.granted.natural_person") == {"cell.not_a_number"}
    assert others_are_right(result, "requests.granted.natural_person")


def test_a_footnote_number_is_not_part_of_the_figure() -> None:
    result = page(ROW, ROW.replace("</td><td>", "<sup>1</sup></td><td>", 2))
    assert others_are_right(result, "requests.granted.natural_person")
    assert result.reading.confidence("requests.granted.natural_person") is Confidence.UNREADABLE
    assert result.reading.cells["requests.granted.natural_person"].raw == f"{GRANTED[0]}^1"


def test_two_paragraphs_in_a_cell_are_not_one_number() -> None:
    result = page(ROW, ROW.replace(f"<td>{GRANTED[0]}</td>", "<td><p>1</p><p>2</p></td>", 1))
    assert result.reading.confidence("requests.granted.natural_person") is Confidence.UNREADABLE
    split = page(ROW, ROW.replace(f"<td>{GRANTED[0]}</td>", "<td><span>1</span><b>2</b></td>", 1))
    assert split.report.tables["requests.granted.natural_person"] == 12


def test_a_row_with_a_cell_missing_is_not_guessed() -> None:
    result = page(ROW, ROW.replace(f"<td>{GRANTED[2]}</td>", "", 1))
    assert row(result, "requests.granted") == [None] * 7
    assert confidences(result, "requests.granted") == {Confidence.UNREADABLE}
    assert codes(result, "requests.granted") == {"row.cell_count"}
    assert others_are_right(result, "requests.granted.")


def test_a_row_printed_twice_counts_only_when_both_agree() -> None:
    whole = re.search(r"<tr><td[^>]*>三、本年度.*?</tr>", PAGE)
    assert whole
    again = f"<tr><td colspan=3>{ROW}</tr>"
    same = page("</table>\n<p>四、", f"{again}</table>\n<p>四、")
    assert others_are_right(same)
    other = page("</table>\n<p>四、", f"{again.replace('<td>2</td>', '<td>3</td>', 1)}</table>\n<p>四、")
    assert codes(other, "requests.granted") == {"row.duplicate"}
    assert row(other, "requests.granted") == [None] * 7
    assert others_are_right(other, "requests.granted.")


def test_labels_in_any_width_brackets_quotes_and_spaces() -> None:
    changed = PAGE.replace("（七）总计", "(7) 总　计").replace("“三安全一稳定”", '"三安全一稳定"')
    changed = changed.replace("商业企业", "商业<br>企业").replace("1.属于国家秘密", "１．属于国家 秘密")
    changed = changed.replace("行政事业性收费", "行政事业型收费").replace("行政规范性文件", "规范性文件")
    assert others_are_right(read(changed.encode(), "", ""))


def test_a_misprinted_label_is_recognised_by_its_place() -> None:
    result = page("5.属于三类内部事务信息", "5.属于三类内部事物信息")
    assert others_are_right(result)
    assert codes(result, "requests.denied_internal_affairs") == {"row.label_variant"}


def test_a_row_of_its_own_is_told_and_left_out() -> None:
    result = page(
        "<tr><td>行政强制</td>", "<tr><td>其他主动公开文件</td><td colspan=3>99</td></tr><tr><td>行政强制</td>"
    )
    assert others_are_right(result)
    assert any(note.code == "row.unknown" and "其他主动公开文件" in note.text.zh for note in result.reading.notes)


def test_a_column_of_its_own_is_left_out() -> None:
    wide = re.sub(r"(<td>法律服务机构</td><td>其他</td>)", r"\1<td>小计</td>", PAGE).replace(
        '<td colspan="5">法人', '<td colspan="6">法人'
    )
    start, end = wide.index("一、本年新收"), wide.index("四、政府信息公开行政复议")
    body = re.sub(r"(<td>\d+</td>)(</tr>)", r"<td>88</td>\1\2", wide[start:end])
    assert others_are_right(read((wide[:start] + body + wide[end:]).encode(), "", ""))


def test_columns_in_another_order_follow_their_heads() -> None:
    swapped = PAGE.replace("本年制发件数</td><td>本年废止件数", "本年废止件数</td><td>本年制发件数")
    result = read(swapped.encode(), "", "")
    assert result.report.tables["proactive.government_rules.issued"] == FIGURES["proactive.government_rules.repealed"]
    assert result.report.tables["proactive.government_rules.repealed"] == FIGURES["proactive.government_rules.issued"]


def test_heads_that_contradict_the_form_stop_the_reading_of_their_table() -> None:
    result = page("<td>商业企业</td><td>科研机构</td>", "<td>科研机构</td><td>商业企业</td>")
    assert confidences(result, "requests") == {Confidence.UNREADABLE}
    assert codes(result, "requests.granted") == {"row.header_conflict"}
    assert others_are_right(result, "requests.")


def test_a_table_without_heads_is_read_by_order_and_marked() -> None:
    start, end = PAGE.index('<tr><td colspan="3" rowspan="3">'), PAGE.index('<tr><td colspan="3">一、本年新收')
    result = read((PAGE[:start] + PAGE[end:]).encode(), "", "")
    assert confidences(result, "requests") == {Confidence.INFERRED}
    assert codes(result, "requests.granted") == {"row.no_header"}
    assert dict(result.report.tables) == FIGURES


def test_rows_that_do_not_line_up_are_taken_in_order_and_marked() -> None:
    result = page('<td rowspan="22">三、本年度办理结果', '<td rowspan="21">三、本年度办理结果')
    assert dict(result.report.tables) == FIGURES
    assert confidences(result, "requests.closed") == {Confidence.INFERRED}
    assert codes(result, "requests.closed") == {"row.shifted"}
    assert others_are_right(result, "requests.closed.")


@pytest.mark.parametrize("repeat_head", [True, False])
def test_a_table_split_by_a_page_break_is_joined(repeat_head: bool) -> None:  # noqa: FBT001 - a parameter of the test
    head = PAGE[PAGE.index('<tr><td colspan="3" rowspan="3">') : PAGE.index('<tr><td colspan="3">一、本年新收')]
    middle = '<tr><td colspan="2">（七）总计'
    cut = "</table><p>— 3 —</p><table>" + (head if repeat_head else "")
    result = page(middle, cut + middle.replace('colspan="2"', 'colspan="3"'))
    assert others_are_right(result)
    continued = {note.code for note in result.reading.notes} & {"table.continued"}
    assert bool(continued) is not repeat_head


def test_the_table_of_reviews_with_cut_heads_and_with_a_phantom_column() -> None:
    cut = PAGE.replace("结果纠正", "结果").replace("其他结果", "其他").replace("尚未审结", "尚未")
    assert dict(read(cut.encode(), "", "").report.tables) == FIGURES
    start = PAGE.index('<tr><td colspan="5">行政复议')
    heads, body = PAGE[start:].split("<tr><td>结果维持</td>", 1)
    phantom = PAGE[:start] + heads.replace('<td colspan="5">复议后起诉', '<td></td><td colspan="5">复议后起诉')
    result = read((phantom + "<tr><td>结果维持</td>" + body).encode(), "", "")
    read_there = [
        at for at in FIGURES if at.startswith("reviews.") and result.reading.confidence(at) is Confidence.READ
    ]
    assert all(result.report.tables[at] == FIGURES[at] for at in read_there)


def test_one_merged_row_for_other_outcomes() -> None:
    merged = frozenset({"other_combined"})
    figures = {cell.address: place % 9 for place, cell in enumerate(FORM.cells(merged))}
    result = read(render.html(FORM, figures, merged).encode(), "", "")
    assert result.report.merged_rows == ("other_combined",)
    assert dict(result.report.tables) == figures
    assert codes(result, "requests.other_combined") == {"form.merged_row"}


def test_a_subtotal_over_other_outcomes_is_not_a_merged_row() -> None:
    subtotal = '<tr><td colspan="2">（六）其他处理</td>' + "<td>9</td>" * 7 + "</tr>"
    longer = PAGE.replace('rowspan="22"', 'rowspan="23"')
    result = page('<tr><td colspan="2">（七）总计', subtotal + '<tr><td colspan="2">（七）总计', longer)
    assert result.report.merged_rows == ()
    assert others_are_right(result)
    assert codes(result, "requests.other_combined") == {"row.subtotal_ignored"}


def test_the_trial_form_used_in_a_later_year() -> None:
    form = edition("2019")
    figures = {cell.address: place % 9 for place, cell in enumerate(form.cells())}
    late = render.html(form, figures).replace("2019年", "2022年")
    result = read(late.encode(), "", "")
    assert (result.report.edition, result.report.year) == ("2019", 2022)
    assert dict(result.report.tables) == figures
    assert codes(result, "file") == {"form.older_edition"}


def test_fees_printed_in_yuan_are_converted_and_marked() -> None:
    whole = PAGE.replace("单位：万元", "单位：元")
    fees = f'行政事业性收费</td><td colspan="3">{FIGURES["proactive.fees"]}<'
    result = page(fees, fees.replace(f">{FIGURES['proactive.fees']}<", ">251000<"), whole)
    assert result.report.tables["proactive.fees"] == Decimal("25.1")
    assert result.reading.confidence("proactive.fees") is Confidence.INFERRED


def test_hidden_decoys_are_not_read_whether_inline_or_by_style_sheet() -> None:
    decoy = ROW.replace(f"<td>{GRANTED[0]}</td>", "<td>777</td>", 1)
    for opening, sheet in (
        ("<tr style='DISPLAY:none'>", ""),
        ("<tr class=x>", "<style>.x{display:none}</style>"),
        ("<tr hidden>", ""),
    ):
        whole = PAGE.replace("</head>", f"{sheet}</head>")
        row_at = '<tr><td colspan="2">（二）部分公开'
        result = page(row_at, f"{opening}<td colspan=2>{decoy}</tr>{row_at}", whole)
        assert others_are_right(result)
        assert "text.hidden" in codes(result, "file")


def test_an_empty_form_is_no_report_of_zeros() -> None:
    blank = dict.fromkeys(FIGURES)
    for data in (render.html(FORM, blank), render.text(FORM, blank), render.one_per_line(FORM, blank)):
        with pytest.raises(UnreadableFileError) as refused:
            read(data.encode(), "", "")
        (reason,) = refused.value.reasons
        assert reason.code == "form.empty"
        assert "an empty form" in reason.message.en.lower()


@pytest.mark.parametrize("data", ["今天天气很好。", "<p>政府信息公开工作年度报告（见附件）</p><img src='a.png'>"])
def test_no_tables_no_report(data: str) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        read(data.encode(), "", "")
    assert refused.value.reasons[0].code == "document.no_statutory_tables"


def test_every_doubtful_cell_has_a_note_on_itself_its_row_or_its_table() -> None:
    damaged = PAGE.replace(ROW, ROW.replace("<td>", "<td>约", 1)).replace("<td>行政许可</td>", "<td>许可</td>")
    result = read(damaged.encode(), "", "")
    noted = {note.at for note in result.reading.notes}
    for address, cell in result.reading.cells.items():
        if cell.confidence is not Confidence.READ:
            table, line = address.split(".")[:2]
            assert noted & {address, f"{table}.{line}", table}, address


def test_text_in_a_frame_and_with_rules_between_lines() -> None:
    framed = "\n".join(f"| {line} |" if "|" in line else line for line in TEXT.splitlines())
    ruled = framed.replace("\n| 规章", "\n|---|:--:|---|---|\n| 规章")
    assert others_are_right(read(ruled.encode(), "", ""))


def test_words_and_figures_in_one_line_with_spaces() -> None:
    result = read(TEXT.replace(" | ", "  ").encode(), "", "")
    assert dict(result.report.tables) == FIGURES
    assert codes(result, "proactive.normative_documents") == {"row.blanks_lost"}


def test_provenance_names_the_place_in_the_source() -> None:
    cell = page().reading.cells["requests.granted.natural_person"]
    assert re.fullmatch(r"table\[2\]\.row\[\d+\]\.cell\[3\]", cell.at)
    assert cell.raw == GRANTED[0]
    line = read(TEXT.encode(), "", "").reading.cells["proactive.licensing"].at
    assert re.fullmatch(r"line\[\d+\]\.cell\[2\]", line)
