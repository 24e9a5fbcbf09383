"""Reports dumped as a stream of words: a row's figures are read when exactly as many stand between two known labels."""

from collections.abc import Iterator, Sequence
from itertools import islice

from msgspec.structs import replace

from services.ingest.document import Document
from services.ingest.interpreter.candidates import Candidate, Placed
from services.ingest.interpreter.columns import Assignment
from services.ingest.interpreter.money import unit_in
from services.ingest.interpreter.pieces import Piece, pieces, runs
from services.ingest.interpreter.ragged import stream_order
from services.ingest.interpreter.reviews import ReviewHead
from services.ingest.interpreter.tie_out import tie_out
from services.ingest.interpreter.vocabulary import RowRef, Vocabulary
from services.ingest.labels import label_key, label_keys, split_numbering

_LABEL_PIECES = 4
"""A label may be broken over this many pieces."""
_HEAD_PIECES = 80
"""How far back from a run the head of its table may reach."""


def candidates(document: Document, words: Vocabulary) -> list[Candidate]:
    """The rows that a stream of words gives.

    Where a dump keeps no blank cells, a figure too many may fill the gap of a blank unnoticed. Rows are sure only when
    their figures add up and no row of the form has a gap.
    """
    found = list(_candidates(list(pieces(document)), words))
    whole = _is_whole([candidate for candidate, _ in found], words)
    return [
        candidate if kept or (whole and tie_out(candidate, words.form)) else _doubted(candidate)
        for candidate, kept in found
    ]


def _is_whole(found: Sequence[Candidate], words: Vocabulary) -> bool:
    """Whether every row of the form was found with as many figures as it has columns."""
    if any(candidate.failure for candidate in found):
        return False
    printed = {candidate.row.at for candidate in found}
    forms = [frozenset[str](), frozenset(row.key for row in words.rows.values())]
    return any({f"{cell.table}.{cell.row}" for cell in words.form.cells(merged)} <= printed for merged in forms)


def _doubted(candidate: Candidate) -> Candidate:
    cells = {key: replace(placed, doubt=placed.doubt or "row.blanks_lost") for key, placed in candidate.cells.items()}
    return replace(candidate, cells=cells)


def _candidates(stream: Sequence[Piece], words: Vocabulary) -> Iterator[tuple[Candidate, bool]]:
    """Every row, and whether blank cells could be seen in it."""
    reviews = next((ReviewHead(table, words) for table in words.form.tables if table.across), None)
    before: RowRef | None = None
    head: list[str] = []
    last = 0
    for run in runs(stream):
        between = stream[max(last, run.start - _HEAD_PIECES) : run.start]
        last = run.end
        if any(piece.is_break for piece in between):
            head = []
        if heading := _heading([piece for piece in between if piece.text], words):
            head = heading
        if not _ends_well(stream, run.end, words):
            continue
        figures = stream[run.start : run.end]
        kept = all(piece.kept for piece in figures)
        if reviews is not None and len(figures) == len(reviews.columns):
            for candidate in _reviews([piece for piece in between if piece.text], figures, reviews):
                yield candidate, kept
        elif (row := _row_before(stream, run.start, words, before)) is not None:
            before = row
            yield _candidate(figures, row, head, words), kept


def _ends_well(stream: Sequence[Piece], place: int, words: Vocabulary) -> bool:
    """Whether figures are followed by a word of the form, a part's title, or nothing."""
    following: list[str] = []
    for piece in islice(stream, place, place + _HEAD_PIECES):
        if piece.is_break or len(following) == _LABEL_PIECES:
            break
        if piece.text:
            following.append(piece.text)
    joined = ["".join(following[: count + 1]) for count in range(len(following))]
    return not joined or any(
        words.is_word(text) or words.is_title(text) or words.is_part_heading(text) for text in joined
    )


def _row_before(stream: Sequence[Piece], place: int, words: Vocabulary, before: RowRef | None) -> RowRef | None:
    """The row whose label ends right before a run, the longest that fits."""
    for count in range(_LABEL_PIECES, 0, -1):
        label = stream[max(place - count, 0) : place]
        if len(label) < count or any(piece.is_value or not piece.text for piece in label):
            continue
        text = "".join(piece.text for piece in label)
        row = words.row(text)
        if row is not None and (not row.ambiguous or _in_context(text, row, before)):
            return row
    return None


def _in_context(text: str, row: RowRef, before: RowRef | None) -> bool:
    """Whether a word that columns bear too is meant as a row: numbered, and below the rows it follows."""
    follows = before is not None and before.table == row.table and before.order < row.order
    return follows and bool(split_numbering(text)[0])


def _heading(between: Sequence[Piece], words: Vocabulary) -> list[str]:
    """The words of a table's head among the pieces between two runs; none when they hold no head."""
    texts: list[str] = []
    place = 0
    while place < len(between):
        joined = [
            "".join(piece.text for piece in between[place : place + count]) for count in range(_LABEL_PIECES, 0, -1)
        ]
        count, text = next(
            ((_LABEL_PIECES - index, text) for index, text in enumerate(joined) if words.is_header(text)),
            (1, between[place].text),
        )
        texts.append(text)
        place += count
    telling = words.columns - words.rows.keys()
    return texts if any(key in telling for text in texts for key in label_keys(text)) else []


def _candidate(figures: Sequence[Piece], row: RowRef, head: Sequence[str], words: Vocabulary) -> Candidate:
    at = figures[0].at
    order = stream_order(head, words.block(row))
    if order is None:
        return Candidate(row, at, failure="row.header_conflict")
    columns, doubt = order
    if len(figures) != len(columns):
        return Candidate(row, at, failure="row.cell_count")
    unit = unit_in(head)
    placed = {key: Placed(piece.text, piece.at, doubt, unit) for key, piece in zip(columns, figures, strict=True)}
    return Candidate(row, at, placed)


def _reviews(between: Sequence[Piece], figures: Sequence[Piece], form: ReviewHead) -> Iterator[Candidate]:
    texts = [piece.text for piece in between]
    start = max((place for place, text in enumerate(texts) if label_key(text) == "行政复议"), default=0)
    if not form.is_named_in("".join(texts)):
        return
    sound = form.in_order(texts[start:]) or form.fused_in_order("".join(texts))
    placed = {
        key: Placed(piece.text, piece.at, None if sound else "row.no_header")
        for (key, _), piece in zip(form.columns, figures, strict=True)
    }
    yield from form.candidates(Assignment(placed), figures[0].at, has_values=True)
