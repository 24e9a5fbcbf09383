"""A printed row that may be a row of the form: what stood in each of its columns, or why that cannot be said."""

from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from services.ingest.interpreter.vocabulary import RowRef
from shared.report.reading import Note


class Placed(msgspec.Struct, frozen=True):
    """What was printed for one cell. `doubt` is the code of a note when the place was not certain."""

    raw: str
    at: str
    doubt: str | None = None
    unit: str = "万元"


class Candidate(msgspec.Struct, frozen=True):
    """One printed row. `failure` is the code of a note saying why its figures could not be placed.

    `told` says what a code alone cannot: how the figures of the row were come by.
    """

    row: RowRef
    at: str
    cells: Mapping[str, Placed] = {}
    failure: str | None = None
    has_values: bool = True
    label: str = ""
    label_is_variant: bool = False
    told: tuple[Note, ...] = ()

    def without_doubt(self, doubt: str) -> "Candidate":
        """The same row where one reason to doubt its places has been dispelled."""
        cells = {
            key: replace(placed, doubt=None) if placed.doubt == doubt else placed for key, placed in self.cells.items()
        }
        return replace(self, cells=cells)

    def same_figures(self, other: "Candidate") -> bool:
        """Whether both rows print the same in every column."""
        return {key: placed.raw for key, placed in self.cells.items()} == {
            key: placed.raw for key, placed in other.cells.items()
        }


def settle(found: list[Candidate]) -> Candidate | None:
    """The candidate that stands for a row; printed twice with different content, none of them can."""
    telling = [candidate for candidate in found if candidate.has_values or candidate.cells]
    if not telling:
        return found[0] if found else None
    first = telling[0]
    if all(other.failure is None and first.same_figures(other) for other in telling) or len(telling) == 1:
        return first
    return replace(first, cells={}, failure="row.duplicate")
