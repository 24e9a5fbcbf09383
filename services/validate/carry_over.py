"""Whether this year brings forward what last year carried forward, column by column of 表三.

An agency that continues others brings forward what they left, too. A predecessor that was divided left part of it to
somebody else, and no report says how much: then nothing is decided.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from services.validate.filing import Filing, PriorReport, UnreadableCellError
from services.validate.rule import Judgement
from shared.report.text import Text
from shared.report.verdict import Severity
from shared.report.vocabulary import Applicant, RequestRow, request_cell

_CARRIED = {
    request_cell(RequestRow.BROUGHT_FORWARD, applicant): request_cell(RequestRow.CARRIED_FORWARD, applicant)
    for applicant in Applicant
}
_NO_PATH = Text("", "")


@dataclass(frozen=True, slots=True)
class _Source:
    """A report of last year that left requests to this agency, and whose it is; None is the agency itself."""

    name: str | None
    report: PriorReport


def is_continued(filing: Filing) -> bool:
    """Whether any report of last year is there to compare with."""
    return filing.prior is not None or any(one.report for one in filing.predecessors)


def carry_over(filing: Filing, at: str) -> Judgement:
    """This year's cell of 上年结转 against last year's 结转下年度 of the same column, of all who left requests here.

    Raises:
        UnreadableCellError: there is no report of last year, it is not known who left what, or one of the cells is
            blank or not read with confidence.
    """
    left = [(source.name, source.report.number(_CARRIED[at])) for source in _sources(filing, at)]
    expected, actual = sum(number for _, number in left), filing.number(at)
    # Predecessors without a report of last year have long gone, or it has not come in.
    unsure = filing.predecessors and all(name is None for name, _ in left)
    return Judgement(
        expected=expected,
        actual=actual,
        holds=expected == actual,
        words={"path": _path(left)},
        severity=Severity.WARNING if unsure else None,
    )


def _sources(filing: Filing, at: str) -> list[_Source]:
    own = [_Source(None, filing.prior)] if filing.prior is not None else []
    given = [(one, one.report) for one in filing.predecessors if one.report is not None]
    if given and (len(given) < len(filing.predecessors) or any(one.divided for one, _ in given)):
        raise UnreadableCellError(at)
    sources = own + [_Source(one.name, report) for one, report in given]
    if not sources:
        raise UnreadableCellError(at)
    return sources


def _path(left: Sequence[tuple[str | None, int | Decimal]]) -> Text:
    """Who left how many: （前身：甲局 3 + 乙局 2）; nothing when it is the agency itself alone."""
    before = [f"{name} {number}" for name, number in left if name is not None]
    if not before:
        return _NO_PATH
    own = [number for name, number in left if name is None]
    zh, en = "前身：" + " + ".join(before), "predecessors: " + " + ".join(before)
    if own:
        zh, en = f"本机关 {own[0]}；{zh}", f"this agency {own[0]}; {en}"
    return Text(f"（{zh}）", f" ({en})")
