"""Numbers of headings: which follow one another, which are further parts, and which cannot be told."""

import pytest

from services.validate.headings import further_parts, is_numbered, misnumbered, misnumbered_parts, untitled
from shared.report.annual_report import Section


def sections(*headings: tuple[int | None, str]) -> tuple[Section, ...]:
    return tuple(Section(number, title, "", f"section[{place}]") for place, (number, title) in enumerate(headings))


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("一、总体情况", "总体情况"),
        ("第六部分 其他需要报告的事项", "其他需要报告的事项"),
        ("总体情况", "总体情况"),
        ("一般情况", "一般情况"),
        ("十一. 附则", "附则"),
    ],
)
def test_a_heading_without_its_number(title: str, words: str) -> None:
    assert untitled(title) == words


def test_a_part_put_in_between_is_a_further_one() -> None:
    printed = sections((4, "四、行政复议、行政诉讼情况"), (None, "五、政策解读"), (5, "六、问题"), (6, "七、其他"))
    assert [section.title for section in further_parts(printed)] == ["五、政策解读"]


def test_sub_headings_numbered_like_parts_are_none() -> None:
    printed = sections((1, "一、总体情况"), (None, "一、主动公开"), (None, "二、依申请公开"), (2, "二、主动公开情况"))
    assert further_parts(printed) == []


def test_a_part_may_bear_no_number() -> None:
    assert list(misnumbered_parts(sections((1, "总体情况"), (2, "三、主动公开情况")))) == ["三、主动公开情况"]


@pytest.mark.parametrize(
    "text",
    [
        "（一）甲\n（二）乙\n（三）丙",
        "(一)甲。(二)乙。",
        "（一）甲\n1.子\n2.丑\n（二）乙\n1.寅",
        "问题：（一）甲；（二）乙。\n措施：（一）丙；（二）丁。",
        "第（五）项、（八）项和3.5万条",
        "１．甲\n２．乙",
        "",
    ],
)
def test_numbers_that_follow(text: str) -> None:
    assert list(misnumbered(text)) == []


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("（二）乙", ["（二）乙"]),
        ("（一）甲\n（一）乙", ["（一）乙"]),
        ("（一）甲\n（三）丙\n（四）丁", ["（三）丙"]),
        ("（十）" + "甲" * 40, ["（十）" + "甲" * 13]),
        ("1.甲\n1.乙", ["1.乙"]),
        ("（一）甲\n3.丙", ["3.丙"]),
    ],
)
def test_numbers_that_do_not(text: str, at: list[str]) -> None:
    assert is_numbered(text)
    assert list(misnumbered(text)) == at
