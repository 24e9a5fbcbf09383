"""The writing of one paragraph as people see it: revisions accepted, fields as their results, hidden text left out."""

import re
from collections.abc import Iterator

from services.ingest.document import MARK
from services.ingest.markup import Element
from services.ingest.wordprocessing.styles import Look, Style, Styles, W, child_of, look_of

_ANNOTATION = "{http://schemas.microsoft.com/aml/2001/core}annotation"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SEEN = tuple(
    f"{{{namespace}}}{name}"
    for namespace, name in (
        ("http://schemas.openxmlformats.org/drawingml/2006/main", "blip"),
        ("http://purl.oclc.org/ooxml/drawingml/main", "blip"),
        ("http://schemas.openxmlformats.org/drawingml/2006/chart", "chart"),
        ("urn:schemas-microsoft-com:vml", "imagedata"),
        ("urn:schemas-microsoft-com:vml", "textpath"),
        ("urn:schemas-microsoft-com:office:office", "OLEObject"),
    )
)
"""Elements in a drawing that show something which is no text."""

_TEXT, _RUN, _RUN_PROPERTIES, _RUN_STYLE = W + "t", W + "r", W + "rPr", W + "rStyle"
_SKIPPED = frozenset(
    W + name
    for name in (
        *("pPr", "rPr", "del", "moveFrom", "instrText", "delInstrText", "delText", "sdtPr", "sdtEndPr", "fldData"),
        *("footnoteReference", "endnoteReference", "footnote", "endnote", "annotationRef", "commentReference"),
        *("smartTagPr", "customXmlPr", "pgNum", "softHyphen", "lastRenderedPageBreak", "rubyPr", "rt", "sectPr"),
        *("tblPr", "tblGrid", "trPr", "tcPr", "tblPrEx", "ffData", "docPartPr", "background"),
    )
)
_CHARACTERS = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
_DRAWINGS = frozenset({W + "drawing", W + "pict", W + "object"})
_DELETIONS = frozenset({W + "del", W + "moveFrom"})
_DELETIONS_2003 = frozenset({"Word.Deletion", "Word.Comment"})
_SILENT_FIELD = re.compile(r"\s*(?:XE|TC|TA|RD|SET|ASK|PRIVATE|ADVANCE|BIDIOUTLINE|HYPERLINK|MACROBUTTON)\b")
_PRIVATE_USE = "\ud800"
"""From here on there are surrogates, then characters that mean what their font draws."""


def is_deleted(element: Element) -> bool:
    """Whether a revision takes the element away."""
    tag = element.tag
    return tag in _DELETIONS or (tag == _ANNOTATION and element.get(W + "type") in _DELETIONS_2003)


def is_skipped(element: Element) -> bool:
    """Whether nothing in the element is writing: properties, and what a revision takes away."""
    return element.tag in _SKIPPED or is_deleted(element)


def alternative(element: Element) -> Element | None:
    """The one child of `AlternateContent` to read: the first that holds writing, since all say the same."""
    choices = list(element)
    return next((one for one in choices if next(one.iter(W + "t"), None) is not None), choices[0] if choices else None)


ALTERNATE = _MC + "AlternateContent"


class _Field:
    """A field whose result may still have to come."""

    def __init__(self) -> None:
        self.code = ""
        self.has_result = False


class Writing:
    """Collects the writing of a paragraph; `boxes` are the contents of its text boxes, `hidden` says if any was."""

    def __init__(self, styles: Styles, *, in_cell: bool) -> None:
        self.boxes: list[Element] = []
        self.hidden = False
        self._styles = styles
        self._in_cell = in_cell
        self._fields: list[_Field] = []
        self._raised = False

    def of(self, paragraph: Element, style: Style) -> str:
        """The writing, with line breaks and tabs as such, and marks where something is seen that is no text."""
        text = "".join(self._children(paragraph, style.look))
        if self._in_code and self._in_cell:
            text += MARK
        self._fields.clear()
        self._raised = False
        return text

    def _children(self, parent: Element, look: Look) -> Iterator[str]:
        for child in parent:
            tag = child.tag
            if tag == _TEXT:
                # A line break of the XML is white space, one of the document is an element.
                yield self._as_set((child.text or "").replace("\n", " "), look)
            elif tag in _CHARACTERS:
                yield "" if self._in_code else _CHARACTERS[tag]
            elif tag == _RUN:
                yield from self._children(child, self._look(child, look))
            elif tag == W + "fldChar":
                yield self._field(child)
            elif tag == W + "instrText":
                if self._fields:
                    self._fields[-1].code += child.text or ""
            elif tag == W + "fldSimple":
                text = "".join(self._children(child, look))
                yield text or self._without_result(str(child.get(W + "instr", "")))
            elif not is_skipped(child):
                yield from self._other(child, look)

    @property
    def _in_code(self) -> bool:
        """Whether what comes next is the code of a field and no writing."""
        return bool(self._fields) and not all(field.has_result for field in self._fields)

    def _look(self, run: Element, look: Look) -> Look:
        properties = child_of(run, _RUN_PROPERTIES)
        if properties is None:
            return look
        own = look_of(properties)
        style = child_of(properties, _RUN_STYLE)
        return own.over(look) if style is None else own.over(self._styles.named(style).look).over(look)

    def _as_set(self, text: str, look: Look) -> str:
        """Text with what changes its meaning: `^` before raised, marks around struck-out writing."""
        if not text.strip() or self._in_code:
            return "" if self._in_code else text
        if look.hidden:
            self.hidden = True
            return ""
        raised, self._raised = self._raised, bool(look.raised)
        if look.raised and not raised:
            text = f"^{text}"
        return f"{MARK}{text}{MARK}" if look.struck else text

    def _other(self, element: Element, look: Look) -> Iterator[str]:
        tag = element.tag
        if tag in _DRAWINGS:
            yield self._drawing(element)
        elif tag == ALTERNATE:
            chosen = alternative(element)
            yield from self._children(chosen, look) if chosen is not None else ()
        elif tag == W + "sym":
            yield _symbol(str(element.get(W + "char", "")))
        elif tag.startswith(_MATH):
            yield f"{MARK}{''.join(str(t.text or '') for t in element.iter(_MATH + 't'))}{MARK}"
        else:
            yield from self._children(element, look)

    def _field(self, element: Element) -> str:
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
            if next(element.iter(W + "ddList", W + "checkBox"), None) is not None:
                self._fields[-1].has_result = True
                return MARK
        elif kind == "separate" and self._fields:
            self._fields[-1].has_result = True
        elif kind == "end" and self._fields:
            field = self._fields.pop()
            return "" if field.has_result else self._without_result(field.code)
        return ""

    def _without_result(self, code: str) -> str:
        """What stands for a field that shows nothing yet: a formula in a cell is no blank."""
        return "" if not self._in_cell or not code.strip() or _SILENT_FIELD.match(code) else MARK

    def _drawing(self, drawing: Element) -> str:
        boxes = self._text_boxes(drawing)
        self.boxes.extend(boxes)
        shows = next(drawing.iter(*_SEEN), None) is not None
        return MARK if self._in_cell and shows else ""

    def _text_boxes(self, drawing: Element) -> list[Element]:
        """The text boxes of a drawing, each once though alternatives repeat it; those inside others come with them."""
        found: list[Element] = []
        open_elements = [drawing]
        while open_elements:
            element = open_elements.pop()
            if element.tag == W + "txbxContent":
                found.append(element)
            elif element.tag == ALTERNATE:
                chosen = alternative(element)
                open_elements.extend([chosen] if chosen is not None else [])
            else:
                open_elements.extend(reversed(element))
        return found


def _symbol(code: str) -> str:
    """A character of a symbol font; one from the private area means only what its font draws."""
    number = int(code, 16) if re.fullmatch("[0-9A-Fa-f]{1,4}", code) else 0
    return chr(number) if " " < chr(number) < _PRIVATE_USE else MARK
