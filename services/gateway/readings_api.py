"""What becomes of a draft: cells in doubt are corrected, and what was tried is filed; the file stays the same."""

from litestar import Controller, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.status_codes import HTTP_202_ACCEPTED

from services.gateway.acceptance import Offer, once_more
from services.gateway.case_documentation import TAKEN, taking, text
from services.gateway.case_refusals import ALREADY_FILED, CELL_UNKNOWN, CORRECTION_INVALID, CORRECTION_MISSING, no
from services.gateway.corrections import FIELD, revised
from services.gateway.counting import counted
from services.gateway.documentation import refusals
from services.gateway.form import read_day
from services.gateway.forms import Asked, Fields, done, read_fields
from services.gateway.reception import Reception
from services.gateway.refusals import DRAFT_EXPIRED, PUBLISHED_ON_INVALID, SUBMISSION_UNKNOWN
from services.gateway.rows import assert_files, readable
from services.gateway.views import receipt_path, receipt_view
from shared.access.door import For
from shared.report.submission import Submission
from shared.report.text import Text
from shared.storage.database import Database

_CORRECTED = Text(
    "更正已记入，正在重新核查；原件没有改动。",
    "The corrections are taken and the report is being audited again; the original is unchanged.",
)
_FILED = Text("年度报告已报送，正在核查。", "The annual report has been filed and is being audited.")

_Correcting = taking(
    {
        f"{FIELD}…": text(
            "cell:单元格地址＝原件上印的数字；空白填“空白”或 blank；留空为不更正 · "
            "cell:<address> = what the original prints there; “blank” for a blank; empty: not corrected"
        )
    },
    optional=(f"{FIELD}…",),
)
_Filing = taking(
    {"published_on": text("公开日期 · The day the agency published the report")}, optional=("published_on",)
)


class Readings(Controller):
    """报送 · Corrections of the reading, and drafts that are filed."""

    path = "/v1/submissions/{submission_id:str}"
    tags = ("报送 · Filing",)

    @post(
        "/corrections",
        status_code=HTTP_202_ACCEPTED,
        operation_class=_Correcting,
        summary="更正读数 · Say what is printed in cells that were read with doubt",
        responses=refusals(
            SUBMISSION_UNKNOWN, CORRECTION_MISSING, CORRECTION_INVALID, CELL_UNKNOWN, DRAFT_EXPIRED, *TAKEN
        ),
        opt={"for": For.FILERS, "form": True},
    )
    async def correct(
        self,
        request: Asked,
        submission_id: FromPath[str],
        database: NamedDependency[Database],
        reception: NamedDependency[Reception],
    ) -> Response[bytes]:
        """202 with the version that has the corrections: of a form the next draft, else a draft as this one is."""
        fields = await read_fields(request)
        async with database.reading() as connection:
            standing = (await readable(connection, request, submission_id)).submission
        assert_files(request, standing.agency.code)
        offer = once_more(
            standing,
            draft=standing.draft or _is_form(fields),
            published_on=standing.published_on,
            corrections=revised(standing.corrections, fields.starting(FIELD)),
        )
        return await _taken(request, reception, offer, _CORRECTED)

    @post(
        "/filing",
        status_code=HTTP_202_ACCEPTED,
        operation_class=_Filing,
        summary="预检稿转为正式报送 · File a draft as it is",
        responses=refusals(SUBMISSION_UNKNOWN, ALREADY_FILED, PUBLISHED_ON_INVALID, DRAFT_EXPIRED, *TAKEN),
        opt={"for": For.FILERS, "form": True},
    )
    async def file(
        self,
        request: Asked,
        submission_id: FromPath[str],
        database: NamedDependency[Database],
        reception: NamedDependency[Reception],
    ) -> Response[bytes]:
        """202 with the receipt of the filing: the same bytes and the same corrections as the draft."""
        fields = await read_fields(request)
        async with database.reading() as connection:
            draft: Submission = (await readable(connection, request, submission_id)).submission
        assert_files(request, draft.agency.code)
        if not draft.draft:
            raise no(ALREADY_FILED)
        offer = once_more(
            draft,
            draft=False,
            published_on=read_day(fields.one("published_on")) or draft.published_on,
            corrections=draft.corrections,
        )
        return await _taken(request, reception, offer, _FILED)


def _is_form(fields: Fields) -> bool:
    return "next" in fields.values


async def _taken(request: Asked, reception: Reception, offer: Offer, message: Text) -> Response[bytes]:
    with counted() as taken:
        receipt, new = await reception.take(offer)
        taken.is_new(new)
    return done(
        request,
        receipt_view(receipt),
        message=message,
        identity=receipt.submission.id,
        status=HTTP_202_ACCEPTED,
        headers={"Location": receipt_path(receipt.submission.id)},
    )
