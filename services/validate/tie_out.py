"""Whether one sum the form demands ties out, exactly, on the numbers as printed."""

from services.validate.filing import Filing
from services.validate.rule import SOUND, Judgement
from services.validate.wording import unequal
from shared.report.edition import Equation


def tie_out(filing: Filing, equation: Equation) -> Judgement:
    """Left cells against right cells; expected is what the printed sum would have to be for the others to stand.

    Raises:
        UnreadableCellError: one of the cells is blank or not read with confidence; a blank is not a zero.
    """
    left, right = filing.numbers(equation.left), filing.numbers(equation.right)
    expected = sum(left) - sum(right[:-1])
    if expected == right[-1]:
        return SOUND
    return Judgement(
        expected=expected,
        actual=right[-1],
        holds=False,
        words={"equation": unequal(left, right)},
    )
