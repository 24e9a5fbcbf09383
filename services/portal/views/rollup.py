"""汇总核对: the report of a whole government held against what the agencies directly below it report; pure.

条例 art. 49 has the government's supervising department publish the report of 本级政府. Whether the governments one
level down are in it the law does not say, so both readings are offered. Local organs of central departments (垂直管理)
report to their own superiors and are in neither.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from uuid import UUID

import msgspec

from services.portal.store.reported import Reported
from services.portal.views.places import cell_anchor
from services.portal.views.rollup_sides import (
    Lacking,
    Side,
    Value,
    form_of,
    mergeable,
    merged_rows,
    side_of,
    why_nothing,
)
from services.portal.views.rollup_suspects import Suspect, Whole, suspects
from shared.layout.form_tables import Box, FormTable, form_tables
from shared.report.agency import Agency, AgencyClass
from shared.report.edition import Cell, CellKind, editions
from shared.report.text import Text


class Reach(StrEnum):
    """Which children are in the report of a government."""

    OWN_LEVEL = "own_level"
    """Departments, townships and other organs of the level itself."""
    WHOLE_REGION = "whole_region"
    """The governments directly below as well, by their own reports of the whole government."""


class Tie(StrEnum):
    """What comparing a cell with the sum shows."""

    TIES = "ties"
    DIFFERS = "differs"
    OWN = "own"
    """More than the sum, in a row where a government has business of its own that no agency below reports."""
    UNDECIDED = "undecided"
    """A figure is lacking on either side, so that the sum is a lower bound or there is nothing to compare."""


class Contribution(msgspec.Struct, frozen=True):
    """What one agency adds to a cell: a figure, or why there is none."""

    agency: Agency
    filing_id: UUID | None
    value: Value | None
    lacking: Lacking | None = None


class RolledCell(msgspec.Struct, frozen=True, kw_only=True):
    """A cell of the government's report beside the sum; `missing` counts the agencies without a figure for it.

    `difference` is what is printed less the sum, known only where both are. `exceeds` says that what is known already
    adds up to more than is printed. `suspect` is the one agency whose figure explains the difference.
    """

    address: str
    anchor: str
    label: Text
    printed: Value | None
    unprinted: Lacking | None
    total: Value
    missing: int
    difference: Value | None
    tie: Tie
    exceeds: bool = False
    suspect: Suspect | None = None


class RolledTable(msgspec.Struct, frozen=True):
    """A table of the form with its cells by address."""

    form: FormTable
    cells: dict[str, RolledCell]

    def cell(self, box: Box) -> RolledCell:
        """The cell that stands in a box of the grid."""
        return self.cells[box.address or ""]


class Child(msgspec.Struct, frozen=True):
    """An agency directly below: whether it is added up, and if so whether as a whole it cannot be."""

    agency: Agency
    filing_id: UUID | None
    counted: bool
    lacking: Lacking | None


class Opened(msgspec.Struct, frozen=True):
    """One cell with what every agency adds to it, largest first, then those without a figure."""

    cell: RolledCell
    parts: tuple[Contribution, ...]


class Rollup(msgspec.Struct, frozen=True, kw_only=True):
    """A government and year in one reading; `otherwise` counts the differing cells in the other one, if there is one.

    `merged` says that （六）其他处理 is compared as one row, since some report prints it so.
    """

    organ: Agency
    year: int
    reach: Reach
    edition: str
    filing_id: UUID | None
    unprinted: Lacking | None
    children: tuple[Child, ...]
    tables: tuple[RolledTable, ...]
    ties: dict[Tie, int]
    wholes: tuple[Whole, ...]
    merged: bool
    otherwise: int | None = None
    opened: Opened | None = None

    @property
    def lacking(self) -> tuple[Child, ...]:
        """The agencies that should be added up and of which nothing can be."""
        return tuple(child for child in self.children if child.counted and child.lacking)

    @property
    def differing(self) -> tuple[RolledCell, ...]:
        """The cells that differ, in printed order."""
        return tuple(cell for table in self.tables for cell in table.cells.values() if cell.tie is Tie.DIFFERS)


def rollup(
    organ: Agency,
    year: int,
    children: Sequence[Agency],
    reported: Mapping[str, Reported],
    *,
    reach: Reach = Reach.OWN_LEVEL,
    opened: str | None = None,
) -> Rollup:
    """The government's report beside the sum of its children's; `reported` has its own filing too.

    Raises:
        KeyError: the form has no cell `opened`.
    """
    shown = _compared(organ, year, children, reported, reach)
    two_ways = any(child.agency_class.is_government for child in children)
    other = next(each for each in Reach if each is not reach)
    found = msgspec.structs.replace(
        shown,
        otherwise=len(_compared(organ, year, children, reported, other).differing) if two_ways else None,
    )
    if opened is None:
        return found
    cell = {at: cell for table in found.tables for at, cell in table.cells.items()}[opened]
    return msgspec.structs.replace(found, opened=Opened(cell, _parts(found, reported, opened)))


def usual_reach(children: Sequence[Agency]) -> Reach:
    """The reading to begin with: the own level, unless there is nobody at it."""
    own_level = any(counts(child.agency_class, Reach.OWN_LEVEL) for child in children)
    return Reach.OWN_LEVEL if own_level or not children else Reach.WHOLE_REGION


def counts(kind: AgencyClass, reach: Reach) -> bool:
    """Whether an agency of that class is in the report of the government above it."""
    if kind is AgencyClass.CENTRAL_DEPARTMENT:
        return False
    return not kind.is_government or reach is Reach.WHOLE_REGION


def _compared(
    organ: Agency, year: int, children: Sequence[Agency], reported: Mapping[str, Reported], reach: Reach
) -> Rollup:
    mine = reported.get(organ.code)
    own = mine.figures if mine is not None else None
    form = form_of(own, year)
    adding = {child.code for child in children if counts(child.agency_class, reach)}
    every = [one.figures for code, one in reported.items() if one.figures and (code == organ.code or code in adding)]
    merged = merged_rows(form, every)
    sides = {code: side_of(form, one, merged) for code, one in reported.items() if one.figures is not None}
    cells = form.cells(frozenset(merged))
    added = {code: side for code, side in sides.items() if code in adding}
    rolled = [_cell(cell, sides.get(organ.code), why_nothing(mine), added, len(adding)) for cell in cells]
    wholes, by_cell = suspects(
        form,
        merged,
        {cell.address: cell.difference for cell in rolled if cell.difference is not None},
        {code: side.values for code, side in added.items()},
        {child.code: child for child in children},
    )
    told = {cell.address: msgspec.structs.replace(cell, suspect=by_cell.get(cell.address)) for cell in rolled}
    return Rollup(
        organ=organ,
        year=year,
        reach=reach,
        edition=form.id,
        filing_id=mine.entry.submission.id if mine else None,
        unprinted=why_nothing(mine),
        children=tuple(_child(child, reported.get(child.code), child.code in adding) for child in children),
        tables=tuple(
            RolledTable(table, {at: cell for at, cell in told.items() if at.startswith(f"{table.key}.")})
            for table in form_tables(form, merged)
        ),
        ties={tie: sum(cell.tie is tie for cell in rolled) for tie in Tie},
        wholes=wholes,
        merged=bool(merged),
    )


def _cell(
    cell: Cell, own: Side | None, unprinted: Lacking | None, added: Mapping[str, Side], agencies: int
) -> RolledCell:
    at = cell.address
    figures = [side.values[at] for side in added.values() if at in side.values]
    total = sum(figures, start=0)
    missing = agencies - len(figures)
    printed = own.values.get(at) if own else None
    # With nobody to add up there is no sum to hold anything against.
    difference = printed - total if printed is not None and agencies and not missing else None
    return RolledCell(
        address=at,
        anchor=cell_anchor(at),
        label=cell.label,
        printed=printed,
        unprinted=None if printed is not None else (own.without.get(at, Lacking.OFF_FORM) if own else unprinted),
        total=total,
        missing=missing,
        difference=difference,
        tie=_tie(cell, difference),
        exceeds=bool(missing) and printed is not None and cell.kind is not CellKind.CHANGE and total > printed,
    )


_OWN_BUSINESS = ("government_rules", "normative_documents")
"""Only governments make 规章 (立法法 art. 93), and documents issued in their own name are in no department's report."""


def _tie(cell: Cell, difference: Value | None) -> Tie:
    if difference is None:
        return Tie.UNDECIDED
    if not difference:
        return Tie.TIES
    return Tie.OWN if difference > 0 and cell.row in _OWN_BUSINESS else Tie.DIFFERS


def _parts(found: Rollup, reported: Mapping[str, Reported], at: str) -> tuple[Contribution, ...]:
    form = editions()[found.edition]
    merged = [row for row in mergeable(form) if found.merged]
    parts = []
    for child in found.children:
        if not child.counted:
            continue
        one = reported.get(child.agency.code)
        if child.lacking or one is None:
            parts.append(Contribution(child.agency, child.filing_id, None, child.lacking))
            continue
        side = side_of(form, one, merged)
        value = side.values.get(at)
        why = None if value is not None else side.without.get(at, Lacking.OFF_FORM)
        parts.append(Contribution(child.agency, child.filing_id, value, why))
    return tuple(sorted(parts, key=lambda part: (part.value is None, -(part.value or 0), part.agency.code)))


def _child(agency: Agency, one: Reported | None, counted: bool) -> Child:  # noqa: FBT001 - as its fields stand
    return Child(agency, one.entry.submission.id if one else None, counted, why_nothing(one))
