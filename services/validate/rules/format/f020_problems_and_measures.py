"""F020 — part five tells of problems, and of what is done about them."""

import re
from collections.abc import Iterable

from services.validate.filing import Filing
from services.validate.law import PROBLEMS_AND_IMPROVEMENT
from services.validate.perfunctory import is_perfunctory
from services.validate.prose import require_all_read, words
from services.validate.rule import Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity

PART = "part.5"
_PROBLEMS = re.compile(
    r"问题|不(?![断仅但少同懈])|短板|差距|薄弱|欠缺|有待|滞后|单一|缺乏|缺少|困难|弱项|[偏较][少低慢弱]|[还仍尚]需|亟待|空间"
)
_MEASURES = re.compile(
    r"改进|下一步|措施|整改|进一步|加强|完善|提升|优化|强化|加大|健全|规范|改善|提高|推进|推动|做好|抓好|建立|补齐|开展|组织|制定|出台|印发|通报|落实|督促|明确|逐|把|将|已"
)
# What is still wanting is a problem, and no measure yet.
_WANTING = re.compile(r"(?:[还仍尚]需要?|有待|亟待)(?:进一步)?(?:加强|完善|提升|优化|强化|加大|健全|规范|改善|提高)?")


def places(filing: Filing) -> Iterable[str]:
    text = words(filing).get(PART)
    return (PART,) if text and not is_perfunctory(text) else ()


def check(filing: Filing, at: str) -> Judgement:
    text = words(filing)[at]
    lacking = [
        *([] if _PROBLEMS.search(text) else [Text("存在的主要问题", "the main problems")]),
        *([] if _MEASURES.search(_WANTING.sub("", text)) else [Text("改进情况", "what was done about them")]),
    ]
    if lacking:
        require_all_read(filing, at)
    expected = Text("、".join(one.zh for one in lacking), ", ".join(one.en for one in lacking))
    return Judgement(expected=expected.zh, actual=None, holds=not lacking, words={"expected": expected})


RULE = Rule(
    id="F020",
    revision=1,
    title=Text("问题与改进都写到", "Problems and measures"),
    basis=(PROBLEMS_AND_IMPROVEMENT,),
    severity=Severity.WARNING,
    message=Text("{at}没有写{expected}。", "{at} does not tell {expected}."),
    fix=Text(
        "既写存在的主要问题，也写针对问题的改进情况。",
        "Tell the main problems, and how each was or will be dealt with.",
    ),
    places=places,
    check=check,
)
