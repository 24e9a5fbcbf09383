"""The JSON twins: the facts of the pages, the shapes of the OpenAPI document, problems in both languages."""

import re
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from jsonschema import Draft202012Validator
from litestar import Litestar
from litestar.testing import AsyncTestClient
from sqlalchemy.exc import OperationalError
from typing_extensions import override

from services.portal.app import faces
from services.portal.store.facts import Fact
from services.portal.store.filings import Filings
from services.portal.store.league import League
from services.portal.store.model import ReadModel
from shared.report.codec import builtins, convert
from shared.report.figures import Figures
from shared.report.scorecard import Grade, Scorecard
from shared.storage.database import Database
from tests.services.portal import specimens as make
from tests.services.portal.conftest import OPEN
from tests.services.portal.test_portal_pages import text_of

Client = AsyncTestClient[Litestar]
FILED = make.submission()
READ = make.report(changes={"requests.granted.business": None})


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """The store is tested on both databases; what is drawn from it, on the smaller one."""
    return f"sqlite+aiosqlite:///{tmp_path}/{{room}}.db"


async def fill(store: Filings) -> None:
    await store.record(
        [
            *make.graded(make.submission(version=1)),
            make.received(make.submission(version=2)),
            make.validated(
                make.submission(version=2),
                make.fails("A301", "requests.closed.total"),
                make.open_("A303", "requests.closed.business"),
                read=READ,
            ),
            make.scored(make.submission(version=2), make.scorecard("71.25")),
        ]
    )
    for code, total in (("a", "71.25"), ("b", "93.00")):
        grade = Grade.EXCELLENT if total > "9" else Grade.GOOD
        await store.record(make.graded(make.submission(make.agency(code, f"{code}局")), make.scorecard(total, grade)))
    rejected = make.submission(make.agency("r", "r局"))
    await store.record([make.received(rejected), make.rejected(rejected)])


async def test_the_league_says_what_its_page_says(client: Client, store: Filings) -> None:
    await fill(store)
    told = (await client.get("/v1/league")).json()
    html = (await client.get("/")).text
    rows = [text_of(row) for row in re.findall(r'(?s)<tr role="row" class.*?</tr>', html)]
    assert len(rows) == len(told["rows"]) == told["total"] == 4
    for row, line in zip(rows, told["rows"], strict=True):
        assert line["agency"]["name"] in row
        assert (f"{line['total']:.2f}" in row) if line["rank"] else "不排名" in row
        assert row.strip().startswith(str(line["rank"])) if line["rank"] else True
        assert ("并列" in row) is line["tied"]
    assert [(line["rank"], line["tied"]) for line in told["rows"]] == [(1, False), (2, True), (2, True), (None, False)]
    counts = {part["key"]: part["count"] for part in told["division"]}
    assert counts == {"excellent": 1, "good": 2, "pass": 0, "fail": 0, "not_rated": 0, "rejected": 1}
    chips = text_of(re.search(r'(?s)<ul class="chips">.*?</ul>', html)[0])  # type: ignore[index] # it is there
    assert chips.split() == [
        "全部",
        "4",
        "优秀",
        "1",
        "良好",
        "2",
        "合格",
        "0",
        "不合格",
        "0",
        "不予评级",
        "0",
        "无法读取",
        "1",
    ]


async def test_the_league_filters_like_its_page(client: Client, store: Filings) -> None:
    await fill(store)
    told = (await client.get("/v1/league", params={"grade": "excellent", "size": 1})).json()
    assert [line["agency"]["code"] for line in told["rows"]] == ["b"]
    assert (told["pages"], told["size"]) == (1, 1)
    told = (await client.get("/v1/league", params={"tier": "rejected", "year": 2025})).json()
    assert [line["status"] for line in told["rows"]] == ["rejected"]
    empty = (await client.get("/v1/league", params={"year": 1990})).json()
    assert (empty["rows"], empty["years"]) == ([], [2025])


async def test_a_report_comes_whole(client: Client, store: Filings) -> None:
    await fill(store)
    about = make.submission(version=2)
    told = (await client.get(f"/v1/reports/{about.id}")).json()
    assert (told["status"], told["final"], told["judging"]) == ("scored", True, 1)
    assert told["submission"] == builtins(about)
    assert convert(told["scorecard"], Scorecard) == make.scorecard("71.25")
    assert convert(told["report"]["tables"], Figures) == READ.tables
    assert told["report"]["tables"]["requests"]["granted"]["business"] is None
    assert [verdict["rule"] for verdict in told["verdicts"]] == ["A301", "A303"]
    assert [line["version"] for line in told["versions"]] == [2, 1]
    page = text_of((await client.get(f"/reports/{about.id}")).text)
    assert f"{told['scorecard']['total']:.2f}" in page
    assert told["verdicts"][0]["breaches"][0]["message"]["zh"] in page


@pytest.mark.parametrize(
    ("facts", "status", "final"),
    [
        ([make.received(FILED)], "received", False),
        ([make.received(FILED), make.validated(FILED)], "validated", False),
        ([make.received(FILED), make.rejected(FILED)], "rejected", True),
        ([make.received(FILED), make.dead(FILED)], "dead_lettered", True),
        (make.graded(FILED), "scored", True),
    ],
)
async def test_a_program_can_wait_on_the_status(
    client: Client, store: Filings, facts: list[Fact], status: str, *, final: bool
) -> None:
    assert (await client.get(f"/v1/reports/{FILED.id}")).status_code == 404
    await store.record(facts)
    told = (await client.get(f"/v1/reports/{FILED.id}")).json()
    assert (told["status"], told["final"]) == (status, final)
    assert (told["scorecard"] is not None) == (status == "scored")
    assert (told["reasons"] is not None) == (status == "rejected")
    assert (told["stopped"] == {"room": "ingest", "deliveries": 12}) == (status == "dead_lettered")


async def test_an_agencys_history_leaves_drafts_out(client: Client, store: Filings) -> None:
    await fill(store)
    await store.record(make.graded(make.submission(version=7, draft=True)))
    told = (await client.get("/v1/league/agencies/330106")).json()
    assert told["agency_name"] == "东海省临屿市教育局"
    assert [line["version"] for line in told["filings"]] == [2, 1]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        (f"/v1/reports/{UUID(int=404)}", 404, "not_found"),
        ("/v1/reports/nonsense", 404, "not_found"),
        ("/v1/league/agencies/none", 404, "not_found"),
        ("/v1/nowhere", 404, "not_found"),
        ("/v1/league?year=abc", 400, "bad_request"),
        ("/v1/league?grade=superb", 400, "bad_request"),
        ("/v1/league?size=100000", 400, "bad_request"),
    ],
)
async def test_problems_are_told_in_both_languages(client: Client, path: str, status: int, code: str) -> None:
    answer = await client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("application/problem+json")
    told = answer.json()
    assert (told["status"], told["code"], told["instance"]) == (status, code, path.split("?", maxsplit=1)[0])
    assert told["titles"]["zh"] == told["title"]
    assert re.search("[a-z]", told["messages"]["en"])


async def test_other_methods_are_refused(client: Client) -> None:
    answer = await client.post("/v1/league")
    assert (answer.status_code, answer.json()["code"]) == (405, "method")


class AwayLeague(League):
    """A league whose database is away."""

    @override
    async def years(self, organ: str = "") -> tuple[int, ...]:
        raise OperationalError("SELECT", {}, ConnectionRefusedError())


async def test_a_database_away_is_503_and_no_traceback(model: ReadModel, database: Database) -> None:
    away = replace(model, league=AwayLeague(database))
    async with AsyncTestClient(faces(away, OPEN), raise_server_exceptions=False) as client:
        page, json = await client.get("/"), await client.get("/v1/league")
    assert (page.status_code, json.status_code) == (503, 503)
    assert "暂时无法查询" in page.text
    assert "SELECT" not in page.text + json.text


async def test_the_openapi_document_is_valid_and_its_answers_true(client: Client, store: Filings) -> None:
    await fill(store)
    document = (await client.get("/v1/openapi.json")).json()
    assert document["openapi"].startswith("3.1")
    assert set(document["paths"]) == {"/v1/league", "/v1/league/agencies/{code}", "/v1/reports/{submission_id}"}
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    examples = {
        "/v1/league": ["/v1/league", "/v1/league?year=1990"],
        "/v1/league/agencies/{code}": ["/v1/league/agencies/330106"],
        "/v1/reports/{submission_id}": [
            f"/v1/reports/{make.submission(version=2).id}",
            f"/v1/reports/{make.submission(make.agency('r')).id}",
        ],
    }
    for path, addresses in examples.items():
        answers = document["paths"][path]["get"]["responses"]
        shape = answers["200"]["content"]["application/json"]["schema"]
        validator = Draft202012Validator({**shape, "components": document["components"]})
        for address in addresses:
            validator.validate((await client.get(address)).json())
        if "404" in answers:
            problem = answers["404"]["content"]["application/problem+json"]["schema"]
            unknown = (await client.get(path.format(code="none", submission_id=UUID(int=404)))).json()
            Draft202012Validator({**problem, "components": document["components"]}).validate(unknown)
