"""What edits set right: a root cause is told once, with the breaches that are only its consequences."""

from collections.abc import Sequence
from dataclasses import replace

import msgspec

from services.validate.catalogue import catalogue
from services.validate.engine import judge
from services.validate.filing import Filing
from shared.report.diagnosis import Edit
from shared.report.verdict import Verdict


def repaired(filing: Filing, verdicts: Sequence[Verdict], edits: Sequence[Edit]) -> tuple[str, ...]:
    """The failed places (`rule@place`) that hold once the edits are made: sums, and what else rests on them."""
    tables = filing.report.tables.replace({edit.at: edit.proposed for edit in edits})
    edited = replace(filing, report=msgspec.structs.replace(filing.report, tables=tables))
    failing = {verdict.rule for verdict in verdicts if verdict.breaches}
    still = set(_failed(judge(edited, [rule for rule in catalogue() if rule.id in failing])))
    return tuple(place for place in _failed(verdicts) if place not in still)


def _failed(verdicts: Sequence[Verdict]) -> list[str]:
    return [f"{verdict.rule}@{breach.at}" for verdict in verdicts for breach in verdict.breaches]
