"""How long the portal takes to answer each page with a province of 300,000 filings loaded: part of `make bench`.

A synthetic county goes through `Filings.record`, fact by fact; the province is cloned from it through the same seating
code, its facts kept for some only, and a sample shows that both ways come to the same. Nothing else passes or fails.
Run alone with `python -m tests.bench.portal_speed [AGENCIES] [sqlite] [postgresql]`.
"""

import asyncio
import logging
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import structlog
from litestar.testing import AsyncTestClient
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.portal.app import faces
from services.portal.store import metadata, tables
from services.portal.store.facts import Fact, row
from services.portal.store.filings import Filings, line
from services.portal.store.model import ReadModel
from services.portal.store.register import Register
from services.portal.store.seating import seat_anew
from services.portal.store.standing import standing
from shared.access.settings import AccessSettings
from shared.report.agency import Agency
from shared.storage.database import Database
from shared.storage.insert import insert_missing
from tests.bench.portal_addresses import addresses
from tests.bench.province import Judged, cloned, county, county_facts, provincial
from tests.servers import postgres

AGENCIES = 300_000
ROUNDS = 15
TARGET = 150
SAMPLE = 300
EVERY = 150
COUNTED = ("seat", "tally", "ladder", "finding", "finding_tally", "place_tally", "figures")
OPEN = AccessSettings(secret="bench", operator_token="operator", public=True)  # noqa: S106 - nobody's secrets


def out(words: str) -> None:
    """Say how far it is."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def chunks(many: Iterable[Agency], size: int) -> Iterator[list[Agency]]:
    """Lists of at most so many."""
    left = iter(many)
    while chunk := list(islice(left, size)):
        yield chunk


async def enrol(database: Database, agencies: Sequence[Agency]) -> None:
    """The register, in batches as the gateway sends them."""
    register = Register(database)
    start = time.perf_counter()
    for batch in chunks(agencies, 500):
        await register.record(batch)
    took = time.perf_counter() - start
    out(f"  Register.record: {len(agencies)} agencies in {took:.0f} s ({len(agencies) / took:.0f}/s)")


async def record(database: Database, specimens: Sequence[Judged]) -> None:
    """The county, as events come in: whole filings in batches of 64 events."""
    said = [fact for facts in county_facts(specimens) for fact in facts]
    filings = Filings(database)
    start = time.perf_counter()
    for first in range(0, len(said), 64):
        await filings.record(said[first : first + 64])
    took = time.perf_counter() - start
    out(f"  Filings.record: {len(said)} events in {took:.1f} s ({len(said) / took:.0f}/s)")


async def seat_many(database: Database, specimens: Sequence[Judged], agencies: Sequence[Agency], every: int) -> None:
    """Filings by the seating code alone; the facts of one in `every` are kept."""
    number = 0
    start = time.perf_counter()
    for batch in chunks(agencies, 1000):
        async with database.transaction() as connection:
            said: list[tuple[Fact, ...]] = []
            for agency in batch:
                said.append(cloned(specimens, agency, number))
                number += 1
            found = [one for facts in said if (one := standing(facts)) is not None]
            lines = [line(one.entry) for one in found]
            await insert_missing(connection, tables.filing, lines)
            kept = [row(fact) for facts in said[::every] for fact in facts]
            await insert_missing(connection, tables.fact, kept)
            filed = {one.submission.id: one for one in found}
            await seat_anew(connection, [(one.submission.agency.code, one.submission.year) for one in found], filed)
    took = time.perf_counter() - start
    out(f"  seated {number} filings in {took:.0f} s ({number / took:.0f}/s)")


async def same_both_ways(folder: Path, specimens: Sequence[Judged]) -> None:
    """The clones counted by seating alone are counted as if their facts had been recorded."""
    agencies = list(provincial(321 + SAMPLE))
    counted = []
    for way in ("recorded", "seated"):
        database = Database(f"sqlite+aiosqlite:///{folder}/{way}.db", "portal", metadata)
        await database.migrate()
        for batch in chunks(agencies, 500):
            await Register(database).record(batch)
        if way == "seated":
            await seat_many(database, specimens, agencies, every=EVERY)
        else:
            said = [fact for number, one in enumerate(agencies) for fact in cloned(specimens, one, number)]
            for first in range(0, len(said), 64):
                await Filings(database).record(said[first : first + 64])
        async with database.reading() as connection:
            counted.append({name: await _rows(connection, name) for name in COUNTED})
        await database.close()
    for name in COUNTED:
        if counted[0][name] != counted[1][name]:
            raise AssertionError(name)
    out(f"sample of {len(agencies)} filings: seated and recorded come to the same")


async def _rows(connection: AsyncConnection, name: str) -> list[str]:
    table = metadata.tables[name]
    question = select(table)
    if "filings" in table.c:
        # What was counted and is no more stays as a nought.
        question = question.where(table.c.filings != 0)
    return sorted(map(repr, (await connection.execute(question)).all()))


async def measure(url: str, agencies: Sequence[Agency]) -> None:
    """Ask for every page and say how long each took."""
    looking = Database(url, "portal", metadata)
    # The client serves the app from a loop of its own, and connections belong to one loop.
    app = faces(ReadModel.of(Database(url, "portal", metadata)), OPEN)
    async with AsyncTestClient(app, raise_server_exceptions=False) as client:
        client.headers["Authorization"] = "Bearer operator"
        out(f"  {'page':<76}{'median':>8}{'p95':>8}  ms")
        for name, asked in await addresses(app, looking, agencies):
            times: list[float] = []
            await client.get(asked, follow_redirects=False)
            status = 0
            for _ in range(ROUNDS):
                start = time.perf_counter()
                answer = await client.get(asked, follow_redirects=False)
                times.append((time.perf_counter() - start) * 1000)
                status = answer.status_code
                if times[-1] > 20 * TARGET:
                    break
            middle = statistics.median(times)
            worst = sorted(times)[max(0, round(len(times) * 0.95) - 1)]
            mark = "" if status in {200, 302, 303, 307} else f" → {status}"
            slow = " SLOW" if middle > TARGET else ""
            out(f"  {name[:75]:<76}{middle:>8.1f}{worst:>8.1f}{mark}{slow}")
    await looking.close()


async def run(url: str, specimens: Sequence[Judged], size: int) -> None:
    """Fill one database and measure it; one that is full already is measured as it stands."""
    database = Database(url, "portal", metadata)
    await database.migrate()
    agencies = list(provincial(size))
    async with database.reading() as connection:
        filled = await connection.scalar(select(tables.seat.c.agency_code).limit(1))
    if filled is None:
        await enrol(database, [*dict.fromkeys(one.agency for one in specimens), *agencies])
        await record(database, specimens)
        await _hurry(database)
        latest = [one for one in specimens if one.year == max(each.year for each in specimens)]
        await seat_many(database, latest, agencies, every=EVERY)
        if database.url.get_backend_name() == "postgresql":
            async with database.engine.connect() as connection:
                plain = await connection.execution_options(isolation_level="AUTOCOMMIT")
                await plain.execute(text("VACUUM ANALYZE"))
    await database.close()
    await measure(url, agencies)


async def _hurry(database: Database) -> None:
    """Let SQLite keep the whole file in memory: a province in one go is more than a season's traffic."""
    if database.url.get_backend_name() == "sqlite":
        async with database.engine.connect() as connection:
            await connection.exec_driver_sql("PRAGMA cache_size=-4000000")


def main(arguments: Sequence[str]) -> None:
    """Measure on SQLite and, where its programs are, on PostgreSQL."""
    size = next((int(word) for word in arguments if word.isdecimal()), AGENCIES)
    kinds = [word for word in arguments if not word.isdecimal() and "=" not in word] or ["sqlite", "postgresql"]
    kept = next((word.removeprefix("keep=") for word in arguments if word.startswith("keep=")), None)
    logging.disable(logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    start = time.perf_counter()
    specimens = county()
    out(f"county of {len(specimens)} reports read, judged and graded in {time.perf_counter() - start:.0f} s")
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(same_both_ways(Path(folder), specimens[-120:]))
        if "sqlite" in kinds:
            out(f"\nSQLite, {size} agencies")
            asyncio.run(run(f"sqlite+aiosqlite:///{kept or folder}/{{room}}.db", specimens, size))
        if "postgresql" in kinds:
            if (reason := postgres.missing()) is not None:
                out(f"\nPostgreSQL: {reason}")
                return
            out(f"\nPostgreSQL, {size} agencies")
            with postgres.cluster() as cluster:
                cluster.execute("CREATE DATABASE bench")
                asyncio.run(run(cluster.url("bench"), specimens, size))


if __name__ == "__main__":
    main(sys.argv[1:])
