"""F009 — the legal basis cited is that in force."""

import re
from collections.abc import Iterable

from services.validate.filing import Filing
from services.validate.law import NOTICE, REGULATION, UNIFORM_FORM
from services.validate.prose import matches, spotless, words
from services.validate.rule import Basis, Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity

_NOTICE_SINCE, _REGULATION_SINCE = 2021, 2019
_OLD_NOTICE = re.compile(r"公开办函\s*[〔\[（(【﹝]\s*2019\s*[〕\]）)】﹞]\s*60\s*号")
_NEW_NOTICE = re.compile(r"2021\s*[〕\[（(【﹝\]）)】﹞]?\s*30\s*号")
_OLD_REGULATION = re.compile(r"国务院令[〔\[（(]?第?\s*492\s*号|国令第?\s*492\s*号|条例》?[（(]第492号")
_CITES = ("公开办函", "国务院令", "国令", "第492号")


def places(filing: Filing) -> Iterable[str]:
    if (filing.reported_year or 0) < _REGULATION_SINCE:
        return ()
    return tuple(at for at, text in words(filing).items() if any(sign in text for sign in _CITES))


def check(filing: Filing, at: str) -> Judgement:
    text, year = words(filing)[at], filing.reported_year or 0
    old: list[str] = []
    # Who cites the one in force beside the old one tells of the change.
    if year >= _NOTICE_SINCE and not _NEW_NOTICE.search(text):
        old.extend(matches(_OLD_NOTICE, text))
    if "711号" not in text.replace(" ", ""):
        old.extend(matches(_OLD_REGULATION, text))
    return spotless(old)


RULE = Rule(
    id="F009",
    revision=1,
    title=Text("编制依据现行有效", "The legal basis is in force"),
    basis=(
        UNIFORM_FORM,
        Basis(NOTICE, Text("全文", "The whole"), Text("国办公开办函〔2021〕30号", "Notice 国办公开办函〔2021〕30号")),
        Basis(REGULATION, Text("全文", "The whole"), Text("国务院令第711号", "State Council Decree No. 711")),
    ),
    severity=Severity.WARNING,
    message=Text("{at}引用了已被取代的依据{actual}。", "{at} cites what is no longer in force: {actual}."),
    fix=Text(
        "改引现行《中华人民共和国政府信息公开条例》（国务院令第711号）和适用于该年度的格式文件。",
        "Cite the Regulation as in force (Decree No. 711) and the notice on the form for that year.",
    ),
    places=places,
    check=check,
)
