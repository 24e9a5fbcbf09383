"""What a clerk says is printed in cells that were not read with confidence, from the fields of a form; pure."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from services.gateway.case_refusals import CELL_UNKNOWN, CORRECTION_INVALID, CORRECTION_MISSING, no
from services.gateway.problems import Fault, ProblemError
from shared.report.edition import Cell, editions
from shared.report.stated import is_possible
from shared.report.submission import Correction

FIELD = "cell:"
BLANK = frozenset({"空白", "blank"})
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,6})?")
_WIDE = str.maketrans("０１２３４５６７８９．，－−＋", "0123456789.,--+")
_QUOTED = 60


def revised(standing: Iterable[Correction], stated: Mapping[str, str]) -> tuple[Correction, ...]:
    """The corrections that stand, with those now stated by cell address, in order of address.

    An empty value says that the cell is not corrected, whatever stood before; `空白` or `blank` that it is blank.

    Raises:
        ProblemError: naming every cell that does not exist or cannot hold its value, or that nothing is said at all.
    """
    before = {one.at: one for one in standing}
    if not any(stated.values()) and not before.keys() & stated.keys():
        raise no(CORRECTION_MISSING)
    now = {one.at: one for one in read_corrections(stated)}
    kept = {at: one for at, one in before.items() if at not in stated}
    return tuple(one for _, one in sorted((kept | now).items()))


def read_corrections(stated: Mapping[str, str]) -> tuple[Correction, ...]:
    """Corrections by cell address, in order of address; an empty value corrects nothing.

    Raises:
        ProblemError: naming every cell that does not exist or cannot hold its value.
    """
    known = _cells()
    faults: list[Fault] = []
    found: list[Correction] = []
    for at, value in sorted(stated.items()):
        if not value:
            continue
        cell = known.get(at)
        if cell is None:
            faults.append(CELL_UNKNOWN.fault(FIELD + at[:_QUOTED], cell=at[:_QUOTED]))
            continue
        try:
            found.append(Correction(at, _value(value, cell)))
        except ValueError:
            faults.append(CORRECTION_INVALID.fault(FIELD + at, value=value[:_QUOTED], cell=cell.label.zh))
    if faults:
        kind = CELL_UNKNOWN if faults[0].code == CELL_UNKNOWN.code else CORRECTION_INVALID
        raise ProblemError(kind, faults)
    return tuple(found)


def _value(text: str, cell: Cell) -> int | Decimal | None:
    if text.lower() in BLANK:
        return None
    plain = text.translate(_WIDE).replace(",", "")
    if not _NUMBER.fullmatch(plain):
        raise ValueError(text)
    number = Decimal(plain)
    value: int | Decimal = int(number) if number == int(number) else number
    if not is_possible(cell.kind, value):
        raise ValueError(text)
    return value


def _cells() -> dict[str, Cell]:
    return {
        cell.address: cell
        for edition in editions().values()
        for merged in (frozenset[str](), _merging(edition.id))
        for cell in edition.cells(merged)
    }


def _merging(edition_id: str) -> frozenset[str]:
    tables = editions()[edition_id].tables
    return frozenset(row.key for table in tables for block in table.blocks for row in block.rows if row.stands_for)
