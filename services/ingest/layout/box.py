"""Rectangles and characters on a page."""

from collections.abc import Iterable
from typing import Self

import msgspec


class Box(msgspec.Struct, frozen=True):
    """A rectangle; top is above bottom and therefore the smaller number."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, boxes: Iterable["Box"]) -> Self:
        """The smallest box that holds all of them."""
        every = list(boxes)
        return cls(
            min(box.left for box in every),
            min(box.top for box in every),
            max(box.right for box in every),
            max(box.bottom for box in every),
        )

    @property
    def width(self) -> float:
        """Extent from left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Extent from top to bottom."""
        return self.bottom - self.top

    @property
    def area(self) -> float:
        """Square points."""
        return max(self.width, 0) * max(self.height, 0)

    @property
    def centre(self) -> tuple[float, float]:
        """The point in the middle."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def holds(self, x: float, y: float, slack: float = 0) -> bool:
        """Whether the point is inside, or outside by no more than `slack`."""
        return self.left - slack <= x <= self.right + slack and self.top - slack <= y <= self.bottom + slack

    def meets(self, other: "Box") -> "Box":
        """What both have in common; its width or height is negative where that is nothing."""
        return Box(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )


class Glyph(msgspec.Struct, frozen=True, eq=False):
    """A printed character, or a piece of writing that was recognised as one.

    `left` and `right` bound its advance, `baseline` is what it stands on, `size` the height of its font. `is_doubtful`
    says that something is printed which cannot be trusted to be this text.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    is_doubtful: bool = False

    @property
    def middle(self) -> float:
        """Half way up the character."""
        return self.baseline - self.size * 0.35

    @property
    def centre(self) -> float:
        """Half way along the character."""
        return (self.left + self.right) / 2

    @property
    def box(self) -> Box:
        """The line's height over the advance."""
        return Box(self.left, self.baseline - self.size * 0.8, self.right, self.baseline + self.size * 0.2)
