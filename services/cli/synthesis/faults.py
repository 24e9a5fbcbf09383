"""Faults in sound figures, each with the truth about it; independent faults share no row and no column."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import msgspec

from services.cli.synthesis.chance import Chance, happens
from services.cli.synthesis.fault_kinds import MAKERS, Changes, FaultKind, Grid, Place
from services.cli.synthesis.proactive import Value
from shared.report.edition import Equation, edition


class Edit(msgspec.Struct, frozen=True):
    """One cell: what it should hold and what is printed."""

    at: str
    true: Value | None
    printed: Value | None


class Fault(msgspec.Struct, frozen=True, omit_defaults=True):
    """One fault; `breaks` names the sums that it alone makes fail, `sentence` the sentence that says a wrong number."""

    kind: FaultKind
    edits: tuple[Edit, ...] = ()
    breaks: tuple[str, ...] = ()
    sentence: str = ""
    stated: Value | None = None
    cells: tuple[str, ...] = ()


class Form(msgspec.Struct, frozen=True):
    """What faults need to know about the form of a report."""

    cells: tuple[tuple[Grid, int, int], ...]
    """Every cell by its grid, row and column."""
    equations: tuple[Equation, ...]


class Ground(msgspec.Struct, frozen=True):
    """Where faults are made: the form, its sound figures, and those of last year."""

    form: Form
    figures: Mapping[str, Value]
    last: Mapping[str, Value]


@lru_cache(maxsize=8)
def form_of(edition_id: str, merged_rows: tuple[str, ...]) -> Form:
    """The form of a report."""
    form = edition(edition_id)
    cells = form.cells(frozenset(merged_rows))
    rows: dict[str, list[str]] = {}
    for cell in cells:
        rows.setdefault(f"{cell.table}.{cell.row}", []).append(cell.address)
    grids = (
        Grid(table.key, tuple(tuple(rows[at]) for row in block.rows if (at := f"{table.key}.{row.key}") in rows))
        for table in form.tables
        for block in table.blocks
    )
    places = (
        (grid, row, column) for grid in grids for row, line in enumerate(grid.rows) for column in range(len(line))
    )
    return Form(tuple(places), form.equations(frozenset(merged_rows)))


def commit(draw: Chance, kinds: Sequence[FaultKind], number: int, ground: Ground) -> tuple[Fault, ...]:
    """Up to `number` faults of these kinds; fewer where the figures give no occasion for more."""
    found: list[Fault] = []
    touched: set[str] = set()
    for _ in range(number):
        for place in draw.permutation(len(kinds)):
            kind = kinds[int(place)]
            changes = next(_occasions(draw, kind, ground, touched), None)
            if changes is not None:
                found.append(_fault(kind, ground, changes))
                touched |= _lines(changes)
                break
    return tuple(found)


def printed(figures: Mapping[str, Value], faults: Sequence[Fault]) -> dict[str, Value | None]:
    """The figures with all faults in them."""
    changed: dict[str, Value | None] = dict(figures)
    for fault in faults:
        changed.update({edit.at: edit.printed for edit in fault.edits})
    return changed


def _fault(kind: FaultKind, ground: Ground, changes: Changes) -> Fault:
    edits = tuple(Edit(at, ground.figures[at], value) for at, value in changes.items())
    after = {**ground.figures, **changes}
    broken = (
        f"{each.identity}@{each.at}"
        for each in ground.form.equations
        if any(cell in changes for cell, _ in each.terms)
        and sum((after[at] or 0) * sign for at, sign in each.terms) != 0
    )
    return Fault(kind, edits, tuple(broken))


def _lines(changes: Changes) -> set[str]:
    """Rows and columns that changes touch."""
    lines: set[str] = set()
    for at in changes:
        table, row, *column = at.split(".")
        lines |= {f"{table}.{row}", f"{table}|{column[0]}" if column else f"{table}.{row}"}
    return lines


def _occasions(draw: Chance, kind: FaultKind, ground: Ground, touched: set[str]) -> Iterator[Changes]:
    """Changes that this kind of fault could make, in the order of chance, none of them on a line already touched."""
    cells = ground.form.cells
    order = [cells[place] for place in draw.permutation(len(cells)).tolist()]
    if happens(draw, 0.8):
        order.sort(key=lambda cell: not ground.figures[cell[0].rows[cell[1]][cell[2]]])
    for grid, row, column in order:
        changes = MAKERS[kind](draw, Place(grid, row, column, ground.figures, ground.last))
        wrong = changes and all(ground.figures[at] != value for at, value in changes.items())
        if changes and wrong and not _lines(changes) & touched:
            yield changes
