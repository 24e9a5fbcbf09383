"""A303 — the results add up to the requests closed, for every kind of applicant."""

from collections.abc import Iterable

from services.validate.filing import Filing
from services.validate.law import ACCURATE_AND_COMPLETE, OUTCOMES_PRINTED
from services.validate.rule import Judgement, Rule
from services.validate.tie_out import tie_out
from shared.report.text import Text
from shared.report.verdict import Severity

IDENTITY = "dispositions_foot"


def places(filing: Filing) -> Iterable[str]:
    return filing.equations(IDENTITY)


def check(filing: Filing, at: str) -> Judgement:
    return tie_out(filing, filing.equations(IDENTITY)[at])


RULE = Rule(
    id="A303",
    revision=1,
    title=Text("办理结果合计", "Dispositions foot"),
    basis=(OUTCOMES_PRINTED, ACCURATE_AND_COMPLETE),
    severity=Severity.ERROR,
    message=Text(
        "{at}：（一）至（六）各项之和与（七）总计不符（{equation}）；各项若无误，此处应为 {expected}，实填 {actual}。",
        "{at}: results (1) to (6) do not add up to (7) ({equation}); if they stand, this is {expected}, not {actual}.",
    ),
    fix=Text(
        "核对该列各项办理结果与（七）总计；区分处理的只计“部分公开”，不重复计入其他情形。",
        "Check the results of the column and its total; a request partly granted counts there only, not twice.",
    ),
    places=places,
    check=check,
)
