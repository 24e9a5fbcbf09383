"""Addresses of every page the portal has, found from its routes, and those of the league in all its orders."""

import re
from collections.abc import Sequence

from litestar import Litestar
from sqlalchemy import select

from services.portal.store import tables
from shared.report.agency import Agency
from shared.storage.database import Database
from tests.bench.province import LAST

_LEAGUE = (
    "/?page=3000",
    "/?page=6000",
    "/?sort=total&order=asc",
    "/?sort=change",
    "/?sort=change&order=asc&page=2000",
    "/?sort=errors",
    "/?sort=errors&class=township",
    "/?sort=received",
    "/?sort=received&order=asc&grade=fail",
    "/?class=township&page=500",
    "/?class=department&grade=good&page=5",
    "/?grade=excellent&sort=errors&page=100",
    "/?organ=P03",
    "/?organ=P0304",
    "/?organ=P0304&sort=change",
    "/?name=教育局",
    "/?name=教育局&sort=received",
    "/?name=临望县教育",
    "/?name=望",
    "/?name=中心",
    "/?name=P03040007",
    "/?name=没有这样的机关",
    "/distribution?organ=P03",
    "/season?organ=P03",
    "/rollup/P0304",
)
_LEFT_OUT = ("/status", "/openapi.json", "/static/", "/live", "/ready", "/metrics", ".docx", ".pdf", ".xlsx", "/schema")


async def addresses(app: Litestar, database: Database, agencies: Sequence[Agency]) -> list[tuple[str, str]]:
    """Name and address of each page, with parameters of filings that are there."""
    async with database.reading() as connection:
        county = await connection.scalar(
            select(tables.fact.c.submission_id).order_by(tables.fact.c.occurred_at).limit(1)
        )
        rule = await connection.scalar(
            select(tables.finding_tally.c.rule)
            .where(tables.finding_tally.c.organ == "", tables.finding_tally.c.year == LAST)
            .order_by(tables.finding_tally.c.filings.desc())
            .limit(1)
        )
    values = {
        "submission_id": str(county),
        "code": agencies[400].code,
        "name": f"{LAST}.svg",
        "rule": str(rule),
        "rule_id": str(rule),
        "id": str(rule),
        "year": str(LAST),
    }
    found = []
    for route in sorted(app.routes, key=lambda one: one.path):
        methods: set[str] = set(getattr(route, "methods", ()))
        if "GET" not in methods or any(word in route.path for word in _LEFT_OUT):
            continue
        asked = re.sub(r"{(\w+)(?::\w+)?}", lambda match: values.get(match[1], match[0]), route.path)
        found.append((route.path, asked))
    return [*found, *((one, one) for one in _LEAGUE)]
