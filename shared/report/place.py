"""Places of a report that are no cells: what verdicts and notes call them, and how people do."""

import re

from shared.report.text import Text

FACTS = {
    "period": Text("统计期限", "Statistical period"),
    "year": Text("报告年度", "Report year"),
    "published_on": Text("公布日期", "Date of publication"),
    "received_on": Text("报送日期", "Date of filing"),
}
"""Facts about the whole report, by place."""

CONTENTS = {
    "title": Text("报告标题", "Title"),
    "preamble": Text("报告开头", "Preamble"),
    "edition": Text("格式版本", "Edition of the form"),
    "parts": Text("各部分标题", "Headings of the parts"),
    "prose": Text("第一、第五部分文字", "Prose of parts 1 and 5"),
    "part.1.aspect.1": Text("第一部分·主动公开", "Part 1 · proactive disclosure"),
    "part.1.aspect.2": Text("第一部分·依申请公开", "Part 1 · disclosure on request"),
    "part.1.aspect.3": Text("第一部分·政府信息管理", "Part 1 · management of information"),
    "part.1.aspect.4": Text("第一部分·平台建设", "Part 1 · platforms"),
    "part.1.aspect.5": Text("第一部分·监督保障", "Part 1 · supervision and support"),
    "duty.assessment": Text("工作考核情况", "Results of work assessment"),
    "duty.appraisal": Text("社会评议情况", "Results of public appraisal"),
    "duty.accountability": Text("责任追究结果情况", "Results of accountability"),
}
"""Contents a report must have, by place; no page has an element for each of them."""

DATES = frozenset({"published_on", "received_on"})
"""The places at which a report is found late."""

_ORDINALS = "零一二三四五六七八九"
_SENTENCE = re.compile(
    r"(?:part\.(?P<part>\d)|section\[(?P<heading>\d{1,3})\])\.sentence\[(?P<sentence>\d{1,6})\](?:#(?P<point>\d{1,3}))?"
)


def part_name(number: int) -> Text:
    """A statutory part by its number: 第三部分."""
    return Text(f"第{_ORDINALS[number]}部分", f"Part {number}")


def sentence_name(at: str) -> Text | None:
    """A sentence of the prose, or one of several points in it: 第一部分第4句; None for any other place."""
    match = _SENTENCE.fullmatch(at)
    if match is None:
        return None
    number, point = match["sentence"], match["point"]
    if match["part"]:
        part = part_name(int(match["part"]))
    else:
        part = Text(f"第{match['heading']}个标题下", f"Heading {match['heading']}")
    more = Text(f"·第{point}处", f", point {point}") if point else Text("", "")
    return Text(f"{part.zh}第{number}句{more.zh}", f"{part.en}, sentence {number}{more.en}")


def section_of(at: str) -> str | None:
    """The part or section in which a sentence stands: `part.1` of `part.1.sentence[4]`; None for any other place."""
    return at.partition(".sentence[")[0] if _SENTENCE.fullmatch(at) else None
