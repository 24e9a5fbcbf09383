"""What is seen of a paragraph: its text with what would change a figure marked, and the boxes anchored in it."""

from collections.abc import Iterator

from services.ingest.document import MARK
from services.ingest.markup import Element, whole
from services.ingest.open_document.names import DRAW, OFFICE, TEXT
from services.ingest.open_document.styles import Look, Styles

_MAX_SPACES = 1000
_PASSED = frozenset(
    {OFFICE + "annotation", OFFICE + "annotation-end", OFFICE + "forms"}
    | {TEXT + name for name in ("note", "change", "change-start", "change-end", "ruby-text", "number", "script")}
    | {TEXT + name for name in ("hidden-paragraph", "tracked-changes", "toc-mark", "alphabetical-index-mark")}
)
_LETTERS = {TEXT + "tab": " ", TEXT + "line-break": "\n", TEXT + "soft-page-break": ""}
_BOX = DRAW + "text-box"


class Inline:
    """Reads paragraphs; `boxes` are the text boxes met, `hides_text` says whether anything was hidden."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self.boxes: list[Element] = []
        self.hides_text = False

    def text(self, paragraph: Element) -> str:
        """What is seen of a paragraph."""
        return "".join(self._children(paragraph, self._styles.look("paragraph", paragraph.get(TEXT + "style-name"))))

    def meet(self, drawing: Element) -> None:
        """Note the boxes of a drawing; those within them are met when they are read."""
        around = next(drawing.iterancestors(_BOX), None)
        self.boxes.extend(box for box in drawing.iter(_BOX) if next(box.iterancestors(_BOX), None) is around)

    def _children(self, element: Element, look: Look) -> Iterator[str]:
        yield self._shown(element.text, look)
        for child in element:
            yield from self._child(child, look)
            yield self._shown(child.tail, look)

    def _child(self, child: Element, look: Look) -> Iterator[str]:
        tag = child.tag
        if tag in _PASSED:
            return
        if tag in _LETTERS:
            yield _LETTERS[tag]
        elif tag == TEXT + "s":
            yield " " * min(max(whole(child.get(TEXT + "c"), 1), 0), _MAX_SPACES)
        elif tag == TEXT + "hidden-text" and child.get(TEXT + "is-hidden") == "true":
            self.hides_text = True
        elif tag.startswith(DRAW):
            self.meet(child)
            yield "" if look.hidden else MARK
        elif tag == TEXT + "span":
            inner = self._styles.look("text", child.get(TEXT + "style-name")).over(look)
            yield from self._stretch(child, inner, look)
        else:
            yield from self._children(child, look)

    def _stretch(self, span: Element, look: Look, around: Look) -> Iterator[str]:
        """A stretch of text with its own look, raised writing told apart from what stands before it."""
        text = "".join(self._children(span, look))
        yield f"^{text}" if look.raised and not around.raised and text.strip() else text

    def _shown(self, text: str | None, look: Look) -> str:
        if not text or not text.strip():
            return text or ""
        if look.hidden:
            self.hides_text = True
            return ""
        return f"{MARK}{text}{MARK}" if look.struck else text
