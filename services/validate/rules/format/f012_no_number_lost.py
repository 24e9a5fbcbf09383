"""F012 — no sentence has lost its number."""

import re
from collections.abc import Iterator

from services.validate.filing import Filing
from services.validate.law import ACCURATE_AND_COMPLETE
from services.validate.prose import around, clauses, spotless, words, written
from services.validate.rule import Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity

_GAP = re.compile(r"(?:共计|共|累计|收到|受理|公开|答复|办结|发布)[ \u3000]+(?:件|条|份|篇|次)(?=[，,。；;、）)\s]|$)")
_NO_NUMBER = re.compile(
    r"(?:(?<![公中])共(?![同享建治识青产性和])|累计|总计)[^\d０-９一二三四五六七八九十百千万两〇零几多数若干无未没每各余]{0,24}?"
    r"(?<![文案邮信稿条附事要证软硬部来办急函物])(?:件|(?<![头信线])条|(?<![身月年省股部])份|(?<![诗])篇|(?<!人)次(?<![层批档场频首多再依此本名逐两数]次))$"
)
_ENDS = re.compile(r"(?<![\d余多])[件条份篇次%％](?=[。！？；;!?\s，,：:、（）()]|$)")
_REACH = 60
_BARE = re.compile(r"主动公开(?:各类)?(?:政府)?(?:信息)?(?:条|篇)$|收到(?:政府信息公开)?申请(?:份|条)$|占(?:比)?[%％]$")


def check(filing: Filing, at: str) -> Judgement:
    return spotless(_lost(words(filing)[at]))


def _lost(text: str) -> Iterator[str]:
    for match in _GAP.finditer(text):
        yield around(text, match)
    for end in _ENDS.finditer(text):
        clause = clauses(text[max(end.end() - _REACH, 0) : end.end()])[-1]
        if found := _NO_NUMBER.search(clause) or _BARE.search(clause):
            yield clause[max(found.start() - 4, 0) :]


RULE = Rule(
    id="F012",
    revision=1,
    title=Text("句子没有漏写数字", "No number lost from a sentence"),
    basis=(ACCURATE_AND_COMPLETE,),
    severity=Severity.WARNING,
    message=Text("{at}{actual}疑漏写数字。", "{at}: {actual} seems to have lost its number."),
    fix=Text("补上漏写的数字；没有发生的写 0。", "Put the number in; where there was none write 0."),
    places=written,
    check=check,
)
