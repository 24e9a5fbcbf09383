"""The supervisor's boards over HTTP: what each visitor sees, may do, and can take away."""

import re
from collections.abc import AsyncIterator
from datetime import date
from uuid import UUID

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient
from msgspec.structs import replace

from services.portal.app import faces
from services.portal.store.model import ReadModel
from shared.access.account import Account, Role, Token
from shared.access.seals import COOKIE, csrf_proof, new_session, seal, token_digest
from shared.report.rectification import RectificationState
from shared.report.text import Text
from tests.services.portal import specimens as make
from tests.services.portal.conftest import OPEN
from tests.services.portal.test_boards_store import BUREAU, CLOSED, FOUND, OTHER, REGISTER, TOWN, order, waiver

SHUT = replace(OPEN, public=False)
MISSING = make.agency("M", "临屿市财政局", parent="C")

# What a database cannot change; the test client keeps a loop of its own, in which a pooled connection would be lost.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Client = AsyncTestClient[Litestar]
TITLED = replace(
    FOUND, title=Text("收支相抵", "In and out"), fix=Text("更正合计。", "Correct it."), basis=(Text("依据", "Law"),)
)


def account(number: int, role: Role, agency: str | None) -> Account:
    token = Token(token_digest(f"token-{number}", SHUT.secret), "夜间报送", make.NOON.replace(year=2990))
    return Account(
        id=UUID(int=number), login=f"login-{number}", name=f"某{number}", role=role, agency=agency, tokens=(token,)
    )


CLERK, SUPERVISOR, NEIGHBOUR, ADMINISTRATOR = (
    account(1, Role.CLERK, "B"),
    account(2, Role.SUPERVISOR, "C"),
    account(3, Role.SUPERVISOR, "D"),
    account(4, Role.ADMINISTRATOR, None),
)
PAGES = ("/season", "/rectification", "/waivers", "/rules", "/rules/A301", "/accounts", "/me")


def bearing(who: Account) -> dict[str, str]:
    return {"Authorization": f"Bearer token-{who.id.int}"}


@pytest.fixture
async def shut(model: ReadModel) -> AsyncIterator[Client]:
    await model.register.record([*REGISTER, MISSING])
    await model.accounts.record([CLERK, SUPERVISOR, NEIGHBOUR, ADMINISTRATOR])
    for whose in (BUREAU, TOWN):
        await model.filings.record(make.graded(make.submission(whose), None, TITLED))
    await model.filings.record([make.received(make.submission(OTHER)), make.rejected(make.submission(OTHER))])
    await model.cases.record_rectifications([order(1, due_on=date(2026, 1, 1)), order(2, whose="T")])
    await model.cases.record_waivers([waiver(7), waiver(8, "T")])
    async with AsyncTestClient(faces(model, SHUT), raise_server_exceptions=False) as client:
        yield client


async def test_who_may_open_which_page(shut: Client) -> None:
    opened = {
        who.id.int: {path for path in PAGES if (await shut.get(path, headers=bearing(who))).status_code == 200}
        for who in (CLERK, SUPERVISOR, ADMINISTRATOR)
    }
    assert opened == {
        1: set(PAGES) - {"/season", "/accounts"},
        2: set(PAGES) - {"/accounts"},
        4: set(PAGES),
    }


@pytest.mark.parametrize("path", PAGES)
async def test_a_stranger_is_led_to_the_door(shut: Client, path: str) -> None:
    assert (await shut.get(path, follow_redirects=False)).status_code == 302


@pytest.mark.parametrize("path", ["/season", "/rectification", "/waivers", "/rules", "/rules/A301"])
async def test_another_organ_is_not_found(shut: Client, path: str) -> None:
    for organ, status in (("C", 200), ("B", 200), ("D", 404), ("P", 404), ("T", 404), ("nobody", 404)):
        for suffix in ("", "&format=csv"):
            answer = await shut.get(f"{path}?year=2025&organ={organ}{suffix}", headers=bearing(SUPERVISOR))
            assert answer.status_code == status, (path, organ)
    foreign = await shut.get(f"{path}?organ=D", headers=bearing(CLERK))
    assert foreign.status_code in {403, 404}


async def test_what_is_another_s_is_in_no_list(shut: Client) -> None:
    for path in ("/season?year=2025&list=late", "/rectification", "/waivers", "/rules/A301?year=2025"):
        for suffix in ("", "&format=json", "&format=csv"):
            address = f"{path}{suffix if '?' in path else suffix.replace('&', '?')}"
            mine = (await shut.get(address, headers=bearing(SUPERVISOR))).text
            theirs = (await shut.get(address, headers=bearing(NEIGHBOUR))).text
            assert "海棠镇人民政府" not in mine, address
            assert "临屿市教育局" not in theirs, address
    own = (await shut.get("/rectification", headers=bearing(CLERK))).text
    assert "临屿市教育局" in own
    assert "海棠镇人民政府" not in own


async def test_the_season_board_adds_up_and_leads_down(shut: Client) -> None:
    page = (await shut.get("/season?year=2025", headers=bearing(SUPERVISOR))).text
    terms = re.findall(r'<li class="term[^"]*">.*?<b>(\d+)</b>', page, re.DOTALL)
    assert [int(term) for term in terms] == [3, 1, 0, 0, 0, 2]
    assert "临屿市财政局" in page
    assert "已过" in page
    everything = (await shut.get("/season?year=2025", headers=bearing(ADMINISTRATOR))).text
    assert 'href="/season?year=2025&amp;organ=P"' in everything
    returned = (await shut.get("/season?year=2025&list=returned", headers=bearing(ADMINISTRATOR))).text
    assert f'href="/reports/{make.submission(OTHER).id}"' in returned
    early = (await shut.get("/season?year=2090", headers=bearing(SUPERVISOR))).text
    assert "还有" in early
    assert "已过" not in early


async def test_the_season_is_taken_away(shut: Client) -> None:
    listed = (await shut.get("/season?year=2025&list=missing&format=json", headers=bearing(SUPERVISOR))).json()
    assert [(row["code"], row["deadline"]) for row in listed["rows"]] == [("C", "2026-01-31"), ("M", "2026-01-31")]
    organs = (await shut.get("/season?year=2025&format=json", headers=bearing(ADMINISTRATOR))).json()
    assert [(row["code"], row["due"], row["missing"]) for row in organs["rows"]] == [("P", 6, 3)]


async def test_forms_are_for_whoever_may_send_them(shut: Client) -> None:
    sent_back = {
        who.id.int: (await shut.get("/rectification", headers=bearing(who))).text for who in (CLERK, SUPERVISOR)
    }
    assert f"/v1/rectifications/{UUID(int=1)}/answer" in sent_back[1]
    assert "/closing" not in sent_back[1]
    assert f"/v1/rectifications/{UUID(int=1)}/closing" in sent_back[2]
    assert "/answer" not in sent_back[2]
    asked = {who.id.int: (await shut.get("/waivers", headers=bearing(who))).text for who in (CLERK, SUPERVISOR)}
    assert "/decision" not in asked[1]
    assert f"/v1/waivers/{UUID(int=7)}/withdrawal" in asked[1]
    assert f"/v1/waivers/{UUID(int=7)}/decision" in asked[2]
    assert "/withdrawal" not in asked[2]


async def test_nobody_decides_about_the_own_explanation(shut: Client, model: ReadModel) -> None:
    await model.cases.record_waivers([replace(waiver(7), requested_by=ADMINISTRATOR.id, changed=2)])
    page = (await shut.get("/waivers", headers=bearing(ADMINISTRATOR))).text
    assert f"/v1/waivers/{UUID(int=7)}/decision" not in page
    assert f"/v1/waivers/{UUID(int=8)}/decision" in page


async def test_every_form_carries_the_proof_of_its_session(shut: Client) -> None:
    session = new_session(ADMINISTRATOR.id, 1)
    shut.cookies.set(COOKIE, seal(session, SHUT.secret))
    for path in ("/rectification", "/waivers", "/accounts", f"/accounts/{CLERK.id}", "/me"):
        forms = re.findall(r'<form[^>]*method="post".*?</form>', (await shut.get(path)).text, re.DOTALL)
        assert len(forms) > 1
        for form in forms:
            assert f'name="csrf" value="{csrf_proof(session, SHUT.secret)}"' in form, path
            assert 'name="next" value="/' in form
            assert 'name="back" value="/' in form


async def test_orders_are_overdue_answered_and_over(shut: Client, model: ReadModel) -> None:
    overdue = (await shut.get("/rectification?state=overdue", headers=bearing(SUPERVISOR))).text
    assert "▲ 逾期" in overdue
    assert "请更正。" in overdue
    closed = replace(order(1, due_on=date(2026, 1, 1)), state=RectificationState.CLOSED, changed=2)
    await model.cases.record_rectifications([closed])
    page = (await shut.get("/rectification", headers=bearing(SUPERVISOR))).text
    assert "/closing" not in page
    assert "state-closed" in page
    none = (await shut.get("/rectification?state=overdue", headers=bearing(SUPERVISOR))).text
    assert "没有这样的事项" in none
    rows = (await shut.get("/rectification?format=json", headers=bearing(SUPERVISOR))).json()["rows"]
    assert [(row["state"], row["overdue"]) for row in rows] == [("已办结", False)]


async def test_a_rule_says_what_it_claims_why_and_who_breaches_it(shut: Client) -> None:
    page = (await shut.get("/rules/A301?year=2025", headers=bearing(SUPERVISOR))).text
    for said in ("收支相抵", "更正合计。", "依据", "临屿市教育局", make.report().form.cell(CLOSED).label.zh, "100%"):
        assert said in page, said
    listed = (await shut.get("/rules?year=2025&lang=en", headers=bearing(SUPERVISOR))).text
    assert "In and out" in listed
    assert (await shut.get("/rules/Z999", headers=bearing(SUPERVISOR))).status_code == 404
    rows = (await shut.get("/rules/A301?year=2025&format=json", headers=bearing(SUPERVISOR))).json()["rows"]
    assert [(row["code"], row["places"]) for row in rows] == [("B", 1)]


@pytest.mark.usefixtures("shut")
async def test_published_explanations_are_everybody_s_and_boards_are_not(model: ReadModel) -> None:
    async with AsyncTestClient(faces(model, OPEN)) as client:
        public = await client.get("/waivers")
        assert "海棠镇人民政府" in public.text
        assert "/decision" not in public.text
        assert (await client.get("/rules/A301?year=2025")).status_code == 200
        for path in ("/season", "/rectification"):
            assert (await client.get(path, follow_redirects=False)).status_code == 302
            mine = (await client.get(f"{path}?year=2025", headers=bearing(SUPERVISOR))).text
            assert "海棠镇人民政府" not in mine
            foreign = await client.get(f"{path}?organ=D", headers=bearing(SUPERVISOR))
            assert foreign.status_code == 404


async def test_accounts_are_listed_found_and_never_give_a_token_away(shut: Client) -> None:
    page = (await shut.get("/accounts", headers=bearing(ADMINISTRATOR))).text
    assert re.findall(r"<code>([^<]*)</code>", page) == [f"login-{number}" for number in (1, 2, 3, 4)]
    found = (await shut.get("/accounts?login=GIN-2", headers=bearing(ADMINISTRATOR))).text
    assert re.findall(r"<code>([^<]*)</code>", found) == ["login-2"]
    one = (await shut.get(f"/accounts/{CLERK.id}", headers=bearing(ADMINISTRATOR))).text
    token = CLERK.tokens[0]
    assert "夜间报送" in one
    assert f"/v1/accounts/{CLERK.id}/tokens/{token.id}/revocation" in one
    assert token.digest not in one
    assert (await shut.get(f"/accounts/{UUID(int=99)}", headers=bearing(ADMINISTRATOR))).status_code == 404
    assert (await shut.get(f"/accounts/{CLERK.id}", headers=bearing(SUPERVISOR))).status_code == 403


async def test_me_is_oneself(shut: Client) -> None:
    page = (await shut.get("/me", headers=bearing(CLERK))).text
    assert "login-1" in page
    assert 'action="/v1/accounts/me/password"' in page
    assert 'name="role"' not in page
    operator = (await shut.get("/me", headers={"Authorization": "Bearer operator"})).text
    assert 'action="/v1/accounts/me' not in operator
