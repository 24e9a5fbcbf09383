"""Title, agency, year, days; the six parts; the edition."""

from datetime import date

import pytest

from services.ingest.document import Document, Grid, GridCell, Paragraph
from services.ingest.interpreter.edition import choose
from services.ingest.interpreter.metadata import Metadata, metadata
from services.ingest.interpreter.sections import sections
from services.ingest.interpreter.vocabulary import vocabulary
from shared.report.annual_report import Period, Section


def document(*texts: str, **hints: str) -> Document:
    return Document("text", tuple(Paragraph(text, f"line[{place}]") for place, text in enumerate(texts, 1)), hints)


def about(*texts: str, **hints: str) -> Metadata:
    return metadata(document(*texts, **hints))


@pytest.mark.parametrize(
    ("texts", "agency", "year"),
    [
        (["天津港保税区2022年度政府信息公开工作报告"], "天津港保税区", 2022),
        (["2019年上海市人民政府办公厅政府信息公开工作年度报告"], "上海市人民政府办公厅", 2019),
        (["标题: 青石县财政局 2023年政府信息公开年度报告", "发布机构: "], "青石县财政局", 2023),
        (["青石县财政局", "2023年政府信息公开工作年度报告"], "青石县财政局", 2023),
        (["青石县财政局二〇二三年度政府信息公开工作年度报告"], "青石县财政局", 2023),
        (["首页 >> 年报", "青石镇人民政府关于2021年政府信息公开工作年度报告"], "青石镇人民政府", 2021),
        (["政府信息公开工作年度报告", "统计期限为2023年1月1日至2023年12月31日"], None, 2023),
        (["没有标题"], None, None),
        (["青石县教育局政府信息公开工作2024年度报告"], "青石县教育局", 2024),
        (["青石县教育局政府信息公开工作年度报告（2024年度）"], "青石县教育局", 2024),
        (["2025年青石县林场管委会", "政府信息公开工作年度报告"], "青石县林场管委会", 2025),
        (
            ["青石县林场管委会", "政府信息公开年报", "统计期限自2025年1月1日始至2025年12月31日止"],
            "青石县林场管委会",
            2025,
        ),
        (["青石县财政局2023年政府信息公开年报"], "青石县财政局", 2023),
        (["标 题：青石县财政局2023年度政府信息公开工作报告", "文 号：无〔〕号"], "青石县财政局", 2023),
        (["发布机构：青石县财政局 发布日期：2024-01-08", "2023年政府信息公开工作年度报告"], "青石县财政局", 2023),
    ],
)
def test_title_agency_and_year(texts: list[str], agency: str | None, year: int | None) -> None:
    found = about(*texts)
    assert (found.agency, found.year) == (agency, year)


@pytest.mark.parametrize(
    "sentence",
    [
        "本报告中所列数据的统计期限自2023年1月1日起至2023年12月31日止。",
        "统计期限为2023年1月1日至12月31日。",
        "统计时间：2023.1.1—2023.12.31",
        "数据统计期限从２０２３年１月１日到１２月３１日止",
        "统计期限为2023年1月1日起，至2023年12月31日止。",
        "统计数据时间为2023年1月至12月。",
        "工作回顾（2020年1月1日至2020年3月1日）。统计期限为2023年01月01日-2023年12月31日",
    ],
)
def test_period(sentence: str) -> None:
    assert about(sentence).period == Period(date(2023, 1, 1), date(2023, 12, 31))


@pytest.mark.parametrize("sentence", ["统计期限为2023年。", "统计期限为2023年2月30日至2023年12月31日", ""])
def test_no_period(sentence: str) -> None:
    assert about(sentence).period is None


@pytest.mark.parametrize(
    "line",
    ["发布日期：2024-01-31", "发布时间: 2024年1月31日 15:07", "来源：县办 时间：2024/1/31", "公开日期 2024.01.31"],
)
def test_day_of_publication(line: str) -> None:
    assert about(line).published_on == date(2024, 1, 31)


def test_day_of_publication_from_the_envelope_and_not_from_the_signature() -> None:
    assert about("正文", published="2024-01-30 10:00").published_on == date(2024, 1, 30)


@pytest.mark.parametrize(
    "signature", ["2024年1月12日", "青石县财政局 2024年1月12日", "（2024年1月 12日）", "二〇二四年一月十二日"]
)
def test_the_day_of_the_signature_counts_where_no_other_is_printed(signature: str) -> None:
    found = about("青石县财政局2023年政府信息公开工作年度报告", "六、其他需要报告的事项", "无。", signature)
    assert found.published_on == date(2024, 1, 12)
    assert [note.code for note in found.notes] == ["published.from_signature"]
    assert about(signature, published="2024-01-30").published_on == date(2024, 1, 30)
    assert about("发布时间：2024-01-30 09:12 来源：青石县财政局 浏览次数：12次", "正文", signature).notes == ()
    assert about("正文", f"附件于{signature}印发。").published_on is None


@pytest.mark.parametrize(
    "lines",
    [
        ["索 引 号：014258/2024-00001 发布日期：2024-01-20 发布机构：青石县教育局", "文 号： 主题分类：综合政务"],
        ["索引号: 014258/2024-00001", "发文机关: 青石县教育局", "成文日期: 2024-01-20", "文件有效性:"],
        ["【索引号】：014258/2024-00001　【发布机构】：青石县教育局　【发文日期】：2024年01月20日"],
    ],
)
def test_particulars_in_lines(lines: list[str]) -> None:
    found = about(*lines, "青石县教育局2023年政府信息公开工作年度报告")
    assert (found.index_number, found.publisher) == ("014258/2024-00001", "青石县教育局")
    assert found.published_on == date(2024, 1, 20)


def test_particulars_in_a_table() -> None:
    printed = (
        ("索 引 号", "014258/2024-00001", "分 类", "教育 / 报告"),
        ("发布机构", "青石县教育局", "发文日期", "2024-01-20"),
        ("标 题", "青石县教育局政府信息公开工作2023年度报告", "", ""),
        ("文 号", "", "主 题 词", ""),
    )
    rows = tuple(
        tuple(GridCell(text, f"table[1].row[{row}].cell[{place}]", row, place) for place, text in enumerate(line))
        for row, line in enumerate(printed)
    )
    found = metadata(Document("html", (Grid(rows, "table[1]", aligned=True), Paragraph("正文", "paragraph[1]"))))
    assert found.title == "青石县教育局政府信息公开工作2023年度报告"
    assert (found.index_number, found.publisher, found.agency) == ("014258/2024-00001", "青石县教育局", "青石县教育局")
    assert (found.year, found.published_on) == (2023, date(2024, 1, 20))


def test_a_source_that_is_no_organ_is_no_publisher() -> None:
    assert about("2024年01月18日来源：1", "正文").publisher is None
    assert about("来源：本网 时间：2024-01-18", "正文").publisher is None
    assert about("来源：青石镇人民政府 时间：2024-01-18", "正文").publisher == "青石镇人民政府"


def test_reports_of_other_years_in_the_navigation_are_not_the_title() -> None:
    links = [f"东海省青石县财政局{year}年政府信息公开工作年度报告" for year in (2018, 2019, 2020)]
    own = "青石县财政局2021年政府信息公开工作年度报告"
    period = "本报告所列数据的统计期限自2021年1月1日起至2021年12月31日止。"
    for before, after in ((links, []), ([], links), (links, links)):
        found = about(*before, own, period, "一、总体情况", *after)
        assert (found.title, found.year, found.notes) == (own, 2021, ())
        found = about(*before, own, "一、总体情况", *after, title=f"{own}-青石县人民政府")
        assert (found.title, found.year) == (own, 2021)


def test_two_different_years_are_told() -> None:
    found = about("青石县财政局2023年政府信息公开工作年度报告", "统计期限为2022年1月1日至2022年12月31日。")
    assert found.year == 2023
    assert [note.code for note in found.notes] == ["year.conflict"]


def parts(*texts: str) -> list[tuple[int | None, str, str]]:
    found: tuple[Section, ...] = sections(document(*texts), vocabulary("2021"))
    return [(section.number, section.title, section.text) for section in found]


def test_sections_with_variants_misprints_and_headings_of_the_agency() -> None:
    assert parts(
        "前言",
        "一、总体概述",
        "甲。",
        "乙。",
        "二、行政机关主动公开政府信息的情况",
        "四、政府信息公开行政法复议、行政诉讼情况",
        "存在的主要问题及改进情况",
        "丙。",
        "七、附件",
        "丁。",
    ) == [
        (1, "一、总体概述", "甲。\n乙。"),
        (2, "二、行政机关主动公开政府信息的情况", ""),
        (4, "四、政府信息公开行政法复议、行政诉讼情况", ""),
        (5, "存在的主要问题及改进情况", "丙。"),
        (None, "七、附件", "丁。"),
    ]


def test_rows_of_tables_are_no_headings_and_no_prose() -> None:
    assert parts(
        *(
            "二、主动公开政府信息情况",
            "本部分以表格形式报告。",
            "第二十条第（一）项",
            "本年",
            "制发件数",
            "规章",
            "0",
            "12",
        ),
        *("三、收到和处理政府信息公开申请情况", "一、本年新收政府信息公开申请数量", "三、本年度办理结果"),
        *("六、其他需要报告的事项", "无"),
    ) == [
        (2, "二、主动公开政府信息情况", "本部分以表格形式报告。"),
        (3, "三、收到和处理政府信息公开申请情况", ""),
        (6, "六、其他需要报告的事项", "无"),
    ]


def test_headings_inside_the_first_part_stay_inside() -> None:
    inner = ["（一）主动公开政府信息情况", "甲。", "2.收到和处理政府信息公开申请情况", "乙。", "依申请公开情况", "丙。"]
    assert parts("一、总体情况", *inner, "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况") == [
        (1, "一、总体情况", "\n".join(inner)),
        (2, "二、主动公开政府信息情况", ""),
        (3, "三、收到和处理政府信息公开申请情况", ""),
    ]


@pytest.mark.parametrize(
    "headings",
    [
        ("一、总体情况：", "五、存在问题和改进措施：", "六、其他需报告的事项："),
        ("一. 总体情况", "五. 存在的主要问题及改进情况", "六. 其他需要报告的事项"),
        ("（一）总体情况", "（五）存在的主要问题及改进情况", "（六）其他需要报告的事项"),
        ("1.总体情况", "5.存在的主要问题及改进情况", "6.其他需要报告的事项"),
        ("第一部分 总体情况", "第五部分：存在的主要问题及改进情况", "第六部分、其他需要报告的事项"),
        ("总体情况", "存在的主要问题及改进情况", "其他需要报告的事项"),
    ],
)
def test_headings_however_numbered(headings: tuple[str, str, str]) -> None:
    first, fifth, sixth = headings
    assert [(number, text) for number, _, text in parts(first, "甲。", fifth, "乙。", sixth, "无")] == [
        (1, "甲。"),
        (5, "乙。"),
        (6, "无"),
    ]


@pytest.mark.parametrize("mark", ["。", "：", " ", "　"])
def test_headings_with_the_prose_behind_them(mark: str) -> None:
    assert [
        (number, text)
        for number, _, text in parts(
            f"一、总体情况{mark}2023年，青石县财政局主动公开信息12条，其中政策文件3条。",
            f"六、其他需要报告的事项{mark}无",
        )
    ] == [(1, "2023年，青石县财政局主动公开信息12条，其中政策文件3条。"), (6, "无")]


def test_a_table_copied_into_running_text_is_no_prose() -> None:
    running = (
        "二、主动公开政府信息情况 该部分如下。 第二十条第（一）项 信息内容 本年制发件数 规章 0 0 0 "
        "四、政府信息公开行政复议、行政诉讼情况 行政复议 行政诉讼 结果维持 0 0 "
        "五、存在的主要问题及改进情况 甲。"
    )
    assert [(number, text) for number, _, text in parts(running)] == [(2, "该部分如下。"), (4, ""), (5, "甲。")]


def test_headings_in_running_text() -> None:
    running = "本报告由总体情况、其他需要报告的事项组成。一、总体情况2023年，甲。六、其他需要报告的事项 无。"
    assert parts(running) == [(1, "一、总体情况", "2023年，甲。"), (6, "六、其他需要报告的事项", "无。")]


def test_a_list_of_contents_gives_no_sections() -> None:
    contents = ["一、总体情况", "二、主动公开政府信息情况", "六、其他需要报告的事项"]
    assert parts(*contents, "一、总体情况", "甲。", "二、主动公开政府信息情况", "六、其他需要报告的事项", "无。") == [
        (1, "一、总体情况", "甲。"),
        (2, "二、主动公开政府信息情况", ""),
        (6, "六、其他需要报告的事项", "无。"),
    ]


@pytest.mark.parametrize(
    ("text", "year", "form", "codes"),
    [
        ("本年制发件数", 2022, "2021", []),
        ("本年新制作数量 采购总金额", 2020, "2019", []),
        ("本年新制作数量 采购总金额", 2022, "2019", ["form.older_edition"]),
        ("没有用语", 2020, "2019", ["form.edition_by_year"]),
        ("没有用语", 2023, "2021", ["form.edition_by_year"]),
        ("没有用语", None, "2021", ["form.edition_assumed"]),
    ],
)
def test_edition(text: str, year: int | None, form: str, codes: list[str]) -> None:
    choice = choose(document(text), year)
    assert (choice.form.id, [note.code for note in choice.notes]) == (form, codes)
