"""How a total moved since last year's, split exactly into what report, rules, rubric and waivers changed."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal
from uuid import UUID

from services.score.grading import total
from services.score.judged import Judged
from services.score.rubric import Rubric
from shared.report.scorecard import Change

Part = Literal["figures", "rules", "weights", "waivers"]
Step = tuple[Part, Judged, Rubric]

_NONE = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Year:
    """A year's total as it was stated, what it was graded from, and the rubric for that year as it is today."""

    submission: UUID
    total: Decimal
    judged: Judged
    rubric: Rubric


def change(before: Year, now: Year) -> Change:
    """Walk from last year's total to this year's in steps that change one thing each.

    Every stop but the ends is what grading gives to verdicts under a rubric, so the steps add up exactly:

    1. last year's total as it was stated;
    2. by last year's rubric as it is today: *weights*, nothing where nobody has touched it since;
    3. as if nothing had been explained last year: *waivers*;
    4. by this year's rubric: *weights*;
    5. only by rules that judged both years in the same revision: *rules* that went or changed;
    6. this year's report and verdicts, by the same rules, nothing explained: *figures*;
    7. by all of this year's rules: *rules* that came or changed;
    8. with this year's waivers: *waivers*;
    9. this year's total as it was stated: *weights*, nothing where nobody has touched its rubric since.
    """
    bare_before, bare = before.judged.without_waivers(), now.judged.without_waivers()
    common = bare_before.rules & bare.rules
    steps: tuple[Step, ...] = (
        ("weights", before.judged, before.rubric),
        ("waivers", bare_before, before.rubric),
        ("weights", bare_before, now.rubric),
        ("rules", bare_before.only(common), now.rubric),
        ("figures", bare.only(common), now.rubric),
        ("rules", bare, now.rubric),
        ("waivers", now.judged, now.rubric),
    )
    parts: dict[Part, Decimal] = {"figures": _NONE, "rules": _NONE, "weights": _NONE, "waivers": _NONE}
    reached, here = before.total, None
    for part, judged, by in steps:
        # Most steps change nothing, and then there is nothing to grade.
        if here is None or here[0] is not judged or here[1] is not by:
            stop = total(judged.report, judged.verdicts, by, confident=judged.is_sound)
            parts[part] += stop - reached
            reached, here = stop, (judged, by)
    parts["weights"] += now.total - reached
    return Change(prior=before.submission, prior_total=before.total, **parts)
