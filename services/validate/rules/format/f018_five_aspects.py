"""F018 — part one tells of all five aspects of the work."""

import re
from collections.abc import Iterable

from services.validate.filing import Filing
from services.validate.law import OVERVIEW_ASPECTS
from services.validate.prose import require_all_read, words
from services.validate.rule import Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity

_TOLD = {
    "part.1.aspect.1": re.compile(
        r"主动公开|公开(?:了|各类|政府)*信息|发布(?:了|各类|政府|政务)*信息|信息发布|公开范围|公开内容"
    ),
    "part.1.aspect.2": re.compile(r"申请"),
    "part.1.aspect.3": re.compile(
        r"信息(?:资源|公开|发布|内容)?[^。，,]{0,6}(?:管理|审核|审查)|规范性文件|目录|三审|保密审查|审核|审查|公开属性|动态调整|全生命周期|源头"
    ),
    "part.1.aspect.4": re.compile(
        r"平台|网站|公众号|新媒体|微信|微博|专栏|公开栏|公示栏|载体|渠道|门户|阵地|客户端|栏目"
    ),
    "part.1.aspect.5": re.compile(r"监督|保障|培训|考核|组织领导|责任|领导小组|机制|督查|督促|检查|评议|评估|队伍"),
}


def places(filing: Filing) -> Iterable[str]:
    return _TOLD if words(filing).get("part.1") else ()


def check(filing: Filing, at: str) -> Judgement:
    told = _TOLD[at].search(words(filing)["part.1"])
    if told is None:
        require_all_read(filing, at)
    return Judgement(expected=at, actual=told[0] if told else None, holds=told is not None)


RULE = Rule(
    id="F018",
    revision=1,
    title=Text("总体情况涵盖五个方面", "Part one covers five aspects"),
    basis=(OVERVIEW_ASPECTS,),
    severity=Severity.WARNING,
    message=Text("总体情况没有写到{at}。", "The overview says nothing about this: {at}."),
    fix=Text(
        "分别综述主动公开、依申请公开、政府信息管理、平台建设、监督保障；没有发生的也写明。",
        "Sum up each of the five aspects; where nothing happened, say so.",
    ),
    places=places,
    check=check,
    editions=("2021",),
)
