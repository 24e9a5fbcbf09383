"""What `gouji replay` prints, read again."""

import json
from decimal import Decimal

import pytest

from shared.report.impact import MOST_CHANGES, read_impact
from shared.report.scorecard import Grade
from shared.report.verdict import Outcome


def change(agency: str, before: float, after: float, grades: tuple[str, str] = ("good", "good")) -> str:
    return json.dumps(
        {
            "agency": agency,
            "year": 2025,
            "level": "政府部门",
            "region": "临屿市",
            "rules": {"A301": {"before": "pass", "after": "fail"}},
            "points": {"before": before, "after": after},
            "grade": {"before": grades[0], "after": grades[1]},
        }
    )


SUMMARY = {
    "schema": 1,
    "reports": 120,
    "flips": 2,
    "sums": [{"identity": "requests.roll_forward", "judged": 7, "failing": 1, "reports": 1}],
    "rules": {"A301": [{"before": "pass", "after": "fail", "reports": 3}]},
    "grades": [{"before": "good", "after": "pass", "reports": 2}],
    "levels": {
        "政府部门": {"reports": 100, "flips": 2, "mean": -0.25},
        "乡镇街道": {"reports": 20, "flips": 0, "mean": 0.0},
    },
    "regions": {"临屿市": {"reports": 120, "flips": 2, "mean": -0.21}},
}
LINES = (
    json.dumps(SUMMARY, ensure_ascii=False),
    change("甲局", 85.5, 84.0),
    change("乙局", 81.0, 79.5, ("good", "pass")),
    change("丙局", 82.0, 70.25, ("good", "pass")),
)


def test_the_reports_that_would_change_most_come_first() -> None:
    found = read_impact([*LINES, ""])
    assert [(one.agency, one.by, one.flips) for one in found.changes] == [
        ("丙局", Decimal("-11.75"), True),
        ("乙局", Decimal("-1.5"), True),
        ("甲局", Decimal("-1.5"), False),
    ]
    assert found.rules["A301"][0].after is Outcome.FAILS
    assert (found.grades[0].before, found.levels["政府部门"].mean) == (Grade.GOOD, Decimal("-0.25"))


def test_of_many_only_the_first_are_kept() -> None:
    many = [change(f"{number}局", 90, 80) for number in range(MOST_CHANGES + 5)]
    assert len(read_impact([LINES[0], *many]).changes) == MOST_CHANGES


@pytest.mark.parametrize(
    "lines",
    [[], ["", " "], ["<html>"], [json.dumps(SUMMARY | {"schema": 2})], [LINES[1]], [LINES[0], "{}"], [LINES[0][:-3]]],
)
def test_anything_else_is_not_read(lines: list[str]) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_impact(lines)
