"""The portal on a real broker: what the other rooms say appears on its pages, whatever comes first or twice."""

from pathlib import Path

from litestar.testing import AsyncTestClient

from services.portal.app import assemble
from services.portal.store import metadata
from shared.messaging.bus import Bus
from shared.messaging.settings import BusSettings
from shared.storage.database import Database
from tests.servers.until import until
from tests.services.portal import specimens as make
from tests.services.portal.conftest import OPEN

FILED = make.submission()
OTHER = make.submission(make.agency("9", "东海省望潮市审计局"))
STUCK = make.submission(make.agency("8", "东海省望潮市司法局"))


async def test_what_is_said_on_the_broker_is_shown(nats_url: str, tmp_path: Path) -> None:
    settings = BusSettings(url=nats_url)
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/{{room}}.db", "portal", metadata)
    portal = assemble(database, Bus(settings, room="portal"), OPEN)
    gateway, ingest, validate, score = (Bus(settings, room=room) for room in ("gateway", "ingest", "validate", "score"))
    for bus in (gateway, ingest, validate, score):
        await bus.start()
    async with AsyncTestClient(portal) as client:

        async def status(of: object) -> str | None:
            answer = await client.get(f"/v1/reports/{of}")
            return answer.json().get("status") if answer.status_code == 200 else None

        async def all_settled() -> bool:
            return [await status(each.id) for each in (FILED, OTHER, STUCK)] == ["scored", "rejected", "dead_lettered"]

        await score.publish(make.scored(FILED))
        await validate.publish(make.validated(FILED, make.fails("A301", "requests.closed.total")))
        await gateway.publish(make.received(FILED), make.received(OTHER), make.received(STUCK))
        await gateway.publish(make.received(FILED, attempt=2))
        await ingest.publish(make.rejected(OTHER), make.dead(STUCK))
        await until(all_settled)
        assert "东海省临屿市教育局" in (await client.get("/")).text
        assert (await client.get("/health/ready")).status_code == 200
        assert 'gouji_portal_facts_total{subject="gouji.v1.submission.received"}' in (await client.get("/metrics")).text
    for bus in (gateway, ingest, validate, score):
        await bus.stop()
