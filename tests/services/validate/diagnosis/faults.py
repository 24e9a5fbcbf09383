"""Faulty filings made from sound ones: the corpus report with some cells printed otherwise."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import msgspec

from services.validate.diagnosis.diagnose import diagnose
from services.validate.engine import judge
from services.validate.filing import Filing, PriorReport
from shared.report.claim import Claim, Expression, Relation
from shared.report.diagnosis import Diagnosis, Explanation
from tests.corpus import shelf


def filing(
    report: str, changes: Mapping[str, int | None], claims: Sequence[Claim] = (), prior: PriorReport | None = None
) -> Filing:
    """A filing of the report with these cells printed otherwise."""
    sound = shelf.report(report)
    faulty = msgspec.structs.replace(sound, tables=sound.tables.replace(dict(changes)), claims=tuple(claims))
    return Filing(faulty, shelf.reading(faulty), prior=prior)


def explained(faulty: Filing) -> tuple[Diagnosis, ...]:
    """What the doctor says of it."""
    return diagnose(faulty, judge(faulty))


def truth(report: str, changes: Mapping[str, int | None]) -> dict[str, int | Decimal | None]:
    """The figures that were changed, as they were."""
    return {at: shelf.report(report).tables[at] for at in changes}


def proposed(diagnoses: Sequence[Diagnosis]) -> dict[str, int | Decimal]:
    """All edits of the first explanations."""
    return {edit.at: edit.proposed for diagnosis in diagnoses for edit in diagnosis.edits}


def everything(diagnosis: Diagnosis) -> list[Explanation]:
    """The first explanation and all others."""
    return [Explanation(diagnosis.edits, diagnosis.kind), *diagnosis.alternatives]


def as_mapping(explanation: Explanation) -> dict[str, int | Decimal]:
    """The proposed figures by cell."""
    return {edit.at: edit.proposed for edit in explanation.edits}


def claim(at: str, value: int) -> Claim:
    """A sentence of the prose that states the figure of a cell."""
    return Claim("received", Decimal(value), Relation.EQUAL, "……", "part.1", (Expression((at,)),))
