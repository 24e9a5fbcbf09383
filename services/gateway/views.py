"""The shapes of the gateway's answers, as JSON has them."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from services.gateway.register import Changes, deadline_text
from services.gateway.settlement import Outcome
from services.gateway.store import Receipt
from shared.report.agency import Agency, AgencyClass
from shared.report.submission import CHINA_TIME, DeadlineStatus, Submission
from shared.report.text import Text

DEADLINE_LABELS = {
    DeadlineStatus.ON_TIME: Text("按期报送", "Filed on time"),
    DeadlineStatus.LATE: Text("逾期报送", "Filed late"),
}


class AgencyView(msgspec.Struct, frozen=True, kw_only=True, rename={"agency_class": "class"}):
    """An agency of the register; `deadline` (MM-DD) is there only when a local rule sets one.

    `predecessors` are the codes of the agencies it continues.
    """

    code: str
    name: str
    agency_class: AgencyClass
    class_label: Text
    region: str
    parent: str | None
    deadline: str | None
    predecessors: tuple[str, ...] = ()


class AgencyPage(msgspec.Struct, frozen=True):
    """Part of the register in order of code; `next` leads to the next part, None at the end."""

    agencies: tuple[AgencyView, ...]
    total: int
    next: str | None


class ImportView(msgspec.Struct, frozen=True):
    """What an import did."""

    created: int
    updated: int
    unchanged: int


class ReceiptView(msgspec.Struct, frozen=True, kw_only=True):
    """A receipt: what was received from whom and when, whether in time, and what became of it. Times are China's.

    Nothing of a draft is kept after `keep_until`; a filing has a signed receipt among its links instead.
    """

    id: UUID
    agency: AgencyView
    year: int
    version: int
    draft: bool
    filename: str
    media_type: str
    size: int
    sha256: str
    received_at: datetime
    published_on: date | None
    supersedes: UUID | None
    deadline: date
    deadline_status: DeadlineStatus
    deadline_label: Text
    outcome: Outcome
    outcome_label: Text
    outcome_at: datetime | None
    keep_until: datetime | None
    links: dict[str, str]


def agency_view(agency: Agency) -> AgencyView:
    """An agency as JSON."""
    return AgencyView(
        code=agency.code,
        name=agency.name,
        agency_class=agency.agency_class,
        class_label=agency.agency_class.label,
        region=agency.region,
        parent=agency.parent,
        deadline=deadline_text(agency.local_deadline),
        predecessors=agency.predecessors,
    )


def agency_page(agencies: Sequence[Agency], total: int, next_link: str | None) -> AgencyPage:
    """Part of the register as JSON."""
    return AgencyPage(tuple(agency_view(agency) for agency in agencies), total, next_link)


def import_view(changes: Changes) -> ImportView:
    """What an import did, in numbers."""
    return ImportView(len(changes.created), len(changes.updated), len(changes.unchanged))


def receipt_path(submission_id: UUID) -> str:
    """Where a receipt is found."""
    return f"/v1/submissions/{submission_id}"


def receipt_view(receipt: Receipt) -> ReceiptView:
    """A receipt as JSON; the report's page is the portal's, on the same address."""
    submission = receipt.submission
    return ReceiptView(
        id=submission.id,
        agency=agency_view(submission.agency),
        year=submission.year,
        version=submission.version,
        draft=submission.draft,
        filename=submission.filename,
        media_type=submission.media_type,
        size=submission.size,
        sha256=submission.sha256,
        received_at=submission.received_at.astimezone(CHINA_TIME),
        published_on=submission.published_on,
        supersedes=submission.supersedes,
        deadline=submission.deadline,
        deadline_status=submission.deadline_status,
        deadline_label=DEADLINE_LABELS[submission.deadline_status],
        outcome=receipt.outcome,
        outcome_label=receipt.outcome.label,
        outcome_at=receipt.outcome_at.astimezone(CHINA_TIME) if receipt.outcome_at else None,
        keep_until=submission.keep_until.astimezone(CHINA_TIME) if submission.keep_until else None,
        links=_links(submission),
    )


def _links(submission: Submission) -> dict[str, str]:
    """Where more is found; only a filing has a receipt to keep."""
    links = {"self": receipt_path(submission.id), "report": f"/reports/{submission.id}"}
    return links if submission.draft else links | {"receipt": f"{receipt_path(submission.id)}/receipt"}
