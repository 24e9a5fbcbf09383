"""Tables to take home as Word, Excel or web page: the blank form of a year, and a report's with the proposals."""

import asyncio
import re
from collections.abc import Callable
from urllib.parse import quote
from uuid import UUID

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from services.portal import metrics
from services.portal.pages.desk import agency_of
from services.portal.pages.report import standing_of
from services.portal.rendering import HEADERS, Asked
from services.portal.sight import Sight
from services.portal.store.model import ReadModel
from services.portal.views.take_home import blank_form, corrected_tables
from shared.access.door import For
from shared.layout.docx import docx
from shared.layout.html import html
from shared.layout.printed_report import PrintedReport
from shared.layout.xlsx import xlsx

_WRITERS: dict[str, tuple[Callable[[PrintedReport], bytes], str]] = {
    "xlsx": (xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "docx": (docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "html": (html, "text/html; charset=utf-8"),
}
_FORM = re.compile(r"(20[0-9]{2})\.(xlsx|docx|html)")
_REPORT = "/reports/{submission_id:uuid}/tables."


class TakeHome(Controller):
    """Files to work on at one's own desk."""

    include_in_schema = False

    @get("/forms/{name:str}", opt={"for": For.FILERS})
    async def form(
        self, request: Asked, name: FromPath[str], model: NamedDependency[ReadModel], sight: NamedDependency[Sight]
    ) -> Response[bytes]:
        with metrics.pages.labels("form").time():
            match = _FORM.fullmatch(name)
            agency = await agency_of(request, model, sight)
            if match is None or agency is None:
                raise NotFoundException
            year = int(match[1])
            history = await model.filings.history(agency.code)
            before = next((entry for entry in history if entry.submission.year == year - 1), None)
            last = await model.filings.standing(before.submission.id) if before else None
            blank = blank_form(agency.name, year, last.validated if last else None)
            return await _file(blank, match[2], f"{agency.name}{year}年度报告空白表")

    @get([f"{_REPORT}{kind}" for kind in _WRITERS], opt={"for": For.READERS})
    async def tables(
        self,
        request: Asked,
        submission_id: FromPath[UUID],
        model: NamedDependency[ReadModel],
        sight: NamedDependency[Sight],
    ) -> Response[bytes]:
        with metrics.pages.labels("tables").time():
            standing = await standing_of(model, sight, submission_id)
            if standing.validated is None:
                raise NotFoundException
            submission = standing.submission
            name = f"{submission.agency.name}{submission.year}年度报告表格（含建议）"
            return await _file(corrected_tables(standing.validated), request.url.path.rpartition(".")[2], name)


async def _file(report: PrintedReport, kind: str, name: str) -> Response[bytes]:
    writer, media_type = _WRITERS[kind]
    headers = HEADERS | {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(f'{name}.{kind}', safe='')}",
        "Cache-Control": "private, no-cache",
    }
    return Response(await asyncio.to_thread(writer, report), media_type=media_type, headers=headers)
