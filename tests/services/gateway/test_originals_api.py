"""Originals over real HTTP: to whom, as what, and with every power taken from what is shown in place."""

from pathlib import Path

import httpx
import pytest

from tests.services.gateway.accounts_of import CLERK, ELSEWHERE, STRANGER, SUPERVISOR, enrol, shown
from tests.services.gateway.house import ONE_DATABASE, WATER
from tests.services.gateway.test_drawing import pdf, picture

PAGE = "<html><meta charset=utf-8><script>fetch('/v1/agencies')</script><p>年报</p></html>".encode()

pytestmark = ONE_DATABASE


@pytest.fixture
async def people(client: httpx.AsyncClient, environment: Path, database_url: str) -> httpx.AsyncClient:
    await enrol(database_url, environment)
    return client


async def filed(people: httpx.AsyncClient, data: bytes, name: str, kind: str, draft: str = "false") -> str:
    form = {"agency": WATER.code, "year": "2025", "draft": draft}
    answer = await people.post("/v1/submissions", data=form, files={"file": (name, data, kind)})
    assert answer.status_code == 202
    return f"/v1/submissions/{answer.json()['id']}"


async def test_an_original_is_given_back_byte_for_byte(people: httpx.AsyncClient) -> None:
    path = await filed(people, PAGE, '年报 "一".html', "text/html")
    answer = await people.get(f"{path}/original", headers=shown(SUPERVISOR))
    assert (answer.status_code, answer.content) == (200, PAGE)
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''%E5%B9%B4%E6%8A%A5%20%22%E4%B8%80%22.html"
    )
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_a_page_shown_in_place_has_no_power(people: httpx.AsyncClient) -> None:
    path = await filed(people, PAGE, "年报.html", "text/html")
    answer = await people.get(f"{path}/original?view=1", headers=shown(CLERK))
    assert (answer.content, answer.headers["content-disposition"]) == (PAGE, "inline")
    policy = answer.headers["content-security-policy"]
    assert policy.split("; ")[:4] == [
        "sandbox",
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "img-src data:",
    ]
    assert answer.headers["x-content-type-options"] == "nosniff"
    table = await filed(people, b"PK\x03\x04", "年报.docx", "application/msword")
    refused = await people.get(f"{table}/original?view=1")
    assert (refused.status_code, refused.json()["code"]) == (406, "original.not_shown")
    assert refused.json()["way_on"]["zh"]


async def test_originals_are_for_whoever_may_see_the_submission(people: httpx.AsyncClient) -> None:
    final = await filed(people, pdf(), "年报.pdf", "application/pdf")
    draft = await filed(people, pdf(), "年报.pdf", "application/pdf", draft="true")
    for what, status in (("original", 200), ("original?view=1", 406), ("pages", 200), ("pages/1.png", 200)):
        for who, path in ((STRANGER, final), (STRANGER, draft), (ELSEWHERE, final), (SUPERVISOR, draft)):
            answer = await people.get(f"{path}/{what}", headers=shown(who))
            assert (answer.status_code, answer.json()["code"]) == (404, "submission.unknown")
        for who, path in ((CLERK, draft), (CLERK, final), (SUPERVISOR, final)):
            assert (await people.get(f"{path}/{what}", headers=shown(who))).status_code == status
        assert (await people.get(f"{final}/{what}", headers={"Authorization": ""})).status_code == 401
        assert (await people.get(f"/v1/submissions/x/{what}")).json()["code"] == "submission.unknown"


async def test_pages_to_look_at(people: httpx.AsyncClient) -> None:
    path = await filed(people, pdf(pages=3), "年报.pdf", "text/html")
    assert (await people.get(f"{path}/pages")).json() == {"pages": 3}
    page = await people.get(f"{path}/pages/3.png", headers=shown(SUPERVISOR))
    assert (page.status_code, page.headers["content-type"], page.content[:8]) == (
        200,
        "image/png",
        b"\x89PNG\r\n\x1a\n",
    )
    assert page.headers["cache-control"].startswith("private")
    for wrong in ("4.png", "0.png", "-1.png", "1", "1.jpg", "99999.png", "１.png", "x.png"):
        answer = await people.get(f"{path}/pages/{wrong}")
        assert (answer.status_code, answer.json()["code"]) == (404, "original.page_unknown")
    scan = await filed(people, picture("TIFF", (60, 80), frames=2), "扫描件.tif", "image/tiff")
    assert (await people.get(f"{scan}/pages")).json() == {"pages": 2}
    page_of_text = await filed(people, PAGE, "年报.html", "text/html")
    for what in ("pages", "pages/1.png"):
        answer = await people.get(f"{page_of_text}/{what}")
        assert (answer.status_code, answer.json()["code"]) == (406, "original.not_drawn")


async def test_an_original_that_is_damaged_or_gone_is_said_so(people: httpx.AsyncClient, environment: Path) -> None:
    path = await filed(people, PAGE, "年报.html", "text/html")
    (kept,) = [place for place in (environment / "objects").rglob("*") if place.is_file()]
    kept.write_bytes(b"other")
    for _ in range(2):
        answer = await people.get(f"{path}/original")
        assert (answer.status_code, answer.json()["code"]) == (500, "original.damaged")
        kept.unlink(missing_ok=True)
