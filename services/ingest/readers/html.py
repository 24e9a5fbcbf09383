"""Web pages: the thin adapter to turbohtml, and the walk from its tree to paragraphs and grids."""

import re
from collections.abc import Iterator

import turbohtml
from turbohtml import Element, Text

from services.ingest.document import MARK, Document, Grid, Paragraph
from services.ingest.hiding import hidden_elements
from services.ingest.labels import visible
from services.ingest.notes import note
from services.ingest.reasons import unreadable
from services.ingest.sniff import Source
from services.ingest.spans import MAX_COLSPAN, SlotBudget, SourceCell, SourceRow, TooManySlotsError, expand
from shared.report.reading import Note

MAX_DEPTH = 400
"""Deeper nesting makes parsers and browsers drop or move tables without a word."""
MAX_NODES = 400_000
MAX_TAGS = 3 * MAX_NODES
MAX_ATTRIBUTES = 5_000
MAX_NOTES = 50
MAX_SLOTS = 150_000

_SKIPPED = frozenset(
    {"script", "style", "template", "noscript", "head", "iframe", "object", "svg", "math", "button", "xml"}
)
_INLINE = frozenset(
    {"a", "abbr", "b", "big", "bdo", "cite", "code", "em", "font", "i", "ins", "label", "mark", "nobr", "o:p", "q"}
    | {"small", "span", "strong", "time", "tt", "u", "var", "wbr"}
    | {f"st1:{kind}" for kind in ("chmetcnv", "chsdate", "city", "date", "personname", "place", "placename", "state")}
)
_CHOICES = frozenset({"select", "datalist"})
_MARKED = frozenset({"img", "input", "select", "textarea", "s", "strike", "del", "canvas", "video", "embed"})
_RAISED = frozenset({"sup", "sub"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{20000,}")
_SPAN = re.compile(r"\s*\+?([0-9]+)")
_PUBLISHED_META = {"pubdate", "publishdate", "publishtime", "article:published_time"}


def read(source: Source) -> Document:
    """The document a page makes.

    Raises:
        UnreadableFileError: the page nests too deep, or has more elements or table slots than any report.
    """
    _check_size(source.text)
    tree = turbohtml.parse(_marked_where_cut(source.text), positions=False)
    walk = _Walk(tree)
    return Document("html", walk.blocks(), _hints(tree), (*source.notes, *walk.notes))


def _check_size(page: str) -> None:
    """Refuse what the parser would take long and much memory for: its time grows with the square of the attributes."""
    if page.count("<") > MAX_TAGS:
        raise unreadable("file.too_large_document", what=f"> {MAX_TAGS} tags")
    if any(tag[0].count("=") > MAX_ATTRIBUTES for tag in _LONG_TAG.finditer(page)):
        raise unreadable("file.too_large_document", what=f"> {MAX_ATTRIBUTES} attributes")


def _marked_where_cut(page: str) -> str:
    """The page, with a mark in its last cell when a table is still open: a file cut off there looks like that."""
    page = page.rstrip()
    lower = page.lower()
    return f"{page}{MARK}" if lower.rfind("<table") > lower.rfind("</table") else page


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
        self._not_shown = hidden_elements(tree)
        self._blocks: list[Paragraph | Grid] = []
        self._text: list[str] = []
        self._tables = self._paragraphs = self._nodes = 0
        self._budget = SlotBudget(MAX_SLOTS)

    def blocks(self) -> tuple[Paragraph | Grid, ...]:
        self._children(self._tree, None, 0)
        self._flush(None)
        return tuple(self._blocks)

    def _nodes_in(self, parent: turbohtml.Node, depth: int) -> list[turbohtml.Node]:
        """What stands directly in a node, counted."""
        children = list(parent.children)
        self._nodes += len(children)
        if depth > MAX_DEPTH:
            raise unreadable("file.too_deep", what=MAX_DEPTH)
        if self._nodes > MAX_NODES:
            raise unreadable("file.too_large_document", what=f"> {MAX_NODES} elements")
        return children

    def _elements(self, parent: Element, depth: int) -> list[Element]:
        return [child for child in self._nodes_in(parent, depth) if isinstance(child, Element)]

    def _children(self, node: turbohtml.Node, level: int | None, depth: int) -> None:
        for child in self._nodes_in(node, depth):
            if isinstance(child, Text):
                self._text.append(child.data)
            elif isinstance(child, Element):
                self._element(child, level, depth + 1)

    def _element(self, element: Element, level: int | None, depth: int) -> None:
        tag = element.tag
        if tag in _SKIPPED or tag in _CHOICES or self._hidden(element):
            return
        if tag == "table" and element.find("table") is None:
            self._flush(level)
            self._grid(element, depth)
        elif tag in _INLINE:
            self._children(element, level, depth)
        else:
            self._flush(level)
            inner = _HEADINGS.get(tag, level)
            self._children(element, inner, depth)
            self._flush(inner)

    def _flush(self, level: int | None) -> None:
        text = " ".join("".join(self._text).split())
        self._text.clear()
        if text:
            self._paragraphs += 1
            self._blocks.append(Paragraph(text, f"paragraph[{self._paragraphs}]", level))

    def _hidden(self, element: Element) -> bool:
        if element not in self._not_shown:
            return False
        if not self.notes and element.text.strip():
            self.notes.append(note("text.hidden", "file"))
        return True

    def _grid(self, table: Element, depth: int) -> None:
        self._tables += 1
        at = f"table[{self._tables}]"
        rows = tuple(self._rows(table, at, depth))
        try:
            expanded = expand(rows, self._budget)
        except TooManySlotsError:
            raise unreadable("file.too_large_document", at, f"> {MAX_SLOTS} cells") from None
        self._blocks.append(Grid(expanded, at, aligned=True))

    def _rows(self, table: Element, at: str, depth: int) -> Iterator[SourceRow]:
        number = 0
        for group, section in enumerate(self._elements(table, depth)):
            if section.tag == "caption":
                self._children(section, None, depth + 1)
                self._flush(None)
            if section.tag not in {"tbody", "thead", "tfoot"} or self._hidden(section):
                continue
            for row in self._elements(section, depth + 1):
                if row.tag == "tr" and not self._hidden(row):
                    number += 1
                    yield SourceRow(tuple(self._cells(row, f"{at}.row[{number}]", depth + 2)), group)

    def _cells(self, row: Element, at: str, depth: int) -> Iterator[SourceCell]:
        number = 0
        for cell in self._elements(row, depth):
            if cell.tag not in {"td", "th"} or self._hidden(cell):
                continue
            number += 1
            place = f"{at}.cell[{number}]"
            text = " ".join(visible("".join(self._cell_text(cell, depth + 1))).split())
            if not (attributes := cell.attrs):
                yield SourceCell(text, place)
                continue
            colspan, rowspan = _span(attributes.get("colspan")), _span(attributes.get("rowspan"))
            if colspan > MAX_COLSPAN and len(self.notes) < MAX_NOTES:
                self.notes.append(note("table.span_capped", place))
            yield SourceCell(text, place, min(max(colspan, 1), MAX_COLSPAN), rowspan)

    def _cell_text(self, element: Element, depth: int) -> list[str]:
        """The writing in a cell; what would change a figure if taken as plain writing is marked."""
        texts: list[str] = []
        for child in self._nodes_in(element, depth):
            if isinstance(child, Text):
                texts.append(child.data)
            elif isinstance(child, Element) and child.tag not in _SKIPPED and not self._hidden(child):
                texts.append(_as_seen(child, "".join(self._cell_text(child, depth + 1))))
        return texts


def _as_seen(element: Element, inner: str) -> str:
    """The writing in an element inside a cell, with marks where it is not plain writing."""
    if element.tag in _MARKED:
        return "" if _is_silent(element, inner) else f"{MARK}{inner}{MARK}"
    if element.tag in _RAISED:
        return f"^{inner}" if inner.strip() else ""
    return inner if element.tag in _INLINE else f"\n{inner}\n"


def _is_silent(element: Element, inner: str) -> bool:
    """A marked element that shows nothing: a hidden field, a struck-out nothing."""
    if element.tag in {"s", "strike", "del"}:
        return not inner.strip()
    return element.tag == "input" and str(element.attrs.get("type") or "").lower() == "hidden"


def _span(attribute: object) -> int:
    """A span attribute by the HTML rules for whole numbers; anything else counts as one."""
    if attribute is None:
        return 1
    match = _SPAN.match(str(attribute))
    if match is None:
        return 1
    digits = match[1].lstrip("0") or "0"
    return int(digits[:9])
