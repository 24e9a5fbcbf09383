"""What a number of the prose may speak of, and the cells of an edition that hold it."""

from collections.abc import Iterator
from itertools import product

import msgspec

from shared.report.claim import AMBIGUOUS, Expression
from shared.report.edition import Edition
from shared.report.vocabulary import RequestRow

_GROUPS = ("denied", "unavailable", "declined", "other")
_OTHER_ROWS = ("other_no_correction", "other_fee_unpaid", "other_misc")
_LITIGATION = ("direct_suit", "suit_after_reconsideration")
_ORGANISATIONS = ("business", "research_institution", "public_interest", "legal_services", "other_organisation")
_TRIAL_FORM = {
    "issued": "made",
    "licensing": "licensing.decisions",
    "penalties": "penalties.decisions",
    "compulsory_measures": "compulsory_measures.decisions",
}
"""What the trial form of 2019 calls the same cells; the rest of 表二 it counts otherwise or not at all."""

HANDLED = ("received", "brought_forward")
DISCLOSED = ("granted", "partly_granted")
EVERY_BASE: tuple[tuple[str, ...], ...] = (("closed",), ("received",), HANDLED)
CLOSED_LESS_WITHDRAWN = (*DISCLOSED, "denied", "unavailable", "declined", "other_no_correction", "other_fee_unpaid")


class Subject(msgspec.Struct, frozen=True):
    """What a number speaks of: the `options` are sums of named rows, any of which may be meant.

    `columns` are applicants (empty: the total). `at_least` says that the rows hold more than what is spoken of.
    """

    kind: str
    options: tuple[tuple[str, ...], ...]
    columns: tuple[str, ...] = ()
    at_least: bool = False

    def with_kind(self, kind: str, *options: tuple[str, ...]) -> "Subject":
        """The same applicants and certainty, other rows."""
        return msgspec.structs.replace(self, kind=kind, options=options)


class Cells:
    """The cells of one report's form: its edition, and whether it prints （六） as one row."""

    def __init__(self, form: Edition, merged_rows: frozenset[str]) -> None:
        self._form = form
        self._merged = "other_combined" in merged_rows or not form.has("requests.other_misc.total")
        self._requests = {row.value for row in RequestRow}

    def is_merged(self, row: str) -> bool:
        """Whether a row of （六） is part of a printed row that holds more."""
        return self._merged and row in _OTHER_ROWS

    def sum(self, rows: tuple[str, ...], columns: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Addresses of the cells that together hold these rows; empty when the form has no such cell."""
        found = tuple(dict.fromkeys(cell for row in rows for cell in self._cells(row, columns)))
        return found if all(self._form.has(cell) for cell in found) else ()

    def _cells(self, row: str, columns: tuple[str, ...]) -> Iterator[str]:
        name, _, column = row.partition(".")
        if name in self._requests or name in _GROUPS:
            for key, applicant in product(self._rows(name), _applicants(columns)):
                yield f"requests.{key}.{applicant}"
        elif name == "litigation":
            yield from (f"reviews.{route}.{column}" for route in _LITIGATION)
        elif name in ("reconsideration", *_LITIGATION):
            yield f"reviews.{name}.{column}"
        elif self._form.has("proactive.normative_documents.made"):
            yield f"proactive.{_TRIAL_FORM.get(name, name)}" + (f".{_TRIAL_FORM.get(column, column)}" if column else "")
        else:
            yield f"proactive.{row}"

    def _rows(self, name: str) -> Iterator[str]:
        if name in _OTHER_ROWS or name == "other":
            yield from ("other_combined",) if self._merged else _OTHER_ROWS if name == "other" else (name,)
        elif name in _GROUPS:
            yield from (row for row in RequestRow if row.startswith(f"{name}_"))
        else:
            yield name

    def expressions(
        self, subject: Subject, of: tuple[tuple[str, ...], ...] = (), *, since_last_year: bool = False
    ) -> tuple[Expression, ...]:
        """What the number may be held against; with `of`, as a share of any of these sums."""
        found = [self.sum(rows, subject.columns) for rows in subject.options]
        if not of:
            return tuple(dict.fromkeys(Expression(cells, (), since_last_year) for cells in found if cells))
        bases = [self.sum(base) for base in of]
        return tuple(dict.fromkeys(Expression(cells, base) for cells in found if cells for base in bases))


def kind_of(subject: Subject, about: tuple[Expression, ...]) -> str:
    """The subject's kind where it is certain."""
    return AMBIGUOUS if len(about) > 1 else subject.kind


def _applicants(columns: tuple[str, ...]) -> Iterator[str]:
    for column in columns or ("total",):
        yield from _ORGANISATIONS if column == "organisations" else (column,)
