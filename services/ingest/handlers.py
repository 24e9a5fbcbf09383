"""Reads what was submitted: bytes from the originals, a reader process, and the fact that follows."""

import asyncio
from collections import Counter
from collections.abc import Sequence

import structlog
from msgspec.structs import replace

from services.ingest import metrics
from services.ingest.corrections import corrected
from services.ingest.jobs import Answer
from services.ingest.read_report import ReadReport
from services.ingest.reading import REVISION
from services.ingest.workers import Workers
from shared.events.event import Event
from shared.events.report_normalized import ReportNormalizedV1
from shared.events.submission_received import SubmissionReceivedV1
from shared.events.submission_rejected import SubmissionRejectedV1
from shared.report.submission import now
from shared.storage.originals import Originals

log = structlog.get_logger("gouji.ingest")


def reader_failed(what: str, filename: str) -> None:
    """Count and log a reader process that died or took too long."""
    metrics.FAILURES.labels(what).inc()
    log.warning("a reader failed", what=what, filename=filename)


class Handlers:
    """Reads with the room's processes. Nothing is kept: the same bytes give the same report again."""

    def __init__(self, originals: Originals, workers: Workers) -> None:
        self._originals = originals
        self._workers = workers
        # Only as many originals in memory as can be read at the same time.
        self._room = asyncio.Semaphore(workers.size)

    async def read_submissions(self, events: Sequence[SubmissionReceivedV1]) -> Sequence[Event]:
        """The report of every submission, or why there is none.

        Raises:
            OSError: the originals or the reader processes are away.
            OriginalDamagedError: an original is not what was filed.
        """
        outcomes = await asyncio.gather(*(self._read(event) for event in events), return_exceptions=True)
        read: list[Event] = []
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                raise outcome
            read.append(outcome)
        return read

    async def _read(self, cause: SubmissionReceivedV1) -> Event:
        submission = cause.submission
        async with self._room:
            with metrics.READING_SECONDS.time():
                data = await self._originals.fetch(cause.object_key, submission.sha256)
                answer = await self._workers.read(data, submission.filename, submission.media_type)
        return _fact(cause, answer)


def _fact(cause: SubmissionReceivedV1, answer: Answer) -> Event:
    if answer.report is None or answer.reading is None:
        metrics.READINGS.labels(answer.format, "rejected").inc()
        for reason in answer.reasons:
            metrics.REJECTIONS.labels(reason.code).inc()
        return SubmissionRejectedV1(
            event_id=SubmissionRejectedV1.id_from(cause.event_id, REVISION),
            cause_id=cause.event_id,
            occurred_at=now(),
            attempt=cause.attempt,
            submission=cause.submission,
            reasons=answer.reasons,
        )
    metrics.READINGS.labels(answer.format, "read").inc()
    read = corrected(ReadReport(answer.report, answer.reading), cause.submission.corrections)
    for confidence, cells in Counter(cell.confidence for cell in read.reading.cells.values()).items():
        metrics.CELLS.labels(confidence.value).inc(cells)
    return ReportNormalizedV1(
        event_id=ReportNormalizedV1.id_from(cause.event_id, REVISION),
        cause_id=cause.event_id,
        occurred_at=now(),
        attempt=cause.attempt,
        submission=cause.submission,
        report=read.report,
        reading=replace(read.reading, revision=REVISION),
    )
