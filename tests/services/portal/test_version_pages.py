"""Versions compared, the original beside its reading, tables to take home, and who may have them."""

import io
from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from docx import Document
from litestar import Litestar
from litestar.testing import AsyncTestClient
from msgspec.structs import replace
from python_calamine import CalamineWorkbook

from services.portal.app import faces
from services.portal.store.model import ReadModel
from services.portal.store.standing import Standing, standing
from services.portal.views.changes import Fate, changes
from services.portal.views.original import Shown, original_view
from services.portal.views.take_home import blank_form, corrected_tables
from shared.access.notice import NOTICE_COOKIE, Notice, seal_notice
from shared.layout.xlsx import xlsx
from shared.report.annual_report import AnnualReport, Section
from shared.report.diagnosis import Diagnosis, Edit, Slip
from shared.report.reading import CellReading, Confidence, Reading
from shared.report.scorecard import Change
from shared.report.text import Text
from shared.report.verdict import Verdict
from tests.services.portal import specimens as make
from tests.services.portal.test_desk_pages import (
    AS_CLERK,
    AS_OPERATOR,
    AS_STRANGER,
    AS_SUPERVISOR,
    CITY,
    CLERK,
    CLOSED_HOUSE,
    OFFICE,
    OTHER,
    STRANGER,
    SUPERVISOR,
)

CLOSED, CARRIED = "requests.closed.total", "requests.carried_forward.total"
FIRST, SECOND = make.submission(OFFICE), make.submission(OFFICE, version=2)
DRAFT = make.submission(OFFICE, version=3, draft=True)
LAST_YEAR = make.submission(OFFICE, 2024)
DIAGNOSIS = Diagnosis(
    edits=(Edit(CLOSED, 13011, 13810),), kind=Slip.MISTYPED, repairs=(), confidence=0.9, equally_small=1,
    message=Text("总计应为13810", "should be 13810"),
)  # fmt: skip


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path}/{{room}}.db"


def worded(text: str, **changed: int) -> AnnualReport:
    read = make.report(changes={f"requests.{row}.total": value for row, value in changed.items()})
    return replace(read, sections=(Section(1, "一、总体情况", text, "h1"), *read.sections[1:]))


def judged(read: AnnualReport, *verdicts: Verdict, version: int = 1) -> Standing:
    about = make.submission(OFFICE, version=version)
    found = standing([make.validated(about, *verdicts, read=read), make.scored(about)])
    assert found is not None
    return found


def test_cells_sentences_and_findings_are_told_apart() -> None:
    before = judged(
        worded("甲。乙共5件。丙。", closed=13011), make.fails("A301", CLOSED, CARRIED), make.fails("F001", "part.6")
    )
    after = judged(worded("甲。乙共6件。丙。丁。"), make.fails("A301", CARRIED), make.fails("A303", CLOSED), version=2)
    found = changes(before, after)
    assert found is not None
    assert [(one.place.at, one.before, one.after) for one in found.cells] == [(CLOSED, "13011", "13810")]
    assert len(found.cells) + found.same_cells == len(make.report().cells())
    (part,) = found.parts
    assert part.name.zh == "第一部分"
    assert part.same == 2
    assert part.sentences[0].before == (("乙共", False), ("5", True), ("件。", False))
    assert part.sentences[0].after == (("乙共", False), ("6", True), ("件。", False))
    assert (part.sentences[1].before, part.sentences[1].after) == ((), (("丁。", True),))
    fates = {one.rule: dict(one.places) for one in found.findings}
    assert {rule: {fate: [at.at for at in at_] for fate, at_ in of.items()} for rule, of in fates.items()} == {
        "A301": {Fate.CARRIED: [CARRIED], Fate.RESOLVED: [CLOSED]},
        "A303": {Fate.NEW: [CLOSED]},
        "F001": {Fate.RESOLVED: ["part.6"]},
    }
    assert found.counts == {Fate.RESOLVED: 2, Fate.CARRIED: 1, Fate.NEW: 1}


def test_what_is_the_same_differs_in_nothing() -> None:
    found = changes(judged(worded("甲。")), judged(worded("甲。"), version=2))
    assert found is not None
    assert (found.cells, found.parts, found.findings) == ((), (), ())


def test_the_split_is_told_of_last_year_only() -> None:
    split = Change(
        prior=LAST_YEAR.id,
        prior_total=Decimal(80),
        figures=Decimal(5),
        rules=Decimal(1),
        weights=Decimal(0),
        waivers=Decimal("0.5"),
    )
    card = replace(make.scorecard(), change=split)
    after = standing([make.validated(FIRST), make.scored(FIRST, card)])
    before = standing([make.validated(LAST_YEAR), make.scored(LAST_YEAR)])
    assert after is not None
    assert before is not None
    assert (found := changes(before, after)) is not None
    assert found.split == split
    assert (same := changes(judged(worded("")), after)) is not None
    assert same.split is None


def test_what_has_not_been_judged_cannot_be_compared() -> None:
    waiting = standing([make.received(SECOND)])
    assert waiting is not None
    assert changes(judged(worded("")), waiting) is None


def test_the_original_is_looked_at_page_by_page() -> None:
    read = make.report()
    cells = {CLOSED: CellReading("page[3].table[1].row[2].cell[1]", "13 810", Confidence.INFERRED)}
    cells[CARRIED] = CellReading("page[4].table[1].row[3].cell[1]", "819", Confidence.READ)
    filed = replace(FIRST, filename="报告.pdf", media_type="application/pdf")
    event = make.validated(filed, read=read, how=Reading(format="pdf", cells=cells))
    view = original_view(filed, event, None)
    assert (view.shown, view.number, view.pages) == (Shown.DRAWN, 3, 4)
    assert [(line.place.at, line.raw, line.value) for table in view.tables for line in table.cells] == [
        (CLOSED, "13 810", "13810")
    ]
    assert [line.place.at for table in original_view(filed, event, 4).tables for line in table.cells] == [CARRIED]
    assert original_view(filed, event, 99).number == 4
    assert (
        original_view(replace(FIRST, filename="a.docx", media_type="application/octet-stream"), None, None).shown
        is Shown.TAKEN
    )
    assert original_view(FIRST, event, None).shown is Shown.FRAMED


def test_the_blank_form_brings_forward_what_was_carried_and_read_soundly() -> None:
    read = make.report(2024)
    doubtful = "requests.carried_forward.business"
    event = make.validated(LAST_YEAR, read=read, how=make.reading(read, {doubtful: (Confidence.INFERRED, "6")}))
    cells = {
        cell.address: cell.text
        for table in blank_form("教育局", 2025, event).tables
        for row in table.rows
        for cell in row
        if cell.address
    }
    assert {at: text for at, text in cells.items() if text} == {
        "requests.brought_forward.natural_person": "783",
        "requests.brought_forward.research_institution": "0",
        "requests.brought_forward.public_interest": "2",
        "requests.brought_forward.legal_services": "25",
        "requests.brought_forward.other_organisation": "3",
        "requests.brought_forward.total": "819",
    }
    assert not any(
        cell.text
        for table in blank_form("教育局", 2025, None).tables
        for row in table.rows
        for cell in row
        if cell.address
    )


def test_proposals_are_filled_in_and_marked() -> None:
    event = replace(make.validated(FIRST, read=make.report(changes={CLOSED: 13011})), diagnoses=(DIAGNOSIS,))
    printed = corrected_tables(event)
    noted = [cell for table in printed.tables for row in table.rows for cell in row if cell.note]
    assert [(cell.address, cell.text, cell.note) for cell in noted] == [(CLOSED, "13810", "建议；原填 13011")]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(xlsx(printed))).get_sheet_by_index(1).to_python()
    assert any(13810 in row for row in rows)


@pytest.fixture
async def house(model: ReadModel) -> AsyncIterator[AsyncTestClient[Litestar]]:
    await model.register.record([CITY, OFFICE, OTHER])
    await model.accounts.record([CLERK, STRANGER, SUPERVISOR])
    older = make.validated(FIRST, make.fails("A301", CLOSED), read=worded("甲。乙。", closed=13011))
    await model.filings.record([replace(older, diagnoses=(DIAGNOSIS,)), make.scored(FIRST)])
    await model.filings.record([make.validated(SECOND, read=worded("甲。丙。")), make.scored(SECOND)])
    await model.filings.record([*make.graded(DRAFT), *make.graded(LAST_YEAR)])
    async with AsyncTestClient(faces(model, CLOSED_HOUSE), raise_server_exceptions=False) as client:
        yield client


async def test_a_version_is_compared_with_another(house: AsyncTestClient[Litestar]) -> None:
    html = (await house.get(f"/reports/{SECOND.id}/changes?from={FIRST.id}", headers=AS_CLERK)).text
    assert "<del>13011</del>" in html
    assert "<ins>13810</ins>" in html
    assert "已解决" in html
    assert "Sentence by sentence" in (await house.get(f"/reports/{SECOND.id}/changes?lang=en", headers=AS_CLERK)).text


async def test_the_original_stands_beside_the_reading(house: AsyncTestClient[Litestar]) -> None:
    html = (await house.get(f"/reports/{SECOND.id}/original", headers=AS_SUPERVISOR)).text
    assert f'src="/v1/submissions/{SECOND.id}/original?view=1" sandbox' in html
    assert "13810" in html


@pytest.mark.parametrize("kind", ["xlsx", "docx", "html"])
async def test_tables_are_taken_home(house: AsyncTestClient[Litestar], kind: str) -> None:
    for path in (f"/forms/2025.{kind}", f"/reports/{FIRST.id}/tables.{kind}"):
        answer = await house.get(path, headers=AS_CLERK)
        assert answer.status_code == 200
        assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
        if kind == "docx":
            assert "819" in {
                cell.text
                for table in Document(io.BytesIO(answer.content)).tables
                for row in table.rows
                for cell in row.cells
            }


OWN = ("", "/changes", "/original", "/tables.xlsx", "/status")


@pytest.mark.parametrize("page", OWN)
async def test_another_agencys_clerk_finds_nothing(house: AsyncTestClient[Litestar], page: str) -> None:
    assert (await house.get(f"/reports/{SECOND.id}{page}", headers=AS_STRANGER)).status_code == 404
    assert (await house.get(f"/reports/{SECOND.id}{page}", follow_redirects=False)).status_code in {302, 307}


@pytest.mark.parametrize("page", OWN)
async def test_no_supervisor_sees_a_draft(house: AsyncTestClient[Litestar], page: str) -> None:
    assert (await house.get(f"/reports/{DRAFT.id}{page}", headers=AS_SUPERVISOR)).status_code == 404
    assert (await house.get(f"/reports/{DRAFT.id}{page}", headers=AS_CLERK)).status_code == 200
    assert (await house.get(f"/reports/{SECOND.id}/changes?from={DRAFT.id}", headers=AS_SUPERVISOR)).status_code == 404


async def test_nothing_is_compared_across_agencies(house: AsyncTestClient[Litestar], model: ReadModel) -> None:
    elsewhere = make.submission(OTHER)
    await model.filings.record(make.graded(elsewhere))
    assert (
        await house.get(f"/reports/{SECOND.id}/changes?from={elsewhere.id}", headers=AS_OPERATOR)
    ).status_code == 404
    assert (await house.get(f"/reports/{SECOND.id}/changes?from=x", headers=AS_OPERATOR)).status_code == 400
    assert (await house.get(f"/reports/{SECOND.id}/changes?from={UUID(int=3)}", headers=AS_OPERATOR)).status_code == 404


async def test_who_may_act_is_offered_the_forms(house: AsyncTestClient[Litestar]) -> None:
    clerk = (await house.get(f"/reports/{FIRST.id}", headers=AS_CLERK)).text
    supervisor = (await house.get(f"/reports/{FIRST.id}", headers=AS_SUPERVISOR)).text
    draft = (await house.get(f"/reports/{DRAFT.id}", headers=AS_CLERK)).text
    assert 'action="/v1/waivers"' in clerk
    assert 'action="/v1/rectifications"' not in clerk
    assert 'action="/v1/rectifications"' in supervisor
    assert 'action="/v1/waivers"' not in supervisor
    assert f'action="/v1/submissions/{DRAFT.id}/filing"' in draft
    assert f'action="/v1/submissions/{FIRST.id}/filing"' not in clerk
    assert f"/v1/submissions/{FIRST.id}/receipt" in clerk
    assert "建议核对：13810" in clerk


async def test_what_was_done_is_told_again_once_the_house_is_done(
    house: AsyncTestClient[Litestar], model: ReadModel
) -> None:
    waiting = make.submission(OFFICE, version=4, draft=True)
    await model.filings.record([make.received(waiting)])
    told = seal_notice(Notice(code="done", message=Text("预检稿已接收。", "Taken.")), CLOSED_HOUSE.secret)
    sent = {**AS_CLERK, "Cookie": f"{NOTICE_COOKIE}={told}"}
    first = await house.get(f"/reports/{waiting.id}", headers=sent)
    assert "预检稿已接收。" in first.text
    assert f'data-source="/reports/{waiting.id}/status"' in first.text
    assert NOTICE_COOKIE not in first.headers.get("set-cookie", "")
    await model.filings.record(make.graded(waiting))
    second = await house.get(f"/reports/{waiting.id}", headers=sent)
    assert "预检稿已接收。" in second.text
    assert NOTICE_COOKIE in second.headers["set-cookie"]
    assert "data-source" not in second.text
