"""How a disagreement between prose and cells is said: the words quoted, the cells named, both numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile

from services.validate.rule import Evidence, Judgement
from shared.report.claim import Claim, Expression, Relation
from shared.report.edition import Edition
from shared.report.text import Text
from shared.report.verdict import Severity

DISAGREES = Text(
    "{at}“{quote}”称 {actual}，与{figures}不一致。",
    "{at} “{quote}” says {actual}, which does not agree with {figures}.",
)
"""The message of every rule that holds prose against cells."""
FIX = Text(
    "对照台账核实：文字有误的更正文字，表格有误的更正表格，使文字与表格一致。",
    "Check the register: correct the prose or the table, whichever is wrong, so that they agree.",
)
"""How to repair it."""

_QUOTED = 40
_LEAD = 26
_MOST_NAMED = 2
_RELATIONS = {
    Relation.EQUAL: Text("{}", "{}"),
    Relation.AT_LEAST: Text("不少于 {}", "at least {}"),
    Relation.AT_MOST: Text("不超过 {}", "at most {}"),
    Relation.ABOUT: Text("约 {}", "about {}"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """What an expression comes to in the tables; with `at_least`, it may be more."""

    expression: Expression
    value: Decimal
    at_least: bool = False


def stated(
    form: Edition, claim: Claim, figures: Sequence[Figure], *, holds: bool, severity: Severity | None
) -> Judgement:
    """The judgement of one claim, with the words that tell it."""
    expected: Evidence = rounded(figures[0].value) if len(figures) == 1 else None
    if holds:
        return Judgement(expected=expected, actual=claim.value, holds=True)
    if len(figures) > 1:
        expected = " / ".join(plain(rounded(figure.value)) for figure in figures)
    return Judgement(
        expected=expected,
        actual=claim.value,
        holds=False,
        severity=severity,
        words={"quote": quote(claim), "actual": said_of(claim), "figures": _figures(form, figures)},
    )


def quote(claim: Claim) -> Text:
    """The words around the number, short."""
    text = " ".join(claim.text.split())
    if len(text) > _QUOTED:
        start = max(_place(text, plain(abs(claim.value))) - _LEAD, 0)
        end = min(start + _QUOTED, len(text))
        start = max(min(start, end - _QUOTED), 0)
        text = ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
    return Text(text, text)


def _place(text: str, number: str) -> int:
    """Where a number is printed by itself, not as part of a longer one; the beginning where it is in words."""
    place = text.find(number)
    while place >= 0:
        beside = text[place - 1 : place] + text[place + len(number) : place + len(number) + 1]
        if not any(character.isdecimal() or character == "." for character in beside):
            return place
        place = text.find(number, place + 1)
    return 0


def said_of(claim: Claim) -> Text:
    """The number the prose gives, with its relation and per cent."""
    expression = claim.about[0] if claim.about else Expression(())
    number = plain(claim.value) + ("%" if expression.of or expression.since_last_year else "")
    relation = _RELATIONS[claim.relation]
    return Text(relation.zh.format(number), relation.en.format(number))


def sum_said(claims: Sequence[Claim]) -> Text:
    """The parts of a sum in numbers: `4 + 5 + 33 = 42`."""
    return _sum(claims, "")


def shares_said(claims: Sequence[Claim]) -> Text:
    """Percentages in numbers: `45.3% + 24.6% = 69.9%`."""
    return _sum(claims, "%")


def _sum(claims: Sequence[Claim], unit: str) -> Text:
    total = sum((claim.value for claim in claims), start=Decimal(0))
    written = f"{' + '.join(plain(claim.value) + unit for claim in claims)} = {plain(total)}{unit}"
    return Text(written, written)


def plain(value: Decimal) -> str:
    """A number as it is printed."""
    return f"{value:f}"


def cells_said(form: Edition, cells: Sequence[str]) -> Text:
    """Cells by their printed labels; many of one group by the group."""
    labels = [form.cell(cell).label for cell in cells]
    if len(labels) <= _MOST_NAMED:
        zh, en = "、".join(f"「{one.zh}」" for one in labels), " and ".join(f"“{one.en}”" for one in labels)
        return Text(f"{zh}之和", f"{en} together") if len(labels) > 1 else Text(zh, en)
    zh, en = _common([one.zh for one in labels], "·"), _common([one.en for one in labels], " · ")
    return Text(f"「{zh}」{len(labels)} 格之和", f"the {len(labels)} cells of “{en}” together")


def _common(labels: Sequence[str], mark: str) -> str:
    pieces = zip(*(label.split(mark) for label in labels), strict=False)
    return mark.join(same[0] for same in takewhile(lambda pieces: len(set(pieces)) == 1, pieces))


def _figures(form: Edition, figures: Sequence[Figure]) -> Text:
    # Shares of several wholes that come to the same need not be told apart.
    differing = {(figure.expression.cells, rounded(figure.value)): figure for figure in reversed(figures)}
    told = [_figure(form, figure) for figure in reversed(differing.values())]
    all_of_them = "均" if len(told) > 1 else ""
    return Text("或".join(one.zh for one in told) + all_of_them, " or ".join(one.en for one in told))


def _figure(form: Edition, figure: Figure) -> Text:
    expression = figure.expression
    cells, number = cells_said(form, expression.cells), plain(rounded(figure.value))
    if expression.since_last_year:
        return Text(f"{cells.zh}较上年的变化（{number}%）", f"the change of {cells.en} since last year ({number}%)")
    if expression.of:
        whole = cells_said(form, expression.of)
        return Text(f"{cells.zh}占{whole.zh}的比例（{number}%）", f"{cells.en} as a share of {whole.en} ({number}%)")
    least = Text("至少 ", "at least ") if figure.at_least else Text("", "")
    return Text(f"{cells.zh}（{least.zh}{number}）", f"{cells.en} ({least.en}{number})")


def rounded(value: Decimal) -> Decimal:
    """A figure without needless zeros; what was divided, to two decimals."""
    # A table prints four decimals at most; what has more was divided.
    printed = value.quantize(Decimal("0.0001"))
    short = (printed if printed == value else value.quantize(Decimal("0.01"))).normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short
