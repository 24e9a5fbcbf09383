"""Totals left blank: what they must be, where everything they add up is there."""

from services.validate.diagnosis.telling import sentence
from services.validate.filing import Filing, UnreadableCellError
from shared.report.diagnosis import Diagnosis, Edit, Slip
from shared.report.edition import Equation

_CONFIDENCE = 0.95
"""What is added up may itself be wrong."""


def forgotten_totals(filing: Filing) -> tuple[Diagnosis, ...]:
    """A diagnosis for each blank total whose sums agree on what it must be. A blank for nothing is left alone."""
    wanted: dict[str, set[int]] = {}
    for equation in filing.report.equations():
        if len(equation.right) == 1 and _is_blank(filing, equation.at):
            wanted.setdefault(equation.at, set()).update(_sum(filing, equation))
    return tuple(
        _diagnosis(filing, at, values.pop()) for at, values in wanted.items() if len(values) == 1 and values != {0}
    )


def _is_blank(filing: Filing, at: str) -> bool:
    try:
        return filing.printed(at) is None
    except UnreadableCellError:
        return False


def _sum(filing: Filing, equation: Equation) -> set[int]:
    """The sum of the left side; nothing where one of its cells is blank or unsure."""
    try:
        return {int(sum(filing.number(cell) for cell in equation.left))}
    except UnreadableCellError:
        return set()


def _diagnosis(filing: Filing, at: str, value: int) -> Diagnosis:
    edits = (Edit(at, None, value),)
    return Diagnosis(
        edits=edits,
        kind=Slip.TOTAL_FORGOTTEN,
        repairs=(),
        confidence=_CONFIDENCE,
        equally_small=1,
        message=sentence(edits, Slip.TOTAL_FORGOTTEN, (), 0, filing.report.form),
    )
