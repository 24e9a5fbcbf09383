"""What people read: printed labels, days, periods and sums in both languages."""

from datetime import date
from decimal import Decimal

import pytest

from services.validate.wording import fill, place, said, unequal
from shared.report.annual_report import Period
from shared.report.edition import Edition, edition, editions
from shared.report.text import Text

FORM = edition("2021")


@pytest.mark.parametrize(
    ("at", "zh", "en"),
    [
        ("requests.closed.total", "「表三·（七）总计·总计」", "“Table 3 · (7) Total · Total”"),
        ("part.5", "第五部分", "Part 5"),
        ("period", "统计期限", "Statistical period"),
        ("received_on", "报送日期", "Date of filing"),
    ],
)
def test_places_by_their_printed_names(at: str, zh: str, en: str) -> None:
    assert place(at, FORM) == Text(zh, en)


@pytest.mark.parametrize("form", editions().values(), ids=editions())
def test_no_cell_shows_its_address(form: Edition) -> None:
    for cell in form.cells():
        name = place(cell.address, form)
        assert cell.address not in name.zh + name.en


def test_a_place_nobody_knows_is_a_mistake_of_the_rule() -> None:
    with pytest.raises(KeyError):
        place("requests.closed.everybody", FORM)


@pytest.mark.parametrize(
    ("evidence", "zh", "en"),
    [
        (None, "空白", "blank"),
        (13, "13", "13"),
        (Decimal("1690.9913"), "1690.9913", "1690.9913"),
        (date(2024, 1, 9), "2024年1月9日", "9 January 2024"),
        (
            Period(date(2023, 1, 1), date(2023, 12, 31)),
            "2023年1月1日至2023年12月31日",
            "1 January 2023 to 31 December 2023",
        ),
    ],
)
def test_evidence_in_both_languages(evidence: int | Decimal | date | Period | None, zh: str, en: str) -> None:
    assert said(evidence) == Text(zh, en)


@pytest.mark.parametrize(
    ("left", "right", "written"),
    [
        ([13, 0], [12, 0], "13 + 0 ≠ 12 + 0"),
        ([-3, 1], [5], "(-3) + 1 ≠ 5"),
        ([0] * 20 + [4], [5], "4 ≠ 5"),
        ([0] * 21, [5], "0 ≠ 5"),
    ],
)
def test_sums_in_numbers(left: list[int], right: list[int], written: str) -> None:
    assert unequal(left, right) == Text(written, written)


def test_a_word_goes_into_its_own_language() -> None:
    template = Text("应为{expected}", "must be {expected}")
    assert fill(template, {"expected": Text("空白", "blank")}) == Text("应为空白", "must be blank")


def test_braces_in_a_report_are_only_braces() -> None:
    assert fill(Text("{at}", "{at}"), {"at": Text("{at}{0}", "{expected}")}) == Text("{at}{0}", "{expected}")


@pytest.mark.parametrize(
    ("at", "zh", "en"),
    [
        ("part.1.sentence[4]", "第一部分第4句", "Part 1, sentence 4"),
        ("part.6.sentence[12]#2", "第六部分第12句·第2处", "Part 6, sentence 12, point 2"),
        ("section[7].sentence[1]", "第7个标题下第1句", "Heading 7, sentence 1"),
    ],
)
def test_sentences_of_the_prose(at: str, zh: str, en: str) -> None:
    assert place(at, FORM) == Text(zh, en)
