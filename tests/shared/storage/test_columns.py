"""A moment comes back as the same moment from either database, and never without its zone."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import uuid4

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import StatementError

from shared.report.submission import CHINA_TIME
from shared.storage.database import Database


async def _written(database: Database, *moments: datetime) -> list[datetime]:
    filings = database.metadata.tables["filings"]
    async with database.transaction() as connection:
        await connection.execute(insert(database.metadata.tables["agencies"]), {"code": "A", "name": "东海省司法厅"})
        for version, moment in enumerate(moments):
            row = {"id": uuid4(), "agency": "A", "year": 2024, "version": version, "received_at": moment}
            await connection.execute(insert(filings), row)
    async with database.reading() as connection:
        return list(await connection.scalars(select(filings.c.received_at).order_by(filings.c.version)))


async def test_the_same_moment_comes_back_in_utc_to_the_microsecond(database: Database) -> None:
    moments = [
        datetime(2025, 1, 31, 23, 59, 59, 999_999, CHINA_TIME),
        datetime(2025, 1, 31, 16, 0, tzinfo=UTC),
        datetime(1999, 12, 31, 23, 0, tzinfo=timezone(-timedelta(hours=5))),
    ]
    back = await _written(database, *moments)
    assert back == moments
    assert {moment.utcoffset() for moment in back} == {timedelta(0)}


async def test_moments_of_different_zones_compare_in_the_database(database: Database) -> None:
    filings = database.metadata.tables["filings"]
    await _written(database, datetime(2025, 2, 1, 0, 0, tzinfo=CHINA_TIME), datetime(2025, 1, 31, 17, 0, tzinfo=UTC))
    midnight_in_utc = datetime(2025, 1, 31, 16, 0, tzinfo=UTC)
    async with database.reading() as connection:
        late = select(filings.c.version).where(filings.c.received_at > midnight_in_utc)
        assert list(await connection.scalars(late)) == [1]


async def test_a_time_without_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="no time zone"):
        await _written(database, datetime(2025, 1, 31, 12, 0))  # noqa: DTZ001 - what must be refused
