"""The read model on both databases: any order, twice, judged again, filed again, drafts."""

import asyncio
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event

from services.portal.store import metadata
from services.portal.store.facts import Fact
from services.portal.store.filings import Filings
from services.portal.store.league import League
from services.portal.store.register import Register
from services.portal.store.standing import Status, Tier, standing
from services.portal.store.wanted import Filter, Order, Sort
from shared.report.agency import AgencyClass
from shared.report.codec import encode
from shared.report.scorecard import Grade
from shared.report.verdict import Severity
from shared.storage.database import Database
from tests.services.portal import specimens as make

FILED = make.submission()
WHOLE = (
    make.received(FILED),
    make.validated(FILED, make.fails("A301", "requests.closed.total")),
    make.scored(FILED, make.scorecard("70.00")),
    make.validated(FILED, make.holds("A301"), judging=2),
    make.scored(FILED, make.scorecard("91.25", Grade.EXCELLENT), judging=2),
    make.dead(FILED, "gateway"),
)
TOTAL = "requests.closed.total"
FACTS: st.SearchStrategy[Fact] = st.sampled_from(WHOLE)


async def shown(league: League, year: int = 2025, **narrower: object) -> list[tuple[str, int | None]]:
    found = await league.page(Filter(year=year, **narrower), 1, 50)  # type: ignore[arg-type] # one of the filter's fields
    return [(row.entry.submission.agency.code, row.rank) for row in found.rows]


async def test_the_migrations_make_the_tables_of_the_code(database: Database) -> None:
    assert await database.differences() == ()
    assert {"fact", "filing", "seat", "tally", "ladder", "turn"} < set(metadata.tables)


async def test_facts_one_by_one_backwards_and_twice_come_to_the_same(store: Filings, league: League) -> None:
    for fact in (*reversed(WHOLE), *WHOLE):
        await store.record([fact])
    found = await store.standing(FILED.id)
    assert found is not None
    assert encode(found) == encode(standing(WHOLE))
    assert (await league.page(Filter(year=2025), 1, 50)).rows[0].entry == found.entry


async def test_replicas_that_write_at_once_lose_nothing(database_url: str, league: League) -> None:
    replicas = [Database(database_url, "portal", metadata) for _ in range(3)]
    newer = make.submission(version=2)
    facts = [*WHOLE, *make.graded(newer, make.scorecard("66.00", Grade.PASS))]
    writes = [Filings(replicas[number % 3]).record([fact]) for number, fact in enumerate(facts)]
    await asyncio.gather(*writes)
    found = await Filings(replicas[0]).standing(FILED.id)
    assert found is not None
    assert (found.judging, found.status) == (2, Status.SCORED)
    rows = (await league.page(Filter(year=2025), 1, 50)).rows
    assert [(row.entry.submission.version, row.entry.total) for row in rows] == [(2, make.scorecard("66.00").total)]
    for replica in replicas:
        await replica.close()


@given(order=st.permutations(WHOLE), again=st.lists(FACTS, max_size=6))
def test_order_and_repetition_do_not_matter(order: list[Fact], again: list[Fact]) -> None:
    # A fact repeated is dropped by its event id before anything is added up.
    once = {fact.event_id: fact for fact in (*order, *again)}
    assert standing(once.values()) == standing(WHOLE)


def test_the_highest_judging_stands_with_its_own_verdicts() -> None:
    for facts in permutations(WHOLE[1:5]):
        found = standing(facts)
        assert found is not None
        assert (found.judging, found.entry.total, found.entry.errors) == (2, make.scorecard("91.25").total, 0)


def test_a_grade_stays_with_the_verdicts_it_rests_on_until_the_next_grade() -> None:
    found = standing(WHOLE[:4])
    assert found is not None
    assert found.status is Status.SCORED
    assert (found.judging, found.entry.errors) == (1, 1)


def test_what_is_told_for_information_is_no_finding_in_the_league() -> None:
    told = [make.fails("P007", TOTAL, severity=Severity.NOTICE), make.fails("A301", TOTAL)]
    found = standing(make.graded(FILED, None, *told))
    assert found is not None
    assert [headline.rule for headline in found.entry.worst] == ["A301"]
    assert found.entry.notices == 1


@pytest.mark.parametrize(
    ("facts", "status", "tier"),
    [
        ([make.received(FILED)], Status.RECEIVED, Tier.IN_PROGRESS),
        ([make.received(FILED), make.validated(FILED)], Status.VALIDATED, Tier.IN_PROGRESS),
        ([make.received(FILED), make.rejected(FILED)], Status.REJECTED, Tier.REJECTED),
        ([make.received(FILED), make.dead(FILED)], Status.DEAD_LETTERED, Tier.DEAD_LETTERED),
        ([make.validated(FILED), make.scored(FILED), make.dead(FILED)], Status.SCORED, Tier.RATED),
        (
            [make.validated(FILED), make.scored(FILED, make.scorecard("40", Grade.NOT_RATED))],
            Status.SCORED,
            Tier.NOT_RATED,
        ),
    ],
)
def test_where_a_submission_stands(facts: list[Fact], status: Status, tier: Tier) -> None:
    found = standing(facts)
    assert found is not None
    assert (found.status, found.entry.tier) == (status, tier)


async def test_a_dead_letter_waits_for_the_submission_it_is_about(store: Filings) -> None:
    await store.record([make.dead(FILED)])
    assert await store.standing(FILED.id) is None
    await store.record([make.received(FILED)])
    found = await store.standing(FILED.id)
    assert found is not None
    assert found.status is Status.DEAD_LETTERED


async def test_a_dead_letter_about_nobody_is_not_kept(store: Filings) -> None:
    assert await store.record([make.dead(None)]) == ()


async def test_the_newest_version_is_ranked_even_when_it_cannot_be_read(store: Filings, league: League) -> None:
    first, second, third = (make.submission(version=version) for version in (1, 2, 3))
    await store.record(make.graded(second, make.scorecard("80.00")))
    await store.record(make.graded(first, make.scorecard("95.00", Grade.EXCELLENT)))
    [row] = (await league.page(Filter(year=2025), 1, 50)).rows
    assert (row.entry.submission.version, row.rank) == (2, 1)
    await store.record([make.received(third), make.rejected(third)])
    [row] = (await league.page(Filter(year=2025), 1, 50)).rows
    assert (row.entry.submission.version, row.entry.status, row.rank) == (3, Status.REJECTED, None)
    assert [entry.submission.version for entry in await store.history("330106")] == [3, 2, 1]


async def test_a_draft_is_reachable_by_its_id_alone(store: Filings, league: League) -> None:
    draft = make.submission(version=9, draft=True)
    filed = make.submission()
    await store.record([*make.graded(draft), *make.graded(filed)])
    found = await store.standing(draft.id)
    assert found is not None
    assert found.status is Status.SCORED
    assert [row.entry.submission.id for row in (await league.page(Filter(year=2025), 1, 50)).rows] == [filed.id]
    assert [entry.submission.id for entry in await store.history("330106")] == [filed.id]
    only_draft = make.submission(make.agency("1", "甲局"), 2031, draft=True)
    await store.record(make.graded(only_draft))
    assert await league.years() == (2025,)


async def test_ties_share_a_rank_and_the_next_one_counts_on(store: Filings, league: League) -> None:
    totals = {"a": "90.00", "b": "80.00", "c": "80.00", "d": "79.99"}
    for code, total in totals.items():
        filed = make.submission(make.agency(code, f"{code}局"))
        await store.record(make.graded(filed, make.scorecard(total)))
    unrated = make.submission(make.agency("e", "e局"))
    await store.record(make.graded(unrated, make.scorecard("99.00", Grade.NOT_RATED)))
    await store.record([make.received(make.submission(make.agency("f", "f局")))])
    assert await shown(league) == [("a", 1), ("b", 2), ("c", 2), ("d", 4), ("e", None), ("f", None)]
    page = await league.page(Filter(year=2025), 2, 2)
    assert [(row.rank, row.tied) for row in page.rows] == [(2, True), (4, False)]
    assert page.total == 6


async def test_filters_narrow_and_ranks_keep_to_the_peers(store: Filings, league: League, register: Register) -> None:
    for code, name, parent, total in (
        ("a", "临屿市教育局", "LY", "95.00"),
        ("b", "临屿市100%公司", "LY", "70.00"),
        ("c", "望潮市教育局", "WC", "85.00"),
    ):
        grade = Grade.EXCELLENT if total > "90" else Grade.GOOD
        agency = make.agency(code, name, parent=parent)
        await register.record([agency])
        await store.record(make.graded(make.submission(agency), make.scorecard(total, grade)))
    assert await shown(league, organ="LY") == [("a", 1), ("b", 2)]
    assert await shown(league, organ="a") == [("a", 1)]
    assert await shown(league, agency_class=AgencyClass.DEPARTMENT) == [("a", 1), ("c", 2), ("b", 3)]
    assert await shown(league, agency_class=AgencyClass.TOWNSHIP) == []
    assert await shown(league, grade=Grade.GOOD) == [("c", 2), ("b", 3)]
    assert await shown(league, name="教育局") == [("a", 1), ("c", 2)]
    assert await shown(league, name="100%") == [("b", 3)]
    assert await shown(league, name="%") == [("b", 3)]
    assert await shown(league, name="c") == [("c", 2)]
    assert await shown(league, tier=Tier.REJECTED) == []
    assert await shown(league, year=2024) == []
    found = await league.page(Filter(year=2025, grade=Grade.GOOD), 1, 50)
    assert found.division == {(Tier.RATED, Grade.EXCELLENT): 1, (Tier.RATED, Grade.GOOD): 2}
    assert found.total == 2


async def test_years_come_latest_first(store: Filings, league: League) -> None:
    for year in (2023, 2025, 2024):
        await store.record([make.received(make.submission(year=year))])
    assert await league.years() == (2025, 2024, 2023)


ASKED = (
    Filter(year=2025),
    Filter(year=2025, organ="LY"),
    Filter(year=2025, grade=Grade.GOOD),
    Filter(year=2025, tier=Tier.REJECTED),
    Filter(year=2025, name="教育"),
    Filter(year=2025, name="教"),
    *(
        Filter(year=2025, sort=sort, order=order, agency_class=kind, grade=grade, name=name)
        for sort in Sort
        for order in Order
        for kind in (None, AgencyClass.DEPARTMENT)
        for grade in (None, Grade.GOOD)
        for name in (None, "教育局")
    ),
)


async def test_every_question_of_the_league_is_answered_by_an_index(
    database: Database, store: Filings, league: League
) -> None:
    if database.url.get_backend_name() != "sqlite":
        pytest.skip("a table of one row is rightly read without an index on PostgreSQL")
    await store.record(make.graded(FILED))
    asked: list[tuple[str, tuple[object, ...]]] = []
    async with database.reading() as connection:
        engine = connection.sync_engine

    @event.listens_for(engine, "before_cursor_execute")
    def note(_c: object, _cursor: object, statement: str, parameters: tuple[object, ...], *_: object) -> None:
        asked.append((statement, parameters))

    await league.years()
    for wanted in ASKED:
        await league.page(wanted, 1, 50)
    await store.history("330106")
    await store.standing(FILED.id)
    event.remove(engine, "before_cursor_execute", note)
    assert len(asked) > 15
    async with database.reading() as connection:
        for statement, parameters in asked:
            if statement.startswith("SELECT"):
                plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
                steps = [row.detail for row in plan]
                searched = [step for step in steps if step.startswith("SEARCH")]
                assert all("INDEX" in step or "PRIMARY KEY" in step for step in searched), (statement, steps)
                # What was found by an index may be gone through; a table may not.
                assert all("anon_" in step for step in steps if step.startswith("SCAN")), (statement, steps)
                if " JOIN called" not in statement and "ORDER BY" in statement:
                    assert not any("TEMP B-TREE FOR ORDER BY" in step for step in steps), (statement, steps)
