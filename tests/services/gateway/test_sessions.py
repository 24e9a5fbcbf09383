"""Signing in and out as people do it: over HTTP, with cookies, and against those who try what they must not."""

import httpx
import pytest

from services.gateway.app import build
from services.gateway.attempts import PER_LOGIN
from tests.services.gateway.house import ONE_DATABASE, file, register, serving
from tests.services.gateway.people import LI, WANG, ZHANG, browsing, made

pytestmark = ONE_DATABASE


async def test_who_signs_in_is_known_until_the_sign_out(client: httpx.AsyncClient) -> None:
    await made(client, ZHANG)
    async with browsing(client) as zhang:
        answer = await zhang.sign_in(ZHANG)
        assert (answer.status_code, answer.headers["location"]) == (303, "/my")
        assert zhang.notice(answer).message.zh == "已登录：张三（填报人）。"
        (cookie,) = [each for each in answer.headers.get_list("set-cookie") if each.startswith("gouji_session=")]
        assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
        assert (await zhang.http.get("/v1/accounts/me")).json()["login"] == "zhang"
        out = await zhang.send("/v1/sessions/end", next="/")
        assert (out.status_code, out.headers["location"], zhang.is_signed_in) == (303, "/", False)
        assert (await zhang.http.get("/v1/accounts/me", headers={"Accept": "*/*"})).status_code == 401


async def test_signing_out_ends_every_session_of_the_account(client: httpx.AsyncClient) -> None:
    await made(client, ZHANG)
    async with browsing(client) as here, browsing(client) as there:
        await here.sign_in(ZHANG)
        await there.sign_in(ZHANG)
        assert (await there.http.get("/v1/accounts/me")).status_code == 200
        await here.send("/v1/sessions/end")
        assert (await there.http.get("/v1/accounts/me")).headers["location"].startswith("/sign-in?next=")


@pytest.mark.parametrize(
    "stated", [{"password": "wrong horse"}, {"login": "nobody"}, {"password": ""}, {"login": "", "password": ""}]
)
async def test_what_is_wrong_is_not_told_apart(client: httpx.AsyncClient, stated: dict[str, str]) -> None:
    await made(client, ZHANG)
    async with browsing(client) as somebody:
        answer = await somebody.sign_in(ZHANG, **stated)
        assert answer.headers["location"] == "/sign-in"
        assert somebody.notice(answer).code == "sign_in.wrong"
        assert not somebody.is_signed_in
    program = await client.post("/v1/sessions", data=ZHANG | stated)
    assert (program.status_code, program.json()["code"]) == (401, "sign_in.wrong")


async def test_a_login_is_the_same_in_any_case_and_width(client: httpx.AsyncClient) -> None:
    await made(client, ZHANG)
    async with browsing(client) as zhang:
        await zhang.sign_in(ZHANG, login=" ＺＨang ")
        assert zhang.is_signed_in


async def test_a_disabled_account_is_out_at_once_and_stays_out(client: httpx.AsyncClient) -> None:
    account = await made(client, ZHANG)
    async with browsing(client) as zhang:
        await zhang.sign_in(ZHANG)
        await client.post(f"/v1/accounts/{account['id']}", data={"disabled": "true"})
        assert (await zhang.http.get("/v1/accounts/me")).status_code == 303
        assert zhang.notice(await zhang.sign_in(ZHANG)).code == "sign_in.wrong"
        await client.post(f"/v1/accounts/{account['id']}", json={"disabled": False})
        assert zhang.notice(await zhang.sign_in(ZHANG)).is_good


async def test_trying_passwords_ends_soon_and_only_for_that_login(client: httpx.AsyncClient) -> None:
    await made(client, ZHANG)
    await made(client, LI)
    async with browsing(client) as guesser, browsing(client) as li:
        for number in range(PER_LOGIN.amount):
            assert guesser.notice(await guesser.sign_in(ZHANG, password=f"guess {number}")).code == "sign_in.wrong"
        assert guesser.notice(await guesser.sign_in(ZHANG)).code == "sign_in.too_often"
        program = await client.post("/v1/sessions", data=ZHANG)
        assert (program.status_code, program.json()["code"]) == (429, "sign_in.too_often")
        assert 0 < int(program.headers["retry-after"]) <= 300
        assert program.headers["retry-after"] in program.json()["messages"]["zh"]
        assert li.notice(await li.sign_in(LI)).is_good


async def test_who_signs_in_may_begin_to_count_anew(client: httpx.AsyncClient) -> None:
    await made(client, ZHANG)
    async with browsing(client) as zhang:
        slip = "slip of the pen"
        for _ in range(2):
            for _ in range(PER_LOGIN.amount - 1):
                await zhang.sign_in(ZHANG, password=slip)
            assert zhang.notice(await zhang.sign_in(ZHANG)).is_good


@pytest.mark.parametrize(
    ("says", "code"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, "sign_in.foreign"),
        ({"Sec-Fetch-Site": "same-site"}, "sign_in.foreign"),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://behind.a.proxy"}, "done"),
        ({"Origin": "https://elsewhere.example"}, "sign_in.foreign"),
        ({"Origin": "null"}, "sign_in.foreign"),
        ({"Origin": "own"}, "done"),
        ({}, "done"),
    ],
)
async def test_no_other_site_signs_anybody_in(client: httpx.AsyncClient, says: dict[str, str], code: str) -> None:
    await made(client, ZHANG)
    async with browsing(client) as zhang:
        own = str(client.base_url).rstrip("/")
        zhang.http.headers.update({name: own if value == "own" else value for name, value in says.items()})
        answer = await zhang.sign_in(ZHANG)
        assert zhang.notice(answer).code == code
        assert zhang.is_signed_in is (code == "done")


async def test_a_form_without_the_sessions_proof_does_nothing(client: httpx.AsyncClient) -> None:
    await made(client, WANG)
    async with browsing(client) as wang:
        await wang.sign_in(WANG)
        for forged in ("", "0" * 64):
            answer = await wang.send("/v1/accounts", csrf=forged, **ZHANG)
            assert (answer.headers["location"], wang.notice(answer).code) == ("/back", "form.forged")
        upload = await file(wang.http, b"x")
        assert wang.notice(upload).code == "form.forged"
        script = await wang.http.post("/v1/agencies", content=b"", headers={"Accept": "*/*"})
        assert (script.status_code, script.json()["code"]) == (403, "form.forged")
        assert (await client.get("/v1/accounts")).json()["total"] == 1
        assert wang.notice(await wang.send("/v1/accounts", **ZHANG)).is_good
        allowed = await wang.http.post(
            "/v1/agencies", content=b"", headers={"X-CSRF-Token": wang.csrf, "Accept": "*/*"}
        )
        assert allowed.json()["code"] == "register.invalid"


async def test_a_session_that_was_tampered_with_is_none(client: httpx.AsyncClient) -> None:
    await made(client, ZHANG)
    async with browsing(client) as zhang:
        await zhang.sign_in(ZHANG)
        sealed = zhang.http.cookies["gouji_session"]
        zhang.http.cookies.clear()
        for broken in (sealed[:-1], sealed[:3] + "x" + sealed[4:], "", "a.b.c"):
            told = await zhang.http.get(
                "/v1/accounts/me", headers={"Accept": "*/*", "Cookie": f"gouji_session={broken}"}
            )
            assert told.status_code == 401


@pytest.mark.usefixtures("environment")
async def test_over_https_the_cookie_stays_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOUJI_SECURE_COOKIES", "1")
    monkeypatch.setenv("GOUJI_SESSION_SECONDS", "60")
    async with serving(build()) as client:
        await register(client)
        await made(client, ZHANG)
        answer = await client.post("/v1/sessions", data=ZHANG)
        assert answer.json()["login"] == "zhang"
        assert {"Secure", "Max-Age=60"} <= set(answer.headers["set-cookie"].split("; "))
