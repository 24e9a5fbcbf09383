"""Impact runs on the pages of the rules they are about: sums for supervisors, names for administrators."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from services.portal.app import faces
from services.portal.store.model import ReadModel
from shared.report.impact import ImpactRun, read_impact
from tests.services.portal import specimens as make
from tests.services.portal.test_boards_pages import ADMINISTRATOR, CLERK, SHUT, SUPERVISOR, bearing
from tests.services.portal.test_boards_store import REGISTER
from tests.shared.report.test_impact import LINES

Client = AsyncTestClient[Litestar]


def run(number: int, title: str) -> ImpactRun:
    return ImpactRun(
        id=UUID(int=number),
        title=title,
        impact=read_impact(LINES),
        laid_by=ADMINISTRATOR.id,
        layer="某4",
        laid_at=make.NOON + timedelta(days=number),
    )


async def test_the_latest_run_of_a_rule_is_found_whatever_came_first(model: ReadModel) -> None:
    for each in (run(2, "新"), run(1, "旧"), run(2, "又一次")):
        await model.trials.record([each])
    assert [one.title for one in await model.trials.latest("A301")] == ["新", "旧"]
    assert [one.title for one in await model.trials.latest()] == ["新", "旧"]
    assert await model.trials.latest("A302") == ()


@pytest.fixture
async def shut(model: ReadModel) -> AsyncIterator[Client]:
    await model.register.record(REGISTER)
    await model.accounts.record([CLERK, SUPERVISOR, ADMINISTRATOR])
    await model.trials.record([run(1, "A301 第2版")])
    async with AsyncTestClient(faces(model, SHUT), raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_candidate_has_a_page_before_any_verdict_tells_of_it(shut: Client) -> None:
    everything = (await shut.get("/rules/A301", headers=bearing(ADMINISTRATOR))).text
    for said in (
        "备选规则，尚未施行",
        "A301 第2版",
        "试评报告120份，等次变化2份",
        "政府部门",
        "-0.25",
        "丙局",
        "-11.75",
    ):
        assert said in everything, said
    assert "乡镇街道" not in everything
    sums = (await shut.get("/rules/A301", headers=bearing(SUPERVISOR))).text
    assert "试评报告120份" in sums
    assert "丙局" not in sums
    assert (await shut.get("/rules/A301", headers=bearing(CLERK))).status_code == 404
    assert (await shut.get("/rules/A302", headers=bearing(ADMINISTRATOR))).status_code == 404


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_runs_are_listed_for_supervisors_and_laid_by_administrators(shut: Client) -> None:
    for who, listed, laid in ((CLERK, False, False), (SUPERVISOR, True, False), (ADMINISTRATOR, True, True)):
        page = (await shut.get("/rules", headers=bearing(who))).text
        assert ('href="/rules/A301#trial"' in page) is listed, who.role
        assert ('action="/v1/impacts"' in page) is laid, who.role
