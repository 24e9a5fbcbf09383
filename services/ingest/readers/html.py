"""Web pages: the thin adapter to turbohtml, and the walk from its tree to paragraphs and grids."""

import re
from collections.abc import Iterator

import turbohtml
from turbohtml import Element, Text
from turbohtml.cssom import computed_style

from services.ingest.document import MARK, Document, Grid, Paragraph
from services.ingest.notes import note
from services.ingest.reasons import unreadable
from services.ingest.sniff import Source
from services.ingest.spans import MAX_COLSPAN, SlotBudget, SourceCell, SourceRow, TooManySlotsError, expand
from shared.report.reading import Note

MAX_DEPTH = 400
"""Deeper nesting makes parsers and browsers drop or move tables without a word."""
MAX_NODES = 400_000
MAX_NOTES = 50
MAX_SLOTS = 400_000

_SKIPPED = frozenset({"script", "style", "template", "noscript", "head", "iframe", "object", "svg", "math", "button"})
_INLINE = frozenset(
    {"a", "abbr", "b", "big", "bdo", "cite", "code", "em", "font", "i", "ins", "label", "mark", "nobr", "o:p", "q"}
    | {"small", "span", "strong", "st1:chsdate", "time", "tt", "u", "var", "wbr"}
)
_MARKED = frozenset({"img", "input", "select", "textarea", "s", "strike", "del", "canvas", "video", "embed"})
_TABLE_PARTS = frozenset({"table", "tbody", "tr", "td", "th"})
_RAISED = frozenset({"sup", "sub"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_SPAN = re.compile(r"\s*\+?([0-9]+)")
_PUBLISHED_META = {"pubdate", "publishdate", "publishtime", "article:published_time"}


def read(source: Source) -> Document:
    """The document a page makes.

    Raises:
        UnreadableFileError: the page nests too deep, or has more elements or table slots than any report.
    """
    tree = turbohtml.parse(_marked_where_cut(source.text), positions=False)
    _check_size(tree)
    walk = _Walk(tree)
    return Document("html", walk.blocks(), _hints(tree), (*source.notes, *walk.notes))


def _marked_where_cut(page: str) -> str:
    """The page, with a mark in its last cell when a table is still open: a file cut off there looks like that."""
    page = page.rstrip()
    lower = page.lower()
    return f"{page}{MARK}" if lower.rfind("<table") > lower.rfind("</table") else page


def _check_size(tree: turbohtml.Document) -> None:
    open_nodes: list[tuple[turbohtml.Node, int]] = [(tree, 0)]
    seen = 0
    while open_nodes:
        node, depth = open_nodes.pop()
        seen += 1
        if depth > MAX_DEPTH:
            raise unreadable("file.too_deep", what=MAX_DEPTH)
        if seen > MAX_NODES:
            raise unreadable("file.too_large_document", what=f"> {MAX_NODES} elements")
        open_nodes.extend((child, depth + 1) for child in node.children)


def _hints(tree: turbohtml.Document) -> dict[str, str]:
    hints: dict[str, str] = {}
    for meta in tree.find_all("meta"):
        name, content = (str(meta.attrs.get(key) or "").strip() for key in ("name", "content"))
        if content and name.lower() in _PUBLISHED_META:
            hints.setdefault("published", content)
        elif content and name.lower() == "articletitle":
            hints["title"] = content
    title = tree.find("title")
    if title is not None and title.text.strip():
        hints.setdefault("title", " ".join(title.text.split()))
    return hints


class _Walk:
    """One pass over a tree, collecting blocks in reading order."""

    def __init__(self, tree: turbohtml.Document) -> None:
        self.notes: list[Note] = []
        self._tree = tree
        self._blocks: list[Paragraph | Grid] = []
        self._text: list[str] = []
        self._tables = self._paragraphs = 0
        self._budget = SlotBudget(MAX_SLOTS)
        self._styled = any(_HIDING.search(sheet.text) for sheet in tree.find_all("style"))

    def blocks(self) -> tuple[Paragraph | Grid, ...]:
        self._children(self._tree, None)
        self._flush(None)
        return tuple(self._blocks)

    def _children(self, node: turbohtml.Node, level: int | None) -> None:
        for child in node.children:
            if isinstance(child, Text):
                self._text.append(child.data)
            elif isinstance(child, Element):
                self._element(child, level)

    def _element(self, element: Element, level: int | None) -> None:
        tag = element.tag
        if tag in _SKIPPED or self._hidden(element):
            return
        if tag == "table" and element.find("table") is None:
            self._flush(level)
            self._grid(element)
        elif tag in _INLINE:
            self._children(element, level)
        else:
            self._flush(level)
            inner = _HEADINGS.get(tag, level)
            self._children(element, inner)
            self._flush(inner)

    def _flush(self, level: int | None) -> None:
        text = " ".join("".join(self._text).split())
        self._text.clear()
        if text:
            self._paragraphs += 1
            self._blocks.append(Paragraph(text, f"paragraph[{self._paragraphs}]", level))

    def _hidden(self, element: Element) -> bool:
        hidden = "hidden" in element.attrs or bool(_HIDING.search(str(element.attrs.get("style") or "")))
        if not hidden and self._styled and (element.tag in _TABLE_PARTS or {"class", "id"} & set(element.attrs)):
            style = computed_style(element)
            hidden = style["display"] == "none" or style["visibility"] in {"hidden", "collapse"}
        if hidden and element.text.strip() and not self.notes:
            self.notes.append(note("text.hidden", "file"))
        return hidden

    def _grid(self, table: Element) -> None:
        self._tables += 1
        at = f"table[{self._tables}]"
        rows = tuple(self._rows(table, at))
        try:
            expanded = expand(rows, self._budget)
        except TooManySlotsError:
            raise unreadable("file.too_large_document", at, f"> {MAX_SLOTS} cells") from None
        self._blocks.append(Grid(expanded, at, aligned=True))

    def _rows(self, table: Element, at: str) -> Iterator[SourceRow]:
        number = 0
        for group, section in enumerate(_elements(table)):
            if section.tag == "caption":
                self._children(section, None)
                self._flush(None)
            if section.tag not in {"tbody", "thead", "tfoot"} or self._hidden(section):
                continue
            for row in _elements(section):
                if row.tag == "tr" and not self._hidden(row):
                    number += 1
                    yield SourceRow(tuple(self._cells(row, f"{at}.row[{number}]")), group)

    def _cells(self, row: Element, at: str) -> Iterator[SourceCell]:
        cells = [cell for cell in _elements(row) if cell.tag in {"td", "th"} and not self._hidden(cell)]
        for number, cell in enumerate(cells, start=1):
            place = f"{at}.cell[{number}]"
            colspan, rowspan = _span(cell, "colspan"), _span(cell, "rowspan")
            if colspan > MAX_COLSPAN and len(self.notes) < MAX_NOTES:
                self.notes.append(note("table.span_capped", place))
            text = " ".join("".join(self._cell_text(cell)).split())
            yield SourceCell(text, place, min(max(colspan, 1), MAX_COLSPAN), rowspan)

    def _cell_text(self, element: Element) -> Iterator[str]:
        """The writing in a cell; what would change a figure if taken as plain writing is marked."""
        for child in element.children:
            if isinstance(child, Text):
                yield child.data
            elif isinstance(child, Element) and child.tag not in _SKIPPED and not self._hidden(child):
                inner = "".join(self._cell_text(child))
                if child.tag in _MARKED:
                    yield "" if _is_silent(child, inner) else f"{MARK}{inner}{MARK}"
                elif child.tag in _RAISED:
                    yield f"^{inner}" if inner.strip() else ""
                else:
                    yield inner if child.tag in _INLINE else f"\n{inner}\n"


def _is_silent(element: Element, inner: str) -> bool:
    """A marked element that shows nothing: a hidden field, a struck-out nothing."""
    if element.tag in {"s", "strike", "del"}:
        return not inner.strip()
    return element.tag == "input" and str(element.attrs.get("type") or "").lower() == "hidden"


def _elements(parent: Element) -> Iterator[Element]:
    return (child for child in parent.children if isinstance(child, Element))


def _span(cell: Element, name: str) -> int:
    """A span attribute by the HTML rules for whole numbers; anything else counts as one."""
    match = _SPAN.match(str(cell.attrs.get(name) or ""))
    if match is None:
        return 1
    digits = match[1].lstrip("0") or "0"
    return int(digits[:9])
