"""Judging what is delivered: once, in whatever order, by however many replicas."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from uuid import UUID

import msgspec
import pytest
from prometheus_client import REGISTRY

from services.validate import catalogue, docket
from services.validate.handlers import Handlers
from services.validate.store import metadata
from shared.events.report_normalized import ReportNormalizedV1
from shared.events.report_validated import ReportValidatedV1
from shared.storage.database import Database
from tests.services.validate.hearings import BROUGHT, CARRIED, normalized, told


@pytest.fixture
def handlers(database: Database) -> Handlers:
    return Handlers(database)


@pytest.fixture
async def replica(database: Database, database_url: str) -> AsyncIterator[Handlers]:  # noqa: ARG001 - migrated first
    """Another process of the room, with connections of its own."""
    opened = Database(database_url, "validate", metadata)
    yield Handlers(opened)
    await opened.close()


def last(outcomes: Sequence[ReportValidatedV1]) -> dict[UUID, ReportValidatedV1]:
    """What stands downstream: of each submission the highest judging, in whatever order they came."""
    standing: dict[UUID, ReportValidatedV1] = {}
    for outcome in outcomes:
        known = standing.get(outcome.submission.id)
        if known is None or known.judging < outcome.judging:
            standing[outcome.submission.id] = outcome
    return standing


async def test_each_event_gets_its_verdicts(handlers: Handlers) -> None:
    events = [normalized(2023, agency=f"dh-{number}") for number in range(5)]
    outcomes = await handlers.judge(events)
    assert [outcome.cause_id for outcome in outcomes] == [event.event_id for event in events]
    assert {told(outcome) for outcome in outcomes} == {(2023, 1, False, 1, None)}


@pytest.mark.parametrize("years", [(2022, 2023), (2023, 2022)])
async def test_two_years_in_one_batch(handlers: Handlers, years: tuple[int, int]) -> None:
    outcomes = await handlers.judge([normalized(year, figures={CARRIED: 6}) for year in years])
    standing = last(outcomes)[normalized(2023).submission.id]
    assert standing.prior == normalized(2022).submission.id
    assert told(standing)[4] == 6


async def test_two_years_in_two_batches_the_later_first(handlers: Handlers) -> None:
    (first,) = await handlers.judge([normalized(2023)])
    own, again = await handlers.judge([normalized(2022, figures={CARRIED: 6})])
    assert [told(one) for one in (first, own, again)] == [
        (2023, 1, False, 1, None),
        (2022, 1, False, 1, None),
        (2023, 1, False, 2, 6),
    ]


async def test_a_redelivery_is_answered_from_the_store(handlers: Handlers, monkeypatch: pytest.MonkeyPatch) -> None:
    await handlers.judge([normalized(2023)])
    said = await handlers.judge([normalized(2022)])
    judged = REGISTRY.get_sample_value("gouji_validate_judgings_total", {"kind": "again"})
    # Meanwhile the house has been given another catalogue: what has been said stands as it was said.
    monkeypatch.setattr(docket, "digest", lambda: "another catalogue")
    assert catalogue.digest() == said[0].catalogue
    for attempt in (1, 2):
        repeated = await handlers.judge([normalized(2022, attempt=attempt)])
        assert repeated == [msgspec.structs.replace(outcome, attempt=attempt) for outcome in said]
        assert [outcome.message_id for outcome in repeated] == [f"{one.event_id}:{attempt}" for one in said]
    assert REGISTRY.get_sample_value("gouji_validate_judgings_total", {"kind": "again"}) == judged
    (fresh,) = await handlers.judge([normalized(2021, agency="dh-other")])
    assert fresh.catalogue == "another catalogue"


async def test_an_event_twice_in_one_batch_is_judged_once(handlers: Handlers) -> None:
    first, second = await handlers.judge([normalized(2023), normalized(2023, attempt=2)])
    assert second == msgspec.structs.replace(first, attempt=2)
    assert first.judging == 1


async def test_known_and_new_in_one_batch(handlers: Handlers) -> None:
    (known,) = await handlers.judge([normalized(2023)])
    again = await handlers.judge([normalized(2023), normalized(2022, figures={CARRIED: 6})])
    assert again[0] == known
    assert [told(outcome) for outcome in again[1:]] == [(2022, 1, False, 1, None), (2023, 1, False, 2, 6)]


async def test_superseding_versions(handlers: Handlers) -> None:
    await handlers.judge([normalized(2022, version=1, figures={CARRIED: 3}), normalized(2023, version=1)])
    (second,) = await handlers.judge([normalized(2023, version=2, figures={BROUGHT: 3})])
    assert told(second) == (2023, 2, False, 1, 1)
    own, again = await handlers.judge([normalized(2022, version=2, figures={CARRIED: 5})])
    assert (told(own), told(again)) == ((2022, 2, False, 1, None), (2023, 2, False, 2, 5))


async def test_an_older_version_that_comes_late_replaces_nothing(handlers: Handlers) -> None:
    await handlers.judge([normalized(2022, version=2, figures={CARRIED: 5})])
    await handlers.judge([normalized(2023)])
    late = await handlers.judge([normalized(2022, version=1, figures={CARRIED: 9})])
    assert [told(outcome) for outcome in late] == [(2022, 1, False, 1, None)]
    (next_version,) = await handlers.judge([normalized(2023, version=2)])
    assert told(next_version)[4] == 5


async def test_drafts(handlers: Handlers) -> None:
    await handlers.judge([normalized(2022, figures={CARRIED: 4})])
    (draft,) = await handlers.judge([normalized(2023, draft=True)])
    assert told(draft) == (2023, 1, True, 1, 4)
    (filed,) = await handlers.judge([normalized(2024)])
    assert filed.prior is None


async def test_a_batch_that_cannot_be_judged_leaves_no_trace(handlers: Handlers) -> None:
    good, strange = normalized(2023), normalized(2022)
    strange = msgspec.structs.replace(strange, report=msgspec.structs.replace(strange.report, edition="1999"))
    with pytest.raises(KeyError):
        await handlers.judge([good, strange])
    (alone,) = await handlers.judge([good])
    assert (alone.judging, alone.prior) == (1, None)


async def test_two_replicas_with_two_years_of_one_agency_do_not_miss_each_other(
    handlers: Handlers, replica: Handlers
) -> None:
    agencies = [f"dh-{number:02}" for number in range(12)]
    batches: list[list[ReportNormalizedV1]] = [
        [normalized(2022, agency=agency, figures={CARRIED: 6}) for agency in agencies],
        [normalized(2023, agency=agency) for agency in reversed(agencies)],
    ]
    answers = await asyncio.gather(handlers.judge(batches[0]), replica.judge(batches[1]))
    standing = last([outcome for answer in answers for outcome in answer])
    for agency in agencies:
        outcome = standing[normalized(2023, agency=agency).submission.id]
        assert outcome.prior == normalized(2022, agency=agency).submission.id
        assert told(outcome)[4] == 6


async def test_two_replicas_given_the_same_event_say_the_same(handlers: Handlers, replica: Handlers) -> None:
    events = [normalized(2023, agency=f"dh-{number}") for number in range(8)]
    one, other = await asyncio.gather(handlers.judge(events), replica.judge(events))
    assert one == other


async def test_judgings_are_counted(handlers: Handlers) -> None:
    def counted() -> tuple[float, float]:
        holds = REGISTRY.get_sample_value("gouji_validate_verdicts_total", {"rule": "A301", "outcome": "pass"})
        first = REGISTRY.get_sample_value("gouji_validate_judgings_total", {"kind": "first"})
        return holds or 0, first or 0

    before = counted()
    await handlers.judge([normalized(2023)])
    assert counted() == (before[0] + 1, before[1] + 1)
