"""Reports printed in traditional characters, read as if they were printed in simplified ones."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import cast

import msgspec
import opencc

from services.ingest.document import Document, Grid, GridCell, Paragraph
from services.ingest.notes import note
from services.ingest.read_report import ReadReport

_LEAST_SHARE = 0.02
"""Of the characters of a traditional text a third differ; a few in a simplified one are names and quotations."""


def simplified(text: str) -> str:
    """The text in simplified characters, as many as before."""
    converted = _convert()(text)
    return converted if len(converted) == len(text) else text


@cache
def _convert() -> Callable[[str], str]:
    return cast("Callable[[str], str]", opencc.OpenCC("t2s").convert)


def in_simplified(document: Document) -> Document:
    """The document with all its writing simplified and a note about that; the same one when it is not traditional."""
    whole = "\n".join(_texts(document))
    converted = simplified(whole)
    if converted == whole:
        return document
    differing = sum(before != after for before, after in zip(whole, converted, strict=True))
    if differing <= len(whole) * _LEAST_SHARE:
        return document
    seen: dict[int, GridCell] = {}
    return msgspec.structs.replace(
        document,
        blocks=tuple(_block(block, seen) for block in document.blocks),
        hints={name: simplified(hint) for name, hint in document.hints.items()},
        notes=(*document.notes, note("text.traditional", "file")),
    )


def as_printed(result: ReadReport, document: Document) -> ReadReport:
    """The reading with what the cells print as the document prints it."""
    printed = dict(_printed(document))
    cells = {
        address: msgspec.structs.replace(cell, raw=printed[cell.at])
        if cell.at in printed and simplified(printed[cell.at]) == cell.raw
        else cell
        for address, cell in result.reading.cells.items()
    }
    return msgspec.structs.replace(result, reading=msgspec.structs.replace(result.reading, cells=cells))


def _texts(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from (cell.text for row in block.rows for cell in row)


def _printed(document: Document) -> Iterator[tuple[str, str]]:
    for block in document.blocks:
        if isinstance(block, Grid):
            yield from ((cell.at, cell.text) for row in block.rows for cell in row)


def _block(block: Paragraph | Grid, seen: dict[int, GridCell]) -> Paragraph | Grid:
    if isinstance(block, Paragraph):
        return msgspec.structs.replace(block, text=simplified(block.text))
    return msgspec.structs.replace(block, rows=tuple(tuple(_cell(cell, seen) for cell in row) for row in block.rows))


def _cell(cell: GridCell, seen: dict[int, GridCell]) -> GridCell:
    """A cell that covers several lines stays one and the same cell."""
    if id(cell) not in seen:
        seen[id(cell)] = msgspec.structs.replace(cell, text=simplified(cell.text))
    return seen[id(cell)]
