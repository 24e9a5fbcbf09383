"""Whether this year brings forward what last year carried forward, column by column of 表三."""

from services.validate.filing import Filing, UnreadableCellError
from services.validate.rule import Judgement
from shared.report.vocabulary import Applicant, RequestRow, request_cell

_CARRIED = {
    request_cell(RequestRow.BROUGHT_FORWARD, applicant): request_cell(RequestRow.CARRIED_FORWARD, applicant)
    for applicant in Applicant
}


def carry_over(filing: Filing, at: str) -> Judgement:
    """This year's cell of 上年结转 against last year's 结转下年度 of the same column.

    Raises:
        UnreadableCellError: there is no report of last year, or one of the cells is blank or not read with confidence.
    """
    if filing.prior is None:
        raise UnreadableCellError(at)
    expected, actual = filing.prior.number(_CARRIED[at]), filing.number(at)
    return Judgement(expected=expected, actual=actual, holds=expected == actual)
