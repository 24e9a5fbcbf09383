"""Filings as the gateway tells of them."""

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from shared.events.submission_received import SubmissionReceivedV1
from shared.report.agency import Agency, AgencyClass
from shared.report.edition import edition
from shared.report.submission import Submission
from tests.services.ingest import render

FORM = edition("2021")
FIGURES = {cell.address: place % 11 for place, cell in enumerate(FORM.cells())}
PAGE = render.html(FORM, FIGURES).encode()


def received(data: bytes, name: str = "report.html", *, objects: Path | None = None) -> SubmissionReceivedV1:
    """The news of a filing; with `objects`, its original is stored there."""
    digest = sha256(data).hexdigest()
    key = f"{digest[:2]}/{digest}"
    if objects is not None:
        (objects / key).parent.mkdir(parents=True, exist_ok=True)
        (objects / key).write_bytes(data)
    identity = uuid5(NAMESPACE_URL, f"{name}/{digest}")
    submission = Submission(
        id=identity,
        agency=Agency("dh-qingshi", "东海省青石县财政局", AgencyClass.DEPARTMENT, "东海省/青石县"),
        year=2021,
        version=1,
        filename=name,
        media_type="text/html",
        size=len(data),
        sha256=digest,
        received_at=datetime(2022, 1, 20, tzinfo=UTC),
    )
    return SubmissionReceivedV1(
        event_id=SubmissionReceivedV1.id_from(identity),
        cause_id=identity,
        occurred_at=submission.received_at,
        submission=submission,
        object_key=key,
    )
