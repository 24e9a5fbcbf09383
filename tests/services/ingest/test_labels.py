"""Printed labels reduced to what tells them apart."""

import pytest

from services.ingest.interpreter.vocabulary import vocabulary
from services.ingest.labels import label_key, label_keys, narrow, split_numbering


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("一、本年新收政府信息公开申请数量", "本年新收政府信息公开申请数量"),
        ("(七)总计", "总计"),
        ("（七）  总 计", "总计"),
        ("3.危及“三安全一稳定”", "危及三安全一稳定"),
        ('3．危及"三安全一稳定"', "危及三安全一稳定"),
        ("３、危及「三安全一稳定」", "危及三安全一稳定"),
        ("本年新\n公开数量", "本年新公开数量"),
        ("本年增/减", "本年增减"),
        ("①行政许可", "行政许可"),
        ("〔行政许可〕", "行政许可"),
        ("2.其他法律、行政法规禁止公开", "其他法律行政法规禁止公开"),
        ("三", "三"),
    ],
)
def test_keys(printed: str, key: str) -> None:
    assert label_key(printed) == key


def test_remarks_in_brackets_may_be_left_out() -> None:
    assert label_keys("现行有效件数（历史累计）") == ("现行有效件数历史累计", "现行有效件数")
    assert label_keys("规章") == ("规章",)
    assert label_keys("规" * 200) == ()


def test_numbering_is_kept_apart() -> None:
    assert split_numbering("（七）总计") == ("(七)", "总计")
    assert split_numbering("三安全") == ("", "三安全")
    assert split_numbering("2022年") == ("", "2022年")


def test_narrowing_changes_no_figure() -> None:
    assert narrow("１２，３４（件）") == "12,34(件)"
    assert narrow("12²①") == "12²①"


@pytest.mark.parametrize("edition_id", ["2019", "2021"])
def test_every_row_of_the_form_is_known_by_its_label(edition_id: str) -> None:
    words = vocabulary(edition_id)
    for table in words.form.tables:
        rows = [row for block in table.blocks for row in block.rows]
        assert [words.row(row.zh) and words.row(row.zh).key for row in rows] == [row.key for row in rows]  # type: ignore[union-attr]
        assert [row.key for row in words.rows_of(table.key)] == [row.key for row in rows]


def test_words_that_columns_bear_too_are_ambiguous() -> None:
    words = vocabulary("2021")
    assert {row.key for row in words.rows.values() if row.ambiguous} == {"other_misc", "closed"}
