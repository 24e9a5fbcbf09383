"""Random figures for every cell of an edition, blanks among them."""

from decimal import Decimal

import msgspec
from hypothesis import strategies as st
from typing_extensions import override

from shared.report.edition import CellKind, Edition, edition
from tests.services.ingest.render import Values

COUNTS = st.one_of(st.just(0), st.integers(0, 20), st.integers(0, 99_999_999))
AMOUNTS = st.one_of(COUNTS, st.decimals(0, 99_999, places=2, allow_nan=False, allow_infinity=False).filter(bool))
KINDS: dict[CellKind, st.SearchStrategy[int | Decimal]] = {
    CellKind.COUNT: COUNTS,
    CellKind.CHANGE: st.integers(-500, 500),
    CellKind.AMOUNT: AMOUNTS.map(lambda number: int(number) if number == int(number) else number),
}
CASES = st.sampled_from(
    [("2021", frozenset[str]()), ("2021", frozenset({"other_combined"})), ("2019", frozenset[str]())]
)


class Filled(msgspec.Struct, frozen=True):
    """A form filled in: its edition, figures by address, and the rows printed merged."""

    edition_id: str
    figures: Values
    merged: frozenset[str]

    @property
    def form(self) -> Edition:
        """The edition itself."""
        return edition(self.edition_id)

    @override
    def __repr__(self) -> str:
        return f"Filled({self.edition_id!r}, {sorted(self.merged)}, {len(self.figures)} cells)"


@st.composite
def filled(draw: st.DrawFn, *, blanks: bool = True) -> Filled:
    """A form with a figure in every cell; with `blanks`, in most."""
    edition_id, merged = draw(CASES)
    cells = edition(edition_id).cells(merged)
    holes = draw(st.sets(st.integers(0, len(cells) - 1), max_size=60)) if blanks else set()
    common = draw(st.lists(st.integers(0, 9), min_size=8, max_size=8))
    figures: dict[str, int | Decimal | None] = {
        cell.address: None if place in holes else common[(place * 7 + place // 11) % 8] + place % 3
        for place, cell in enumerate(cells)
    }
    for place in draw(st.sets(st.integers(0, len(cells) - 1), max_size=25)) - holes:
        figures[cells[place].address] = draw(KINDS[cells[place].kind])
    return Filled(edition_id, figures, merged)
