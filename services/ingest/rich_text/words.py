"""Control words of the writing itself: the look of characters, the ends of paragraphs and cells, the making of rows."""

from collections.abc import Callable

from services.ingest.rich_text.state import Row, State, Target

_INNER = 2


def _look(name: str) -> Callable[[State, int | None], None]:
    def switch(state: State, number: int | None) -> None:
        setattr(state, name, number != 0)

    return switch


def end_paragraph(state: State, target: Target) -> None:
    """The paragraph being read ends."""
    target.flow.paragraph(target.take(), target.depth(state), state.level)


def _par(state: State, _: int | None) -> None:
    # A paragraph mark that is deleted or hidden parts nothing.
    if not state.deleted and not state.hidden:
        end_paragraph(state, state.target)


def _plain(state: State, _: int | None) -> None:
    state.plain()


def _pard(state: State, _: int | None) -> None:
    state.reset_paragraph()


def _font(state: State, number: int | None) -> None:
    state.font = number


def _on_the_line(state: State, _: int | None) -> None:
    state.raised = False


def _fallback(state: State, number: int | None) -> None:
    state.fallback = max(number or 0, 0)


def _in_table(state: State, _: int | None) -> None:
    state.in_table = True


def _depth(state: State, number: int | None) -> None:
    state.depth = max(number or 0, 0)


def _level(state: State, number: int | None) -> None:
    state.level = number + 1 if number is not None and 0 <= number < 9 else None  # noqa: PLR2004 - nine is body text


def _cell(state: State, _: int | None) -> None:
    state.target.flow.cell(state.target.take(), 1)


def _inner_cell(state: State, _: int | None) -> None:
    state.target.inner_depth = max(state.depth, _INNER)
    state.target.flow.cell(state.target.take(), state.target.inner_depth)


def _row(state: State, _: int | None) -> None:
    _end_row(state, 1, state.target.row)


def _inner_row(state: State, _: int | None) -> None:
    _end_row(state, state.target.inner_depth, state.target.inner_row)


def _end_row(state: State, depth: int, row: Row) -> None:
    """Writing behind the last cell of a row belongs to a cell whose end was lost."""
    target = state.target
    if rest := target.take().strip():
        target.flow.paragraph(rest, depth)
    target.flow.row(depth, row.shape(), dropped=state.deleted)


def _row_begins(state: State, _: int | None) -> None:
    state.row.begin()


def _row_left(state: State, number: int | None) -> None:
    state.row.starts_at(number or 0)


def _cell_edge(state: State, number: int | None) -> None:
    state.row.cell_ends_at(number or 0)


def _joins_left(state: State, _: int | None) -> None:
    state.row.joins_left = True


def _joins_above(state: State, _: int | None) -> None:
    state.row.joins_above = True


ACTIONS: dict[str, Callable[[State, int | None], None]] = {
    "par": _par,
    "sect": _par,
    "cell": _cell,
    "row": _row,
    "nestcell": _inner_cell,
    "nestrow": _inner_row,
    "trowd": _row_begins,
    "trleft": _row_left,
    "cellx": _cell_edge,
    "clmrg": _joins_left,
    "clvmrg": _joins_above,
    "pard": _pard,
    "intbl": _in_table,
    "itap": _depth,
    "outlinelevel": _level,
    "plain": _plain,
    "f": _font,
    "uc": _fallback,
    "deleted": _look("deleted"),
    "revised": _look("inserted"),
    "v": _look("hidden"),
    "strike": _look("struck"),
    "striked": _look("struck"),
    "super": _look("raised"),
    "sub": _look("raised"),
    "nosupersub": _on_the_line,
}
