"""Ruling lines: pieces of strokes put together to the lines that a reader sees."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

import msgspec

MAX_LINES = 4000
"""Tables of a report have a tenth of this on a page; drawings may have more, and lose their shortest strokes."""


class Ruling(msgspec.Struct, frozen=True, eq=False):
    """A straight line across or down the page: it lies at `at` and reaches from `start` to `end`."""

    is_across: bool
    at: float
    start: float
    end: float

    @property
    def length(self) -> float:
        """From end to end."""
        return self.end - self.start


class Line(msgspec.Struct, frozen=True, eq=False):
    """Rulings that lie on one line, with the stretches they cover, in order and not touching."""

    is_across: bool
    at: float
    stretches: tuple[tuple[float, float], ...]

    @property
    def start(self) -> float:
        """Where the first stretch begins."""
        return self.stretches[0][0]

    @property
    def end(self) -> float:
        """Where the last stretch ends."""
        return self.stretches[-1][1]

    def cover(self, start: float, end: float) -> float:
        """How much of the way from `start` to `end` is ruled, from 0 to 1."""
        if end <= start:
            return 0
        ruled = sum(max(min(until, end) - max(since, start), 0) for since, until in self.stretches)
        return ruled / (end - start)


def joined(rulings: Iterable[Ruling], *, is_across: bool, slack: float) -> list[Line]:
    """The lines of one direction, from top or left; strokes no further apart than `slack` are one."""
    pieces = [ruling for ruling in rulings if ruling.is_across == is_across]
    if len(pieces) > MAX_LINES * 4:
        pieces = sorted(pieces, key=lambda ruling: -ruling.length)[: MAX_LINES * 4]
    pieces.sort(key=lambda ruling: ruling.at)
    lines: list[Line] = []
    bundle: list[Ruling] = []
    for piece in pieces:
        if bundle and piece.at - bundle[0].at > slack:
            lines.append(_line(bundle, slack))
            bundle = []
        bundle.append(piece)
    if bundle:
        lines.append(_line(bundle, slack))
    whole = [Line(is_across, line.at, (stretch,)) for line in lines for stretch in line.stretches]
    return sorted(whole, key=lambda line: line.start - line.end)[:MAX_LINES]


def _line(bundle: Sequence[Ruling], slack: float) -> Line:
    stretches: list[tuple[float, float]] = []
    for piece in sorted(bundle, key=lambda ruling: ruling.start):
        if stretches and piece.start - stretches[-1][1] <= slack:
            stretches[-1] = (stretches[-1][0], max(stretches[-1][1], piece.end))
        else:
            stretches.append((piece.start, piece.end))
    weight = sum(piece.length for piece in bundle) or 1
    at = sum(piece.at * piece.length for piece in bundle) / weight if weight > 1 else bundle[0].at
    return Line(bundle[0].is_across, at, tuple(stretches))


def nets(across: Sequence[Line], down: Sequence[Line], slack: float) -> list[tuple[list[Line], list[Line]]]:
    """The lines that hang together by touching or crossing one another: one net for each table on the page."""
    down = sorted(down, key=lambda line: line.at)
    places = [line.at for line in down]
    parent = list(range(len(across) + len(down)))

    def root(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for number, line in enumerate(across):
        first, last = bisect_left(places, line.start - slack), bisect_right(places, line.end + slack)
        for other in range(first, last):
            if down[other].start - slack <= line.at <= down[other].end + slack:
                parent[root(len(across) + other)] = root(number)
    found: dict[int, tuple[list[Line], list[Line]]] = {}
    for number, line in enumerate([*across, *down]):
        found.setdefault(root(number), ([], []))[0 if line.is_across else 1].append(line)
    return [net for net in found.values() if net[0] and net[1]]
