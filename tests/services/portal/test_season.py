"""Counts that add up whatever happens, lists that are as long as the counts say, days by the clock of China."""

from datetime import UTC, date, datetime
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.portal.store.facts import Fact
from services.portal.store.model import ReadModel
from services.portal.store.season_counts import Count, Roster
from services.portal.store.standing import standing
from services.portal.views.season import deadlines, roster_line, roster_size, season_board, season_year
from shared.report.agency import Agency, AgencyClass, LocalDeadline
from shared.report.submission import Submission
from tests.services.portal import specimens as make

FRESH = count()
LATE = make.fails("T002", "received_on")
ENDS = ("received", "judged", "late", "rejected", "dead")
KINDS = (AgencyClass.DEPARTMENT, AgencyClass.TOWNSHIP)


def facts(filed: Submission, end: str) -> list[Fact]:
    match end:
        case "received":
            return [make.received(filed)]
        case "judged":
            return make.graded(filed)
        case "late":
            return make.graded(filed, None, LATE)
        case "rejected":
            return [make.received(filed), make.rejected(filed)]
        case _:
            return [make.received(filed), make.dead(filed)]


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("file"), st.integers(0, 5), st.sampled_from(ENDS), st.integers(1, 3)),
        st.tuples(st.just("list"), st.integers(0, 5), st.integers(0, 2), st.sampled_from(KINDS)),
    ),
    max_size=14,
)


async def told(model: ReadModel, organ: str, codes: list[str]) -> Count:
    """The counts of an organ, having held them against the lists and against the organs below."""
    counts = await model.season.counts([organ, *codes], 2025)
    total = sum(counts[organ].values(), Count())
    below = await model.register.organs_below(organ)
    board = season_board(
        year=2025,
        years=(),
        today=date(2026, 2, 1),
        organ=await model.register.agency(organ),
        trail=(),
        below=below,
        counts=counts,
        due_days=await model.season.due_days(organ),
    )
    assert sum((line.count for line in board.organs), Count()) == board.total == total
    assert sum((line.count for line in board.classes), Count()) == total
    for line in board.classes:
        assert sum(last.agencies for last in line.deadlines) == line.count.due
        missing = await model.season.missing(organ, 2025, line.kind)
        assert len(missing) == line.count.missing
    parts = (total.on_time, total.late, total.in_progress, total.returned, total.stopped, total.missing)
    assert total.due == sum(parts)
    assert min(parts) >= 0
    missing = await model.season.missing(organ, 2025)
    assert len(missing) == total.missing
    assert sorted(missing) == list(missing)
    for roster in (Roster.LATE, Roster.RETURNED, Roster.IN_PROGRESS, Roster.STOPPED):
        filed = await model.season.filed(roster, organ, 2025)
        listed = [one for one in filed if await model.register.agency(one.submission.agency.code)]
        assert len(listed) == roster_size(roster, total), roster
    return total


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=STEPS)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_counts_add_up_whatever_is_filed_and_listed(model: ReadModel, steps: list[tuple[object, ...]]) -> None:
    root = f"R{next(FRESH)}"
    codes = [f"{root}-{number}" for number in range(6)]
    parents = [root, codes[0], codes[1]]
    await model.register.record([make.agency(root, "某市人民政府", kind=AgencyClass.MUNICIPAL_GOVERNMENT)])
    for step in steps:
        match step:
            case ("file", int(whose), str(end), int(version)):
                filed = make.submission(make.agency(codes[whose], parent=root), version=version)
                await model.filings.record(facts(filed, end))
            case ("list", int(whose), int(above), AgencyClass() as kind):
                parent = parents[above] if parents[above] != codes[whose] else root
                await model.register.record([make.agency(codes[whose], parent=parent, kind=kind)])
    await told(model, root, codes)


async def test_everybody_is_counted_once_on_both_databases(model: ReadModel) -> None:
    city = make.agency("C", "临屿市人民政府", kind=AgencyClass.MUNICIPAL_GOVERNMENT)
    bureaus = [make.agency(f"C{number}", f"{number}局", parent="C") for number in range(6)]
    await model.register.record([city, *bureaus])
    for bureau, end in zip(bureaus, ENDS, strict=False):
        await model.filings.record(facts(make.submission(bureau), end))
    stranger = make.submission(make.agency("X", "名录外的局", parent="C"))
    await model.filings.record(make.graded(stranger))
    total = await told(model, "C", [])
    assert total == Count(due=7, on_time=1, late=1, in_progress=1, returned=1, stopped=1, unlisted=1)
    assert total.missing == 2
    assert await model.season.missing("C", 2025) == ("C", "C5")
    assert await model.season.missing("C", 2025, start=1) == ("C5",)
    assert await model.season.missing("C", 2025, after="C") == ("C5",)
    assert await model.season.missing("C", 2025, AgencyClass.DEPARTMENT) == ("C5",)
    assert len(await model.season.missing("C", 2024)) == 7


async def test_the_class_that_counts_is_the_one_in_the_register(model: ReadModel) -> None:
    await model.register.record([make.agency("C")])
    await model.filings.record(make.graded(make.submission(make.agency("C"))))
    await model.register.record([make.agency("C", kind=AgencyClass.TOWNSHIP)])
    assert (await model.season.counts([""], 2025))[""] == {AgencyClass.TOWNSHIP: Count(due=1, on_time=1)}


async def test_a_local_rule_sets_another_day(model: ReadModel) -> None:
    town = Agency("T", "海棠镇", AgencyClass.TOWNSHIP, "某市", "C", LocalDeadline(2, 15))
    await model.register.record([make.agency("U", kind=AgencyClass.TOWNSHIP), town])
    assert await model.season.due_days("") == {AgencyClass.TOWNSHIP: (("01-31", 1), ("02-15", 1))}
    await model.register.record([make.agency("T", kind=AgencyClass.TOWNSHIP)])
    assert await model.season.due_days("") == {AgencyClass.TOWNSHIP: (("01-31", 2),)}


def test_days_are_counted_from_today() -> None:
    found = deadlines([("02-15", 3), ("01-31", 9)], 2025, date(2026, 2, 1))
    assert [(last.day, last.agencies, last.away) for last in found] == [
        (date(2026, 1, 31), 9, -1),
        (date(2026, 2, 15), 3, 14),
    ]
    assert season_year(date(2026, 2, 1)) == 2025


@pytest.mark.parametrize(
    ("received", "days"),
    [
        (datetime(2026, 1, 31, 15, 59, tzinfo=UTC), 0),
        (datetime(2026, 1, 31, 16, 0, tzinfo=UTC), 1),
    ],
)
def test_a_day_ends_at_midnight_in_china(received: datetime, days: int) -> None:
    found = standing([make.received(make.submission(received_at=received))])
    assert found is not None
    assert roster_line(make.agency(), None, 2025, date(2026, 3, 1), found.entry).overdue_days == days
    assert roster_line(make.agency(), None, 2025, date(2026, 2, 10)).overdue_days == 10
