"""Reports as ingest tells them to validate, for tests of what is judged against which."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec

from services.validate.catalogue import catalogue
from shared.events.report_normalized import ReportNormalizedV1
from shared.events.report_validated import ReportValidatedV1
from shared.events.waiver_changed import WaiverChangedV1
from shared.report.agency import Agency, AgencyClass
from shared.report.submission import Submission
from shared.report.verdict import Outcome, Verdict
from shared.report.waiver import Waiver, WaiverState, binding
from tests.corpus import shelf
from tests.services.validate.vectors import Part, reworded

OVERVIEW = (
    "全区坚持以公开促规范。区政府办公室对本级权责清单作了两轮调整，调整结果在门户网站同步更新；围绕营商环境、义务教育、农村饮水"
    "三个领域，编印了办事指引，发放到便民服务中心。重大决策草案公开征求意见，采纳情况逐条反馈。信息发布实行拟稿、审核、签发三级"
    "把关，错敏字词由专人复核，全年抽查栏目并整改问题。政务公开专区配备了自助查询终端，安排工作人员现场引导，群众可以查阅政府"
    "公报。对街道的公开工作每季度通报一次，培训业务人员，考核结果纳入绩效。"
    "预算单位的收支说明改用图表，旧栏目归并后便于查找，评议会上代表提出的建议都有了着落。"
)
"""Prose long enough to be compared with that of others."""
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
    name: str = "东海省临江市海棠区人民政府办公室",
    predecessors: tuple[str, ...] = (),
    published_on: date | None = None,
    overview: str | None = None,
    minute: int = 0,
) -> ReportNormalizedV1:
    """A sound report of 海棠区 about `year`, one request carried over each New Year, some figures changed.

    `reading` tells apart events of one submission, as when ingest has read it anew. `overview` is all the prose there
    is; `minute` puts off the receipt.
    """
    sound = shelf.report("haitang-2023")
    report = msgspec.structs.replace(sound, year=year, tables=sound.tables.replace(dict(figures or {})))
    if overview is not None:
        parts = (Part(number=1, text=overview), Part(number=5, text=""))
        report = msgspec.structs.replace(report, sections=reworded(report.sections, parts))
    received_at = datetime(year + 1, 1, 15, 2 + minute // 60, version + minute % 60, tzinfo=UTC)
    identity = uuid5(NAMESPACE_URL, f"{agency}/{year}/{version}/{draft}")
    submission = Submission(
        id=identity,
        agency=Agency(agency, name, AgencyClass.DEPARTMENT, "东海省/临江市/海棠区", predecessors=predecessors),
        year=year,
        version=version,
        filename="年报.json",
        media_type="application/vnd.gouji.report+json",
        size=20_000,
        sha256="0" * 64,
        received_at=received_at,
        draft=draft,
        published_on=published_on,
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


def waiver(
    outcome: ReportValidatedV1,
    rule: str,
    state: WaiverState = WaiverState.ACCEPTED,
    *,
    number: int = 1,
    changed: int = 2,
    until: date = date(2030, 1, 31),
    places: tuple[str, ...] | None = None,
) -> Waiver:
    """What the agency explained about one rule's breaches, all of them unless told otherwise, and what became of it."""
    found = verdict(outcome, rule)
    there = [breach for breach in found.breaches if places is None or breach.at in places]
    assert there, f"{rule} found nothing to explain"
    mine = outcome.submission
    return Waiver(
        id=uuid5(NAMESPACE_URL, f"waiver/{mine.agency.code}/{mine.year}/{number}"),
        agency_code=mine.agency.code,
        year=mine.year,
        submission_id=mine.id,
        rule=rule,
        revision=found.revision,
        places=tuple(breach.at for breach in there),
        binding=binding(rule, found.revision, there),
        explanation="原件以纸质台账为准，附说明。",
        requested_by=uuid5(NAMESPACE_URL, "clerk"),
        requester="填报人",
        requested_at=datetime(2024, 2, number, tzinfo=UTC),
        state=state,
        until=until if state is WaiverState.ACCEPTED else None,
        changed=changed,
    )


def stated(state: Waiver, *, attempt: int = 1) -> WaiverChangedV1:
    """The event that states it."""
    return WaiverChangedV1(
        event_id=WaiverChangedV1.id_from(state.id, state.changed),
        cause_id=state.id,
        occurred_at=state.requested_at,
        attempt=attempt,
        waiver=state,
    )


def marks(outcome: ReportValidatedV1) -> dict[tuple[str, str], UUID]:
    """Which breaches are waived, by rule and place."""
    return {
        (one.rule, breach.at): breach.waived
        for one in outcome.verdicts
        for breach in one.breaches
        if breach.waived is not None
    }
