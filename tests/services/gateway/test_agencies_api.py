"""The register over HTTP: imported whole or not at all, again without effect, and read page by page."""

import asyncio

import httpx

from tests.services.gateway.house import ONE_DATABASE, REGISTER, file, register


async def test_an_import_counts_what_it_did_and_again_changes_nothing(client: httpx.AsyncClient) -> None:
    assert (await register(client)).json() == {"created": 0, "updated": 0, "unchanged": 3}
    changed = REGISTER.replace("02-15", "02-20") + "DH-0103,临江市教育局,政府部门,临江市,DH-01,\n"
    assert (await register(client, changed)).json() == {"created": 1, "updated": 1, "unchanged": 2}
    assert (await register(client, changed)).json() == {"created": 0, "updated": 0, "unchanged": 4}
    assert (await client.get("/v1/agencies/DH-0102")).json() == {
        "code": "DH-0102",
        "name": "临江市海棠街道办事处",
        "class": "township",
        "class_label": {"zh": "乡镇街道", "en": "Township or sub-district"},
        "region": "临江市",
        "parent": "DH-01",
        "deadline": "02-20",
        "predecessors": [],
    }


async def test_a_file_may_add_to_the_register(client: httpx.AsyncClient) -> None:
    more = "code,name,class,region,parent\nDH-0103,临江市教育局,department,临江市,DH-01\n"
    assert (await client.post("/v1/agencies", content=more.encode())).json()["created"] == 1
    assert (await client.get("/v1/agencies")).json()["total"] == 4


async def test_predecessors_are_told(client: httpx.AsyncClient) -> None:
    more = "代码,名称,类别,地区,前身\nDH-0104,临江市水务和交通局,政府部门,临江市,DH-0101；DH-0102\n"
    assert (await client.post("/v1/agencies", content=more.encode())).json()["created"] == 1
    assert (await client.get("/v1/agencies/DH-0104")).json()["predecessors"] == ["DH-0101", "DH-0102"]


async def test_a_bad_register_changes_nothing_and_names_every_row(client: httpx.AsyncClient) -> None:
    before = (await client.get("/v1/agencies")).json()
    bad = REGISTER.replace("临江市水务局", "改名的水务局") + "DH-02,乙,衙门,东海省,DH-7,\nDH-01,丙,政府部门,,,\n"
    answer = await register(client, bad)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "register.invalid")
    assert answer.headers["content-type"] == "application/problem+json"
    assert [(error["row"], error["at"], error["code"]) for error in problem["errors"]] == [
        (5, "class", "class.unknown"),
        (6, "region", "cell.empty"),
        (6, "code", "code.duplicate"),
    ]
    assert all(error["messages"]["zh"] and error["messages"]["en"] for error in problem["errors"])
    assert "3" in problem["messages"]["en"]
    assert (await client.get("/v1/agencies")).json() == before


NO_REGISTER = [
    ("application/json", b"[]", 415, "media_type.unsupported"),
    ("text/csv", b"x" * 100_001, 413, "file.too_large"),
    ("text/csv", b"", 422, "register.invalid"),
]


@ONE_DATABASE
async def test_what_is_no_register_is_refused(client: httpx.AsyncClient) -> None:
    for content_type, content, status, code in NO_REGISTER:
        answer = await client.put("/v1/agencies", content=content, headers={"Content-Type": content_type})
        assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_pages_follow_each_other_to_the_end(client: httpx.AsyncClient) -> None:
    rows = "".join(f"S-{number:03},第 {number} 街道,乡镇街道,东海省,,\n" for number in range(40))
    assert (await register(client, REGISTER + rows)).status_code == 200
    codes: list[str] = []
    link: str | None = "/v1/agencies?page_size=7"
    while link:
        page = (await client.get(link)).json()
        assert page["total"] == 43
        codes += [agency["code"] for agency in page["agencies"]]
        link = page["next"]
    assert codes == sorted(["DH-01", "DH-0101", "DH-0102", *(f"S-{number:03}" for number in range(40))])


async def test_imports_and_filings_at_once_do_not_hold_each_other_up(client: httpx.AsyncClient) -> None:
    tables = [REGISTER.replace("02-15", f"02-{day}") for day in range(10, 20)]
    filings = [file(client, f"{number}".encode()) for number in range(10)]
    answers = await asyncio.gather(*(register(client, table) for table in tables), *filings)
    assert {answer.status_code for answer in answers} == {200, 202}


@ONE_DATABASE
async def test_a_filing_keeps_the_agency_as_it_was(client: httpx.AsyncClient) -> None:
    receipt = (await file(client)).json()
    await register(client, REGISTER.replace("临江市水务局", "临江市水利局"))
    assert (await client.get(receipt["links"]["self"])).json()["agency"]["name"] == "临江市水务局"
