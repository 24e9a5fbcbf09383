"""Accounts and tokens over HTTP: who may make and change them, what is shown once, and what ends when."""

from datetime import timedelta
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text

from services.gateway.account_form import MOST_TOKENS
from services.gateway.app import build
from services.gateway.store import metadata
from shared.events.access_changed import AccessChangedV1
from shared.report.submission import now
from shared.storage.database import Database
from tests.services.gateway.house import ONE_DATABASE, file, logged, register, serving
from tests.services.gateway.people import LI, WANG, ZHANG, browsing, made, with_token


async def test_accounts_are_made_listed_and_told_without_passwords(
    client: httpx.AsyncClient, database_url: str, nats_url: str
) -> None:
    for person in (ZHANG, LI, WANG):
        await made(client, person)
    page = (await client.get("/v1/accounts", params={"page_size": "2"})).json()
    assert ([one["login"] for one in page["accounts"]], page["total"]) == (["li", "wang"], 3)
    rest = (await client.get(page["next"])).json()
    assert ([one["login"] for one in rest["accounts"]], rest["next"]) == (["zhang"], None)
    assert rest["accounts"][0]["role_label"] == {"zh": "填报人", "en": "Clerk"}
    told = b"".join(event.encode() for event in await logged(nats_url, AccessChangedV1))
    database = Database(database_url, "gateway", metadata)
    async with database.reading() as connection:
        kept = list(await connection.scalars(text("SELECT password FROM accounts")))
    await database.close()
    assert all(digest.startswith("$argon2id$") for digest in kept)
    assert len(set(kept)) == 3
    for secret in ("correct horse", "argon2"):
        assert secret.encode() not in told
        assert secret not in str(page) + str(rest)


@ONE_DATABASE
async def test_a_password_is_made_up_and_shown_once(client: httpx.AsyncClient) -> None:
    person = {name: value for name, value in ZHANG.items() if name != "password"}
    body = (await client.post("/v1/accounts", data=person)).json()
    assert len(body["password"]) == 19
    assert "password" not in (await client.get(f"/v1/accounts/{body['account']['id']}")).json()
    async with browsing(client) as zhang:
        assert zhang.notice(await zhang.sign_in(body | {"login": "zhang"})).is_good
    async with browsing(client) as wang:
        await made(client, WANG)
        await wang.sign_in(WANG)
        told = wang.notice(await wang.send("/v1/accounts", **(LI | {"password": ""})))
        shown = told.message.zh.partition("密码为 ")[2].partition(" ，")[0]
        assert shown[:19] in told.message.en


REFUSED = [
    ({"login": "z"}, 422, "login.invalid", "login"),
    ({"login": "two words"}, 422, "login.invalid", "login"),
    ({"login": "ZHANG"}, 409, "login.taken", "login"),
    ({"name": ""}, 422, "name.invalid", "name"),
    ({"name": "三" * 101}, 422, "name.invalid", "name"),
    ({"role": "king"}, 422, "role.invalid", "role"),
    ({"agency": ""}, 422, "agency.missing", "agency"),
    ({"agency": "DH-9"}, 422, "agency.unknown", "agency"),
    ({"password": "short"}, 422, "password.weak", "password"),
    ({"password": "newcomer01"}, 422, "password.weak", "password"),
    ({"password": "x" * 20}, 422, "password.weak", "password"),
]


@ONE_DATABASE
async def test_what_is_no_account_is_refused_with_the_field(client: httpx.AsyncClient) -> None:
    await made(client, ZHANG)
    for wrong, status, code, field in REFUSED:
        answer = await client.post("/v1/accounts", data=ZHANG | {"login": "newcomer01"} | wrong)
        assert (wrong, answer.status_code, answer.json()["code"]) == (wrong, status, code)
        assert answer.json()["errors"][0]["at"] == field
    everything = (await client.post("/v1/accounts", data={})).json()
    assert {error["at"] for error in everything["errors"]} == {"login", "name", "role"}
    assert (await client.get("/v1/accounts")).json()["total"] == 1


@ONE_DATABASE
async def test_what_is_not_stated_stays(client: httpx.AsyncClient) -> None:
    account = await made(client, ZHANG)
    path = f"/v1/accounts/{account['id']}"
    after = (await client.post(path, data={"name": "张三丰"})).json()["account"]
    assert after == account | {"name": "张三丰"}
    after = (await client.post(path, data={"role": "supervisor", "agency": "DH-01"})).json()["account"]
    assert (after["role"], after["agency"]) == ("supervisor", "DH-01")
    after = (await client.post(path, data={"role": "administrator"})).json()["account"]
    assert after["agency"] is None
    for wrong, code in (({"disabled": "perhaps"}, "disabled.invalid"), ({"role": "clerk"}, "agency.missing")):
        assert (await client.post(path, data=wrong)).json()["code"] == code
    assert (await client.get(path)).json() == after


@ONE_DATABASE
async def test_only_administrators_see_and_change_others(client: httpx.AsyncClient) -> None:
    zhang, li = await made(client, ZHANG), await made(client, LI)
    async with browsing(client) as browser:
        await browser.sign_in(LI)
        api = {"Accept": "*/*", "X-CSRF-Token": browser.csrf}
        for method, path, status in (
            ("GET", "/v1/accounts", 403),
            ("POST", "/v1/accounts", 403),
            ("POST", f"/v1/accounts/{li['id']}", 403),
            ("GET", f"/v1/accounts/{zhang['id']}", 404),
            ("POST", f"/v1/accounts/{zhang['id']}/password", 404),
            ("POST", f"/v1/accounts/{zhang['id']}/tokens", 404),
            ("POST", f"/v1/accounts/{zhang['id']}/sessions/end", 404),
            ("GET", f"/v1/accounts/{uuid4()}", 404),
            ("GET", "/v1/accounts/x", 404),
            ("GET", f"/v1/accounts/{li['id']}", 200),
        ):
            answer = await browser.http.request(method, path, headers=api)
            assert (method, path, answer.status_code) == (method, path, status)
        other = (await browser.http.get(f"/v1/accounts/{zhang['id']}", headers=api)).json()
        none = (await browser.http.get(f"/v1/accounts/{uuid4()}", headers=api)).json()
        assert (other["code"], other["way_on"]) == (none["code"], none["way_on"])


@ONE_DATABASE
async def test_a_new_password_of_ones_own_needs_the_old_one_and_ends_the_other_sessions(
    client: httpx.AsyncClient,
) -> None:
    await made(client, ZHANG)
    async with browsing(client) as here, browsing(client) as there:
        await here.sign_in(ZHANG)
        await there.sign_in(ZHANG)
        new = ZHANG | {"password": "another horse"}
        wrong = await here.send("/v1/accounts/me/password", old="no", password=new["password"])
        assert here.notice(wrong).code == "password.wrong"
        weak = await here.send("/v1/accounts/me/password", old=ZHANG["password"], password="")
        assert here.notice(weak).code == "password.weak"
        right = await here.send("/v1/accounts/me/password", old=ZHANG["password"], password=new["password"])
        assert here.notice(right).is_good
        assert "another horse" not in here.notice(right).message.zh
        assert (await here.http.get("/v1/accounts/me")).status_code == 200
        assert (await there.http.get("/v1/accounts/me")).status_code == 303
        assert there.notice(await there.sign_in(ZHANG)).code == "sign_in.wrong"
        assert there.notice(await there.sign_in(new)).is_good


@ONE_DATABASE
async def test_an_administrator_gives_a_new_password_and_ends_sessions(client: httpx.AsyncClient) -> None:
    account = await made(client, ZHANG)
    async with browsing(client) as zhang:
        await zhang.sign_in(ZHANG)
        body = (await client.post(f"/v1/accounts/{account['id']}/password")).json()
        assert zhang.notice(await zhang.sign_in(ZHANG)).code == "sign_in.wrong"
        assert zhang.notice(await zhang.sign_in({"login": "zhang", "password": body["password"]})).is_good
        await client.post(f"/v1/accounts/{account['id']}/sessions/end")
        assert (await zhang.http.get("/v1/accounts/me")).status_code == 303


@pytest.fixture
async def token(client: httpx.AsyncClient) -> tuple[str, str, str]:
    """A clerk's token: itself, its id, and the clerk's."""
    account = await made(client, ZHANG)
    body = (await client.post(f"/v1/accounts/{account['id']}/tokens", data={"label": "报送系统"})).json()
    return body["token"], body["id"], account["id"]


async def test_a_token_opens_what_its_account_may_until_it_is_revoked(
    client: httpx.AsyncClient, token: tuple[str, str, str], database_url: str
) -> None:
    shown, token_id, account_id = token
    async with with_token(client, shown) as program:
        assert (await file(program)).status_code == 202
        assert (await file(program, agency="DH-0102")).json()["code"] == "access.denied"
        assert (await register(program)).status_code == 403
        listed = (await program.get("/v1/accounts/me")).json()["tokens"]
        assert [(one["id"], one["label"], one["revoked"]) for one in listed] == [(token_id, "报送系统", False)]
        assert shown not in str(listed)
        more = await program.post("/v1/accounts/me/tokens", data={"label": "nachwuchs"})
        assert more.json()["code"] == "access.denied", "it would outlive its revocation in what it makes"
        answer = await client.post(f"/v1/accounts/{account_id}/tokens/{token_id}/revocation")
        assert answer.json()["tokens"][0]["revoked"]
        assert (await program.get("/v1/accounts/me")).status_code == 401
        gone = await client.post(f"/v1/accounts/{account_id}/tokens/{'0' * 16}/revocation")
        assert (gone.status_code, gone.json()["code"]) == (404, "token.unknown")
    database = Database(database_url, "gateway", metadata)
    async with database.reading() as connection:
        kept = [*await connection.scalars(text("SELECT digest FROM tokens"))]
        kept += await connection.scalars(text("SELECT account FROM accounts"))
    await database.close()
    assert all(shown not in row for row in kept)


@ONE_DATABASE
async def test_a_token_ends_with_its_time(
    client: httpx.AsyncClient, token: tuple[str, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown, _, account_id = token
    late = now() + timedelta(days=89)
    for moment, status in ((late, 200), (late + timedelta(days=2), 401)):
        monkeypatch.setattr("services.gateway.app.now", lambda moment=moment: moment)
        async with serving(build()) as later, with_token(later, shown) as program:
            assert (await program.get("/v1/accounts/me")).status_code == status
    for days in ("0", "367", "x", "-1"):
        answer = await client.post(f"/v1/accounts/{account_id}/tokens", data={"label": "x", "days": days})
        assert answer.json()["code"] == "days.invalid"
    unlabelled = await client.post(f"/v1/accounts/{account_id}/tokens", data={"label": " "})
    assert unlabelled.json()["code"] == "label.invalid"


@ONE_DATABASE
async def test_people_make_and_revoke_their_own_tokens(client: httpx.AsyncClient) -> None:
    await made(client, ZHANG)
    async with browsing(client) as zhang:
        await zhang.sign_in(ZHANG)
        told = zhang.notice(await zhang.send("/v1/accounts/me/tokens", label="脚本", days="1"))
        shown = told.message.zh.partition("：")[2].partition(" ")[0]
        async with with_token(client, shown) as program:
            assert (await file(program)).status_code == 202
        for _ in range(MOST_TOKENS - 1):
            assert zhang.notice(await zhang.send("/v1/accounts/me/tokens", label="脚本")).is_good
        many = await zhang.send("/v1/accounts/me/tokens", label="脚本")
        assert zhang.notice(many).code == "tokens.too_many"
        (first, *_) = (await zhang.http.get("/v1/accounts/me")).json()["tokens"]
        await zhang.send(f"/v1/accounts/me/tokens/{first['id']}/revocation")
        assert zhang.notice(await zhang.send("/v1/accounts/me/tokens", label="脚本")).is_good
        assert len((await zhang.http.get("/v1/accounts/me")).json()["tokens"]) == MOST_TOKENS


@ONE_DATABASE
async def test_what_an_account_may_not_see_is_not_there(client: httpx.AsyncClient) -> None:
    final = (await file(client)).json()["links"]["self"]
    draft = (await file(client, draft="true")).json()["links"]["self"]
    other = (await file(client, agency="DH-0102")).json()["links"]["self"]
    for person, seen in ((ZHANG, {final, draft}), (LI, {final, other}), (WANG, {final, draft, other})):
        await made(client, person)
        async with browsing(client) as browser:
            await browser.sign_in(person)
            for path in (final, draft, other):
                answer = await browser.http.get(path, headers={"Accept": "*/*"})
                assert (person["login"], path, answer.status_code) == (
                    person["login"],
                    path,
                    200 if path in seen else 404,
                )


@ONE_DATABASE
async def test_the_operator_has_no_account(client: httpx.AsyncClient) -> None:
    for path in ("/v1/accounts/me/password", "/v1/accounts/me/tokens"):
        answer = await client.post(path, data={"label": "x"})
        assert (answer.status_code, answer.json()["code"]) == (404, "account.unknown")
    assert (await client.post("/v1/sessions/end")).json()["login"] == "operator"
