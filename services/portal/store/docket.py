"""Waivers and orders under every organ above their agency, orders held against what has been filed since."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import delete, false, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.portal.store.facts import standings
from services.portal.store.lineages import Rank, listed
from services.portal.store.progress import Check, check, progress
from services.portal.store.standing import Standing
from services.portal.store.tables import EVERYWHERE, docket, filing, rectification, waiver
from shared.report.codec import decode, encode
from shared.report.rectification import Rectification
from shared.report.submission import CHINA_TIME
from shared.report.waiver import Waiver
from shared.storage.insert import insert_missing

Place = tuple[str, int]
WAIVER, ORDER = "waiver", "order"


async def check_anew(
    connection: AsyncConnection, places: Collection[Place], filed: Mapping[UUID, Standing] | None = None
) -> None:
    """Hold the orders about these agencies and years against the newest filings, and dock them.

    `filed` has filings of which something new is known; others are looked up.
    """
    here = tuple_(rectification.c.agency_code, rectification.c.year).in_(sorted(set(places)))
    orders = [
        decode(body, Rectification) for body in await connection.scalars(select(rectification.c.body).where(here))
    ]
    for place in sorted({(order.agency_code, order.year) for order in orders}):
        newest = await _newest(connection, place, filed or {})
        for order in orders:
            if (order.agency_code, order.year) == place:
                found = encode(check(order, newest))
                await connection.execute(
                    update(rectification).where(rectification.c.id == order.id).values(checked=found)
                )
    await dock_anew(connection, {order.agency_code for order in orders})


async def dock_anew(connection: AsyncConnection, codes: Collection[str]) -> None:
    """List the cases of these agencies under the organs that now stand above them."""
    if not codes:
        return
    asked = sorted(set(codes))
    bodies = await connection.scalars(select(waiver.c.body).where(waiver.c.agency_code.in_(asked)))
    rows = [_waiver(decode(body, Waiver)) for body in bodies]
    question = select(rectification.c.body, rectification.c.checked).where(rectification.c.agency_code.in_(asked))
    rows += [_order(*ordered(body, checked)) for body, checked in await connection.execute(question)]
    above = await listed(connection, asked)
    await connection.execute(delete(docket).where(docket.c.agency_code.in_(asked)))
    docked = []
    for row in rows:
        code = row["agency_code"]
        docked += [row | {"organ": organ} for organ in above.get(code, Rank((code, EVERYWHERE), None)).organs]
    await insert_missing(connection, docket, docked)


def ordered(body: bytes, checked: bytes | None) -> tuple[Rectification, Check]:
    """An order as it is kept, and what the newest filing showed of it when it was last looked at."""
    order = decode(body, Rectification)
    return order, check(order, None) if checked is None else decode(checked, Check)


async def _newest(connection: AsyncConnection, place: Place, filed: Mapping[UUID, Standing]) -> Standing | None:
    question = (
        select(filing.c.id)
        .where(filing.c.agency_code == place[0], filing.c.year == place[1], filing.c.draft == false())
        .order_by(filing.c.version.desc(), filing.c.id)
        .limit(1)
    )
    newest = await connection.scalar(question)
    if newest is None:
        return None
    return filed.get(newest) or next(iter(await standings(connection, {newest})), None)


def _waiver(one: Waiver) -> dict[str, Any]:
    return {
        "case_id": one.id,
        "kind": WAIVER,
        "state": one.state.value,
        "day": one.requested_at.astimezone(CHINA_TIME).date(),
        "rule": one.rule,
        "agency_code": one.agency_code,
    }


def _order(one: Rectification, found: Check) -> dict[str, Any]:
    return {
        "case_id": one.id,
        "kind": ORDER,
        "state": progress(one, found).value,
        "day": one.due_on,
        "rule": "",
        "agency_code": one.agency_code,
    }
