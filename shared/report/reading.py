"""How a report was read: where each figure stood, what was printed there, and how sure the reader is."""

from collections.abc import Iterator
from enum import StrEnum

import msgspec

from shared.report.text import Text


class Confidence(StrEnum):
    """How a cell was read."""

    READ = "read"
    """It stood where the form puts it, as a number or as a blank."""
    INFERRED = "inferred"
    """The value follows from more than what was printed in its place; a note says how."""
    UNREADABLE = "unreadable"
    """Something was printed that is not a number, or no place for the cell was found; a note says what."""
    CONFIRMED = "confirmed"
    """It was not read with confidence, and the agency has said what is printed there."""

    @property
    def is_sound(self) -> bool:
        """Whether a rule may rest on the cell."""
        return self in {Confidence.READ, Confidence.CONFIRMED}


class CellReading(msgspec.Struct, frozen=True):
    """Provenance of one figure: place in the source, raw text there, confidence."""

    at: str
    raw: str
    confidence: Confidence


class Note(msgspec.Struct, frozen=True):
    """Something the reader wants known: a stable code, the cell or place it is about, and a sentence about it."""

    code: str
    at: str
    text: Text


class Reading(msgspec.Struct, frozen=True):
    """The provenance of a whole report; `format` names the reader (`html`, `text`, `json`), `revision` its edition.

    Readers of another revision may read the same file otherwise.
    """

    format: str
    cells: dict[str, CellReading] = {}
    notes: tuple[Note, ...] = ()
    revision: str = ""

    def confidence(self, address: str) -> Confidence:
        """How the cell was read; a cell without provenance has not been read."""
        cell = self.cells.get(address)
        return cell.confidence if cell else Confidence.UNREADABLE

    def having(self, confidence: Confidence) -> Iterator[str]:
        """Addresses of the cells read with that confidence."""
        return (address for address, cell in self.cells.items() if cell.confidence is confidence)
