"""A301 — what came in equals what went out, for every kind of applicant."""

from collections.abc import Iterable

from services.validate.filing import Filing
from services.validate.law import ACCURATE_AND_COMPLETE, IN_EQUALS_OUT
from services.validate.rule import Judgement, Rule
from services.validate.tie_out import tie_out
from shared.report.text import Text
from shared.report.verdict import Severity

IDENTITY = "requests_roll_forward"


def places(filing: Filing) -> Iterable[str]:
    return filing.equations(IDENTITY)


def check(filing: Filing, at: str) -> Judgement:
    return tie_out(filing, filing.equations(IDENTITY)[at])


RULE = Rule(
    id="A301",
    revision=1,
    title=Text("收办结转平衡", "Requests roll forward"),
    basis=(IN_EQUALS_OUT, ACCURATE_AND_COMPLETE),
    severity=Severity.ERROR,
    message=Text(
        "{at}：新收＋上年结转与办结＋结转下年不平（{equation}）；其余三项若无误，此处应为 {expected}，实填 {actual}。",
        "{at}: received and brought forward do not equal closed and carried forward ({equation}); if the other three "
        "stand, this is {expected}, not {actual}.",
    ),
    fix=Text(
        "核对该列四项，按台账更正出错的一项；仅凭本表无法判断是哪一项。",
        "Check the four figures of the column against the register; the form alone cannot tell which of them is wrong.",
    ),
    places=places,
    check=check,
)
