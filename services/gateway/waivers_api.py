"""Explaining findings: an agency asks that one be accepted, its supervisor decides, and the agency may withdraw."""

from uuid import UUID, uuid4

import msgspec
from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway import case_refusals as say
from services.gateway import waiving
from services.gateway.access_refusals import GUARDED
from services.gateway.case_documentation import KEYED, TAKEN, Listing, taking, text
from services.gateway.case_lists import listed
from services.gateway.cases import WAIVERS
from services.gateway.casework import Casework
from services.gateway.documentation import refusals
from services.gateway.forms import Asked, done, read_fields
from services.gateway.idempotency import Keys
from services.gateway.refusals import SUBMISSION_UNKNOWN
from services.gateway.rows import assert_files, assert_supervises, may_read_case, readable, signed_in
from shared.access.door import For
from shared.report.text import Text
from shared.report.waiver import Waiver, WaiverState
from shared.storage.database import Database

PATH = "/v1/waivers"
_ASKED = Text("说明已提交，等待主管部门审核。", "The explanation has been sent to the supervising department.")
_DECIDED = {
    WaiverState.ACCEPTED: Text("说明已采纳。", "The explanation has been accepted."),
    WaiverState.REFUSED: Text("说明未予采纳，已告知机关。", "The explanation has been refused; the agency is told."),
}
_WITHDRAWN = Text("说明已撤回。", "The explanation has been withdrawn.")
_FIELDS = ("rule", "revision", "binding", "explanation", "decision", "words", "until")

_Asking = taking(
    {
        "submission": text("报送编号 · The id of the filing"),
        "rule": text("规则编号 · The id of the rule"),
        "revision": text("规则修订号 · The rule's revision"),
        "places": text("所在位置，每行一个 · The places, one a line"),
        "binding": text("问题摘要，见报告页面 · The digest of the finding, as the report's page has it"),
        "explanation": text(f"说明，{waiving.LEAST_WORDS} 字以上 · The explanation"),
    },
    keyed=True,
)
_Deciding = taking(
    {
        "decision": text("accepted 采纳，refused 不予采纳"),
        "words": text("意见；不予采纳时必填 · The reasons, needed to refuse"),
        "until": text("有效期至（三年以内）；采纳时必填 · The last day it holds, needed to accept"),
    },
    optional=("words", "until"),
    keyed=True,
)


class WaiverPage(msgspec.Struct, frozen=True):
    """Explanations, the latest first; `next` leads to the next part, None at the end."""

    waivers: tuple[Waiver, ...]
    next: str | None


class Waivers(Controller):
    """说明 · Explanations of findings."""

    path = PATH
    tags = ("说明与整改 · Explanations and rectification",)

    @post(
        status_code=HTTP_201_CREATED,
        operation_class=_Asking,
        summary="提交说明 · Explain a finding and ask that it be accepted",
        responses=refusals(
            *(SUBMISSION_UNKNOWN, say.DRAFT_NOT_DISCUSSED, say.FINDING_INVALID, say.EXPLANATION_LENGTH),
            *(say.WAIVER_STANDING, *TAKEN, *KEYED),
        ),
        opt={"for": For.FILERS, "form": True},
    )
    async def ask(
        self,
        request: Asked,
        database: NamedDependency[Database],
        casework: NamedDependency[Casework],
        keys: NamedDependency[Keys],
    ) -> Response[bytes]:
        """201 with the request; somebody else at the supervising department decides about it."""
        fields = await read_fields(request)
        stated = {name: fields.one(name) for name in _FIELDS} | {"places": "\n".join(fields.all("places"))}

        async def asking() -> Response[bytes]:
            async with database.reading() as connection:
                submission = (await readable(connection, request, fields.one("submission"))).submission
            act = casework.act(assert_files(request, submission.agency.code))
            waiver = await casework.add(
                WAIVERS,
                submission.agency.code,
                submission.year,
                lambda others: waiving.ask(uuid4(), submission, stated, act, others),
            )
            return _answer(request, waiver, _ASKED, HTTP_201_CREATED)

        return await keys.once(request, fields, asking)

    @post(
        "/{waiver_id:str}/decision",
        status_code=HTTP_200_OK,
        operation_class=_Deciding,
        summary="审核说明 · Accept an explanation until a day, or refuse it",
        responses=refusals(
            *(say.WAIVER_UNKNOWN, say.WAIVER_OVER, say.WAIVER_OWN, say.DECISION_INVALID, say.UNTIL_INVALID),
            *(say.WORDS_LENGTH, *TAKEN, *KEYED),
        ),
        opt={"for": For.SUPERVISORS, "form": True},
    )
    async def decide(
        self,
        request: Asked,
        waiver_id: FromPath[str],
        casework: NamedDependency[Casework],
        keys: NamedDependency[Keys],
    ) -> Response[bytes]:
        """The waiver as decided; who asked cannot decide."""
        fields = await read_fields(request)
        stated = {name: fields.one(name) for name in _FIELDS}

        async def deciding(connection: AsyncConnection, waiver: Waiver) -> Waiver:
            await _assert_readable(connection, request, waiver)
            account = await assert_supervises(connection, request, waiver.agency_code)
            return waiving.decide(waiver, stated, casework.act(account))

        async def doing() -> Response[bytes]:
            waiver = await casework.change(WAIVERS, _identity(waiver_id), deciding)
            if waiver is None:
                raise say.no(say.WAIVER_UNKNOWN, id=waiver_id)
            return _answer(request, waiver, _DECIDED[waiver.state])

        return await keys.once(request, fields, doing)

    @post(
        "/{waiver_id:str}/withdrawal",
        status_code=HTTP_200_OK,
        operation_class=taking({}, keyed=True),
        summary="撤回说明 · Withdraw an explanation",
        responses=refusals(say.WAIVER_UNKNOWN, say.WAIVER_OVER, *TAKEN, *KEYED),
        opt={"for": For.FILERS, "form": True},
    )
    async def withdraw(
        self,
        request: Asked,
        waiver_id: FromPath[str],
        casework: NamedDependency[Casework],
        keys: NamedDependency[Keys],
    ) -> Response[bytes]:
        """The waiver as withdrawn; the finding may be explained anew."""
        fields = await read_fields(request)

        async def withdrawing(connection: AsyncConnection, waiver: Waiver) -> Waiver:
            await _assert_readable(connection, request, waiver)
            assert_files(request, waiver.agency_code)
            return waiving.withdraw(waiver)

        async def doing() -> Response[bytes]:
            waiver = await casework.change(WAIVERS, _identity(waiver_id), withdrawing)
            if waiver is None:
                raise say.no(say.WAIVER_UNKNOWN, id=waiver_id)
            return _answer(request, waiver, _WITHDRAWN)

        return await keys.once(request, fields, doing)

    @get(
        operation_class=Listing,
        summary="说明 · Explanations, the latest first",
        responses=refusals(say.LIST_INVALID, *GUARDED),
        opt={"for": For.SIGNED_IN},
    )
    async def page(self, request: Asked, database: NamedDependency[Database]) -> WaiverPage:
        """Those about agencies that the account may read; follow `next` until it is null."""
        async with database.reading() as connection:
            found, onward = await listed(connection, WAIVERS, signed_in(request), request.query_params)
        return WaiverPage(found, f"{PATH}?{onward}" if onward else None)


async def _assert_readable(connection: AsyncConnection, request: Asked, waiver: Waiver) -> None:
    if not await may_read_case(connection, request, waiver.agency_code):
        raise say.no(say.WAIVER_UNKNOWN, id=waiver.id)


def _identity(waiver_id: str) -> UUID:
    try:
        return UUID(waiver_id)
    except ValueError:
        raise say.no(say.WAIVER_UNKNOWN, id=waiver_id) from None


def _answer(request: Asked, waiver: Waiver, message: Text, status: int = HTTP_200_OK) -> Response[bytes]:
    return done(request, waiver, message=message, identity=waiver.id, status=status)
