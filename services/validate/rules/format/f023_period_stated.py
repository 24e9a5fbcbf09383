"""F023 — the report says what period its figures cover."""

from collections.abc import Iterable

from services.validate.filing import Filing, UnreadableCellError
from services.validate.law import TIMELY_DEPARTMENTS, UNIFORM_FORM
from services.validate.prose import bare, require_all_read, whole
from services.validate.rule import SOUND, Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity


def places(filing: Filing) -> Iterable[str]:  # noqa: ARG001 - every report has a period
    return ("period",)


def check(filing: Filing, at: str) -> Judgement:
    if filing.report.period is not None:
        return SOUND
    # Without a preamble the reader may have missed it; a period told in other words is not the agency's fault.
    if not filing.report.preamble or "统计" in bare(whole(filing)):
        raise UnreadableCellError(at)
    require_all_read(filing, at)
    return Judgement(expected="统计期限", actual=None, holds=False)


RULE = Rule(
    id="F023",
    revision=1,
    title=Text("写明统计期限", "The period is stated"),
    basis=(TIMELY_DEPARTMENTS, UNIFORM_FORM),
    severity=Severity.NOTICE,
    message=Text("报告没有写明{at}。", "{at}: not stated."),
    fix=Text(
        "在报告开头写明所列数据的统计期限为报告年度1月1日至12月31日。",
        "State in the preamble that the figures cover 1 January to 31 December of the year.",
    ),
    places=places,
    check=check,
)
