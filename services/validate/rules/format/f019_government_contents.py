"""F019 — the report of a government tells of work assessment, public appraisal and accountability."""

import re
from collections.abc import Iterable

from services.validate.filing import Filing, UnreadableCellError
from services.validate.law import GOVERNMENT_CONTENTS
from services.validate.prose import require_all_read, words, written
from services.validate.rule import Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity

_TOLD = {
    "duty.assessment": re.compile(r"考核|绩效|考评|目标管理"),
    "duty.appraisal": re.compile(r"评议|第三方评估|第三方测评|满意度|社会评价|群众评价|公众评价"),
    "duty.accountability": re.compile(r"责任追究|追责|问责|追究"),
}


def places(filing: Filing) -> Iterable[str]:
    return _TOLD if filing.agency is not None and filing.agency.agency_class.is_government else ()


def check(filing: Filing, at: str) -> Judgement:
    texts = words(filing)
    if not written(filing):
        raise UnreadableCellError(at)
    told = next((found for text in texts.values() if (found := _TOLD[at].search(text))), None)
    if told is None:
        require_all_read(filing, at)
    return Judgement(expected=at, actual=told[0] if told else None, holds=told is not None)


RULE = Rule(
    id="F019",
    revision=1,
    title=Text("政府报告含考核、评议和责任追究", "Governments report on assessment, appraisal, accountability"),
    basis=(GOVERNMENT_CONTENTS,),
    severity=Severity.WARNING,
    message=Text("报告没有写到{at}。", "The report says nothing about this: {at}."),
    fix=Text(
        "在“总体情况”的监督保障中写明工作考核、社会评议和责任追究的结果；没有发生的也写明。",
        "Tell the results of all three in the overview; where nothing happened, say so.",
    ),
    places=places,
    check=check,
)
