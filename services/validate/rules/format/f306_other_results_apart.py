"""F306 — the three rows of （六）其他处理 are printed apart."""

from collections.abc import Iterable

from services.validate.filing import Filing
from services.validate.law import UNIFORM_FORM
from services.validate.noted import require_table
from services.validate.rule import SOUND, Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity

TABLE = "requests"


def places(filing: Filing) -> Iterable[str]:
    form = filing.report.form
    rows = (f"{TABLE}.{key}" for key in filing.report.merged_rows)
    return tuple(at for at in rows if form.line_label(at) is not None) or (TABLE,)


def check(filing: Filing, at: str) -> Judgement:
    if at == TABLE:
        require_table(filing, TABLE)
        return SOUND
    return Judgement(expected=3, actual=1, holds=False)


RULE = Rule(
    id="F306",
    revision=1,
    title=Text("（六）其他处理分三项填写", "Other results in three rows"),
    basis=(UNIFORM_FORM,),
    severity=Severity.NOTICE,
    message=Text(
        "{at}只印了 {actual} 行，2021年版格式分 {expected} 行。",
        "{at} is printed as {actual} row; the 2021 form has {expected}.",
    ),
    fix=Text(
        "按2021年版格式分列逾期不补正、逾期不缴费、其他三行。",
        "Print the three rows of the 2021 form: not corrected in time, fee not paid in time, other.",
    ),
    places=places,
    check=check,
    editions=("2021",),
)
