"""The clerk's own pages: the desk, pre-check, and who is let near them."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from services.portal.app import faces
from services.portal.store.model import ReadModel
from services.portal.views.desk import desk
from shared.access.account import Account, Role, Token
from shared.access.seals import token_digest
from shared.access.settings import AccessSettings
from shared.report.rectification import Item, Rectification
from shared.report.waiver import Waiver
from tests.services.portal import specimens as make

CLOSED_HOUSE = AccessSettings(secret="for tests", operator_token="operator")  # noqa: S106 - nobody's secrets
CITY, OFFICE, OTHER = (
    make.agency("A", "临屿市人民政府"),
    make.agency("a", "教育局", parent="A"),
    make.agency("b", "审计局"),
)
NEVER = datetime(2099, 1, 1, tzinfo=UTC)
FILED, DRAFT = make.submission(OFFICE), make.submission(OFFICE, version=2, draft=True)
ITEM = Item("A301", 1, ("requests.closed.total",), "ab" * 32)
ORDER = Rectification(
    id=UUID(int=1), agency_code="a", year=2025, submission_id=FILED.id, items=(ITEM,), demand="请更正第（七）项总计。",
    due_on=date(2026, 3, 1), ordered_by=UUID(int=9), orderer="市政府办", ordered_at=make.NOON,
)  # fmt: skip
WAIVER = Waiver(
    id=UUID(int=2), agency_code="a", year=2025, submission_id=FILED.id, rule="A301", revision=1,
    places=ITEM.places, binding=ITEM.binding, explanation="该数为跨年合并办理，台账可查。",
    requested_by=UUID(int=8), requester="教育局填报人", requested_at=make.NOON,
)  # fmt: skip


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path}/{{room}}.db"


def account(number: int, role: Role, agency: str | None) -> tuple[Account, dict[str, str]]:
    token = f"token-{number}"
    held = Token(digest=token_digest(token, CLOSED_HOUSE.secret), label="t", expires_at=NEVER)
    who = Account(
        id=UUID(int=100 + number), login=f"u{number}", name=f"用户{number}", role=role, agency=agency, tokens=(held,)
    )
    return who, {"Authorization": f"Bearer {token}"}


CLERK, AS_CLERK = account(1, Role.CLERK, "a")
STRANGER, AS_STRANGER = account(2, Role.CLERK, "b")
SUPERVISOR, AS_SUPERVISOR = account(3, Role.SUPERVISOR, "A")
AS_OPERATOR = {"Authorization": "Bearer operator"}


@pytest.fixture
async def house(model: ReadModel) -> AsyncIterator[AsyncTestClient[Litestar]]:
    await model.register.record([CITY, OFFICE, OTHER])
    await model.accounts.record([CLERK, STRANGER, SUPERVISOR])
    await model.filings.record(
        [*make.graded(FILED, None, make.fails("A301", "requests.closed.total")), *make.graded(DRAFT)]
    )
    await model.cases.record_rectifications([ORDER])
    await model.cases.record_waivers([WAIVER])
    async with AsyncTestClient(faces(model, CLOSED_HOUSE), raise_server_exceptions=False) as client:
        yield client


async def test_the_desk_shows_what_is_due_and_what_there_is(house: AsyncTestClient[Litestar]) -> None:
    html = (await house.get("/my", headers=AS_CLERK)).text
    for told in ("教育局", "报送期限", "待答复、待整改", "请更正第（七）项总计。", "该数为跨年合并办理", "待审核"):
        assert told in html
    assert f"/reports/{DRAFT.id}" in html
    assert f"/v1/submissions/{FILED.id}/receipt" in html
    assert f'action="/v1/rectifications/{ORDER.id}/answer"' in html


async def test_the_desk_is_the_agencys_own(house: AsyncTestClient[Litestar]) -> None:
    assert "请更正" not in (await house.get("/my", headers=AS_STRANGER)).text
    assert (await house.get("/my?agency=a", headers=AS_STRANGER)).status_code == 404
    assert (await house.get("/precheck?agency=a", headers=AS_STRANGER)).status_code == 404
    assert (await house.get("/my", headers=AS_SUPERVISOR)).status_code == 403
    assert (await house.get("/my", follow_redirects=False)).headers["location"].startswith("/sign-in?next=")


async def test_an_administrator_says_which_agency_is_meant(house: AsyncTestClient[Litestar]) -> None:
    assert "哪个机关" in (await house.get("/my", headers=AS_OPERATOR)).text
    assert "教育局" in (await house.get("/my?agency=a", headers=AS_OPERATOR)).text
    assert (await house.get("/my?agency=zz", headers=AS_OPERATOR)).status_code == 404


async def test_pre_check_is_a_form_that_needs_no_script(house: AsyncTestClient[Litestar]) -> None:
    html = (await house.get("/precheck?year=2024", headers=AS_CLERK)).text
    for part in (
        'action="/v1/submissions" enctype="multipart/form-data"',
        'name="agency" value="a"',
        'name="draft" value="true"',
        'name="draft" value="false"',
        'name="next" value="/reports/{id}?awaited=1"',
        'name="year" type="number" min="2008"',
        'value="2024" required',
    ):
        assert part in html


def test_days_are_counted_to_the_deadline_of_the_season() -> None:
    def on(day: date) -> int:
        return desk(OFFICE, day, history=(), drafts=(), orders=(), waivers=()).days

    assert [on(date(2026, 1, 30)), on(date(2026, 1, 31)), on(date(2026, 2, 2))] == [1, 0, -2]
