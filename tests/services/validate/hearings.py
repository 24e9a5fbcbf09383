"""Reports as ingest tells them to validate, for tests of what is judged against which."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

import msgspec

from services.validate.catalogue import catalogue
from shared.events.report_normalized import ReportNormalizedV1
from shared.events.report_validated import ReportValidatedV1
from shared.report.agency import Agency, AgencyClass
from shared.report.submission import Submission
from shared.report.verdict import Outcome, Verdict
from tests.corpus import shelf

CARRIED = "requests.carried_forward.total"
BROUGHT = "requests.brought_forward.total"


def normalized(
    year: int,
    *,
    version: int = 1,
    draft: bool = False,
    attempt: int = 1,
    reading: int = 1,
    agency: str = "dh-haitang",
    figures: Mapping[str, int] | None = None,
) -> ReportNormalizedV1:
    """A sound report of 海棠区 about `year`, one request carried over each New Year, some figures changed.

    `reading` tells apart events of one submission, as when ingest has read it anew.
    """
    sound = shelf.report("haitang-2023")
    report = msgspec.structs.replace(sound, year=year, tables=sound.tables.replace(dict(figures or {})))
    received_at = datetime(year + 1, 1, 15, 2, version, tzinfo=UTC)
    identity = uuid5(NAMESPACE_URL, f"{agency}/{year}/{version}/{draft}")
    submission = Submission(
        id=identity,
        agency=Agency(agency, "东海省临江市海棠区人民政府办公室", AgencyClass.DEPARTMENT, "东海省/临江市/海棠区"),
        year=year,
        version=version,
        filename="年报.json",
        media_type="application/vnd.gouji.report+json",
        size=20_000,
        sha256="0" * 64,
        received_at=received_at,
        draft=draft,
    )
    cause = uuid5(NAMESPACE_URL, f"{identity}/{reading}")
    return ReportNormalizedV1(
        event_id=ReportNormalizedV1.id_from(cause),
        cause_id=cause,
        occurred_at=received_at,
        attempt=attempt,
        submission=submission,
        report=report,
        reading=shelf.reading(report),
    )


def told(outcome: ReportValidatedV1) -> tuple[int, int, bool, int, int | None]:
    """An outcome in short: year, version, draft, which judging it is, and the year before's total carried forward."""
    carried = next(verdict for verdict in outcome.verdicts if verdict.rule == "C301")
    submission = outcome.submission
    return submission.year, submission.version, submission.draft, outcome.judging, _prior(carried)


def verdict(outcome: ReportValidatedV1, rule: str) -> Verdict:
    """What one rule said."""
    assert [one.rule for one in outcome.verdicts] == [one.id for one in catalogue()]
    return next(one for one in outcome.verdicts if one.rule == rule)


def _prior(carried: Verdict) -> int | None:
    if carried.outcome is Outcome.NOT_APPLICABLE:
        return None
    return 1 if carried.outcome is Outcome.HOLDS else int(carried.breaches[0].expected or 0)
