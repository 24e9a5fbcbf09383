"""What a named style says about a run or paragraph, its ancestors included, as far as it changes what is read."""

import msgspec

from services.ingest.markup import Element, is_on, whole

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{NAMESPACE}}}"
VAL = f"{W}val"
SAME = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", NAMESPACE.encode()),
    (b"http://schemas.microsoft.com/office/word/2003/wordml", NAMESPACE.encode()),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
"""The namespaces of strict OOXML and of Word 2003, whose words are the same."""

_VANISH, _VERTICAL, _STRIKES = W + "vanish", W + "vertAlign", frozenset({W + "strike", W + "dstrike"})
_MAX_ANCESTORS = 20
_MAX_LEVEL = 9


class Look(msgspec.Struct, frozen=True):
    """How text is set, None where nothing is said: hidden, struck out, above or below the line."""

    hidden: bool | None = None
    struck: bool | None = None
    raised: bool | None = None

    def over(self, below: "Look") -> "Look":
        """This look where it says something, else the one below."""
        if self is PLAIN or below is PLAIN:
            return below if self is PLAIN else self
        return Look(
            below.hidden if self.hidden is None else self.hidden,
            below.struck if self.struck is None else self.struck,
            below.raised if self.raised is None else self.raised,
        )


PLAIN = Look()


class Style(msgspec.Struct, frozen=True):
    """A style with all that it inherits; `level` is that of a heading, counted from one."""

    look: Look = PLAIN
    level: int | None = None
    list_id: str | None = None
    list_level: int | None = None


NO_STYLE = Style()


def child_of(parent: Element | None, tag: str) -> Element | None:
    """The first child of that name."""
    return None if parent is None else next(parent.iterchildren(tag), None)


def look_of(properties: Element | None) -> Look:
    """What run properties say directly."""
    hidden = struck = raised = None
    for child in properties if properties is not None else ():
        tag = child.tag
        if tag == _VANISH:
            hidden = is_on(child, VAL)
        elif tag in _STRIKES:
            struck = bool(struck) or is_on(child, VAL)
        elif tag == _VERTICAL:
            raised = child.get(VAL) in {"superscript", "subscript"}
    return PLAIN if hidden is struck is raised is None else Look(hidden, struck, raised)


def level_of(properties: Element | None) -> int | None:
    """The outline level that paragraph properties give, counted from one."""
    outline = child_of(properties, W + "outlineLvl")
    level = whole(outline.get(VAL), _MAX_LEVEL) + 1 if outline is not None else _MAX_LEVEL + 1
    return level if 1 <= level <= _MAX_LEVEL else None


class Styles:
    """The styles of a document by id."""

    def __init__(self, root: Element | None) -> None:
        found = root.iter(W + "style") if root is not None else ()
        self._elements = {str(style.get(W + "styleId")): style for style in found}
        self._known: dict[str, Style] = {}
        self._default = next(
            (
                style_id
                for style_id, style in self._elements.items()
                if style.get(W + "type") == "paragraph" and is_on(style, W + "default") and style.get(W + "default")
            ),
            None,
        )

    def named(self, reference: Element | None, *, is_paragraph: bool = False) -> Style:
        """The style that a `pStyle` or `rStyle` element names."""
        style_id = reference.get(VAL) if reference is not None else None
        if style_id is None and is_paragraph:
            style_id = self._default
        return self._style(str(style_id), _MAX_ANCESTORS) if style_id is not None else NO_STYLE

    def _style(self, style_id: str, ancestors: int) -> Style:
        if style_id in self._known:
            return self._known[style_id]
        element = self._elements.get(style_id)
        if element is None or not ancestors:
            return NO_STYLE
        based_on = element.find(W + "basedOn")
        parent = self._style(str(based_on.get(VAL)), ancestors - 1) if based_on is not None else NO_STYLE
        paragraph = element.find(W + "pPr")
        numbers = paragraph.find(W + "numPr") if paragraph is not None else None
        list_id, list_level = list_of(numbers)
        style = Style(
            look=look_of(element.find(W + "rPr")).over(parent.look),
            level=level_of(paragraph) or parent.level,
            list_id=list_id or parent.list_id,
            list_level=list_level if list_level is not None else parent.list_level,
        )
        self._known[style_id] = style
        return style


def list_of(numbers: Element | None) -> tuple[str | None, int | None]:
    """The list and the level in it that `numPr` names."""
    if numbers is None:
        return None, None
    list_id, level = numbers.find(W + "numId"), numbers.find(W + "ilvl")
    return (
        str(list_id.get(VAL)) if list_id is not None else None,
        whole(level.get(VAL)) if level is not None else None,
    )
