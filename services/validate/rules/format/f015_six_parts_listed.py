"""F015 — who announces six parts lists six."""

import re
from collections.abc import Iterable

from services.validate.filing import Filing, UnreadableCellError
from services.validate.law import NOTHING_OMITTED, UNIFORM_FORM
from services.validate.prose import words
from services.validate.rule import Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity

_SIX = re.compile(r"[六6][ \t]*[个大]?[ \t]*(?:部分|方面(?:内容)?组成)")
_TITLES = (
    re.compile(r"总体|概述|概况|基本情况"),
    re.compile(r"主动公开|主动向社会公开"),
    re.compile(r"申请"),
    re.compile(r"复议|诉讼"),
    re.compile(r"问题|不足|困难"),
    re.compile(r"其他|其它|需要报告|需要说明|需报告|附件|附表"),
)
_A_LIST = 3


def places(filing: Filing) -> Iterable[str]:
    return tuple(at for at, text in words(filing).items() if ("部分" in text or "方面" in text) and _SIX.search(text))


def check(filing: Filing, at: str) -> Judgement:
    sentence = next((one for one in re.split(r"[。\n]", words(filing)[at]) if _SIX.search(one)), "")
    named = [place for place, title in enumerate(_TITLES) if title.search(sentence)]
    if len(named) < _A_LIST:
        raise UnreadableCellError(at)
    lacking = [part for place, part in enumerate(filing.report.form.parts) if place not in named]
    return Judgement(
        expected=len(_TITLES),
        actual=len(named),
        holds=not lacking,
        words={"expected": Text("；".join(part.zh for part in lacking), "; ".join(part.en for part in lacking))},
    )


RULE = Rule(
    id="F015",
    revision=1,
    title=Text("说六个部分就列六个部分", "Six parts announced, six listed"),
    basis=(UNIFORM_FORM, NOTHING_OMITTED),
    severity=Severity.WARNING,
    message=Text(
        "{at}说有六个部分，只列出 {actual} 个，缺“{expected}”。",
        "{at} announces six parts and lists {actual}; “{expected}” is not among them.",
    ),
    fix=Text(
        "补全所列各部分的名称，并核对正文六个部分齐全。", "Complete the list, and check that the report has all six."
    ),
    places=places,
    check=check,
)
