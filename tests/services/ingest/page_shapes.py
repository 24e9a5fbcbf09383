"""What sites and word processors do to a report's page without changing what it says, and some of what loses it."""

import re
from collections.abc import Callable

from tests.services.ingest.dump_shapes import spanless_page

Change = Callable[[str], str]

_CELL = re.compile(r"<td([^>]*)>(.*?)</td>", re.DOTALL)
_OWN_FIGURES = re.compile(r"(?:<td>[\d.]*</td>){7}")
_ISLAND = (
    "<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->"
    "<xml><w:worddocument><w:view>Normal</w:view><w:zoom>0</w:zoom><w:grid>7.8 磅</w:grid></w:worddocument></xml>"
)


def _cells(page: str, cell: Callable[[str, str], str]) -> str:
    return _CELL.sub(lambda match: cell(match[1], match[2]), page)


def _table_three(page: str) -> tuple[str, str, str]:
    start, end = page.index('<tr><td colspan="3">一、本年新收'), page.index("<p>四、")
    return page[:start], page[start:end], page[end:]


def pasted_from_word(page: str) -> str:
    page = _cells(
        page,
        lambda spans, text: (
            f'<td{spans} width=83 style="mso-border-alt:solid windowtext .5pt"><p class=MsoNormal align=center>'
            f'<span lang=EN-US style="mso-bidi-font-family:宋体">{text}<o:p></o:p></span></p></td>'
        ),
    )
    widths = "<![if !supportMisalignedColumns]><tr height=0><td width=1></td><td width=2></td></tr><![endif]>"
    return page.replace("<body>", f"<body>{_ISLAND}").replace("</table>", f"{widths}</table>")


def in_a_layout_table(page: str) -> str:
    return page.replace("<body>", "<body><table><tr><td>首页 &gt; 年报</td></tr><tr><td>").replace(
        "</body>", "</td></tr><tr><td>版权所有 2024年</td></tr></table></body>"
    )


def headings_in_the_table(page: str) -> str:
    page = re.sub(r"<p>(.*?)</p>", r"<tr><td colspan=15>\1</td></tr>", page)
    page = page.replace("</table>", "").replace("<table>", "")
    return page.replace("<body>", "<body><table>").replace("</body>", "</table></body>")


def every_block_a_table(page: str) -> str:
    return page.replace('<tr><td colspan="4">第二十条', '</table><table><tr><td colspan="4">第二十条')


def hard_spaces(page: str) -> str:
    return _cells(page, lambda spans, text: f"<td{spans}>&nbsp;{text}\u200b　</td>")


def full_width_figures(page: str) -> str:
    wide = {48 + digit: 0xFF10 + digit for digit in range(10)}
    return _cells(page, lambda spans, text: f"<td{spans}>{text.translate(wide) if text.isdigit() else text}</td>")


def placeholders_at_some_ends(page: str) -> str:
    rows = page.split("</tr>")
    pad = "<td style='mso-cell-special:placeholder'><p>&nbsp;</p></td>"
    return "</tr>".join(row + (pad if "<tr>" in row and place % 3 == 0 else "") for place, row in enumerate(rows))


def placeholders_at_all_ends(page: str) -> str:
    return page.replace("</tr>", "<td style='mso-cell-special:placeholder'>&nbsp;</td></tr>")


def without_colspans(page: str) -> str:
    return re.sub(r' colspan="\d+"', "", page)


def without_spans(page: str) -> str:
    return spanless_page(page, keep_slots=False)


def blanks_for_spans(page: str) -> str:
    return spanless_page(page, keep_slots=True)


def labels_in_two_cells(page: str) -> str:
    return re.sub(
        r'<td colspan="3">(一、本年新收|二、上年结转|四、结转下年度)([^<]*)</td>',
        r'<td>\1</td><td colspan="2">\2</td>',
        page,
    )


def labels_unnumbered(page: str) -> str:
    return re.sub(r"<td([^>]*)>(?:[一二三四]、|（[一二三四五六七]）|\d\.)([^<]*)</td>", r"<td\1>\2</td>", page)


def labels_short(page: str) -> str:
    page = page.replace("政府信息公开申请数量", "").replace("（区分处理的，只计这一情形，不计其他情形）", "")
    return page.replace("要求行政机关确认或重新出具已获取信息", "要求确认或重新出具")


def heads_cut_at_the_end(page: str) -> str:
    page = page.replace("本年新制作数量", "本年新").replace("本年新公开数量", "本年新").replace("本年增/减", "本年增/")
    return page.replace("现行有效件数", "现行有效件").replace("社会公益组织", "社会公益")


def links_to_other_years(page: str) -> str:
    links = "".join(
        f"<li><a>东海省青石县财政局{year}年政府信息公开工作年度报告</a></li>" for year in (2016, 2018, 2017)
    )
    return page.replace("<body>", f"<body><ul>{links}</ul>").replace("</body>", f"<ul>{links}</ul></body>")


def page_furniture(page: str) -> str:
    above = "<div>发布时间：2024-01-26　来源：青石县财政局　浏览次数：123次　【字体：<a>大</a> <a>小</a>】</div>"
    below = "<div>【打印本页】【关闭窗口】</div><select><option>2020年政府信息公开工作年度报告</option></select>"
    return page.replace("<body>", f"<body>{above}").replace("</body>", f"{below}</body>")


def another_report_below(page: str) -> str:
    body = page[page.index("<body>") + 6 : page.index("</body>")]
    other = re.sub(r"<td>(\d+)</td>", r"<td>9\1</td>", body)
    return page.replace("</body>", f"{other}</body>")


def routes_as_rows(page: str) -> str:
    figures = re.findall(r"<td>(\d*)</td>", _values(page))
    start = page.rindex("<table>", 0, page.index(_values(page)))
    head = "".join(f"<td>{result}</td>" for result in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计"))
    lines = ["".join(f"<td>{figure}</td>" for figure in figures[place : place + 5]) for place in (0, 5, 10)]
    return (
        f"{page[:start]}<table><tr><td colspan=2></td>{head}</tr><tr><td colspan=2>行政复议</td>{lines[0]}</tr>"
        f"<tr><td rowspan=2>行政诉讼</td><td>未经复议直接起诉</td>{lines[1]}</tr><tr><td>复议后起诉</td>{lines[2]}</tr>"
        + page[page.index("</table>", start) :]
    )


def _values(page: str) -> str:
    """The fifteen figures of 表四."""
    *_, last = re.finditer(r"<tr>((?:<td>\d*</td>){15})</tr>", page)
    return last[1]


SAYING_THE_SAME: tuple[Change, ...] = (
    pasted_from_word,
    in_a_layout_table,
    headings_in_the_table,
    every_block_a_table,
    hard_spaces,
    full_width_figures,
    placeholders_at_some_ends,
    placeholders_at_all_ends,
    without_colspans,
    without_spans,
    blanks_for_spans,
    labels_in_two_cells,
    labels_unnumbered,
    labels_short,
    heads_cut_at_the_end,
    links_to_other_years,
    page_furniture,
    another_report_below,
    routes_as_rows,
)


def every_row_a_table(page: str) -> str:
    return page.replace("</tr>\n<tr>", "</tr></table><table><tr>")


def without_rowspans(page: str) -> str:
    return re.sub(r' rowspan="\d+"', "", page)


def labels_blank(page: str) -> str:
    before, rows, after = _table_three(page)
    return before + re.sub(r"(<td[^>]*>)[^<]*[\u4e00-\u9fff][^<]*</td>", r"\1</td>", rows) + after


def labels_lost(page: str) -> str:
    before, rows, after = _table_three(page)
    return before + "".join(f"<tr>{figures}</tr>" for figures in _OWN_FIGURES.findall(rows)) + "</table>\n" + after


def routes_in_another_order(page: str) -> str:
    head = re.search(r'<tr>(<td colspan="5">行政复议</td>)(<td.*?)</tr>\n<tr>(.*?)</tr>', page)
    assert head
    results = re.findall(r"<td.*?</td>", head[3])
    figures = re.findall(r"<td>\d*</td>", _values(page))
    page = page.replace(_values(page), "".join([*figures[5:], *figures[:5]]))
    return page.replace(head[0], f"<tr>{head[2]}{head[1]}</tr>\n<tr>{''.join([*results[5:], *results[:5]])}</tr>")


def without_results_over_reviews(page: str) -> str:
    return re.sub(r'<tr>(<td rowspan="2">结果维持.*?)</tr>\n<tr>(<td>结果维持.*?)</tr>\n', "", page)


def whole_figures_with_decimals(page: str) -> str:
    return re.sub(r"<td>(\d+)</td>", r"<td>\1.0</td>", page)


def figures_with_a_stray_mark(page: str) -> str:
    return re.sub(r"<td>(\d+)</td>", r"<td>\1、</td>", page)


TO_BE_INFERRED: tuple[Change, ...] = (
    every_row_a_table,
    without_rowspans,
    labels_blank,
    labels_lost,
    routes_in_another_order,
    without_results_over_reviews,
    whole_figures_with_decimals,
    figures_with_a_stray_mark,
)
