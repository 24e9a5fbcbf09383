"""F021 — part five says something."""

from collections.abc import Iterable

from services.validate.filing import Filing
from services.validate.law import ACCURATE_AND_COMPLETE, PROBLEMS_AND_IMPROVEMENT
from services.validate.perfunctory import is_perfunctory
from services.validate.prose import bare, require_all_read, words
from services.validate.rule import SOUND, Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity

PART = "part.5"
_MOST_SHOWN = 40


def places(filing: Filing) -> Iterable[str]:
    return (PART,) if PART in words(filing) else ()


def check(filing: Filing, at: str) -> Judgement:
    text = bare(words(filing)[at])
    if not is_perfunctory(text):
        return SOUND
    require_all_read(filing, at)
    return Judgement(expected="主要问题及改进情况", actual=text[:_MOST_SHOWN] or None, holds=False)


RULE = Rule(
    id="F021",
    revision=1,
    title=Text("问题及改进不空泛", "Part five is not perfunctory"),
    basis=(PROBLEMS_AND_IMPROVEMENT, ACCURATE_AND_COMPLETE),
    severity=Severity.WARNING,
    message=Text("{at}只写了：{actual}，过于空泛。", "{at} says no more than this: {actual}."),
    fix=Text(
        "结合本机关实际写明存在的主要问题和改进情况，不要留空、只写“无”或套话。",
        "Tell the agency's own problems and what was done about them, not nothing and not stock phrases.",
    ),
    places=places,
    check=check,
)
