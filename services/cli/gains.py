"""What a repair would add to the total, in words."""

from shared.report.scorecard import Scorecard
from shared.report.text import Text
from shared.report.verdict import Severity, Verdict


def told_gain(verdict: Verdict, scorecard: Scorecard) -> Text | None:
    """What repairing the rule's breaches alone would bring; nothing to say where nobody is asked to repair."""
    points = next((gain.points for gain in scorecard.gains if gain.rule == verdict.rule), None)
    if points is None or verdict.severity is Severity.NOTICE:
        return None
    if not points:
        return Text("单独修复不增加分数", "Repairing it alone adds no points")
    return Text(f"修复后可增加 {points} 分", f"Repairing it adds {points} points")
