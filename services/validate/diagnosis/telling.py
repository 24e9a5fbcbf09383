"""A diagnosis as one sentence in both languages, with the numbers of the sum it sets right."""

from collections.abc import Sequence

from services.validate.wording import place, said, unequal
from shared.report.diagnosis import Edit, Slip
from shared.report.edition import Edition
from shared.report.text import Text

_KINDS = {
    Slip.MISTYPED: Text("数字填错", "a figure entered wrongly"),
    Slip.OFF_BY_ONE: Text("多计或少计一件", "one counted too many or too few"),
    Slip.DIGIT_MISTYPED: Text("一位数字填错", "one digit entered wrongly"),
    Slip.DIGIT_DROPPED: Text("漏填一位数字", "a digit left out"),
    Slip.DIGIT_DOUBLED: Text("一位数字重复", "a digit entered twice"),
    Slip.DIGITS_TRANSPOSED: Text("相邻两位数字颠倒", "two digits the wrong way round"),
    Slip.POWER_OF_TEN: Text("数位错误", "a figure with a zero too many or too few"),
    Slip.TOTAL_FORGOTTEN: Text("漏填总计", "a total not entered"),
    Slip.LEFT_AT_ZERO: Text("漏填数字", "a figure left at zero"),
    Slip.MISCOPIED: Text("误填为相邻单元格的数字", "a neighbouring cell's figure copied"),
    Slip.LAST_YEAR: Text("沿用了上一年度的数字", "last year's figure left standing"),
    Slip.SHIFTED: Text("数字错位一格", "a figure one cell off"),
    Slip.SWAPPED: Text("相邻两格数字对调", "two neighbouring figures swapped"),
    Slip.SPLIT: Text("一个数字拆到了两格", "one number split over two cells"),
    Slip.ROW_SHIFTED: Text("整行错位一栏", "a whole row one column off"),
    Slip.ROWS_SWAPPED: Text("相邻两行对调", "two neighbouring rows swapped"),
    Slip.COLUMNS_SWAPPED: Text("相邻两栏对调", "two neighbouring columns swapped"),
    Slip.SEVERAL: Text("多处填错", "several figures entered wrongly"),
}
_MOST_NAMED = 4


def sentence(
    edits: Sequence[Edit], kind: Slip, sums: Sequence[tuple[Sequence[int], Sequence[int]]], others: int, form: Edition
) -> Text:
    """`sums` are the two sides of the sums that fail, as printed; `others` counts explanations that are as small."""
    named = edits[:_MOST_NAMED]
    cells = [place(edit.at, form) for edit in named]
    pairs = [(said(edit.printed), said(edit.proposed)) for edit in named]
    zh = "；".join(f"{cell.zh}实填 {old.zh}，疑应为 {new.zh}" for cell, (old, new) in zip(cells, pairs, strict=True))
    en = "; ".join(f"{cell.en} says {old.en}, probably {new.en}" for cell, (old, new) in zip(cells, pairs, strict=True))
    if len(edits) > _MOST_NAMED:
        zh, en = f"{zh}；另有 {len(edits) - _MOST_NAMED} 格", f"{en}; and {len(edits) - _MOST_NAMED} more cells"
    zh, en = f"{zh}（{_KINDS[kind].zh}）", f"{en} ({_KINDS[kind].en})"
    if sums:
        equation = unequal(*sums[0])
        more = Text(f"等 {len(sums)} 项", f" and {len(sums) - 1} more") if len(sums) > 1 else Text("", "")
        zh = f"{zh}；现有勾稽不符：{equation.zh}{more.zh}"
        en = f"{en}; does not tie out now: {equation.en}{more.en}"
    if others:
        zh = f"{zh}。另有 {others} 种同样小的改法，请核对原始台账"
        en = f"{en}. {others} other explanation{'s are' if others > 1 else ' is'} as small: check the records"
    return Text(f"{zh}。", f"{en}.")
