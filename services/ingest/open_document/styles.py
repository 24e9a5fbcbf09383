"""Styles of an OpenDocument: which hide, strike out or raise the writing they are given to, and how lists count."""

import msgspec

from services.ingest.markup import Element, whole
from services.ingest.open_document.names import STYLE, TEXT

_MAX_PARENTS = 20
_MAX_COUNT = 9_999
_MAX_AFFIX = 20
_LISTS = (TEXT + "list-style", TEXT + "outline-style")
OUTLINE = "outline"
"""Under this name the list that counts headings is kept."""
_WRITINGS = {
    "一": "chineseCounting",
    "壹": "chineseLegalSimplified",
    "①": "decimalEnclosedCircle",
    "甲": "ideographTraditional",
    "子": "ideographZodiac",
    "I": "upperRoman",
    "i": "lowerRoman",
    "A": "upperLetter",
    "a": "lowerLetter",
}


class Look(msgspec.Struct, frozen=True):
    """How a style shows writing; None where it leaves that to what is around it."""

    hidden: bool | None = None
    struck: bool | None = None
    raised: bool | None = None

    def over(self, other: "Look") -> "Look":
        """This look where it says anything, else the other."""
        return Look(
            other.hidden if self.hidden is None else self.hidden,
            other.struck if self.struck is None else self.struck,
            other.raised if self.raised is None else self.raised,
        )


class ListLevel(msgspec.Struct, frozen=True):
    """How one level of a list counts; `writing` is empty where it prints no number."""

    writing: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int = 1
    shown: int = 1


class Styles(msgspec.Struct, frozen=True):
    """Looks of paragraphs and of stretches of text, hidden sections, and lists."""

    looks: dict[tuple[str, str], Look]
    hidden_sections: frozenset[str]
    lists: dict[str, dict[int, ListLevel]]
    lists_of_paragraphs: dict[str, str]

    def look(self, family: str, name: str | None) -> Look:
        """The look of a style, empty for an unknown one."""
        return self.looks.get((family, name or ""), Look())


def read_styles(*roots: Element | None) -> Styles:
    """The styles of `styles.xml` and of `content.xml`; either may be missing."""
    own: dict[tuple[str, str], tuple[str | None, Look]] = {}
    hidden: set[str] = set()
    lists: dict[str, dict[int, ListLevel]] = {}
    lists_of: dict[str, str] = {}
    for root in roots:
        if root is None:
            continue
        for style in root.iter(STYLE + "style"):
            family, name = str(style.get(STYLE + "family")), str(style.get(STYLE + "name"))
            own[family, name] = (style.get(STYLE + "parent-style-name"), _look(style))
            if (of := style.get(STYLE + "list-style-name")) is not None:
                lists_of[name] = of
            section = style.find(STYLE + "section-properties")
            if section is not None and section.get(TEXT + "display") == "none":
                hidden.add(name)
        for one in root.iter(*_LISTS):
            key = OUTLINE if one.tag == _LISTS[1] else str(one.get(STYLE + "name"))
            lists[key] = {whole(level.get(TEXT + "level")): _level(level) for level in one}
    return Styles({key: _whole(key, own) for key in own}, frozenset(hidden), lists, lists_of)


def _whole(key: tuple[str, str], own: dict[tuple[str, str], tuple[str | None, Look]]) -> Look:
    look = Look()
    at: tuple[str, str] | None = key
    for _ in range(_MAX_PARENTS):
        if at is None or at not in own:
            break
        parent, its = own[at]
        look = look.over(its)
        at = (key[0], parent) if parent else None
    return look


def _look(style: Element) -> Look:
    text = style.find(STYLE + "text-properties")
    if text is None:
        return Look()
    display = text.get(TEXT + "display")
    lines = [text.get(STYLE + f"text-line-through-{name}") for name in ("style", "type")]
    position = text.get(STYLE + "text-position")
    return Look(
        hidden=None if display is None else display == "none",
        struck=None if lines == [None, None] else "none" not in lines,
        raised=None if position is None else not position.startswith("0"),
    )


def _level(element: Element) -> ListLevel:
    if not str(element.tag).endswith(("list-level-style-number", "outline-level-style")):
        return ListLevel()
    numbers = element.get(STYLE + "num-format") or ""
    return ListLevel(
        writing=_WRITINGS.get(numbers[:1], "decimal") if numbers else "",
        prefix=(element.get(STYLE + "num-prefix") or "")[:_MAX_AFFIX],
        suffix=(element.get(STYLE + "num-suffix") or "")[:_MAX_AFFIX],
        start=min(max(whole(element.get(TEXT + "start-value"), 1), 0), _MAX_COUNT),
        shown=min(max(whole(element.get(TEXT + "display-levels"), 1), 1), 10),
    )
