"""Sentences with numbers in them, and for every number what it speaks about."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from string import Formatter

import msgspec

from services.cli.synthesis.proactive import Value
from shared.report.claim import Claim, Expression, Relation, Scope
from shared.report.vocabulary import Applicant, RequestRow, ReviewResult, ReviewRoute, request_cell, review_cell

Figures = Mapping[str, Value]

_DIGITS = "零一二三四五六七八九"
_MOST_SPELLED = 100


class Number(msgspec.Struct, frozen=True):
    """A number to be said: how it is printed, its value, and the cells it is true of."""

    kind: str
    printed: str
    value: Decimal
    about: tuple[Expression, ...] = ()
    relation: Relation = Relation.EQUAL
    scope: Scope = Scope.OWN


class Statement(msgspec.Struct, frozen=True):
    """A claim and where its number is printed in its sentence; a claim in words alone (未收到) has no such place."""

    claim: Claim
    start: int
    end: int


class Sentence(msgspec.Struct, frozen=True):
    """A sentence as printed, and what it states."""

    text: str
    statements: tuple[Statement, ...] = ()

    def joined(self, other: "Sentence") -> "Sentence":
        """Both, one after the other; every claim keeps its own sentence."""
        shift = len(self.text)
        moved = (
            msgspec.structs.replace(each, start=each.start + shift, end=each.end + shift) for each in other.statements
        )
        return Sentence(self.text + other.text, (*self.statements, *moved))


_pieces = Formatter().parse


def sentence(template: str, **numbers: Number) -> Sentence:
    """Fill a template such as `共收到申请{received}件。`; a number that the template does not name is said in words."""
    text = ""
    places: dict[str, tuple[int, int]] = {}
    for literal, name, _, _ in _pieces(template):
        text += literal
        if name:
            start = len(text)
            text += numbers[name].printed
            places[name] = (start, len(text))
    return Sentence(text, tuple(_statement(text, number, places.get(name)) for name, number in numbers.items()))


def _statement(text: str, number: Number, place: tuple[int, int] | None) -> Statement:
    claim = Claim(
        kind=number.kind,
        value=number.value,
        relation=number.relation,
        text=text,
        at="",
        about=number.about,
        scope=number.scope,
    )
    start, end = place or (len(text), len(text))
    return Statement(claim, start, end)


def paragraph(sentences: Iterable[Sentence | None]) -> Sentence:
    """Sentences in a row."""
    whole = Sentence("")
    for each in sentences:
        whole = whole.joined(each) if each is not None else whole
    return whole


def count(kind: str, figures: Figures, *cells: str, scope: Scope = Scope.OWN) -> Number:
    """A number equal to the sum of cells."""
    value = sum((figures[cell] for cell in cells), start=0)
    printed = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return Number(kind, printed, Decimal(value), (Expression(cells),), scope=scope)


def spelled(number: Number) -> Number:
    """The number in characters (十二), where it is small enough for anybody to write it so."""
    value = int(number.value)
    if not 0 < value < _MOST_SPELLED:
        return number
    tens, ones = divmod(value, 10)
    words = f"{_DIGITS[tens] if tens > 1 else ''}{'十' if tens else ''}{_DIGITS[ones] if ones else ''}"
    return msgspec.structs.replace(number, printed=words)


def share(
    kind: str, figures: Figures, cells: tuple[str, ...], of: tuple[str, ...], digits: int, *, cut: bool
) -> Number:
    """A share in per cent, rounded, or cut off as some do."""
    whole = Decimal(sum(figures[cell] for cell in of))
    part = Decimal(sum(figures[cell] for cell in cells)) * 100 / whole
    value = part.quantize(Decimal(1).scaleb(-digits), ROUND_DOWN if cut else ROUND_HALF_UP)
    return Number(kind, str(value), value, (Expression(cells, of=of),))


def change(kind: str, figures: Figures, last: Figures, cell: str, digits: int) -> Number:
    """A change against last year in per cent; printed without its sign, which the words give."""
    before = Decimal(last[cell])
    value = ((Decimal(figures[cell]) - before) * 100 / before).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return Number(kind, str(abs(value)), value, (Expression((cell,), since_last_year=True),))


def loose(kind: str, value: int, scope: Scope, relation: Relation = Relation.EQUAL) -> Number:
    """A number that no table holds."""
    return Number(kind, str(value), Decimal(value), relation=relation, scope=scope)


def total(*rows: RequestRow) -> tuple[str, ...]:
    """Cells of the total column of 表三."""
    return tuple(request_cell(row) for row in rows)


def of_applicant(applicant: Applicant, *rows: RequestRow) -> tuple[str, ...]:
    """Cells of one kind of applicant."""
    return tuple(request_cell(row, applicant) for row in rows)


def results(result: ReviewResult, *routes: ReviewRoute) -> tuple[str, ...]:
    """Cells of 表四."""
    return tuple(review_cell(route, result) for route in routes)
