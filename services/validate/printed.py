"""How the cells and rows of a table are printed: what three rules, one for each table, ask alike."""

import re
from decimal import Decimal

from services.validate.filing import Filing, UnreadableCellError
from services.validate.noted import is_structured, notes_of, raw_in, require_print, require_table
from services.validate.prose import bare, require_all_read, words
from services.validate.rule import SOUND, Judgement
from shared.report.edition import CellKind
from shared.report.text import Text
from shared.report.verdict import Severity

NOT_A_NUMBER = frozenset({"cell.not_a_number"})
WITH_MORE = frozenset({"cell.unit", "cell.remark", "cell.numeral", "cell.stray_mark", "cell.decimal_whole"})
OTHERWISE_LABELLED = frozenset({"row.label_variant"})
LACKING = frozenset({"table.missing", "row.missing", "cell.absent"})

_SIGN = re.compile(r"[-—–−―/／\\*＊.。·、~～_＿|]{1,6}")
_NOTHING = re.compile(
    r"(?:暂?[无無](?:此项|数据|内容)?|没有|未发生|空白?|零星|不涉及|不适用|N/?A|none|null)", re.IGNORECASE
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LONGEST_WORD = 12
_GUESSED = frozenset(
    {
        "row.fused", "row.fused_open", "row.blanks_lost", "row.by_position", "row.cell_count", "row.header_conflict",
        "row.duplicate", "row.unknown", "row.no_header", "table.columns_lost", "table.unruled", "table.span_capped",
    }
)  # fmt: skip
"""Where the reader had to guess at the rows of a table, one it did not find may be printed all the same."""
_MOST_MISSING = 4
_FLATTENED = 5
_NUMBER = Text("数字", "a number")


def not_a_number(filing: Filing, at: str) -> Judgement:
    """What stands in a cell that holds no number: a sign or a word for nothing is an error, other writing a doubt.

    Raises:
        UnreadableCellError: what stands there may belong to another cell, or was recognised in a picture.
    """
    table = at.split(".", maxsplit=1)[0]
    if not filing.report.form.has(at) or at not in notes_of(filing, table, NOT_A_NUMBER):
        require_table(filing, table)
        return SOUND
    require_print(filing, at)
    raw = bare(filing.reading.cells[at].raw) if at in filing.reading.cells else ""
    certain = bool(_SIGN.fullmatch(raw) or _NOTHING.fullmatch(raw))
    if not certain and not _is_own_word(filing, raw):
        raise UnreadableCellError(at)
    return _odd(raw, None if certain else Severity.WARNING)


def with_more(filing: Filing, at: str) -> Judgement:
    """What stands in a cell beside its number: a unit, a stray mark, a numeral in characters; a remark asks for more.

    Raises:
        UnreadableCellError: the letters were recognised in a picture.
    """
    table = at.split(".", maxsplit=1)[0]
    note = notes_of(filing, table, WITH_MORE).get(at)
    if note is None or not filing.report.form.has(at):
        require_table(filing, table)
        return SOUND
    require_print(filing, at)
    raw = bare(filing.reading.cells[at].raw) if at in filing.reading.cells else ""
    if not raw or _is_plain(raw) or _may_have_unit(filing, at):
        return SOUND
    return _odd(raw, Severity.WARNING if note.code == "cell.remark" else None)


def otherwise_labelled(filing: Filing, at: str) -> Judgement:
    """A row whose label is not that of the form.

    Raises:
        UnreadableCellError: the letters were recognised in a picture.
    """
    table = at.split(".", maxsplit=1)[0]
    note = notes_of(filing, table, OTHERWISE_LABELLED).get(at)
    if note is None:
        require_table(filing, table)
        return SOUND
    require_print(filing, at)
    label = filing.report.form.line_label(at)
    raw = raw_in(note)
    return Judgement(expected=label.zh if label else None, actual=raw, holds=False, words={"actual": Text(raw, raw)})


def lacking(filing: Filing, at: str) -> Judgement:
    """A table, row or cell that the file does not have.

    Raises:
        UnreadableCellError: the reader may only have failed to find it.
    """
    table = at.split(".", maxsplit=1)[0]
    noted = notes_of(filing, table, LACKING)
    if at not in noted:
        require_table(filing, table)
        return SOUND
    found = Judgement(expected=None, actual=None, holds=False, words={"actual": Text("没有", "absent")})
    if noted[at].code == "cell.absent":
        return found
    require_all_read(filing, at)
    if not is_structured(filing) or notes_of(filing, table, _GUESSED):
        raise UnreadableCellError(at)
    if noted[at].code == "row.missing":
        if len(noted) > _MOST_MISSING:
            raise UnreadableCellError(at)
        return found
    return _without_table(filing, at, found)


def _without_table(filing: Filing, at: str, found: Judgement) -> Judgement:
    """No table: certain where words stand in its place, else it may be a picture that no reader sees."""
    form = filing.report.form
    others = [table.key for table in form.tables if table.key != at]
    if not all(any(filing.reading.confidence(c).is_sound for c in filing.cells(key)) for key in others):
        raise UnreadableCellError(at)
    number = next(part.number for part in form.parts if part.table == at)
    text = words(filing).get(f"part.{number}")
    if text is None or len(re.findall(r"\d+", text)) >= _FLATTENED:
        raise UnreadableCellError(at)
    if text.strip():
        return found
    return Judgement(expected=None, actual=None, holds=False, words=found.words, severity=Severity.WARNING)


def _odd(raw: str, severity: Severity | None) -> Judgement:
    return Judgement(expected=_NUMBER.zh, actual=raw, holds=False, words={"expected": _NUMBER}, severity=severity)


def _is_plain(raw: str) -> bool:
    """Plain digits: the unit is that of the column's head, not printed in the cell."""
    try:
        return Decimal(raw.replace(",", "").replace("，", "")) >= 0 and "." not in raw[-1:]
    except ArithmeticError:
        return False


def _may_have_unit(filing: Filing, at: str) -> bool:
    """Where the column prints no unit of money, the cell must."""
    cell = filing.report.form.cell(at)
    if cell.kind is not CellKind.AMOUNT:
        return False
    blocks = filing.report.form.table(cell.table).blocks
    heads = (column.zh for block in blocks for column in block.columns if column.kind is CellKind.AMOUNT)
    return not any("单位" in head for head in heads)


def _is_own_word(filing: Filing, raw: str) -> bool:
    """Whether writing is the agency's: no figure among it, and no head or label that slipped in from another cell."""
    if not _HAN.search(raw) or len(raw) > _LONGEST_WORD or re.search(r"\d", raw):
        return False
    return not any(raw in cell.label.zh for cell in filing.report.cells())
