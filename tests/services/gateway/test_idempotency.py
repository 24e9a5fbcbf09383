"""A request under a key is done once, whoever hurries, dies or gives up meanwhile; on both databases."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from litestar import Request, Response
from litestar.testing import RequestFactory

from services.gateway.case_refusals import WAIVER_STANDING, no
from services.gateway.forms import Fields
from services.gateway.idempotency import HEADER, KEPT, REPLAYED, UNDER_WAY, Keys
from services.gateway.problems import ProblemError
from shared.access.account import Account
from shared.access.door import Visitor
from shared.storage.database import Database
from tests.services.gateway.accounts_of import CLERK, SUPERVISOR
from tests.services.gateway.house import Hand

FIELDS = Fields({"words": ["已更正"], "csrf": ["one"]})


def asked(key: str = "k", path: str = "/v1/waivers", who: Account = CLERK) -> Request[Any, Any, Any]:
    return RequestFactory().post(path, headers={HEADER: key}, user=Visitor(who))


class Work:
    """Counts how often it is done."""

    def __init__(self) -> None:
        self.done = 0

    async def __call__(self) -> Response[bytes]:
        self.done += 1
        return Response(f"{self.done}".encode(), status_code=201, headers={"Location": "/v1/waivers/1"})


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def keys(database: Database, hand: Hand) -> Keys:
    return Keys(database, hand)


async def test_the_same_request_is_answered_as_before(keys: Keys) -> None:
    work = Work()
    first = await keys.once(asked(), FIELDS, work)
    again = await keys.once(asked(), Fields({"words": ["已更正"], "csrf": ["another"], "next": ["/"]}), work)
    assert (first.content, again.content, again.status_code) == (b"1", b"1", 201)
    assert (again.headers["Location"], again.headers[REPLAYED]) == ("/v1/waivers/1", "true")
    assert REPLAYED not in first.headers
    assert work.done == 1


async def test_a_key_is_one_accounts_and_one_requests(keys: Keys) -> None:
    work = Work()
    await keys.once(asked(), FIELDS, work)
    await keys.once(asked(who=SUPERVISOR), FIELDS, work)
    await keys.once(asked("another"), FIELDS, work)
    assert work.done == 3
    for request, fields in ((asked(), Fields({"words": ["x"]})), (asked(path="/v1/rectifications"), FIELDS)):
        with pytest.raises(ProblemError) as refused:
            await keys.once(request, fields, work)
        assert refused.value.kind.code == "idempotency_key.reused"


async def test_a_request_that_was_refused_leaves_its_key_free(keys: Keys) -> None:
    async def refusing() -> Response[bytes]:
        raise no(WAIVER_STANDING)

    with pytest.raises(ProblemError):
        await keys.once(asked(), FIELDS, refusing)
    assert (await keys.once(asked(), Fields({"words": ["另一份"]}), Work())).content == b"1"


async def test_a_request_under_way_is_waited_for_and_a_dead_one_is_not(keys: Keys, hand: Hand) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()
    work = Work()

    async def slow() -> Response[bytes]:
        begun.set()
        await go_on.wait()
        return await work()

    first = asyncio.create_task(keys.once(asked(), FIELDS, slow))
    await begun.wait()
    with pytest.raises(ProblemError) as refused:
        await keys.once(asked(), FIELDS, work)
    assert refused.value.kind.code == "idempotency_key.busy"
    hand.forward(UNDER_WAY / timedelta(seconds=1) + 1)
    assert (await keys.once(asked(), FIELDS, work)).content == b"1"
    go_on.set()
    await first


async def test_of_many_at_once_one_is_done(keys: Keys) -> None:
    work = Work()
    answers = await asyncio.gather(*(keys.once(asked(), FIELDS, work) for _ in range(8)), return_exceptions=True)
    assert work.done == 1
    codes = {answer.kind.code for answer in answers if isinstance(answer, ProblemError)}
    assert codes <= {"idempotency_key.busy"}
    assert all(isinstance(answer, ProblemError | Response) for answer in answers)


async def test_a_key_is_kept_for_a_day_at_least(keys: Keys, hand: Hand) -> None:
    work = Work()
    await keys.once(asked(), FIELDS, work)
    hand.forward(timedelta(hours=25) / timedelta(seconds=1))
    await keys.once(asked(), FIELDS, work)
    assert work.done == 1
    hand.forward(KEPT / timedelta(seconds=1))
    await keys.once(asked(), FIELDS, work)
    assert work.done == 2


async def test_without_a_key_a_request_is_simply_done(keys: Keys) -> None:
    work = Work()
    plain = RequestFactory().post("/v1/waivers", user=Visitor(CLERK))
    for _ in range(2):
        await keys.once(plain, FIELDS, work)
    assert work.done == 2
