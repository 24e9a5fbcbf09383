"""Whether documents in force follow from last year's stock, those issued and those repealed; what explains a gap."""

import re

from services.validate.filing import Filing, UnreadableCellError
from services.validate.prose import whole
from services.validate.rule import Judgement
from shared.report.text import Text
from shared.report.verdict import Severity

MESSAGE = Text(
    "{at}为 {actual}，而按上一年度报告现行有效数加本年制发、减本年废止应为 {expected}（{sum}）。",
    "{at} is {actual}, but last year's documents in force, plus those issued and less those repealed, make {expected} "
    "({sum}).",
)
FIX = Text(
    "对照文件目录核对制发、废止和现行有效件数；因清理、划转、认定口径变化等造成的，请在报告中说明。",
    "Check the three figures against the register of documents; where a clean-up, a transfer or a new way of counting "
    "is the reason, say so in the report.",
)

_FORM = "2021"
_EXPLAINED = re.compile(
    r"清理|机构改革|职能划转|划转|划入|划出|合并|撤销|更名|口径|历史数据|以往年度|漏报|漏统|更正|修改|修订"
    r"|重新(?:发布|公布|核定|统计|印发)|失效|有效期|宣布废止|废止目录|认定标准"
)


def continues(filing: Filing) -> bool:
    """Whether this report and last year's both count documents in force, and of the same agency.

    The 2019 form counts something else; documents of an agency merged into this one need not all have stayed in force.
    """
    merged = any(one.report for one in filing.predecessors)
    return filing.prior is not None and not merged and filing.report.edition == filing.prior.report.edition == _FORM


def stock(filing: Filing, at: str, kind: str) -> Judgement:
    """Documents in force of one kind against last year's stock, those issued and those repealed.

    Where the report itself speaks of what may explain a gap (a clean-up, a transfer, another way of counting), the gap
    is for the supervisor's information only.

    Raises:
        UnreadableCellError: there is no report of last year, or one of the cells is blank or not read with confidence.
    """
    if filing.prior is None:
        raise UnreadableCellError(at)
    before = filing.prior.number(at)
    issued, repealed = filing.number(f"proactive.{kind}.issued"), filing.number(f"proactive.{kind}.repealed")
    expected, actual = before + issued - repealed, filing.number(at)
    if expected == actual:
        return Judgement(expected=expected, actual=actual, holds=True)
    written = f"{before} + {issued} − {repealed} = {expected}"
    return Judgement(
        expected=expected,
        actual=actual,
        holds=False,
        words={"sum": Text(written, written)},
        severity=Severity.NOTICE if _EXPLAINED.search(whole(filing)) else None,
    )
