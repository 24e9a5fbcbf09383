"""All ways to cut digits that ran together into the cells of a row, without changing, adding or moving a digit.

A cell prints a whole number without leading zeros (`0` itself, `7`, `1,234`), or a lone `/` or dash. So `0000000`
can be cut in one way only, `713000074` in several, and digits fewer than the cells say that a cell is blank.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache

import msgspec

from shared.report.edition import CellKind

BUDGET = 60_000
"""Steps after which a search gives up: what cannot be told by then stays unread."""
MAX_CELL = 9
"""No count of a report has more digits."""

MAX_FOOTING_CELL = 7
"""No count that is one of a sum has more: requests and suits are counted in millions at the very most."""

_WHOLE = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|0|[1-9][0-9]*)"
_CELLS = {
    CellKind.COUNT: re.compile(rf"{_WHOLE}|/|-{{1,2}}|无"),
    CellKind.CHANGE: re.compile(rf"[+-]?{_WHOLE}|/|-{{1,2}}|无"),
    CellKind.AMOUNT: re.compile(rf"{_WHOLE}(?:\.[0-9]{{1,6}})?(?:亿元|万元|千元|百元|元|万)?|/|-{{1,2}}|无"),
}
_LONGEST = {CellKind.COUNT: MAX_CELL + 2, CellKind.CHANGE: MAX_CELL + 3, CellKind.AMOUNT: MAX_CELL + 10}

Cells = tuple[str, ...]
"""The cells of one reading, from left to right; a blank one is empty."""


class TooManyError(Exception):
    """There are more ways to read than anybody could tell apart."""


class Steps:
    """Counts down the work that is allowed."""

    def __init__(self, allowed: int = BUDGET) -> None:
        self._left = allowed

    def take(self) -> None:
        """One step more.

        Raises:
            TooManyError: the work allowed is done.
        """
        self._left -= 1
        if self._left < 0:
            raise TooManyError


class Printed(msgspec.Struct, frozen=True):
    """What stands behind a label: pieces with space between them, across which no cell reaches."""

    pieces: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it, run together."""
        return "".join(self.pieces)

    @property
    def breaks(self) -> frozenset[int]:
        """Where in the text one piece ends and the next begins."""
        ends: list[int] = []
        for piece in self.pieces:
            ends.append((ends[-1] if ends else 0) + len(piece))
        return frozenset(ends)


def number(cell: str) -> int:
    """What a cell counts for in a sum: a blank one, a slash and a dash count nothing."""
    return int(cell.replace(",", "")) if cell[:1].isdigit() else 0


def count(printed: Printed, kinds: Sequence[CellKind]) -> int:
    """In how many ways the text can be cut when no cell is blank."""
    ends = _ends_of(printed, tuple(kinds))
    ways = {0: 1}
    for place in range(len(kinds)):
        further: dict[int, int] = {}
        for start, many in ways.items():
            for end in ends.of(start, place):
                further[end] = further.get(end, 0) + many
        ways = further
    return ways.get(len(printed.text), 0)


def every(printed: Printed, kinds: Sequence[CellKind], most: int) -> list[Cells]:
    """All ways to cut the text when no cell is blank.

    Raises:
        TooManyError: more than `most`.
    """
    if count(printed, kinds) > most:
        raise TooManyError
    ends, text = _ends_of(printed, tuple(kinds)), printed.text

    @cache
    def reaches(start: int, place: int) -> bool:
        if place == len(kinds):
            return start == len(text)
        return any(reaches(end, place + 1) for end in ends.of(start, place))

    def cut(start: int, place: int) -> Iterator[Cells]:
        if place == len(kinds):
            yield ()
            return
        for end in ends.of(start, place):
            if reaches(end, place + 1):
                yield from ((text[start:end], *rest) for rest in cut(end, place + 1))

    return list(cut(0, 0)) if reaches(0, 0) else []


def footing(
    printed: Printed, columns: int, *, blanks: bool = False, start: int = 0, stop: int | None = None, steps: Steps
) -> list[Cells]:
    """The ways to cut a stretch of the text in which the last cell is the sum of the others; blanks only if asked for.

    Raises:
        TooManyError: the work allowed is done.
    """
    text = printed.text
    stop = len(text) if stop is None else stop
    ends = _ends_of(printed, (CellKind.COUNT,) * columns)
    longest = MAX_FOOTING_CELL + 2 * ("," in text)

    @cache
    def cut(at: int, until: int, cells: int) -> list[tuple[int, Cells]]:
        """All ways to cut a part of the text into so many cells, with their sums."""
        if cells == 0:
            return [(0, ())] if at == until else []
        found = [(rest, ("", *more)) for rest, more in cut(at, until, cells - 1)] if blanks else []
        for end in ends.of(at, 0):
            if end <= until and end - at <= longest:
                figure = number(text[at:end])
                found.extend((figure + rest, (text[at:end], *more)) for rest, more in cut(end, until, cells - 1))
        for _ in found:
            steps.take()
        return found

    # Halves that make up a total are few, where whole rows would be many.
    half = (columns - 1) // 2
    found: list[Cells] = []
    totals = [place for place in range(max(start, stop - longest), stop) if stop in ends.of(place, columns - 1)]
    for until in [*totals, *([stop] if blanks else [])]:
        total = number(text[until:stop])
        for middle in range(start, until + 1):
            missing: dict[int, list[Cells]] = {}
            for rest, cells in cut(middle, until, columns - 1 - half):
                missing.setdefault(total - rest, []).append(cells)
            for figure, cells in cut(start, middle, half) if missing else ():
                found.extend((*cells, *more, text[until:stop]) for more in missing.get(figure, ()))
    return found


def affordable(
    printed: Printed, columns: int, price: Callable[[int, int], int], most: int, *, blanks: bool, steps: Steps
) -> list[Cells]:
    """All cuts whose cells together cost at most `most`, by the price of each column's figure.

    Raises:
        TooManyError: the work allowed is done.
    """
    text = printed.text
    ends = _ends_of(printed, (CellKind.COUNT,) * columns)
    found: list[Cells] = []

    def cut(place: int, at: int, left: int, cells: Cells) -> None:
        steps.take()
        if place == columns:
            if at == len(text):
                found.append(cells)
            return
        if len(text) - at > (columns - place) * (MAX_CELL + 2):
            return
        for end in (at, *ends.of(at, place)) if blanks else ends.of(at, place):
            cell = text[at:end]
            if (cost := price(place, number(cell))) <= left:
                cut(place + 1, end, left - cost, (*cells, cell))

    cut(0, 0, most, ())
    return found


@lru_cache(maxsize=256)
def _ends_of(printed: Printed, kinds: tuple[CellKind, ...]) -> "_Ends":
    return _Ends(printed, kinds)


class _Ends:
    """Where a cell that starts at a place may end."""

    def __init__(self, printed: Printed, kinds: Sequence[CellKind]) -> None:
        self._text, self._breaks, self._kinds = printed.text, printed.breaks, kinds
        self._known: dict[tuple[int, CellKind], tuple[int, ...]] = {}

    def of(self, start: int, place: int) -> tuple[int, ...]:
        """All ends, nearest first."""
        kind = self._kinds[place]
        if (start, kind) not in self._known:
            self._known[start, kind] = tuple(self._ends(start, kind))
        return self._known[start, kind]

    def _ends(self, start: int, kind: CellKind) -> Iterator[int]:
        for end in range(start + 1, min(len(self._text), start + _LONGEST[kind]) + 1):
            if _CELLS[kind].fullmatch(self._text, start, end):
                yield end
            if end in self._breaks:
                return
