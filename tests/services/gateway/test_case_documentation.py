"""The API document lists every route about drafts, originals, explanations and orders, and the ways each says no."""

from typing import Any

import httpx
import pytest

from tests.services.gateway.house import ONE_DATABASE

pytestmark = ONE_DATABASE

SUBMISSION = "/v1/submissions/{submission_id}"
ROUTES = {
    (f"{SUBMISSION}/corrections", "post"): {"404", "410", "422"},
    (f"{SUBMISSION}/filing", "post"): {"404", "409", "422"},
    (f"{SUBMISSION}/original", "get"): {"404", "406", "500"},
    (f"{SUBMISSION}/pages", "get"): {"404", "406"},
    (f"{SUBMISSION}/pages/{{page}}", "get"): {"404", "406"},
    ("/v1/waivers", "post"): {"404", "409", "422"},
    ("/v1/waivers", "get"): {"422"},
    ("/v1/waivers/{waiver_id}/decision", "post"): {"403", "404", "409", "422"},
    ("/v1/waivers/{waiver_id}/withdrawal", "post"): {"404", "409", "422"},
    ("/v1/rectifications", "post"): {"404", "409", "422"},
    ("/v1/rectifications", "get"): {"422"},
    ("/v1/rectifications/{order_id}/answer", "post"): {"404", "409", "422"},
    ("/v1/rectifications/{order_id}/closing", "post"): {"404", "409"},
    ("/v1/rectifications/{order_id}/withdrawal", "post"): {"404", "409"},
}


@pytest.fixture
async def document(client: httpx.AsyncClient) -> dict[str, Any]:
    found: dict[str, Any] = (await client.get("/v1/filing/openapi.json")).json()
    return found


async def test_every_route_says_what_it_does_and_how_it_says_no(document: dict[str, Any]) -> None:
    for (path, method), statuses in ROUTES.items():
        operation = document["paths"][path][method]
        assert " · " in operation["summary"], path
        assert statuses | {"401", "403", "503"} <= operation["responses"].keys(), path
        for status in statuses:
            assert "application/problem+json" in operation["responses"][status]["content"], (path, status)
        named = {parameter["name"] for parameter in operation.get("parameters", [])}
        assert {part[1:-1] for part in path.split("/") if part.startswith("{")} <= named, path


async def test_forms_are_described_as_forms_and_as_json(document: dict[str, Any]) -> None:
    asking = document["paths"]["/v1/waivers"]["post"]
    assert asking["requestBody"]["content"].keys() == {"application/json", "application/x-www-form-urlencoded"}
    form = asking["requestBody"]["content"]["application/json"]["schema"]
    assert set(form["required"]) == {"submission", "rule", "revision", "places", "binding", "explanation"}
    assert "Idempotency-Key" in {parameter["name"] for parameter in asking["parameters"]}
    filing = document["paths"][f"{SUBMISSION}/filing"]["post"]
    assert filing["requestBody"]["required"] is False
    listing = document["paths"]["/v1/rectifications"]["get"]
    assert {parameter["name"] for parameter in listing["parameters"]} == {
        *("agency", "year", "state", "after", "page_size"),
    }


async def test_every_refusal_is_in_the_catalogue(client: httpx.AsyncClient) -> None:
    listed = (await client.get("/v1/filing/problems")).json()
    codes = [kind["code"] for kind in listed]
    assert len(codes) == len(set(codes))
    assert {"waiver.own", "rectification.over", "correction.invalid", "original.not_drawn"} <= set(codes)
    for kind in listed:
        for text in (kind["title"], kind["detail"], kind["way_on"]):
            assert text["zh"]
            assert text["en"]
