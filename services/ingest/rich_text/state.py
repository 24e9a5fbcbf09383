"""What holds within a group of rich text, and the rows whose cells are being told."""

from itertools import groupby
from operator import itemgetter

import msgspec

from services.ingest.document import MARK
from services.ingest.edges import Box, Shape
from services.ingest.flow import Flow

MAX_CELLS = 200
"""Word's limit is 63."""


class State(msgspec.Struct):
    """Inherited by inner groups, and as before once they end."""

    target: "Target"
    skips: str = ""
    """Empty where the group is read; else what in it is read nevertheless (`text`, `unicode`), or `all` for nothing."""
    part: str = ""
    """The table of the head that the group belongs to: fonts, styles, the title."""
    fallback: int = 1
    font: int | None = None
    deleted: bool = False
    inserted: bool = False
    hidden: bool = False
    struck: bool = False
    raised: bool = False
    in_table: bool = False
    depth: int = 0
    level: int | None = None
    in_inner_row: bool = False
    """Whether the group tells of a row of a table within a table."""

    @property
    def row(self) -> "Row":
        """The row that is being told."""
        return self.target.inner_row if self.in_inner_row else self.target.row

    def plain(self) -> None:
        """Back to unformatted characters."""
        self.font = None
        self.deleted = self.inserted = self.hidden = self.struck = self.raised = False

    def reset_paragraph(self) -> None:
        """Back to an unformatted paragraph outside tables."""
        self.in_table, self.depth, self.level = False, 0, None

    @property
    def reads(self) -> bool:
        """Whether what stands in the group is writing of the document."""
        return not self.skips and not self.part


class Row:
    """The definition of a row, cell after cell."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """A new definition."""
        self._left = 0
        self._boxes: list[Box] = []
        self._too_many = False
        self._forget()

    def _forget(self) -> None:
        self.joins_left = self.joins_above = False

    def starts_at(self, left: int) -> None:
        """Where the first cell begins."""
        self._left = left

    def cell_ends_at(self, right: int) -> None:
        """A cell whose merging has been told ends at this edge."""
        start = self._boxes[-1].end if self._boxes else self._left
        if len(self._boxes) < MAX_CELLS:
            self._boxes.append(Box(start, right, self.joins_left, self.joins_above))
        else:
            self._too_many = True
        self._forget()

    def shape(self) -> Shape | None:
        """The boxes of the row, None where there are none."""
        return None if self._too_many or not self._boxes else tuple(self._boxes)


class Target:
    """Where writing goes: the body, or the boxes. Keeps the paragraph being read and the rows being told."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.row = Row()
        self.inner_row = Row()
        self.inner_depth = 2
        self._pieces: list[tuple[str, str]] = []

    def write(self, text: str, state: State) -> None:
        """Add to the paragraph being read."""
        self._pieces.append(("struck" if state.struck else "raised" if state.raised else "", text))

    def take(self) -> str:
        """The paragraph being read, which ends here; what would change a figure if taken as plain writing is marked."""
        shown: list[str] = []
        for look, run in groupby(self._pieces, key=itemgetter(0)):
            text = "".join(piece for _, piece in run)
            if text.strip() and look:
                text = f"{MARK}{text}{MARK}" if look == "struck" else f"^{text}"
            shown.append(text)
        self._pieces.clear()
        return "".join(shown).encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def depth(self, state: State) -> int:
        """How many tables a paragraph stands in."""
        if state.in_table or self.flow.is_in_row:
            return max(state.depth, 1)
        return 0
