"""A page taken apart: its tables with the writing in their cells, and the lines of writing outside them."""

from collections.abc import Sequence

import msgspec

from services.ingest.document import MARK
from services.ingest.layout.box import Box, Glyph
from services.ingest.layout.lattice import Lattice, lattices
from services.ingest.layout.rulings import Line, Ruling
from services.ingest.layout.unruled import unruled
from services.ingest.layout.writing import WORD_GAP, CellText, TextLine, cell_text, lines_of

_USUAL_SIZE = 10.5
_SLACK_OF_SIZE = 0.28
_LEAST_SLACK, _MOST_SLACK = 1.2, 3.4
_SWOLLEN = 1.5
_STRUCK = (0.12, 0.6)
"""A line this far up a character, in its sizes, strikes it out; lower it is an underline."""


class Table(msgspec.Struct, frozen=True, eq=False):
    """A table on a page and what each cell of its lattice says. `doubt` is the code of a note about all of it."""

    lattice: Lattice
    texts: tuple[CellText, ...]
    doubt: str | None = None


class Page(msgspec.Struct, frozen=True, eq=False):
    """A page taken apart; its number counts from one. `doubt` is the code of a note about everything on it."""

    number: int
    box: Box
    tables: tuple[Table, ...]
    lines: tuple[TextLine, ...]
    doubt: str | None = None


def slack_for(glyphs: Sequence[Glyph]) -> float:
    """How far apart two strokes of one line may be, which depends on how large the page is written."""
    sizes = sorted(glyph.size for glyph in glyphs)
    usual = sizes[len(sizes) // 2] if sizes else _USUAL_SIZE
    return min(max(usual * _SLACK_OF_SIZE, _LEAST_SLACK), _MOST_SLACK)


def laid_out(number: int, box: Box, glyphs: Sequence[Glyph], rulings: Sequence[Ruling]) -> Page:
    """Sort the characters of a page into the cells of its tables and the lines between them."""
    found, loose = lattices(rulings, slack_for(glyphs))
    rest = _struck_out(glyphs, loose)
    tables: list[Table] = []
    for lattice in found:
        inside = [glyph for glyph in rest if lattice.box.holds(glyph.centre, glyph.middle)]
        tables.append(_filled(lattice, inside))
        taken = {id(glyph) for glyph in inside}
        rest = [glyph for glyph in rest if id(glyph) not in taken]
    lines = lines_of(rest)
    if (bare := unruled(lines)) is not None:
        tables.append(Table(bare.lattice, bare.texts, "table.unruled"))
        taken = {id(line) for line in bare.lines}
        lines = [line for line in lines if id(line) not in taken]
    return Page(number, box, tuple(sorted(tables, key=lambda table: table.lattice.box.top)), tuple(lines))


def _filled(lattice: Lattice, glyphs: Sequence[Glyph]) -> Table:
    """Put each character into the cell around it; where that is uncertain, the cell is marked."""
    inside: dict[int, list[Glyph]] = {}
    marked = {number for number, cell in enumerate(lattice.cells) if cell.is_broken}
    for glyph in glyphs:
        place = lattice.cell_at(glyph.centre, glyph.middle)
        if place is None:
            continue
        if glyph.size > _SWOLLEN * lattice.cells[place].box.height:
            marked.add(place)  # too large for its cell: a stamp or watermark over the table
        else:
            inside.setdefault(place, []).append(glyph)
    marked |= _overflowing(lattice, glyphs)
    texts = []
    for number, cell in enumerate(lattice.cells):
        written = cell_text(inside.get(number, ()), cell.box)
        texts.append(
            CellText(f"{written.text}{MARK}") if number in marked and _counts(written, cell.is_broken) else written
        )
    return Table(lattice, tuple(texts))


def _counts(written: CellText, is_broken: bool) -> bool:  # noqa: FBT001 - a fact about the cell, not a switch
    """Whether a mark is needed: words alone are read as well without one."""
    return is_broken or not written.text or any(character.isdigit() for character in written.text)


def _overflowing(lattice: Lattice, glyphs: Sequence[Glyph]) -> set[int]:
    """Cells into which a number runs that does not fit its own cell."""
    marked: set[int] = set()
    for line in lines_of(glyph for glyph in glyphs if glyph.text.isdigit()):
        for before, after in zip(line.glyphs, line.glyphs[1:], strict=False):
            if after.left - before.right > WORD_GAP * before.size:
                continue
            places = {lattice.cell_at(one.centre, one.middle) for one in (before, after)}
            if len(places) > 1:
                marked |= {place for place in places if place is not None}
    return marked


def _struck_out(glyphs: Sequence[Glyph], loose: Sequence[Line]) -> list[Glyph]:
    """The characters, those with a line through them marked as doubtful."""
    lines = [line for line in loose if line.end - line.start > 1][:200]
    low, high = _STRUCK
    return [
        msgspec.structs.replace(glyph, is_doubtful=True)
        if any(
            line.start <= glyph.centre <= line.end and low * glyph.size < glyph.baseline - line.at < high * glyph.size
            for line in lines
        )
        else glyph
        for glyph in glyphs
    ]
