"""One pass over the tokens of a rich text file, keeping what holds in each group and collecting paragraphs and rows."""

import re

import msgspec

from services.ingest.document import MARK, Grid, Paragraph
from services.ingest.flow import Flow
from services.ingest.reasons import unreadable
from services.ingest.rich_text.charsets import SYMBOLS, Charsets
from services.ingest.rich_text.state import State, Target
from services.ingest.rich_text.tokens import Kind, tokens
from services.ingest.rich_text.words import ACTIONS, end_paragraph

MAX_GROUPS = 1000
"""Groups open at once; Word writes a few dozen."""
MAX_CHARACTERS = 2_000_000

_SKIPPED = frozenset(
    {"colortbl", "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "footnote"}
    | {"annotation", "fldinst", "listtable", "listoverridetable", "revtbl", "rsidtbl", "xe", "tc", "nonshppict"}
    | {"nonesttables", "shprslt", "filetbl", "generator", "template", "themedata", "datastore", "objdata", "rxe", "tcn"}
    | {"bkmkstart", "bkmkend", "atnid", "atnauthor", "keywords", "subject", "author", "operator", "doccomm", "company"}
)
_PARTS = {"fonttbl": "fonts", "stylesheet": "styles", "info": "info"}
_PICTURES = frozenset({"pict", "shppict", "shp", "do", "mmath", "moMath"})
_STARRED = frozenset({"shppict", "shpinst", "shp", "do", "nesttableprops", "ud", "moMath"})
"""Groups that older programs are told to skip, and that are looked into."""
_GROUPS = frozenset({"shptxt", "dptxbxtext", "shpinst", "nesttableprops", "upr", "ud"})
_LETTERS = {
    "tab": " ",
    "line": "\n",
    "lbr": "\n",
    "page": "\n",
    "column": "\n",
    "emdash": "—",
    "endash": "–",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
}
_SIGNS = {"~": " ", "_": "-", "\t": " "}
_CONTROLS = dict.fromkeys([code for code in range(32) if chr(code) != "\t"], MARK)
"""No program writes them; where they stand, something else was."""
_HEADING_NAME = re.compile(r"\s*(?:heading|标题)\s*([1-9])\s*;", re.IGNORECASE)
_PRIVATE = range(0xF000, 0xF100)


class Walk:
    """Reads one file; afterwards its public facts (`title`, `hides_text`, `doubts` and so on) say what was met."""

    def __init__(self, data: bytes) -> None:
        self.title = ""
        self.doubts: dict[str, str] = {}
        self.hides_text = self.is_revised = self.is_cut = False
        self.replaced = 0
        self._body, self._boxes = Target(Flow()), Target(Flow("textbox."))
        self._state = State(self._body)
        self._outer: list[State] = []
        self._charsets = Charsets()
        self._levels: dict[int, int] = {}
        self._font = self._style = 0
        self._starred = False
        self._fallback_left = 0
        self._bytes = bytearray()
        self._written = 0
        self._run(data)

    def blocks(self) -> tuple[Paragraph | Grid, ...]:
        """What was read: the body, then what stands in text boxes."""
        blocks = (*self._body.flow.blocks(), *self._boxes.flow.blocks())
        self.doubts = self._body.flow.doubts | self._boxes.flow.doubts
        self.hides_text |= self._body.flow.hides_text or self._boxes.flow.hides_text
        return blocks

    def _run(self, data: bytes) -> None:
        for token in tokens(data):
            if token.kind is Kind.BYTES:
                self._take_bytes(token.data)
                continue
            if token.kind is Kind.SIGN and token.name in "{}\\":
                self._take_bytes(token.name.encode())
                continue
            self._flush()
            if token.kind is Kind.OPEN:
                self._open()
            elif token.kind is Kind.CLOSE:
                self._close()
                if not self._outer:
                    break
            elif token.kind is Kind.SIGN:
                self._sign(token.name)
            else:
                self._word(token.name, token.number)
                self._starred = False
        self._flush()
        self.is_cut = bool(self._outer)
        target = self._body
        if self.is_cut and target.depth(self._state):
            target.write(MARK, self._state)
        end_paragraph(self._state, target)

    def _open(self) -> None:
        if len(self._outer) >= MAX_GROUPS:
            raise unreadable("file.too_deep", what=MAX_GROUPS)
        self._outer.append(self._state)
        self._state = msgspec.structs.replace(self._state)
        self._fallback_left = 0

    def _close(self) -> None:
        ended = self._state
        self._state = self._outer.pop() if self._outer else ended
        self._fallback_left = 0
        if ended.target is not self._state.target:
            ended.target.flow.paragraph(ended.target.take())

    def _take_bytes(self, data: bytes) -> None:
        if self._fallback_left:
            passed = min(self._fallback_left, len(data))
            self._fallback_left -= passed
            data = data[passed:]
        if not self._state.skips:
            self._bytes += data

    def _flush(self) -> None:
        """Decode the bytes since the last control word, which hold whole characters."""
        if not self._bytes:
            return
        encoding = self._charsets.of_font(self._state.font)
        if encoding == SYMBOLS:
            text = "".join(chr(byte) if byte <= ord(" ") else MARK for byte in self._bytes)
        else:
            text = self._charsets.decode(bytes(self._bytes), encoding)
            self.replaced += text.count("\ufffd")
        self._bytes.clear()
        self._write(text.translate(_CONTROLS))

    def _write(self, text: str) -> None:
        state = self._state
        if state.part == "title":
            self.title += text if len(self.title) < MAX_GROUPS else ""
        if state.part == "styles" and (heading := _HEADING_NAME.match(text)):
            self._levels.setdefault(self._style, int(heading[1]))
        self.is_revised |= state.reads and (state.deleted or state.inserted)
        if not state.reads or state.deleted or not text:
            return
        if state.hidden:
            self.hides_text |= bool(text.strip())
            return
        self._written += len(text)
        if self._written > MAX_CHARACTERS:
            raise unreadable("file.too_large_document", what=f"> {MAX_CHARACTERS}")
        state.target.write(text, state)

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._starred = True
        elif sign in "\r\n":
            self._word("par", None)
        else:
            self._write(_SIGNS.get(sign, ""))

    def _word(self, name: str, number: int | None) -> None:
        state = self._state
        if self._starred and name not in _STARRED:
            state.skips = state.skips or "all"
        elif name in _SKIPPED or name in _PARTS or name in _PICTURES or name in _GROUPS:
            self._group(name, state)
        elif state.part:
            self._head_word(name, number)
        elif name == "u":
            self._character(number or 0)
        elif name in _LETTERS:
            self._write(_LETTERS[name])
        elif name == "ansicpg":
            self._charsets.set_page(number or 0)
        elif name == "s":
            state.level = self._levels.get(number or 0)
        elif (action := ACTIONS.get(name)) is not None and not state.skips:
            action(state, number)

    def _character(self, number: int) -> None:
        code = number & 0xFFFF
        self._write(MARK if code in _PRIVATE else chr(code))
        self._fallback_left = self._state.fallback

    def _group(self, name: str, state: State) -> None:
        """The first word of a group that is no plain writing."""
        if name in _PICTURES and state.reads:
            self._write(MARK)
        if name in {"shptxt", "dptxbxtext"}:
            if state.skips == "text":
                state.skips, state.target = "", self._boxes
                state.plain()
                state.reset_paragraph()
        elif name == "ud":
            state.skips = "" if state.skips == "unicode" else state.skips
        elif name == "nesttableprops":
            state.in_inner_row = True
        elif not state.skips:
            state.part = _PARTS.get(name, state.part)
            if name not in _PARTS:
                kept = {"shp": "text", "shpinst": "text", "do": "text", "upr": "unicode"}
                state.skips = kept.get(name, "all")

    def _head_word(self, name: str, number: int | None) -> None:
        """Fonts with their character sets, styles with their levels, and the title."""
        part = self._state.part
        if part == "fonts" and name == "f":
            self._font = number or 0
        elif part == "fonts" and name == "fcharset":
            self._charsets.set_font(self._font, number or 0)
        elif part == "styles" and name == "s":
            self._style = number or 0
        elif part == "styles" and name == "outlinelevel" and number is not None and 0 <= number < 9:  # noqa: PLR2004
            self._levels[self._style] = number + 1
        elif part == "info" and name == "title":
            self._state.part = "title"
        elif name == "u" and part == "title":
            self._character(number or 0)
        elif name == "uc":
            self._state.fallback = max(number or 0, 0)
