"""Why sums do not tie out: the smallest slips of a pen that explain it. Proposals only: figures stay as printed."""

from decimal import Decimal
from enum import StrEnum

import msgspec

from shared.report.text import Text


class Slip(StrEnum):
    """How a figure came to be wrong, as people make mistakes in tables."""

    MISTYPED = "mistyped"
    """One cell holds another number, in no way that can be told."""
    OFF_BY_ONE = "off_by_one"
    DIGIT_MISTYPED = "digit_mistyped"
    DIGIT_DROPPED = "digit_dropped"
    DIGIT_DOUBLED = "digit_doubled"
    DIGITS_TRANSPOSED = "digits_transposed"
    POWER_OF_TEN = "power_of_ten"
    TOTAL_FORGOTTEN = "total_forgotten"
    """A total is zero or blank though what it adds up is not."""
    LEFT_AT_ZERO = "left_at_zero"
    MISCOPIED = "miscopied"
    """A neighbouring cell's figure stands there."""
    LAST_YEAR = "last_year"
    """Last year's figure was left standing."""
    SHIFTED = "shifted"
    """A figure stands one column or row off."""
    SWAPPED = "swapped"
    """Two neighbouring cells have changed places."""
    SPLIT = "split"
    """The digits of one number stand in two cells (1 and 2 for 12)."""
    ROW_SHIFTED = "row_shifted"
    """A whole row stands one column off."""
    ROWS_SWAPPED = "rows_swapped"
    COLUMNS_SWAPPED = "columns_swapped"
    SEVERAL = "several"
    """More than one slip at once."""


class Edit(msgspec.Struct, frozen=True):
    """A cell, what is printed there, and what would tie out; `printed` None is a blank."""

    at: str
    printed: int | Decimal | None
    proposed: int | Decimal


class Explanation(msgspec.Struct, frozen=True):
    """Edits that together make the sums tie out, and the slip they undo."""

    edits: tuple[Edit, ...]
    kind: Slip


class Diagnosis(msgspec.Struct, frozen=True, kw_only=True):
    """One fault of a table, explained.

    `repairs` names the failed places (`rule@place`) that the edits set right. `confidence`, 0 to 1, is how often such
    a proposal is the truth. `equally_small` counts all explanations as small as this one, this one included;
    `alternatives` lists the others, likeliest first (the first twelve of them).
    """

    edits: tuple[Edit, ...]
    kind: Slip
    repairs: tuple[str, ...]
    confidence: float
    equally_small: int
    alternatives: tuple[Explanation, ...] = ()
    message: Text
