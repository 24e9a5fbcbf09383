"""How much two texts are alike, against the plain definition."""

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from services.validate.likeness import MOST_LETTERS, alike, letters, own_words, passage, percent_alike

TEXTS = st.text(alphabet="公开报告", max_size=24)


def common(one: str, other: str) -> int:
    """The longest common subsequence by its definition."""

    @cache
    def longest(i: int, j: int) -> int:
        if not i or not j:
            return 0
        if one[i - 1] == other[j - 1]:
            return longest(i - 1, j - 1) + 1
        return max(longest(i - 1, j), longest(i, j - 1))

    return longest(len(one), len(other))


@given(TEXTS, TEXTS, st.integers(min_value=1, max_value=100))
@settings(max_examples=300)
def test_likeness_is_the_longest_common_subsequence(one: str, other: str, least: int) -> None:
    total = len(one) + len(other)
    expected = 200 * common(one, other) // total if total else 0
    found = percent_alike(one, other, least)
    assert found == percent_alike(other, one, least)
    assert found == expected or (found == 0 and expected < least)


@given(TEXTS, TEXTS)
@settings(max_examples=300)
def test_the_passage_is_the_longest_run_both_have(one: str, other: str) -> None:
    here, there = passage(one, other)
    assert here == there
    assert here in one
    assert here in other
    runs = {one[i:j] for i in range(len(one)) for j in range(i + 1, len(one) + 1)}
    assert len(here) == max((len(run) for run in runs if run in other), default=0)


def test_passages_are_quoted_as_each_text_prints_them() -> None:
    assert passage("全年办结 12 件，公开8件。", "上年全年办结9件、公开 3 件") == (
        "全年办结 12 件，公开8件",
        "全年办结9件、公开 3 件",
    )
    assert passage("甲", "乙") == ("", "")


def test_numbers_and_marks_are_no_letters() -> None:
    assert letters("2023年，收到（12）件 a_b。") == "年收到件ab"


def test_what_everybody_must_say_is_nobodys_own() -> None:
    text = "根据《中华人民共和国政府信息公开条例》编制。\n未收到申请；清单按季更新！统计期限自1月1日起。"
    assert own_words(text) == "清单按季更新！"


def test_too_few_letters_say_nothing() -> None:
    assert alike("信息公开", "信息公开", least=85, fewest=5) is None
    found = alike("信息公开", "信息公开2", least=85, fewest=4)
    assert found is not None
    assert (found.percent, found.here.zh, found.there.zh) == (100, "信息公开", "信息公开")


def test_a_text_without_end_costs_no_more_than_a_long_one() -> None:
    endless = "公开报告" * 300_000
    assert len(letters(endless)) == MOST_LETTERS
    found = alike(endless, endless, least=85, fewest=50)
    assert found is not None
    assert (found.percent, len(found.here.zh)) == (100, 120)
