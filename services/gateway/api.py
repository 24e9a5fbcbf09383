"""The filing API: file a report, ask for a receipt, keep the register. Reading results is the portal's."""

import re
from contextlib import aclosing
from typing import Annotated
from uuid import UUID

from litestar import Controller, Response, get, post, route
from litestar.di import NamedDependency
from litestar.enums import HttpMethod
from litestar.params import FromPath, QueryParameter
from litestar.status_codes import HTTP_200_OK, HTTP_202_ACCEPTED

from services.gateway import access_refusals, case_refusals, forms, store
from services.gateway.access_refusals import GUARDED
from services.gateway.counting import counted
from services.gateway.documentation import FILING, IMPORT, FilingOperation, ImportOperation, refusals
from services.gateway.form import read_form
from services.gateway.forms import Asked
from services.gateway.metrics import UPLOAD_BYTES
from services.gateway.problems import CATALOGUE_PATH, Fault, Kind, ProblemError
from services.gateway.reception import Reception
from services.gateway.refusals import (
    AGENCY_NOT_FOUND,
    KINDS,
    MEDIA_TYPE_UNSUPPORTED,
    PAGE_INVALID,
    REGISTER_INVALID,
    SUBMISSION_UNKNOWN,
    refusal,
)
from services.gateway.register import RegisterError, is_code
from services.gateway.registry import Registry
from services.gateway.rows import may_read
from services.gateway.settings import Settings
from services.gateway.upload import Upload, receive
from services.gateway.views import (
    AgencyPage,
    AgencyView,
    ImportView,
    ReceiptView,
    agency_page,
    agency_view,
    import_view,
    receipt_path,
    receipt_view,
)
from shared.access.door import For, NotForYouError, refuse
from shared.report.submission import CHINA_TIME, now
from shared.report.text import Text
from shared.storage.database import Database

TABLE_TYPES = {"text/csv", "application/csv", "text/plain", "application/vnd.ms-excel", "application/octet-stream", ""}
LARGEST_PAGE = 500
_RECEIVED = {
    True: Text("预检稿已接收，正在核查。", "The pre-check has been received and is being audited."),
    False: Text("年度报告已报送，正在核查。", "The annual report has been filed and is being audited."),
}
_PAGE_SIZE = re.compile(r"[1-9][0-9]{0,3}")


class Submissions(Controller):
    """报送 · Filings and their receipts."""

    path = "/v1/submissions"
    tags = ("报送 · Filing",)

    @post(
        status_code=HTTP_202_ACCEPTED,
        operation_class=FilingOperation,
        summary="报送年度报告 · File an annual report",
        responses=refusals(*FILING),
        opt={"for": For.FILERS, "form": True},
    )
    async def file(
        self, request: Asked, reception: NamedDependency[Reception], settings: NamedDependency[Settings]
    ) -> Response[bytes]:
        """202 once the filing cannot be lost any more: original and receipt are stored, the event is confirmed."""
        with counted() as taken:
            with Upload(settings.max_bytes) as upload:
                try:
                    async with aclosing(request.stream()) as chunks:
                        await receive(upload, request.headers, dict(request.query_params), chunks)
                finally:
                    forms.remember(request, upload.fields)
                forms.take_over(request, upload.fields)
                form = read_form(upload.fields, now().astimezone(CHINA_TIME).date())
                if not request.user.account.may_file(form.agency_code):
                    refuse(request, "agency")
                    raise NotForYouError
                receipt, new = await reception.receive(form, upload)
            taken.is_new(new)
            UPLOAD_BYTES.observe(upload.size)
        return forms.done(
            request,
            receipt_view(receipt),
            message=_RECEIVED[receipt.submission.draft],
            identity=receipt.submission.id,
            status=HTTP_202_ACCEPTED,
            headers={"Location": receipt_path(receipt.submission.id)},
        )

    @get(
        "/{submission_id:str}",
        summary="查询回执 · A receipt and what became of the filing",
        responses=refusals(SUBMISSION_UNKNOWN, *GUARDED),
        opt={"for": For.SIGNED_IN},
    )
    async def receipt(
        self, request: Asked, submission_id: FromPath[str], database: NamedDependency[Database]
    ) -> ReceiptView:
        """The receipt as given, with the outcome: open, scored, rejected or dead_lettered."""
        try:
            identity = UUID(submission_id)
        except ValueError:
            raise refusal(SUBMISSION_UNKNOWN.fault(id=submission_id)) from None
        async with database.reading() as connection:
            found = await store.receipt(connection, identity)
            if found is None or not await may_read(connection, request, found.submission):
                raise refusal(SUBMISSION_UNKNOWN.fault(id=submission_id))
        return receipt_view(found)


class Agencies(Controller):
    """名录 · The agency register."""

    path = "/v1/agencies"
    tags = ("名录 · Register",)

    @route(
        http_method=[HttpMethod.PUT, HttpMethod.POST],
        status_code=HTTP_200_OK,
        operation_class=ImportOperation,
        summary="导入名录 · Import the register from CSV",
        responses=refusals(*IMPORT),
        opt={"for": For.ADMINISTRATORS},
    )
    async def take_over(
        self, request: Asked, registry: NamedDependency[Registry], settings: NamedDependency[Settings]
    ) -> ImportView:
        """All rows or none; a file with mistakes is answered with every row and reason."""
        essence = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if essence not in TABLE_TYPES:
            raise refusal(MEDIA_TYPE_UNSUPPORTED.fault(value=essence))
        with Upload(settings.max_bytes) as upload:
            async with aclosing(request.stream()) as chunks:
                async for chunk in chunks:
                    upload.write(chunk)
            data = upload.data
        try:
            return import_view(await registry.take_over(data))
        except RegisterError as error:
            raise _register_refusal(error) from None

    @get(
        summary="名录 · The register, page by page",
        responses=refusals(PAGE_INVALID, *GUARDED),
        opt={"for": For.SIGNED_IN},
    )
    async def page(
        self,
        database: NamedDependency[Database],
        after: Annotated[str, QueryParameter(description="从该代码之后开始 · Codes behind this one")] = "",
        page_size: Annotated[str, QueryParameter(description=f"1–{LARGEST_PAGE}")] = "100",
    ) -> AgencyPage:
        """Agencies in order of code; follow `next` until it is null."""
        if not _PAGE_SIZE.fullmatch(page_size) or int(page_size) > LARGEST_PAGE:
            raise refusal(PAGE_INVALID.fault("page_size", most=LARGEST_PAGE))
        if after and not is_code(after):
            raise refusal(PAGE_INVALID.fault("after", most=LARGEST_PAGE))
        size = int(page_size)
        async with database.reading() as connection:
            found = await store.page_of_agencies(connection, after, size + 1)
            total = await store.count_agencies(connection)
        shown = found[:size]
        more = len(found) > size
        return agency_page(shown, total, f"/v1/agencies?after={shown[-1].code}&page_size={size}" if more else None)

    @get(
        "/{code:str}",
        summary="一个机关 · One agency",
        responses=refusals(AGENCY_NOT_FOUND, *GUARDED),
        opt={"for": For.SIGNED_IN},
    )
    async def agency(self, code: FromPath[str], database: NamedDependency[Database]) -> AgencyView:
        """The agency with that code."""
        found = None
        if is_code(code):
            async with database.reading() as connection:
                found = await store.agency(connection, code)
        if found is None:
            raise refusal(AGENCY_NOT_FOUND.fault("code", code=code))
        return agency_view(found)


@get(
    CATALOGUE_PATH,
    summary="错误代码 · Every code that a refusal can have",
    tags=("报送 · Filing",),
    opt={"for": For.EVERYBODY},
)
async def problem_kinds() -> list[Kind]:
    """Each code with its status, title, detail and way on; `type` of a problem points here."""
    return [*KINDS.values(), *access_refusals.KINDS.values(), *case_refusals.KINDS.values()]


def _register_refusal(error: RegisterError) -> ProblemError:
    summary = REGISTER_INVALID.fault(count=len(error.problems))
    rows = (
        Fault(at=problem.column, code=problem.code, messages=problem.message, row=problem.row)
        for problem in error.problems
    )
    return ProblemError(REGISTER_INVALID, (summary, *rows))
