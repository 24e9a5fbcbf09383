"""The client: patient with a house that is away, told plainly when it says no, and never filing one thing twice."""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from services.cli.client import Client, Offer, RefusedError
from services.cli.exits import SystemFaultError
from services.cli.filing import file_all, wait_for
from services.cli.machine import free_port
from tests.servers.http import served

Answer = tuple[int, object]
OFFER = Offer(filename="report.json", data=b"{}", agency="DH0100", year=2025, published_on=date(2026, 1, 20))
PROBLEM = {"code": "agency.unknown", "messages": {"zh": "名录中没有该机关。", "en": "No such agency."}, "status": 422}


@dataclass
class Desk:
    """A house's front desk that answers as it is told to, request by request; the last answer is given for ever."""

    answers: list[Answer] | Callable[[str], Answer]
    asked: list[tuple[str, str, bytes]] = field(default_factory=list)
    headers: list[dict[bytes, bytes]] = field(default_factory=list)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 - ASGI
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message["body"], message.get("more_body", False)
        self.asked.append((scope["method"], scope["path"], body))
        self.headers.append(dict(scope["headers"]))
        if callable(self.answers):
            status, answer = self.answers(scope["path"])
        else:
            status, answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": json.dumps(answer).encode()})


def receipt() -> dict[str, object]:
    return {"id": str(uuid4()), "version": 1}


async def test_a_filing_carries_what_is_stated_and_the_token() -> None:
    desk = Desk([(202, receipt())])
    async with served(desk) as url, Client(url, token="secret") as client:  # noqa: S106 - not one
        await client.file(OFFER)
    ((method, path, body),) = desk.asked
    assert (method, path) == ("POST", "/v1/submissions")
    for part in (b"DH0100", b"2025", b"2026-01-20", b'filename="report.json"', b"false"):
        assert part in body
    assert desk.headers[0][b"authorization"] == b"Bearer secret"


async def test_a_busy_house_is_asked_again() -> None:
    desk = Desk([(503, {}), (503, {}), (202, receipt())])
    async with served(desk) as url, Client(url) as client:
        await client.file(OFFER)
    assert len(desk.asked) == 3


async def test_a_refusal_is_told_and_not_repeated() -> None:
    desk = Desk([(422, PROBLEM)])
    async with served(desk) as url, Client(url) as client:
        with pytest.raises(RefusedError, match=r"agency\.unknown") as refused:
            await client.file(OFFER)
    assert refused.value.faults[0].told.zh == "名录中没有该机关。（agency.unknown）"
    assert len(desk.asked) == 1


async def test_a_refusal_without_reasons_is_one_all_the_same() -> None:
    desk = Desk([(404, "<html>nginx</html>")])
    async with served(desk) as url, Client(url) as client:
        with pytest.raises(RefusedError, match=r"http\.404"):
            await client.file(OFFER)


async def test_a_house_that_stays_away_is_a_system_fault() -> None:
    began = time.monotonic()
    async with Client(f"http://127.0.0.1:{free_port()}", patience=0.3) as client:
        with pytest.raises(SystemFaultError, match="cannot be reached"):
            await client.file(OFFER)
    assert time.monotonic() - began < 5


async def test_every_page_of_the_register_is_read() -> None:
    def agency(number: int) -> dict[str, str]:
        return {"code": f"A{number}", "name": f"第{number}局", "class": "department", "region": "澄州市"}

    pages: list[Answer] = [
        (200, {"agencies": [agency(1), agency(2)], "total": 3, "next": "/v1/agencies?after=A2"}),
        (200, {"agencies": [agency(3)], "total": 3, "next": None}),
    ]
    desk = Desk(pages)
    async with served(desk) as url, Client(url) as client:
        assert [each.code for each in await client.register()] == ["A1", "A2", "A3"]


async def test_filings_of_one_agency_keep_their_order_and_a_refusal_stands_in_its_place() -> None:
    desk = Desk([(202, receipt()), (422, PROBLEM), (202, receipt())])
    offers = [OFFER, OFFER, OFFER]
    async with served(desk) as url, Client(url) as client:
        results = await file_all(client, offers)
    assert [isinstance(result, RefusedError) for result in results] == [False, True, False]


async def test_waiting_ends_with_the_last_ending_or_with_the_time() -> None:
    done, never = uuid4(), uuid4()
    asked = 0

    def answer(path: str) -> Answer:
        nonlocal asked
        asked += 1
        if str(never) in path:
            return 404, {}
        final = asked > 4
        return 200, {"submission_id": str(done), "status": "rejected" if final else "received", "final": final}

    async with served(Desk(answer)) as url, Client(url) as client:
        found = await wait_for(client, [done, never], within=3)
    assert set(found) == {done}
    assert found[done].status == "rejected"


async def test_no_more_than_a_few_requests_at_once() -> None:
    running, most = 0, 0

    async def slow(_scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 - ASGI
        nonlocal running, most
        while (await receive()).get("more_body"):
            pass
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.01)
        running -= 1
        await send({"type": "http.response.start", "status": 202, "headers": []})
        await send({"type": "http.response.body", "body": json.dumps(receipt()).encode()})

    async with served(slow) as url, Client(url) as client:
        offers = [Offer(filename="r", data=b"{}", agency=f"A{number}", year=2025) for number in range(40)]
        await file_all(client, offers)
    assert 1 < most <= 8
