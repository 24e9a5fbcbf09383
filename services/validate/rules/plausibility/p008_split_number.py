"""P008 — digits of one number in two cells: 1|2 where joining them to 12 makes the row tie out."""

from collections.abc import Iterable
from itertools import pairwise

from services.validate.filing import Filing
from services.validate.law import APPLICANTS_PRINTED
from services.validate.rule import Judgement, Rule
from shared.report.edition import Equation
from shared.report.text import Text
from shared.report.verdict import Severity

TABLE = "requests"
_ROWS = "applicants_cross_foot"
_DIGITS = range(1, 10)


def places(filing: Filing) -> Iterable[str]:
    return [at for row in filing.equations(_ROWS).values() for at in _split(filing, row)] or (TABLE,)


def check(filing: Filing, at: str) -> Judgement:
    rows = filing.equations(_ROWS).values()
    if at == TABLE:
        return Judgement(expected=None, actual=sum(filing.numbers(tuple(filing.cells(TABLE)))), holds=True)
    left, right = next(pair for row in rows if at in (pair := _split(filing, row)))
    joined = filing.number(left) * 10 + filing.number(right)
    return Judgement(expected=joined, actual=filing.number(at), holds=False)


def _split(filing: Filing, row: Equation) -> tuple[str, ...]:
    """The two neighbouring cells, if there are just two, that make the row tie out when read as one number."""
    figures = filing.report.tables.by_address
    total, parts = figures.get(row.at), [figures.get(cell) or 0 for cell in row.left]
    # Joining a and b to 10a + b adds nine times a.
    if total is None or (short := total - sum(parts)) <= 0 or short % 9:
        return ()
    cells = zip(pairwise(row.left), pairwise(parts), strict=True)
    pairs = [pair for pair, (a, b) in cells if b in _DIGITS and a in _DIGITS and a * 9 == short]
    return pairs[0] if len(pairs) == 1 and _is_read(filing, [*row.left, row.at]) else ()


def _is_read(filing: Filing, cells: Iterable[str]) -> bool:
    figures, reading = filing.report.tables, filing.reading
    return all(figures.get(cell) is not None and reading.confidence(cell).is_sound for cell in cells)


RULE = Rule(
    id="P008",
    revision=1,
    title=Text("一个数不拆成两格", "No number split over two cells"),
    basis=(APPLICANTS_PRINTED,),
    severity=Severity.WARNING,
    message=Text("{at}填 {actual}，疑为 {expected} 拆成两格。", "{at} is {actual}; perhaps {expected} was split."),
    fix=Text("合并为一个数，填在应填的一格。", "Print the number in the one cell where it belongs."),
    places=places,
    check=check,
)
