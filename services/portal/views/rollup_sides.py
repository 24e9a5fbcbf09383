"""One side of a roll-up: the figures of a report that may be added, and why others may not be; pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum

import msgspec

from services.portal.store.reported import Reported
from services.portal.store.standing import Status
from shared.report.edition import Edition, edition_for, editions

Value = int | Decimal


class Lacking(StrEnum):
    """Why an agency has no figure to add."""

    NOT_FILED = "not_filed"
    RETURNED = "returned"
    IN_PROGRESS = "in_progress"
    STOPPED = "stopped"
    BLANK = "blank"
    UNSOUND = "unsound"
    OFF_FORM = "off_form"
    """Its form does not print the cell."""


class Side(msgspec.Struct, frozen=True):
    """The figures of one report that may be added: values by address, and why others have none."""

    values: dict[str, Value]
    without: dict[str, Lacking]


def side_of(form: Edition, one: Reported, merged: Sequence[str]) -> Side:
    """The figures of one report; rows of `merged` are added up where the report prints what they stand for."""
    values: dict[str, Value] = {}
    without: dict[str, Lacking] = {}
    for at, value in (one.figures or {}).items():
        if at in one.unsound:
            without[at] = Lacking.UNSOUND
        elif value is None:
            without[at] = Lacking.BLANK
        else:
            values[at] = value
    for whole, parts in _merged_cells(form, merged):
        if whole in values or whole in without:
            continue
        why = [without[part] for part in parts if part in without]
        if why:
            without[whole] = why[0]
        elif all(part in values for part in parts):
            values[whole] = sum((values[part] for part in parts), start=0)
    return Side(values, without)


def why_nothing(one: Reported | None) -> Lacking | None:
    """Why nothing of a report can be added up."""
    if one is None:
        return Lacking.NOT_FILED
    if one.figures is not None:
        return None
    match one.entry.status:
        case Status.REJECTED:
            return Lacking.RETURNED
        case Status.DEAD_LETTERED:
            return Lacking.STOPPED
        case _:
            return Lacking.IN_PROGRESS


def form_of(own: Mapping[str, object] | None, year: int) -> Edition:
    """The edition that the government's report uses: that of the year, unless it prints cells of another."""
    usual = edition_for(year)
    if not own:
        return usual
    return max((usual, *editions().values()), key=lambda form: sum(form.has(at) for at in own))


def mergeable(form: Edition) -> Iterator[str]:
    """The rows that some reports print instead of others."""
    for table in form.tables:
        for block in table.blocks:
            yield from (row.key for row in block.rows if row.stands_for)


def merged_rows(form: Edition, every: Iterable[Mapping[str, object]]) -> tuple[str, ...]:
    """The rows to compare instead of those they stand for, since some report prints only them."""
    rows = tuple(mergeable(form))
    cells = {at for at in form.cells(frozenset(rows)) if at.row in rows}
    printed = any(cell.address in figures for figures in every for cell in cells)
    return rows if printed else ()


def _merged_cells(form: Edition, merged: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for table in form.tables:
        for block in table.blocks:
            for row in block.rows:
                if row.key in merged:
                    for column in block.columns:
                        yield (
                            f"{table.key}.{row.key}.{column.key}",
                            tuple(f"{table.key}.{part}.{column.key}" for part in row.stands_for),
                        )
