"""Submissions in, reports or rejections out; the same news gives the same facts."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from services.ingest.handlers import Handlers
from services.ingest.workers import Workers
from shared.events.report_normalized import ReportNormalizedV1
from shared.events.submission_rejected import SubmissionRejectedV1
from shared.storage.originals import OriginalDamagedError, Originals, OriginalsUnavailableError
from tests.services.ingest.filings import FIGURES, PAGE, received


@pytest.fixture
async def handlers(tmp_path: Path) -> AsyncIterator[Handlers]:
    workers = Workers(1, 30)
    await workers.start()
    yield Handlers(Originals(str(tmp_path)), workers)
    await workers.stop()


async def test_a_batch_of_good_and_bad(handlers: Handlers, tmp_path: Path) -> None:
    causes = [received(PAGE, objects=tmp_path), received(b"Rar!\x1a\x07\x01", "年报.rar", objects=tmp_path)]
    read, rejected = await handlers.read_submissions(causes)
    assert isinstance(read, ReportNormalizedV1)
    assert dict(read.report.tables) == FIGURES
    assert (read.submission, read.cause_id) == (causes[0].submission, causes[0].event_id)
    assert isinstance(rejected, SubmissionRejectedV1)
    assert [reason.code for reason in rejected.reasons] == ["file.archive_unsupported"]
    assert (rejected.submission, rejected.cause_id) == (causes[1].submission, causes[1].event_id)
    assert ReportNormalizedV1.decode(read.encode()) == read


async def test_a_repetition_states_the_same_fact_and_passes_the_broker(handlers: Handlers, tmp_path: Path) -> None:
    cause = received(PAGE, objects=tmp_path)
    (first,) = await handlers.read_submissions([cause])
    (again,) = await handlers.read_submissions([replace(cause, attempt=2)])
    assert (first.event_id, first.attempt, again.attempt) == (again.event_id, 1, 2)
    assert first.message_id != again.message_id
    assert isinstance(first, ReportNormalizedV1)
    assert isinstance(again, ReportNormalizedV1)
    assert first.report == again.report


async def test_an_original_that_is_not_there(handlers: Handlers) -> None:
    with pytest.raises(OSError, match="not found"):
        await handlers.read_submissions([received(PAGE)])


async def test_an_original_that_is_not_what_was_filed(handlers: Handlers, tmp_path: Path) -> None:
    cause = received(PAGE, objects=tmp_path)
    (tmp_path / cause.object_key).write_bytes(PAGE.replace(b">3<", b">4<"))
    with pytest.raises(OriginalDamagedError):
        await handlers.read_submissions([cause])


async def test_a_store_that_does_not_answer() -> None:
    store = Originals("http://127.0.0.1:9/objects")
    with pytest.raises(OriginalsUnavailableError):
        await store.fetch("ab/cd", "0")


@pytest.mark.parametrize("way", ["{0}", "file://{0}"])
async def test_the_store_is_a_directory_or_an_address(way: str, tmp_path: Path) -> None:
    cause = received(PAGE, objects=tmp_path)
    store = Originals.from_environment({"GOUJI_OBJECTS_URL": way.format(tmp_path)})
    assert await store.fetch(cause.object_key, cause.submission.sha256) == PAGE


async def test_the_store_lies_with_the_data_of_the_house(tmp_path: Path) -> None:
    cause = received(PAGE, objects=tmp_path / "objects")
    store = Originals.from_environment({"GOUJI_DATA": str(tmp_path)})
    assert await store.fetch(cause.object_key, cause.submission.sha256) == PAGE
