"""What is loaded for a report from other agencies and other years, on both databases."""

import asyncio
from collections.abc import Sequence

import pytest
from sqlalchemy import func, select

from services.validate import store
from services.validate.handlers import Handlers
from services.validate.look_alikes import MOST_IN_A_BAND, bands_of_event, known_bands
from services.validate.minhash import BANDS
from services.validate.tables import bands
from shared.events.report_normalized import ReportNormalizedV1
from shared.events.report_validated import ReportValidatedV1
from shared.report.verdict import Outcome
from shared.storage.database import Database
from tests.services.validate.hearings import BROUGHT, CARRIED, OVERVIEW, normalized, verdict


@pytest.fixture
def handlers(database: Database) -> Handlers:
    return Handlers(database)


def alike(number: int, version: int = 1, reading: int = 1) -> ReportNormalizedV1:
    code = f"dh-{number:02}"
    return normalized(
        2023, agency=code, name=f"东海省第{code}局", minute=number, overview=OVERVIEW, version=version, reading=reading
    )


def outcomes(said: Sequence[ReportValidatedV1], rule: str) -> list[Outcome]:
    return [verdict(one, rule).outcome for one in said]


async def test_a_copy_is_found_over_restarts_and_in_one_batch(handlers: Handlers) -> None:
    first = await handlers.judge([alike(1)])
    second, third = await handlers.judge([alike(2), alike(3)])
    assert outcomes(first, "C309") == [Outcome.HOLDS]
    assert outcomes([second, third], "C309") == [Outcome.FAILS, Outcome.FAILS]
    assert "东海省第dh-01局" in verdict(second, "C309").breaches[0].message.zh


async def test_nobody_is_compared_with_a_draft(handlers: Handlers) -> None:
    await handlers.judge([normalized(2023, agency="dh-01", overview=OVERVIEW, draft=True)])
    assert outcomes(await handlers.judge([alike(2)]), "C309") == [Outcome.HOLDS]


async def test_a_report_judged_again_is_compared_again(handlers: Handlers) -> None:
    await handlers.judge([alike(1), alike(2)])
    own, again = await handlers.judge([normalized(2022, agency="dh-02")])
    assert own.submission.year == 2022
    assert (again.judging, verdict(again, "C309").outcome) == (2, Outcome.FAILS)


async def test_who_came_first_may_revise_its_report(handlers: Handlers) -> None:
    await handlers.judge([alike(1), alike(2)])
    (revised,) = await handlers.judge([normalized(2023, agency="dh-01", version=9, overview=OVERVIEW)])
    assert verdict(revised, "C309").outcome is Outcome.HOLDS
    (read_anew,) = await handlers.judge([alike(1, reading=2)])
    assert verdict(read_anew, "C309").outcome is Outcome.HOLDS


async def test_a_band_keeps_no_more_than_the_first_few(handlers: Handlers, database: Database) -> None:
    for start in (0, 10):
        await handlers.judge([alike(number) for number in range(start, start + 10)])
    said = await handlers.judge([alike(number) for number in range(20, 30)])
    assert outcomes(said, "C309") == [Outcome.FAILS] * 10
    async with database.reading() as connection:
        kept = (await connection.execute(select(func.count()).select_from(bands).group_by(bands.c.band))).scalars()
        assert list(kept) == [MOST_IN_A_BAND] * BANDS


async def test_bands_not_wholly_kept_are_not_known(handlers: Handlers, database: Database) -> None:
    await handlers.judge([alike(1)])
    mine = alike(1).submission.id
    async with database.transaction() as connection:
        known = await known_bands(connection, {mine})
        assert {submission: set(kept) for submission, kept in known.items()} == {mine: set(bands_of_event(alike(1)))}
        await connection.execute(bands.delete().where(bands.c.band == known[mine][0]))
        assert await known_bands(connection, {mine}) == {}


def test_copies_heard_at_once_wait_for_each_other_and_other_prose_does_not() -> None:
    one, other = alike(1), alike(2)
    assert store.held_for([one]) & store.held_for([other])
    elsewhere = normalized(2023, agency="dh-03", overview=OVERVIEW[::-1])
    assert not store.held_for([one]) & store.held_for([elsewhere])
    assert store.held_for([normalized(2023)]) == set()


async def test_a_late_predecessor_has_its_successor_judged_again(handlers: Handlers) -> None:
    before = ("dh-first", "dh-second")
    await handlers.judge([normalized(2022, agency="dh-first", figures={CARRIED: 3})])
    (own,) = await handlers.judge([normalized(2023, agency="dh-merged", predecessors=before, figures={BROUGHT: 5})])
    late = normalized(2022, agency="dh-second", figures={CARRIED: 2})
    said = await handlers.judge([late])
    assert [one.submission.agency.code for one in said] == ["dh-second", "dh-merged"]
    assert outcomes([own, said[1]], "C301") == [Outcome.INCONCLUSIVE, Outcome.HOLDS]
    assert await handlers.judge([late]) == said


async def test_an_agency_continued_elsewhere_too_is_divided(handlers: Handlers) -> None:
    await handlers.judge([normalized(2022, agency="dh-first", figures={CARRIED: 3})])
    mine = normalized(2023, agency="dh-merged", predecessors=("dh-first",), figures={BROUGHT: 3})
    (own,) = await handlers.judge([mine])
    other, again = await handlers.judge([normalized(2023, agency="dh-other", predecessors=("dh-first",))])
    assert outcomes([own, other, again], "C301") == [Outcome.HOLDS, Outcome.INCONCLUSIVE, Outcome.INCONCLUSIVE]


async def test_a_report_judged_again_knows_of_the_others_again(handlers: Handlers) -> None:
    published = normalized(2023).submission.received_on
    await handlers.judge([normalized(2022, agency="dh-first", figures={CARRIED: 3})])
    await handlers.judge([normalized(2023, agency="dh-other", predecessors=("dh-first",))])
    for version, carried in ((1, 7), (2, 1)):
        mine = normalized(
            2023,
            agency="dh-merged",
            version=version,
            predecessors=("dh-first",),
            published_on=published,
            figures={CARRIED: carried},
        )
        await handlers.judge([mine])
    _, again = await handlers.judge([normalized(2022, agency="dh-merged")])
    assert again.submission.version == 2
    assert outcomes([again], "C301") == [Outcome.INCONCLUSIVE]
    assert outcomes([again], "C308") == [Outcome.FAILS]


async def test_the_version_before_is_loaded(handlers: Handlers) -> None:
    published = normalized(2023).submission.received_on
    for version in (1, 2):
        await handlers.judge(
            [normalized(2023, version=version, published_on=published, figures={CARRIED: 3 + version})]
        )
    (third,) = await handlers.judge([normalized(2023, version=3)])
    assert [breach.expected for breach in verdict(third, "C308").breaches] == [5]


async def test_two_replicas_with_two_predecessors_do_not_miss_each_other(handlers: Handlers, database_url: str) -> None:
    opened = Database(database_url, "validate", store.metadata)
    replica = Handlers(opened)
    numbers = range(6)
    merged = [
        normalized(2023, agency=f"dh-m{each}", predecessors=(f"dh-a{each}", f"dh-b{each}"), figures={BROUGHT: 5})
        for each in numbers
    ]
    await handlers.judge(merged)
    answers = await asyncio.gather(
        handlers.judge([normalized(2022, agency=f"dh-a{each}", figures={CARRIED: 3}) for each in numbers]),
        replica.judge([normalized(2022, agency=f"dh-b{each}", figures={CARRIED: 2}) for each in reversed(numbers)]),
    )
    said = sorted((one for answer in answers for one in answer), key=lambda one: one.judging)
    last = {one.submission.id: one for one in said}
    assert outcomes([last[one.submission.id] for one in merged], "C301") == [Outcome.HOLDS] * len(merged)
    await opened.close()
