"""What is counted by difference equals a count from scratch, whatever happened in whatever order."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from services.portal.store import metadata
from services.portal.store.facts import Fact
from services.portal.store.lineages import listed
from services.portal.store.model import ReadModel
from services.portal.store.name_tables import branch, called, gram, gram_tally
from services.portal.store.names import folded, grams
from services.portal.store.orders import TIERS
from services.portal.store.standing import Tier
from services.portal.store.tables import agency, finding, finding_tally, ladder, place_tally, seat, tally
from shared.report.agency import Agency, AgencyClass
from shared.report.scorecard import Change, Grade
from shared.report.verdict import Verdict
from shared.storage.database import Database
from tests.services.portal import specimens as make

CODES = ("O", "A", "B", "C")
RULES = ("A301", "F001", "C014")

moves = st.builds(
    lambda code, parent, kind, name: make.agency(code, name, parent=parent, kind=kind),
    st.sampled_from(CODES),
    st.sampled_from((None, *CODES, "unknown")),
    st.sampled_from((AgencyClass.DEPARTMENT, AgencyClass.TOWNSHIP)),
    st.sampled_from(("临屿市教育局", "临屿市教育", "望潮局")),
)


@st.composite
def filed(draw: st.DrawFn) -> list[Fact]:
    """Some of what can be said about one version of a filing."""
    about = make.submission(
        make.agency(draw(st.sampled_from(CODES)), parent=draw(st.sampled_from((None, "O")))),
        draw(st.sampled_from((2024, 2025))),
        draw(st.integers(1, 3)),
        draft=draw(st.booleans()) and draw(st.booleans()),
        received_at=make.NOON + timedelta(days=draw(st.integers(0, 40))),
    )
    judging = draw(st.integers(1, 2))
    verdicts: list[Verdict] = [
        make.fails(rule, *draw(st.lists(st.sampled_from(("x", "y")), unique=True, min_size=1, max_size=2)))
        for rule in draw(st.lists(st.sampled_from(RULES), unique=True, max_size=2))
    ]
    total = draw(st.sampled_from(("70.00", "80.00", "80.01")))
    card = make.scorecard(total, draw(st.sampled_from((Grade.GOOD, Grade.PASS, Grade.NOT_RATED))))
    if draw(st.booleans()):
        parts = dict.fromkeys(("rules", "weights", "waivers"), Decimal(0))
        prior = Decimal(75)
        change = Change(prior=about.id, prior_total=prior, figures=Decimal(total) - prior, **parts)
        card = type(card)(**{name: getattr(card, name) for name in card.__struct_fields__} | {"change": change})
    every: list[Fact] = [
        make.received(about),
        make.validated(about, *verdicts, judging=judging),
        make.scored(about, card, judging=judging),
        make.rejected(about),
    ]
    return draw(st.lists(st.sampled_from(every), min_size=1, max_size=4))


steps = st.lists(st.one_of(filed(), st.lists(moves, min_size=1, max_size=2)), min_size=1, max_size=8)
Steps = Sequence[Sequence[object]]


async def live_through(database: Database, history: Steps) -> None:
    model = ReadModel.of(database)
    for step in history:
        agencies = [each for each in step if isinstance(each, Agency)]
        await model.register.record(agencies)
        await model.filings.record([each for each in step if isinstance(each, Fact)])
    await assert_counted(database)
    await assert_named(database)


async def assert_counted(database: Database) -> None:
    async with database.reading() as connection:
        seats = (await connection.execute(select(seat))).all()
        tallies, ladders = Counter[tuple[object, ...]](), Counter[tuple[object, ...]]()
        by_place: dict[tuple[str, int], set[str]] = {}
        for row in seats:
            kind = (row.organ, row.year, row.agency_class, row.tier, row.grade, row.late, row.listed, row.compared)
            tallies[kind] += 1
            if row.tier == TIERS.index(Tier.RATED):
                ladders[row.organ, row.year, row.points, row.agency_class] += 1
            by_place.setdefault((row.agency_code, row.year), set()).add(row.organ)
        places, rules = Counter[tuple[object, ...]](), Counter[tuple[object, ...]]()
        for row in await connection.execute(select(finding)):
            for organ in by_place[row.agency_code, row.year]:
                rules[organ, row.year, row.rule, row.severity] += 1
                places[organ, row.year, row.rule, row.severity] += row.places
        assert await _counted(connection, tally) == tallies
        assert await _counted(connection, ladder) == ladders
        assert await _counted(connection, finding_tally) == rules
        assert await _counted(connection, finding_tally, "places") == places
        assert min([0, *(await _counted(connection, place_tally)).values()]) >= 0
        codes = {code for code, _ in by_place}
        for code, rank in (await listed(connection, codes)).items():
            assert all(organs == set(rank.organs) for (whose, _), organs in by_place.items() if whose == code)


async def assert_named(database: Database) -> None:
    async with database.reading() as connection:
        agencies = (await connection.execute(select(agency))).all()
        names = {row.code: folded(row.name) for row in agencies}
        assert {row.agency_code: row.folded for row in await connection.execute(select(called))} == names
        expected = {(one, code) for code, name in names.items() for one in grams(name)}
        assert {(row.gram, row.agency_code) for row in await connection.execute(select(gram))} == expected
        tallied = {row.gram: row.agencies for row in await connection.execute(select(gram_tally)) if row.agencies}
        assert tallied == Counter(one for one, _ in expected)
        parents = {row.parent for row in agencies}
        inhabited = {(row.parent or "", row.code) for row in agencies if row.code in parents}
        assert {(row.parent, row.code) for row in await connection.execute(select(branch))} == inhabited


async def _counted(connection: object, table: object, what: str = "filings") -> Counter[tuple[object, ...]]:
    rows = await connection.execute(select(table))  # type: ignore[attr-defined,call-overload] # a connection and a table
    keys = [column.name for column in table.primary_key]  # type: ignore[attr-defined] # a table
    return Counter({tuple(row[key] for key in keys): row[what] for row in rows.mappings() if row[what]})


@settings(max_examples=40, deadline=None)
@given(history=steps)
def test_counts_kept_by_difference_are_those_from_scratch(history: Steps) -> None:
    async def run(folder: Path) -> None:
        database = Database(f"sqlite+aiosqlite:///{folder}/p.db", "portal", metadata)
        async with database.engine.begin() as connection:
            await connection.run_sync(metadata.create_all)
        await live_through(database, history)
        await database.close()

    with TemporaryDirectory() as folder:
        asyncio.run(run(Path(folder)))


@pytest.mark.postgresql
async def test_postgresql_counts_the_same(postgresql_url: str) -> None:
    database = Database(postgresql_url, "portal", metadata)
    await database.migrate()
    first, second = (make.submission(make.agency("A"), version=version) for version in (1, 2))
    history: Steps = [
        make.graded(first, make.scorecard("80.00"), make.fails("A301", "x", "y")),
        [make.agency("O", "临屿市教育局"), make.agency("A", "望潮局", parent="O")],
        make.graded(second, make.scorecard("70.00", Grade.PASS), make.fails("F001", "x")),
        [make.agency("O", "临屿市教育", parent="B"), make.agency("A", parent="B", kind=AgencyClass.TOWNSHIP)],
        [make.validated(second, judging=2), make.scored(second, make.scorecard("80.01"), judging=2)],
        [make.agency("B", parent="A")],
    ]
    await live_through(database, history)
    await database.close()
