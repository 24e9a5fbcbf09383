"""What a rule may look at: the report as read, the terms of its filing, and last year's report of the same agency."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import cast

from services.validate.parts import words_of
from services.validate.topics import Topic, by_topic
from shared.report.agency import Agency
from shared.report.annual_report import AnnualReport
from shared.report.claim import Claim
from shared.report.edition import Cell, Equation, edition
from shared.report.reading import Confidence, Reading


class UnreadableCellError(Exception):
    """Nothing can be concluded from what stands at `at`: it is blank, missing, or was not read with confidence."""

    def __init__(self, at: str) -> None:
        super().__init__(at)
        self.at = at


@dataclass(frozen=True)
class Filed:
    """A report with its reading, whose figures can only be had when they were read with confidence."""

    report: AnnualReport
    reading: Reading

    @cached_property
    def _certain(self) -> dict[str, int | Decimal | None]:
        """What stands in the cells that were read with confidence; every rule asks for many of them."""
        printed, read = self.report.tables.by_address, Confidence.READ
        return {
            at: printed.get(at)
            for at, cell in self.reading.cells.items()
            if cell.confidence is read or cell.confidence.is_sound
        }

    @cached_property
    def words(self) -> Mapping[str, str]:
        """The words of the preamble and of each part, by place."""
        return words_of(self.report)

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """The cells that were read with confidence as whole numbers: what sums can be made of."""
        return {at: int(value) for at, value in self._certain.items() if value is not None and value == int(value)}

    def printed(self, at: str) -> int | Decimal | None:
        """What stands in the cell, None for a cell that is truly blank.

        Raises:
            UnreadableCellError: the reader is not sure of the cell.
        """
        try:
            return self._certain[at]
        except KeyError:
            raise UnreadableCellError(at) from None

    def numbers(self, cells: Sequence[str]) -> list[int | Decimal]:
        """The numbers in the cells.

        Raises:
            UnreadableCellError: a cell is blank, or the reader is not sure of it.
        """
        certain = self._certain
        found = [certain.get(at) for at in cells]
        if None in found:
            raise UnreadableCellError(cells[found.index(None)])
        return cast("list[int | Decimal]", found)

    def number(self, at: str) -> int | Decimal:
        """The number in the cell.

        Raises:
            UnreadableCellError: the cell is blank, or the reader is not sure of it.
        """
        value = self._certain.get(at)
        if value is None:
            raise UnreadableCellError(at)
        return value


@dataclass(frozen=True)
class PriorReport(Filed):
    """The report of the same agency about the year before, whatever edition it uses."""


@dataclass(frozen=True, slots=True)
class Predecessor:
    """An agency that became this one, or part of it, and its report about the year before, None when there is none.

    With `divided`, it goes on by itself or another agency continues it too, so that what it left is not all here.
    """

    name: str
    report: PriorReport | None
    divided: bool = False


@dataclass(frozen=True, slots=True)
class EarlierVersion(Filed):
    """What the same agency filed before about the same year, and had published when this report came in."""


@dataclass(frozen=True, slots=True)
class Peer:
    """Another agency's report about the same year that was there first and whose prose looks alike."""

    name: str
    report: AnnualReport


@dataclass(frozen=True)
class Filing(Filed):
    """A report, who filed it, the year it was filed for, the days it came in and came out, and the reports around it.

    `prior` is the agency's own report of last year; `predecessors` are the agencies it continues. What is None is not
    known: rules that need it have no place to look at, or leave the place undecided. `peers` is empty when the report
    was compared with those of other agencies and none looks alike.
    """

    agency: Agency | None = None
    year: int | None = None
    received_on: date | None = None
    published_on: date | None = None
    prior: PriorReport | None = None
    predecessors: tuple[Predecessor, ...] = ()
    earlier: EarlierVersion | None = None
    peers: tuple[Peer, ...] | None = None

    @property
    def reported_year(self) -> int | None:
        """The year the report says it is about; when it says none, the year it was filed for."""
        return _in_calendar(self.year if self.report.year is None else self.report.year)

    @property
    def due_year(self) -> int | None:
        """The year whose deadline counts: the one filed for; when there was none, the one the report names."""
        return _in_calendar(self.report.year if self.year is None else self.year)

    def claims_on(self, topic: Topic) -> Mapping[str, Claim]:
        """The claims of the prose on one topic, by place."""
        return self._claims.get(topic, {})

    @cached_property
    def _claims(self) -> Mapping[Topic, Mapping[str, Claim]]:
        return by_topic(self.report)

    def equations(self, identity: str) -> Mapping[str, Equation]:
        """The sums of one identity by the cell where each is printed, as this edition and its merged rows have them."""
        return self._form[0].get(identity, {})

    def cells(self, table: str) -> Mapping[str, Cell]:
        """The cells this report must fill in one table, by address."""
        return self._form[1].get(table, {})

    @cached_property
    def _form(self) -> tuple[Mapping[str, Mapping[str, Equation]], Mapping[str, Mapping[str, Cell]]]:
        form = self.report.edition, frozenset(self.report.merged_rows)
        return _equations(*form), _cells(*form)


def _in_calendar(year: int | None) -> int | None:
    return year if year is not None and date.min.year <= year < date.max.year else None


# Bounded: merged rows come with the filing, and a hostile one may name any.
@lru_cache(maxsize=32)
def _equations(edition_id: str, merged_rows: frozenset[str]) -> dict[str, dict[str, Equation]]:
    found: dict[str, dict[str, Equation]] = {}
    for equation in edition(edition_id).equations(merged_rows):
        found.setdefault(equation.identity, {})[equation.at] = equation
    return found


@lru_cache(maxsize=32)
def _cells(edition_id: str, merged_rows: frozenset[str]) -> dict[str, dict[str, Cell]]:
    found: dict[str, dict[str, Cell]] = {}
    for cell in edition(edition_id).cells(merged_rows):
        found.setdefault(cell.table, {})[cell.address] = cell
    return found
