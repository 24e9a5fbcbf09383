"""Who gets in: a route that does not say is shut, and what is not a visitor's is not found."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute
from litestar.testing import AsyncTestClient
from msgspec.structs import replace

from services.portal.app import faces
from services.portal.store.model import ReadModel
from shared.access.account import Account, Role, Token
from shared.access.door import For
from shared.access.notice import NOTICE_COOKIE, Notice, seal_notice
from shared.access.seals import COOKIE, new_session, seal, token_digest
from shared.report.text import Text
from tests.services.portal import specimens as make
from tests.services.portal.conftest import OPEN

SHUT = replace(OPEN, public=False)
SOON = datetime.now(UTC) + timedelta(days=1)
CITY = make.agency("DH-01", "东海省临屿市人民政府")
BUREAU, NEIGHBOUR = make.agency("330106", parent="DH-01"), make.agency("9", "东海省望潮市审计局", parent="DH-02")
MINE, THEIRS = make.submission(BUREAU), make.submission(NEIGHBOUR)
DRAFT = make.submission(BUREAU, year=2024, draft=True)

# What a database cannot change; the test client keeps a loop of its own, in which a pooled connection would be lost.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Client = AsyncTestClient[Litestar]


def account(number: int, role: Role, agency: str | None, *, expires: datetime = SOON, revoked: bool = False) -> Account:
    token = Token(token_digest(f"token-{number}", SHUT.secret), "测试", expires, revoked)
    return Account(
        id=UUID(int=number), login=f"login-{number}", name=f"某{number}", role=role, agency=agency, tokens=(token,)
    )


CLERK, SUPERVISOR, ADMINISTRATOR = (
    account(1, Role.CLERK, "330106"),
    account(2, Role.SUPERVISOR, "DH-01"),
    account(3, Role.ADMINISTRATOR, None),
)
EXPIRED = account(4, Role.ADMINISTRATOR, None, expires=datetime(2020, 1, 1, tzinfo=UTC))
REVOKED = account(5, Role.ADMINISTRATOR, None, revoked=True)


def bearing(who: Account) -> dict[str, str]:
    return {"Authorization": f"Bearer token-{who.id.int}"}


@pytest.fixture
async def shut(model: ReadModel) -> AsyncIterator[Client]:
    """A portal where nothing is public, with two agencies' filings and a draft."""
    await model.register.record([BUREAU, CITY, make.agency("DH-02", "东海省望潮市人民政府"), NEIGHBOUR])
    await model.accounts.record([CLERK, SUPERVISOR, ADMINISTRATOR, EXPIRED, REVOKED])
    await model.filings.record([*make.graded(MINE), *make.graded(THEIRS), *make.graded(DRAFT)])
    async with AsyncTestClient(faces(model, SHUT), raise_server_exceptions=False) as client:
        yield client


async def test_every_route_says_whom_it_is_for(shut: Client) -> None:
    said = {
        (route.path, method): handler.opt.get("for")
        for route in shut.app.routes
        if isinstance(route, HTTPRoute) and not route.path.startswith("/v1/openapi")
        for method, (handler, _) in route.route_handler_map.items()
        if method != "OPTIONS"
    }
    assert len(said) > 6
    assert {place for place, whom in said.items() if whom not in set(For)} == set()


@pytest.mark.parametrize("path", ["/", f"/reports/{MINE.id}", "/agencies/330106"])
async def test_a_stranger_is_led_to_the_door_and_back(shut: Client, path: str) -> None:
    answer = await shut.get(path, follow_redirects=False)
    assert answer.status_code == 302
    assert answer.headers["location"].startswith("/sign-in")
    assert 'action="/v1/sessions"' in (await shut.get(path)).text


@pytest.mark.parametrize("headers", [{}, bearing(EXPIRED), bearing(REVOKED), {"Authorization": "Bearer wrong"}])
async def test_a_program_without_a_sound_token_is_told_so(shut: Client, headers: dict[str, str]) -> None:
    answer = await shut.get("/v1/league", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_needed")


@pytest.mark.parametrize(
    ("who", "seen"),
    [(CLERK, [MINE, DRAFT]), (SUPERVISOR, [MINE]), (ADMINISTRATOR, [MINE, THEIRS, DRAFT])],
)
async def test_what_is_not_yours_is_not_found(shut: Client, who: Account, seen: list[object]) -> None:
    for filed in (MINE, THEIRS, DRAFT):
        expected = 200 if filed in seen else 404
        for path in (f"/reports/{filed.id}", f"/v1/reports/{filed.id}"):
            assert (await shut.get(path, headers=bearing(who))).status_code == expected, (who.role, path)


async def test_lists_end_where_the_sight_ends(shut: Client) -> None:
    listed = (await shut.get("/v1/league", headers=bearing(SUPERVISOR))).json()
    assert [row["agency"]["code"] for row in listed["rows"]] == ["330106"]
    assert (await shut.get("/v1/league?organ=DH-02", headers=bearing(SUPERVISOR))).status_code == 404
    assert (await shut.get("/v1/league?organ=330106", headers=bearing(SUPERVISOR))).status_code == 200
    assert (await shut.get("/v1/league", headers=bearing(CLERK))).status_code == 404
    everything = (await shut.get("/v1/league", headers=bearing(ADMINISTRATOR))).json()
    assert everything["total"] == 2


async def test_a_session_lasts_until_its_epoch_ends(shut: Client, model: ReadModel) -> None:
    shut.cookies.set(COOKIE, seal(new_session(SUPERVISOR.id, 1), SHUT.secret))
    assert "某2" in (await shut.get("/")).text
    await model.accounts.record([replace(SUPERVISOR, epoch=2, changed=2)])
    assert (await shut.get("/", follow_redirects=False)).status_code == 302
    await model.accounts.record([replace(SUPERVISOR, epoch=1, changed=1)])
    assert (await shut.get("/", follow_redirects=False)).status_code == 302


async def test_a_disabled_account_is_nobody(shut: Client, model: ReadModel) -> None:
    await model.accounts.record([replace(ADMINISTRATOR, disabled=True, changed=2)])
    assert (await shut.get("/v1/league", headers=bearing(ADMINISTRATOR))).status_code == 401


async def test_a_notice_is_shown_once_and_escaped(shut: Client) -> None:
    notice = Notice(code="file.empty", message=Text("<b>文件为空</b>", "empty"), way_on=Text("请重新选择。", "Choose."))
    shut.cookies.set(NOTICE_COOKIE, seal_notice(notice, SHUT.secret))
    answer = await shut.get("/sign-in")
    assert "&lt;b&gt;文件为空" in answer.text
    assert 'role="alert"' in answer.text
    assert f"{NOTICE_COOKIE}=" in answer.headers["set-cookie"]
    assert "Max-Age=0" in answer.headers["set-cookie"]


@pytest.mark.parametrize("onward", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:x"])
async def test_the_door_leads_to_this_house_only(shut: Client, onward: str) -> None:
    assert 'name="next" value="/"' in (await shut.get("/sign-in", params={"next": onward})).text
