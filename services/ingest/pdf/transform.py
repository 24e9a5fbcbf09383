"""From the coordinates of a page object to those of the page as it is seen."""

import math
from typing import Self

import msgspec

from services.ingest.layout.box import Box

_QUARTER = 90


class Matrix(msgspec.Struct, frozen=True):
    """An affine map: x' = a·x + c·y + e, y' = b·x + d·y + f."""

    a: float = 1
    b: float = 0
    c: float = 0
    d: float = 1
    e: float = 0
    f: float = 0

    @classmethod
    def seen(cls, left: float, bottom: float, right: float, top: float, rotation: int) -> Self:
        """From user space to the page as displayed: its visible box turned clockwise by quarters, y downwards."""
        return (
            cls(1, 0, 0, -1, -left, top),
            cls(0, 1, 1, 0, -bottom, -left),
            cls(-1, 0, 0, 1, right, -bottom),
            cls(0, -1, -1, 0, top, right),
        )[rotation % 4]

    def then(self, outer: "Matrix") -> "Matrix":
        """This map followed by another."""
        return Matrix(
            self.a * outer.a + self.b * outer.c,
            self.a * outer.b + self.b * outer.d,
            self.c * outer.a + self.d * outer.c,
            self.c * outer.b + self.d * outer.d,
            self.e * outer.a + self.f * outer.c + outer.e,
            self.e * outer.b + self.f * outer.d + outer.f,
        )

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point goes."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """The box around where a rectangle goes."""
        x0, y0 = self.point(left, bottom)
        x1, y1 = self.point(right, top)
        if self.is_straight:
            return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        x2, y2 = self.point(left, top)
        x3, y3 = self.point(right, bottom)
        return Box(min(x0, x1, x2, x3), min(y0, y1, y2, y3), max(x0, x1, x2, x3), max(y0, y1, y2, y3))

    @property
    def is_straight(self) -> bool:
        """Whether horizontal stays horizontal or becomes vertical."""
        return (self.b == 0 and self.c == 0) or (self.a == 0 and self.d == 0)

    @property
    def scale(self) -> float:
        """How much lengths grow."""
        return math.sqrt(abs(self.a * self.d - self.b * self.c))

    @property
    def heading(self) -> float:
        """Degrees from the direction of reading in which writing runs, clockwise as seen."""
        return math.degrees(math.atan2(self.b, self.a)) % 360


def quarters(heading: float) -> int | None:
    """The number of quarter turns of a direction, None when it is aslant."""
    nearest = round(heading / _QUARTER)
    return nearest % 4 if abs(heading - nearest * _QUARTER) < 1 else None


def turned(width: float, height: float, turns: int) -> Matrix:
    """The map that turns a seen page back so that writing running in `turns` quarters runs from left to right."""
    return (
        Matrix(),
        Matrix(0, -1, 1, 0, 0, width),
        Matrix(-1, 0, 0, -1, width, height),
        Matrix(0, 1, -1, 0, height, 0),
    )[turns % 4]
