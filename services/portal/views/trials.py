"""An impact run as the page of a rule shows it: who would flip, by how much, per level and region; pure."""

import msgspec

from shared.report.impact import Group, ImpactRun, ReportChange, RuleMove

MOST_NAMED = 50


class TrialPage(msgspec.Struct, frozen=True, kw_only=True):
    """One run, seen from one rule. Named reports are only for whoever may see all; `named` of `changing` are shown."""

    run: ImpactRun
    moves: tuple[RuleMove, ...]
    levels: tuple[tuple[str, Group], ...]
    regions: tuple[tuple[str, Group], ...]
    changes: tuple[ReportChange, ...]


def trial_page(run: ImpactRun, rule: str, *, named: bool) -> TrialPage:
    """A run for the page of a rule; groups in which nothing would change are left out."""
    return TrialPage(
        run=run,
        moves=run.impact.rules.get(rule, ()),
        levels=_changing(run.impact.levels),
        regions=_changing(run.impact.regions),
        changes=tuple(change for change in run.impact.changes if rule in change.rules)[:MOST_NAMED] if named else (),
    )


def _changing(groups: dict[str, Group]) -> tuple[tuple[str, Group], ...]:
    changing = [(name, group) for name, group in groups.items() if group.flips or group.mean]
    return tuple(sorted(changing, key=lambda one: (-one[1].flips, one[1].mean, one[0])))
