"""A paper in both languages: headings, statements, lists and tables; every statement knows the list it comes from."""

from collections.abc import Sequence
from datetime import date, datetime

import msgspec

from services.portal.languages import Language
from services.portal.texts import text
from shared.report.text import Text


class Source(msgspec.Struct, frozen=True):
    """A numbered list of the portal that statements rest on: its address there."""

    number: int
    href: str

    @property
    def mark(self) -> str:
        """How a statement refers to it."""
        return f"〔{self.number}〕"


class Statement(msgspec.Struct, frozen=True):
    """A sentence, and the number of its source; None only for what states no fact."""

    text: Text
    source: Source | None = None


class Paragraph(msgspec.Struct, frozen=True, tag=True):
    """Sentences in a row."""

    statements: tuple[Statement, ...]


class Item(msgspec.Struct, frozen=True):
    """A line of a list: `name` is what the address is about, and the rest follows it."""

    name: Text
    rest: Text | None = None
    href: str | None = None


class Listing(msgspec.Struct, frozen=True, tag=True):
    """Numbered lines."""

    items: tuple[Item, ...]


class GridCell(msgspec.Struct, frozen=True):
    """A cell of a table; `value` is set for a figure, and `href` leads to what it counts."""

    text: Text
    value: int | None = None
    href: str | None = None


class Head(msgspec.Struct, frozen=True):
    """A column: its heading, and the colour it has in a chart, if it is drawn in one."""

    text: Text
    series: str | None = None
    is_number: bool = True


class Grid(msgspec.Struct, frozen=True, tag=True):
    """A table with one row of headings; the first column names the rows. `chart` says how it may be drawn."""

    key: str
    caption: Text
    heads: tuple[Head, ...]
    rows: tuple[tuple[GridCell, ...], ...]
    chart: str | None = None


Block = Paragraph | Listing | Grid


class Section(msgspec.Struct, frozen=True):
    """A heading of the first or second level, and what stands under it."""

    level: int
    heading: Text
    blocks: tuple[Block, ...] = ()


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """A paper as the administration writes one: title, to whom, text, who issues it and when; then its sources."""

    title: Text
    addressee: Text
    opening: tuple[Statement, ...]
    sections: tuple[Section, ...]
    issuer: Text
    day: Text
    notes: tuple[Text, ...]
    sources: tuple[Source, ...]

    @property
    def grids(self) -> tuple[Grid, ...]:
        """Its tables, in order."""
        return tuple(block for section in self.sections for block in section.blocks if isinstance(block, Grid))


class Sources:
    """Numbers the lists as they are first named."""

    def __init__(self) -> None:
        self._known: dict[str, Source] = {}

    def of(self, href: str) -> Source:
        """The source at that address."""
        return self._known.setdefault(href, Source(len(self._known) + 1, href))

    @property
    def named(self) -> tuple[Source, ...]:
        """All that were named."""
        return tuple(self._known.values())


def worded(key: str, **values: object) -> Text:
    """A wording of the catalogue with its placeholders filled, in both languages.

    Raises:
        KeyError: there is no such wording, or a placeholder has no value.
    """
    wording = text(key)
    return Text(wording.zh.format(**_said(values, Language.ZH)), wording.en.format(**_said(values, Language.EN)))


def plain(said: object) -> Text:
    """What is the same in both languages, such as a name or a number."""
    return Text(str(said), str(said))


def joined(texts: Sequence[Text], key: str) -> Text:
    """Texts with the wording `key` between them."""
    between = text(key)
    return Text(between.zh.join(one.zh for one in texts), between.en.join(one.en for one in texts))


def _said(values: dict[str, object], language: Language) -> dict[str, object]:
    return {key: _one(value, language) for key, value in values.items()}


def _one(value: object, language: Language) -> object:
    match value:
        case Text():
            return language.say(value)
        case datetime():
            return language.moment(value)
        case date():
            return language.day(value)
        case _:
            return value
