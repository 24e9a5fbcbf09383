"""How a run of characters is shown, of what matters to figures: deleted, hidden, struck out, raised, a symbol."""

from collections.abc import Iterator
from functools import lru_cache

import msgspec

from services.ingest.word97 import sprms
from services.ingest.word97.styles import StyleSheet

_TOGGLES = {
    sprms.STRUCK: "struck",
    sprms.STRUCK_TWICE: "struck_twice",
    sprms.HIDDEN: "hidden",
    sprms.DELETED: "deleted",
    sprms.INSERTED: "inserted",
    sprms.FIELD_HIDDEN: "field_hidden",
    sprms.SPECIAL: "special",
}
_AS_STYLE, _UNLIKE_STYLE = 0x80, 0x81


class Look(msgspec.Struct, frozen=True):
    """The look of a run."""

    deleted: bool = False
    inserted: bool = False
    hidden: bool = False
    field_hidden: bool = False
    struck: bool = False
    struck_twice: bool = False
    raised: bool = False
    special: bool = False
    symbol: int | None = None

    @property
    def is_struck(self) -> bool:
        """Whether a line goes through the characters."""
        return self.struck or self.struck_twice


PLAIN = Look()


class Looks:
    """Works out looks from modifiers; a document has few different ones."""

    def __init__(self, styles: StyleSheet) -> None:
        self._styles = styles
        self.look = lru_cache(maxsize=4096)(self._look)

    def _look(self, style: int, modifiers: bytes) -> Look:
        basis = _applied(PLAIN, PLAIN, sprms.modifiers(self._styles.style(style).characters))
        found = sprms.modifiers(modifiers)
        return _applied(basis, basis, self._with_styles(found))

    def _with_styles(self, found: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
        """Modifiers, those of a named style of characters in its place."""
        for code, operand in found:
            if code == sprms.CHARACTER_STYLE:
                named = self._styles.style(int.from_bytes(operand, "little"))
                yield from sprms.modifiers(named.characters)
            else:
                yield code, operand


def _applied(look: Look, basis: Look, found: Iterator[tuple[int, bytes]]) -> Look:
    state = msgspec.structs.asdict(look)
    for code, operand in found:
        if (name := _TOGGLES.get(code)) is not None:
            usual = bool(getattr(basis, name))
            state[name] = {_AS_STYLE: usual, _UNLIKE_STYLE: not usual}.get(operand[0], bool(operand[0]))
        elif code == sprms.RAISED:
            state["raised"] = bool(operand[0])
        elif code == sprms.SYMBOL:
            state["symbol"] = int.from_bytes(operand[2:4], "little")
            state["special"] = True
        elif code == sprms.PLAIN:
            kept = {"deleted": state["deleted"], "special": state["special"], "symbol": state["symbol"]}
            state = msgspec.structs.asdict(basis) | kept
    return Look(**state)
