"""Waivers on real stores: whatever is delivered how often, by however many replicas, what stands decides."""

import asyncio
from collections.abc import AsyncIterator

import msgspec
import pytest

from services.validate.handlers import Handlers
from services.validate.store import metadata
from shared.events.report_validated import ReportValidatedV1
from shared.report.waiver import WaiverState
from shared.storage.database import Database
from tests.services.validate.hearings import CARRIED, marks, normalized, stated, waiver

WRONG = {CARRIED: 6}


@pytest.fixture
def handlers(database: Database) -> Handlers:
    return Handlers(database)


@pytest.fixture
async def replica(database: Database, database_url: str) -> AsyncIterator[Handlers]:  # noqa: ARG001 - migrated first
    """Another process of the room, with connections of its own."""
    opened = Database(database_url, "validate", metadata)
    yield Handlers(opened)
    await opened.close()


async def first(handlers: Handlers, **filing: object) -> ReportValidatedV1:
    """What is said about the report when nothing has been explained, told by a report of another agency's."""
    (outcome,) = await handlers.judge([normalized(2023, figures=WRONG, **filing)])  # type: ignore[arg-type]
    return outcome


async def test_after_the_report(handlers: Handlers) -> None:
    outcome = await first(handlers)
    accepted = stated(waiver(outcome, "A301"))
    (again,) = await handlers.waive([accepted])
    assert (again.judging, again.waivers, len(marks(again))) == (2, (accepted.waiver,), 1)
    assert again.submission == outcome.submission


async def test_before_the_report(handlers: Handlers) -> None:
    outcome = await first(handlers, agency="dh-other")
    accepted = msgspec.structs.replace(waiver(outcome, "A301"), agency_code="dh-haitang")
    assert await handlers.waive([stated(accepted)]) == []
    (only,) = await handlers.judge([normalized(2023, figures=WRONG)])
    assert (only.judging, only.waivers) == (1, (accepted,))


async def test_what_was_heard_before_is_answered_from_the_store(handlers: Handlers) -> None:
    outcome = await first(handlers)
    event = stated(waiver(outcome, "A301"))
    (said,) = await handlers.waive([event])
    assert await handlers.waive([event, event]) == [said, said]
    (repeated,) = await handlers.waive([stated(event.waiver, attempt=2)])
    assert repeated == msgspec.structs.replace(said, attempt=2)
    (later,) = await handlers.judge([normalized(2023, version=2, figures=WRONG)])
    assert (later.judging, len(marks(later))) == (1, 1)


async def test_the_later_state_stands_whichever_comes_first(handlers: Handlers) -> None:
    outcome = await first(handlers)
    accepted, withdrawn = waiver(outcome, "A301"), waiver(outcome, "A301", WaiverState.WITHDRAWN, changed=3)
    assert await handlers.waive([stated(withdrawn)]) == []
    assert await handlers.waive([stated(accepted)]) == []
    (next_version,) = await handlers.judge([normalized(2023, version=2, figures=WRONG)])
    assert marks(next_version) == {}


async def test_two_states_in_one_batch(handlers: Handlers) -> None:
    outcome = await first(handlers)
    states = [waiver(outcome, "A301"), waiver(outcome, "A301", WaiverState.WITHDRAWN, changed=3)]
    accepted, ended = await handlers.waive([stated(state) for state in states])
    assert (accepted.judging, len(marks(accepted))) == (2, 1)
    assert (ended.judging, marks(ended)) == (3, {})


async def test_a_report_judged_again_for_another_reason_keeps_its_waiver(handlers: Handlers) -> None:
    outcome = await first(handlers)
    accepted = waiver(outcome, "A301")
    await handlers.waive([stated(accepted)])
    _, again = await handlers.judge([normalized(2022)])
    assert (again.judging, again.waivers, again.prior) == (3, (accepted,), normalized(2022).submission.id)


async def test_two_replicas_one_with_reports_the_other_with_waivers_do_not_miss_each_other(
    handlers: Handlers, replica: Handlers
) -> None:
    outcome = await first(handlers, agency="dh-other")
    agencies = [f"dh-{number:02}" for number in range(12)]
    told = waiver(outcome, "A301")
    states = [stated(msgspec.structs.replace(told, id=normalized(2023, agency=code).submission.id, agency_code=code))
              for code in reversed(agencies)]  # fmt: skip
    reports = [normalized(2023, agency=code, figures=WRONG) for code in agencies]
    one, other = await asyncio.gather(handlers.judge(reports), replica.waive(states))
    standing: dict[str, ReportValidatedV1] = {}
    for found in sorted([*one, *other], key=lambda each: each.judging):
        standing[found.submission.agency.code] = found
    assert {code: len(found.waivers) for code, found in standing.items()} == dict.fromkeys(agencies, 1)


async def test_two_replicas_given_the_same_state_say_the_same(handlers: Handlers, replica: Handlers) -> None:
    outcome = await first(handlers)
    event = stated(waiver(outcome, "A301"))
    one, other = await asyncio.gather(handlers.waive([event]), replica.waive([event]))
    assert one == other
    assert len(one) == 1
