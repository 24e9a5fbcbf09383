"""A401 — the results of reviews and suits add up to their total, on every route."""

from collections.abc import Iterable

from services.validate.filing import Filing
from services.validate.law import ACCURATE_AND_COMPLETE, RESULTS_PRINTED
from services.validate.rule import Judgement, Rule
from services.validate.tie_out import tie_out
from shared.report.text import Text
from shared.report.verdict import Severity

IDENTITY = "review_results_foot"


def places(filing: Filing) -> Iterable[str]:
    return filing.equations(IDENTITY)


def check(filing: Filing, at: str) -> Judgement:
    return tie_out(filing, filing.equations(IDENTITY)[at])


RULE = Rule(
    id="A401",
    revision=1,
    title=Text("复议诉讼结果合计", "Review results foot"),
    basis=(RESULTS_PRINTED, ACCURATE_AND_COMPLETE),
    severity=Severity.ERROR,
    message=Text(
        "{at}：各项结果之和与总计不符（{equation}）；各项若无误，此处应为 {expected}，实填 {actual}。",
        "{at}: the results do not add up to the total ({equation}); if they stand, this is {expected}, not {actual}.",
    ),
    fix=Text(
        "核对维持、纠正、其他、尚未审结四项与总计；尚未审结的案件也计入总计。",
        "Check the four results and the total; pending cases count in the total too.",
    ),
    places=places,
    check=check,
)
