"""Places of a report that are no cells: what verdicts and notes call them, and how people do."""

from shared.report.text import Text

FACTS = {
    "period": Text("统计期限", "Statistical period"),
    "year": Text("报告年度", "Report year"),
    "published_on": Text("公布日期", "Date of publication"),
    "received_on": Text("报送日期", "Date of filing"),
}
"""Facts about the whole report, by place."""

DATES = frozenset({"published_on", "received_on"})
"""The places at which a report is found late."""

_ORDINALS = "零一二三四五六七八九"


def part_name(number: int) -> Text:
    """A statutory part by its number: 第三部分."""
    return Text(f"第{_ORDINALS[number]}部分", f"Part {number}")
