"""The gateway's door: shut unless a route says for whom it is, and every refusal says why in both languages."""

import httpx
import pytest
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from services.gateway.app import build
from shared.access.door import For
from tests.services.gateway.house import ONE_DATABASE, file, logged, register, serving

GOOD = {"agency": "DH-0101", "year": "2025", "filename": "r.txt"}
BROWSER = {"Accept": "text/html,*/*", "Content-Type": "application/x-www-form-urlencoded"}

pytestmark = ONE_DATABASE


@pytest.mark.usefixtures("environment")
def test_every_route_says_for_whom_it_is() -> None:
    handlers: set[HTTPRouteHandler] = {
        handler
        for route in build().routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        if handler.http_methods != {"OPTIONS"}
    }
    assert len(handlers) > 8
    shut = {str(handler) for handler in handlers if not isinstance(handler.opt.get("for"), (For, str))}
    assert shut == set()
    assert {For(handler.opt["for"]) for handler in handlers} <= set(For)


@pytest.mark.usefixtures("environment")
async def test_nobody_gets_past_the_door_without_showing_something(nats_url: str) -> None:
    async with serving(build(), token=None) as client:
        for shown in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "operator of the tests"}):
            for answer in (
                await register(client, **shown),
                await client.post("/v1/submissions", params=GOOD, content=b"x", headers=shown),
                await client.get("/v1/agencies", headers=shown),
                await client.get("/v1/submissions/6f7c2a30-0000-5000-8000-000000000001", headers=shown),
            ):
                assert (answer.status_code, answer.json()["code"]) == (401, "sign_in.needed")
                assert answer.json()["messages"]["zh"]
                assert answer.json()["way_on"]["en"]
                assert answer.headers["www-authenticate"].startswith("Bearer")
        for open_to_all in ("/health/live", "/health/ready", "/v1/filing/openapi.json", "/v1/filing/problems"):
            assert (await client.get(open_to_all)).status_code == 200
    assert await logged(nats_url) == []


@pytest.mark.usefixtures("environment")
async def test_a_browser_that_is_not_signed_in_is_led_to_the_page_for_it() -> None:
    async with serving(build(), token=None) as client:
        here = {"Referer": str(client.base_url.join("/precheck?year=2025"))}
        answer = await client.post("/v1/submissions", headers=BROWSER | here)
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/precheck%3Fyear%3D2025")
        assert "gouji_notice=" in answer.headers["set-cookie"]
        elsewhere = await client.post("/v1/submissions", headers=BROWSER | {"Referer": "https://elsewhere.example/x"})
        assert elsewhere.headers["location"] == "/sign-in?next=/"
        read = await client.get("/v1/agencies?page_size=5", headers={"Accept": "text/html"})
        assert read.headers["location"] == "/sign-in?next=/v1/agencies%3Fpage_size%3D5"


async def test_a_form_that_names_pages_is_answered_by_leading_on(client: httpx.AsyncClient) -> None:
    receipt = await file(client, b"one", next="/reports/{id}?new=1", back="/precheck")
    assert receipt.status_code == 303
    assert receipt.headers["location"].startswith("/reports/")
    assert receipt.headers["location"].endswith("?new=1")
    assert "{" not in receipt.headers["location"]
    wrong = await file(client, b"two", year="20x5", next="/reports/{id}", back="/precheck?year=2025")
    assert (wrong.status_code, wrong.headers["location"]) == (303, "/precheck?year=2025")
    assert "gouji_notice=" in wrong.headers["set-cookie"]


@pytest.mark.parametrize("path", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "x"])
async def test_only_paths_of_this_house_are_followed(client: httpx.AsyncClient, path: str) -> None:
    assert (await file(client, b"one", next=path)).headers["location"] == "/"
    assert (await file(client, b"", next="/reports/{id}", back=path)).headers["location"] == "/"


async def test_a_line_break_in_a_path_stays_inside_the_path(client: httpx.AsyncClient) -> None:
    answer = await file(client, b"one", next="/a\r\nSet-Cookie: x=y\t/机关")
    assert answer.headers["location"] == "/a%0D%0ASet-Cookie:%20x=y%09/%E6%9C%BA%E5%85%B3"
