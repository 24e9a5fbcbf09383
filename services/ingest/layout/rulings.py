"""Ruling lines: pieces of strokes put together to the lines that a reader sees."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

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
    """A line as it is seen, made of rulings that follow each other."""

    is_across: bool
    at: float
    start: float
    end: float

    def cover(self, start: float, end: float) -> float:
        """How much of the way from `start` to `end` is ruled, from 0 to 1."""
        return max(min(end, self.end) - max(start, self.start), 0) / (end - start) if end > start else 0


def joined(rulings: Iterable[Ruling], *, is_across: bool, slack: float) -> list[Line]:
    """The lines of one direction, longest first; strokes no further apart than `slack` are one, mere dots are none."""
    pieces = [ruling for ruling in rulings if ruling.is_across == is_across]
    if len(pieces) > MAX_LINES * 10:
        pieces = sorted(pieces, key=lambda ruling: -ruling.length)[: MAX_LINES * 10]
    pieces.sort(key=lambda ruling: ruling.at)
    lines: list[Line] = []
    bundle: list[Ruling] = []
    for piece in pieces:
        if bundle and piece.at - bundle[0].at > slack:
            lines.extend(_lines(bundle, slack))
            bundle = []
        bundle.append(piece)
    lines.extend(_lines(bundle, slack))
    long = [line for line in lines if line.end - line.start > slack]
    return sorted(long, key=lambda line: line.start - line.end)[:MAX_LINES]


def _lines(bundle: Sequence[Ruling], slack: float) -> Iterator[Line]:
    """The lines that pieces lying on one line make where they follow each other closely."""
    group: list[Ruling] = []
    end = 0.0
    for piece in sorted(bundle, key=lambda ruling: ruling.start):
        if group and piece.start - end > slack:
            yield _line(group, end)
            group = []
        end = max(end, piece.end) if group else piece.end
        group.append(piece)
    if group:
        yield _line(group, end)


def _line(group: Sequence[Ruling], end: float) -> Line:
    weights = [max(piece.length, 0.01) for piece in group]
    at = sum(piece.at * weight for piece, weight in zip(group, weights, strict=True)) / sum(weights)
    return Line(group[0].is_across, at, group[0].start, end)


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
