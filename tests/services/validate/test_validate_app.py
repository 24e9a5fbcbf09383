"""The room as it runs: a report that is read goes in over NATS, and its verdicts come out."""

import nats
import pytest
from litestar.testing import AsyncTestClient

from services.validate.app import build
from shared.events.report_normalized import ReportNormalizedV1
from shared.events.report_validated import ReportValidatedV1
from shared.messaging.bus import Bus
from shared.messaging.settings import BusSettings
from tests.servers.until import until
from tests.services.validate.hearings import CARRIED, marks, normalized, stated, told, waiver


@pytest.fixture
def environment(nats_url: str, database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("GOUJI_NATS_URL", nats_url)
    monkeypatch.setenv("GOUJI_DATABASE_URL", database_url)
    return nats_url


async def said(url: str) -> list[ReportValidatedV1]:
    """Everything on the log of verdicts."""
    client = await nats.connect(url)
    try:
        stream = client.jetstream()
        name = await stream.find_stream_name_by_subject(ReportValidatedV1.subject)
        last = (await stream.stream_info(name)).state.last_seq
        return [
            ReportValidatedV1.decode((await stream.get_msg(name, seq=number)).data or b"")
            for number in range(1, last + 1)
        ]
    finally:
        await client.close()


async def test_normalized_in_validated_out(environment: str) -> None:
    teller = Bus(BusSettings(url=environment), room="ingest")
    await teller.start()
    try:
        async with AsyncTestClient(build()) as room:
            assert (await room.get("/health/ready")).status_code == 200
            await teller.publish(normalized(2023))
            await until_said(environment, 1)
            await teller.publish(normalized(2022, figures={CARRIED: 6}), normalized(2023))
            await until_said(environment, 3)
            await teller.publish(normalized(2022, attempt=2, figures={CARRIED: 6}))
            await until_said(environment, 5)
            metrics = (await room.get("/metrics")).text
    finally:
        await teller.stop()
    outcomes = await said(environment)
    assert [told(outcome) for outcome in outcomes] == [
        (2023, 1, False, 1, None),
        (2022, 1, False, 1, None),
        (2023, 1, False, 2, 6),
        (2022, 1, False, 1, None),
        (2023, 1, False, 2, 6),
    ]
    assert [outcome.event_id for outcome in outcomes[1:3]] == [outcome.event_id for outcome in outcomes[3:]]
    assert [outcome.attempt for outcome in outcomes] == [1, 1, 1, 2, 2]
    assert 'gouji_validate_verdicts_total{outcome="fail",rule="C301"}' in metrics


async def until_said(url: str, count: int) -> None:
    async def enough() -> bool:
        return len(await said(url)) >= count

    await until(enough)


def test_the_room_listens_to_what_its_contract_says() -> None:
    assert ReportNormalizedV1.consumers == ("validate",)
    assert ReportValidatedV1.producer == "validate"


async def test_a_waiver_in_the_report_judged_again_out(environment: str) -> None:
    ingest, gateway = (Bus(BusSettings(url=environment), room=room) for room in ("ingest", "gateway"))
    await ingest.start()
    await gateway.start()
    try:
        async with AsyncTestClient(build()):
            await ingest.publish(normalized(2023, figures={CARRIED: 6}))
            await until_said(environment, 1)
            (first,) = await said(environment)
            accepted = stated(waiver(first, "A301"))
            await gateway.publish(accepted)
            await until_said(environment, 2)
    finally:
        await ingest.stop()
        await gateway.stop()
    _, again = await said(environment)
    assert (again.judging, again.cause_id, again.waivers) == (2, accepted.event_id, (accepted.waiver,))
    assert marks(again) == {("A301", CARRIED): accepted.waiver.id}
