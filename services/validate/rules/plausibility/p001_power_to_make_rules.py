"""P001 — government rules (规章) only in reports of organs with the power to make them."""

import re
from collections.abc import Iterable

from services.validate.filing import Filing
from services.validate.law import RULE_MAKING_POWER
from services.validate.rule import Judgement, Rule
from shared.report.agency import AgencyClass
from shared.report.text import Text
from shared.report.verdict import Severity

_ISSUED = ("proactive.government_rules.issued", "proactive.government_rules.made")
_IN_FORCE = ("proactive.government_rules.in_force",)
_WITHOUT = frozenset(set(AgencyClass) - {
    AgencyClass.CENTRAL_DEPARTMENT, AgencyClass.PROVINCIAL_GOVERNMENT, AgencyClass.MUNICIPAL_GOVERNMENT,
})  # fmt: skip
_CERTAIN = frozenset({AgencyClass.COUNTY_GOVERNMENT, AgencyClass.TOWNSHIP})
_MAY_REPORT_FOR_GOVERNMENT = re.compile(r"政府办公[厅室]|[省市州]政府办|人民政府办|司法[厅局]|法制")
_UNDIVIDED_CITIES = re.compile(r"(?:广东省|甘肃省|海南省)?(?:东莞|中山|嘉峪关|儋州)市(?:人民)?政府")


def places(filing: Filing) -> Iterable[str]:
    agency = filing.agency
    if agency is None or agency.agency_class not in _WITHOUT or _UNDIVIDED_CITIES.fullmatch(agency.name):
        return ()
    if _MAY_REPORT_FOR_GOVERNMENT.search(agency.name):
        return ()
    return [at for at in (*_ISSUED, *_IN_FORCE) if at in filing.cells("proactive")]


def check(filing: Filing, at: str) -> Judgement:
    count = filing.number(at)
    certain = at in _ISSUED and filing.agency is not None and filing.agency.agency_class in _CERTAIN
    return Judgement(expected=0, actual=count, holds=count <= 0, severity=None if certain else Severity.WARNING)


RULE = Rule(
    id="P001",
    revision=1,
    title=Text("有权机关才制定规章", "Government rules by organs that may make them"),
    basis=(RULE_MAKING_POWER,),
    severity=Severity.ERROR,
    message=Text(
        "{at}填 {actual}，而该类机关没有规章制定权，应为 {expected}。",
        "{at} is {actual}, but organs of this class may not make government rules; {expected} was expected.",
    ),
    fix=Text(
        "规范性文件计入“行政规范性文件”行；确为上级规章的，不计入本机关。",
        "Count normative documents in their own row; rules made by a higher organ are not counted here.",
    ),
    places=places,
    check=check,
)
