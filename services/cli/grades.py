"""Grades in the administration's words."""

from shared.report.scorecard import Grade
from shared.report.text import Text

GRADES = {
    Grade.EXCELLENT: Text("优秀", "excellent"),
    Grade.GOOD: Text("良好", "good"),
    Grade.PASS: Text("合格", "pass"),
    Grade.FAIL: Text("不合格", "fail"),
    Grade.NOT_RATED: Text("不予评级", "not rated"),
}
