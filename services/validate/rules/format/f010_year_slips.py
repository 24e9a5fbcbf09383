"""F010 — work told as done is told of the year reported on."""

import re
from collections.abc import Iterable, Iterator

from services.validate.filing import Filing
from services.validate.law import ACCURATE_AND_COMPLETE, TIMELY_DEPARTMENTS
from services.validate.parts import PREAMBLE
from services.validate.prose import sentences, spotless, words, written
from services.validate.rule import Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity

_ANY_YEAR = re.compile(r"(20\d\d)年")
_DONE = re.compile(
    r"^\s*(?:[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．]\s*)?(?:[^，,：:。\s\d]{0,14}[：:。\s]\s*)?"
    r"(?:在|全[国省市区县镇]|我[局委办厅院镇乡区市县省街]|本[局委办厅院镇乡区市县省]|本机关|本单位|我单位)?[，,]?\s*"
    r"(20\d\d)年(?:度|全年)?(?!\d{1,2}月|底|初|末|起|以来|至|—|-|～)[^。；\n]{0,60}?"
    r"(?:主动公开|收到|受理|办理|办结|答复|发布|制定|制发|印发)(?!的|《|“|情况|工作|渠道|流程)[^。；\n]{0,30}?\d+(?:\.\d+)?万?余?(?:件|条|份|篇|次|个|期|则)"
)
_INNOCENT = re.compile(
    r"结转|上年|上一年|去年|同比|同期|相比|环比|较|比[12]|增长|下降|减少|预算|决算|计划|规划|要点|方案|将|拟|力争|预计|截[至止]|下一步|历年|累计"
)
_PUBLISHED = re.compile(
    r"(?:公布|编制|发布|撰写|形成)[^。；，,]{0,30}?(20\d\d)年(?:度)?政府信息公开(?:工作)?(?:年度)?报告"
)


def places(filing: Filing) -> Iterable[str]:
    return written(filing) if filing.reported_year is not None else ()


def check(filing: Filing, at: str) -> Judgement:
    text, year = words(filing)[at], str(filing.reported_year)
    return spotless(_slips(text, year, preamble=at == PREAMBLE), year)


def _slips(text: str, year: str, *, preamble: bool) -> Iterator[str]:
    for sentence in sentences(text) if set(_ANY_YEAR.findall(text)) - {year} else ():
        found = _PUBLISHED.search(sentence) if preamble else _DONE.match(sentence)
        if found and year not in _ANY_YEAR.findall(sentence) and not _INNOCENT.search(sentence):
            yield sentence


RULE = Rule(
    id="F010",
    revision=1,
    title=Text("叙述的年度与报告年度一致", "No slips of the year"),
    basis=(TIMELY_DEPARTMENTS, ACCURATE_AND_COMPLETE),
    severity=Severity.WARNING,
    message=Text(
        "{at}{actual}写的不是报告年度{expected}年。", "{at}: {actual} tells of a year that is not {expected}."
    ),
    fix=Text(
        "核对年份；沿用上年文字的，改为本年度的情况和数字。",
        "Check the year; where last year's words were kept, tell of this year.",
    ),
    places=places,
    check=check,
)
