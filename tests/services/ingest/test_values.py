"""Cell texts and what they say."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.document import MARK
from services.ingest.values import BLANK, is_value, may_be_value, parse
from shared.report.edition import CellKind
from shared.report.reading import Confidence

COUNT, CHANGE, AMOUNT = CellKind.COUNT, CellKind.CHANGE, CellKind.AMOUNT
READ, INFERRED, UNREADABLE = Confidence.READ, Confidence.INFERRED, Confidence.UNREADABLE


@pytest.mark.parametrize(
    ("raw", "kind", "figure"),
    [
        ("0", COUNT, 0),
        (" 13 ", COUNT, 13),
        ("１２３", COUNT, 123),
        ("1,234,567", COUNT, 1234567),
        ("１，２３４", COUNT, 1234),
        ("11398889", COUNT, 11398889),
        ("\u200b7\ufeff", COUNT, 7),
        ("334", AMOUNT, 334),
        ("9116.36", AMOUNT, Decimal("9116.36")),
        ("24,252.311082", AMOUNT, Decimal("24252.311082")),
        ("0.00", AMOUNT, 0),
        ("+19", CHANGE, 19),
        ("-8", CHANGE, -8),
        ("－８", CHANGE, -8),
        ("−8", CHANGE, -8),
        ("8", CHANGE, 8),
        ("0", CHANGE, 0),
    ],
)
def test_plain_numbers_are_read(raw: str, kind: CellKind, figure: object) -> None:
    value = parse(raw, kind)
    assert (value.figure, value.confidence, value.note) == (figure, READ, None)


@pytest.mark.parametrize("raw", ["", " ", "\u3000", "\xa0", "\u200b"])
@pytest.mark.parametrize("kind", list(CellKind))
def test_blank_is_blank(raw: str, kind: CellKind) -> None:
    assert parse(raw, kind) == BLANK


@pytest.mark.parametrize(
    ("raw", "kind", "figure", "note"),
    [
        ("22（其中修订16件）", COUNT, 22, "cell.remark"),
        ("22件（其中修订16件）", COUNT, 22, "cell.remark"),
        ("12件", COUNT, 12, "cell.unit"),
        ("251000元", AMOUNT, Decimal("25.1"), "cell.unit"),
        ("477.35万元", AMOUNT, Decimal("477.35"), "cell.unit"),
        ("1.5亿元", AMOUNT, 15000, "cell.unit"),
        ("0元", AMOUNT, 0, "cell.unit"),
        ("减8", CHANGE, -8, "cell.unit"),
        ("增加19项", CHANGE, 19, "cell.unit"),
        ("3.0", COUNT, 3, "cell.decimal_whole"),
        ("1,234.00", COUNT, 1234, "cell.decimal_whole"),
        ("12、", COUNT, 12, "cell.stray_mark"),
        ("12。", COUNT, 12, "cell.stray_mark"),
        ("12.5。", AMOUNT, Decimal("12.5"), "cell.stray_mark"),
        ("O", COUNT, 0, "cell.numeral"),
        ("1O", COUNT, 10, "cell.numeral"),
        ("〇", COUNT, 0, "cell.numeral"),
        ("零", AMOUNT, 0, "cell.numeral"),
        ("十二", COUNT, 12, "cell.numeral"),
        ("0（零）", COUNT, 0, "cell.remark"),
    ],
)
def test_numbers_with_more_are_inferred(raw: str, kind: CellKind, figure: object, note: str) -> None:
    value = parse(raw, kind)
    assert (value.figure, value.confidence, value.note) == (figure, INFERRED, note)


NO_COUNTS = (
    "/ — － -- 无 * n/a 一 两 约12 12余 12% -3 +3 3.5 007 00 1/2 ½ ² 12² ① 12^1 ▣ ▣12▣ 12,34 1,2345 1,234,56 "
    "22(23) 12、、 00. O0 二0 .5 1e3 ٣ 12k 12元 0x10 1..2 12（ 件12 (12) 13+1"
)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        *((raw, COUNT) for raw in NO_COUNTS.split()),
        *((raw, COUNT) for raw in ("1 2", "12 34", "- 3 -", "9" * 16)),
        *((raw, CHANGE) for raw in ("3.5", "(8)", "/", "±3")),
        *((raw, AMOUNT) for raw in ("-3.5", "12千元", "12美元", "1.2.3", "12件", "/")),
    ],
)
def test_everything_else_is_unreadable_and_never_blank(raw: str, kind: CellKind) -> None:
    value = parse(raw, kind)
    assert (value.figure, value.confidence) == (None, UNREADABLE)
    assert value.note is not None


def test_the_unit_over_a_column_counts() -> None:
    assert parse("251000", AMOUNT, "元").figure == Decimal("25.1")
    assert parse("251000", AMOUNT, "元").confidence is INFERRED
    assert parse("25", AMOUNT, "千元").confidence is UNREADABLE
    assert parse("25万元", AMOUNT, "元").figure == 25


@given(st.integers(0, 10**15 - 1))
def test_whole_numbers_survive_every_way_of_printing(number: int) -> None:
    wide = str.maketrans("0123456789,", "０１２３４５６７８９，")
    for text in (str(number), f"{number:,}", str(number).translate(wide), f"{number:,}".translate(wide)):
        assert parse(text, COUNT).figure == number


@given(st.text(max_size=12))
def test_a_count_is_a_whole_number_or_says_why_not(raw: str) -> None:
    value = parse(raw, COUNT)
    assert value.figure is None or (isinstance(value.figure, int) and value.figure >= 0)
    assert (value.note is None) == (value.confidence is READ)


@pytest.mark.parametrize("text", ["0", "12", "1,234", "３", "/", "—", "－", "无", "+3", "9116.36"])
def test_what_stands_for_a_figure(text: str) -> None:
    assert is_value(text)


@pytest.mark.parametrize("text", ["", "规章", "3.", "3.其他", "一", "12件", "1 2"])
def test_what_does_not(text: str) -> None:
    assert not is_value(text)


def test_a_picture_stands_where_a_figure_should_and_is_not_read() -> None:
    assert may_be_value(MARK)
    assert may_be_value(f" {MARK}{MARK} ")
    assert not may_be_value("")
    assert not may_be_value(f"结果维持{MARK}")
