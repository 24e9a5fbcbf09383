"""Markdown: bars and headings as in text, with the signs of Markdown taken away and HTML tables read as such."""

import re
from collections.abc import Iterator
from html import unescape

from services.ingest.document import MARK, Document, Grid, Paragraph, placed_under
from services.ingest.readers import html, text
from services.ingest.sniff import Source
from shared.report.reading import Note

MAX_LINE = 20_000
"""Longer lines are taken as they are: looking for pairs of signs takes time that grows with the square of a line."""

_TABLE_START = re.compile(r"<table\b", re.IGNORECASE)
_TABLE_END = re.compile(r"</table\s*>", re.IGNORECASE)
_HEADING = re.compile(r"[ \t]{0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*")
_QUOTE = re.compile(r"(?:[ \t]{0,3}>[ \t]?)+")
_BULLET = re.compile(r"[ \t]*[-*+][ \t]+(?=\S)")
_PICTURE = re.compile(r"!\[[^\]\n]{0,500}\](?:\([^)\n]{0,2000}\)|\[[^\]\n]{0,100}\])?")
_LINK = re.compile(r"\[([^\]\n]{0,500})\]\([^)\n]{0,2000}\)")
_STRUCK = re.compile(r"~~(?=\S)([^~\n]{1,2000})~~")
_EMPHASIS = re.compile(r"(\*{1,3}|(?<!\w)_{1,3}|`{1,2})(?=\S)([^*_`\n]{1,2000}?)(?<=\S)\1")
_BREAK = re.compile(r"<br[ \t]*/?>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:p|div|span|b|i|u|strong|em|center|font|sup|sub|a)\b[^<>\n]{0,500}>", re.IGNORECASE)
_ESCAPED_BAR = "\ue000"
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def read(source: Source) -> Document:
    """The document a Markdown file makes.

    Raises:
        UnreadableFileError: more lines, pieces or elements than any report has.
    """
    blocks: list[Paragraph | Grid] = []
    notes: list[Note] = list(source.notes)
    for content, first_line, is_table in _parts(source.text):
        if is_table:
            page = html.read(Source("html", b"", content))
            blocks.extend(placed_under(block, f"line[{first_line}].") for block in page.blocks)
            notes.extend(page.notes)
        else:
            blocks.extend(_with_headings(text.blocks(_plain(content), first_line), content, first_line))
    return Document("markdown", tuple(blocks), notes=tuple(notes))


def _parts(whole: str) -> Iterator[tuple[str, int, bool]]:
    """The text as it is cut by HTML tables, each part with the number of its first line."""
    line = 1
    at = 0
    while (start := _TABLE_START.search(whole, at)) is not None:
        yield whole[at : start.start()], line, False
        line += whole.count("\n", at, start.start())
        end = _end_of_table(whole, start.start())
        yield whole[start.start() : end], line, True
        line += whole.count("\n", start.start(), end)
        at = end
    yield whole[at:], line, False


def _end_of_table(whole: str, start: int) -> int:
    """Where the table that starts there ends, tables within it included; the end of the text when it is cut off."""
    marks = [(match.start(), 1, match.end()) for match in _TABLE_START.finditer(whole, start)]
    marks += [(match.start(), -1, match.end()) for match in _TABLE_END.finditer(whole, start)]
    depth = 0
    for _, step, end in sorted(marks):
        depth += step
        if depth == 0:
            return end
    return len(whole)


def _plain(content: str) -> str:
    return "\n".join(_plain_line(line) for line in content.split("\n"))


def _plain_line(line: str) -> str:
    """A line as it is meant to be seen; what is struck out or a picture is marked."""
    if len(line) > MAX_LINE:
        return line
    line = line.replace("\\|", _ESCAPED_BAR)
    line = _QUOTE.sub("", line, count=1) if _QUOTE.match(line) else line
    if (heading := _HEADING.fullmatch(line)) is not None:
        line = heading[2]
    else:
        line = _BULLET.sub("", line, count=1) if _BULLET.match(line) else line
    line = _PICTURE.sub(MARK, line)
    line = _LINK.sub(r"\1", line)
    line = _STRUCK.sub(f"{MARK}\\1{MARK}", line)
    for _ in range(2):
        line = _EMPHASIS.sub(r"\2", line)
    line = _TAG.sub("", _BREAK.sub(" ", line))
    return unescape(_ESCAPE.sub(r"\1", line)).replace(_ESCAPED_BAR, "∣")


def _with_headings(found: Iterator[Paragraph | Grid], content: str, first_line: int) -> Iterator[Paragraph | Grid]:
    levels = {
        f"line[{number}]": len(heading[1])
        for number, line in enumerate(content.split("\n"), start=first_line)
        if (heading := _HEADING.fullmatch(line))
    }
    for block in found:
        if isinstance(block, Paragraph) and block.at in levels:
            yield Paragraph(block.text, block.at, levels[block.at])
        else:
            yield block
