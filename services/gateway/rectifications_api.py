"""Sending findings back: a supervisor orders, the agency answers, the supervisor closes or withdraws the order."""

from uuid import UUID, uuid4

import msgspec
from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway import case_refusals as say
from services.gateway import rectifying
from services.gateway.access_refusals import GUARDED
from services.gateway.case_documentation import KEYED, TAKEN, Listing, taking, text, texts
from services.gateway.case_lists import listed
from services.gateway.cases import ORDERS
from services.gateway.casework import Casework
from services.gateway.documentation import refusals
from services.gateway.forms import Asked, done, read_fields
from services.gateway.idempotency import Keys
from services.gateway.refusals import SUBMISSION_UNKNOWN
from services.gateway.rows import assert_files, assert_supervises, may_read_case, readable, signed_in
from shared.access.door import For
from shared.report.rectification import Rectification, RectificationState
from shared.report.text import Text
from shared.storage.database import Database

PATH = "/v1/rectifications"
_ORDERED = Text("整改要求已发出。", "The findings have been sent back to the agency.")
_ANSWERED = Text("答复已提交。", "The answer has been sent.")
_ENDED = {
    RectificationState.CLOSED: Text("整改已办结。", "The order has been closed."),
    RectificationState.WITHDRAWN: Text("整改要求已撤销。", "The order has been withdrawn."),
}

_Ordering = taking(
    {
        "submission": text("报送编号 · The id of the filing"),
        "item": texts("要整改的问题，可多项，每项为一个 JSON · The findings, each as JSON"),
        "demand": text("整改要求 · What is asked for"),
        "due_on": text("整改期限（一年以内） · The day it is due, within a year"),
    },
    keyed=True,
)
_Answering = taking({"words": text("答复 · The answer")}, keyed=True)


class RectificationPage(msgspec.Struct, frozen=True):
    """Orders, the latest first; `next` leads to the next part, None at the end."""

    rectifications: tuple[Rectification, ...]
    next: str | None


class Rectifications(Controller):
    """整改 · Findings sent back."""

    path = PATH
    tags = ("说明与整改 · Explanations and rectification",)

    @post(
        status_code=HTTP_201_CREATED,
        operation_class=_Ordering,
        summary="提出整改要求 · Send findings back to the agency",
        responses=refusals(
            *(SUBMISSION_UNKNOWN, say.DRAFT_NOT_DISCUSSED, say.ITEMS_INVALID, say.WORDS_LENGTH, say.DUE_ON_INVALID),
            *(say.RECTIFICATION_STANDING, *TAKEN, *KEYED),
        ),
        opt={"for": For.SUPERVISORS, "form": True},
    )
    async def order(
        self,
        request: Asked,
        database: NamedDependency[Database],
        casework: NamedDependency[Casework],
        keys: NamedDependency[Keys],
    ) -> Response[bytes]:
        """201 with the order."""
        fields = await read_fields(request)

        async def ordering() -> Response[bytes]:
            async with database.reading() as connection:
                submission = (await readable(connection, request, fields.one("submission"))).submission
                act = casework.act(await assert_supervises(connection, request, submission.agency.code))
            demand = rectifying.Demand(
                rectifying.read_items(fields.all("item")), fields.one("demand"), fields.one("due_on")
            )
            made = await casework.add(
                ORDERS,
                submission.agency.code,
                submission.year,
                lambda others: rectifying.order(uuid4(), submission, demand, act, others),
            )
            return done(request, made, message=_ORDERED, identity=made.id, status=HTTP_201_CREATED)

        return await keys.once(request, fields, ordering)

    @post(
        "/{order_id:str}/answer",
        status_code=HTTP_200_OK,
        operation_class=_Answering,
        summary="答复整改要求 · Answer an order",
        responses=refusals(say.RECTIFICATION_UNKNOWN, say.RECTIFICATION_OVER, say.WORDS_LENGTH, *TAKEN, *KEYED),
        opt={"for": For.FILERS, "form": True},
    )
    async def answer(
        self,
        request: Asked,
        order_id: FromPath[str],
        casework: NamedDependency[Casework],
        keys: NamedDependency[Keys],
    ) -> Response[bytes]:
        """The order as answered, which can be done once."""
        fields = await read_fields(request)

        async def answering(connection: AsyncConnection, standing: Rectification) -> Rectification:
            await _assert_readable(connection, request, standing)
            account = assert_files(request, standing.agency_code)
            return rectifying.answer(standing, fields.one("words"), casework.act(account))

        async def doing() -> Response[bytes]:
            made = await casework.change(ORDERS, _identity(order_id), answering)
            if made is None:
                raise say.no(say.RECTIFICATION_UNKNOWN, id=order_id)
            return done(request, made, message=_ANSWERED, identity=made.id)

        return await keys.once(request, fields, doing)

    @post(
        "/{order_id:str}/closing",
        status_code=HTTP_200_OK,
        operation_class=taking({}, keyed=True),
        summary="办结整改 · Close an order",
        responses=refusals(say.RECTIFICATION_UNKNOWN, say.RECTIFICATION_OVER, *TAKEN, *KEYED),
        opt={"for": For.SUPERVISORS, "form": True},
    )
    async def close(
        self,
        request: Asked,
        order_id: FromPath[str],
        casework: NamedDependency[Casework],
        keys: NamedDependency[Keys],
    ) -> Response[bytes]:
        """The order as closed, answered or not."""
        return await _end(request, order_id, RectificationState.CLOSED, casework, keys)

    @post(
        "/{order_id:str}/withdrawal",
        status_code=HTTP_200_OK,
        operation_class=taking({}, keyed=True),
        summary="撤销整改要求 · Withdraw an order",
        responses=refusals(say.RECTIFICATION_UNKNOWN, say.RECTIFICATION_OVER, *TAKEN, *KEYED),
        opt={"for": For.SUPERVISORS, "form": True},
    )
    async def withdraw(
        self,
        request: Asked,
        order_id: FromPath[str],
        casework: NamedDependency[Casework],
        keys: NamedDependency[Keys],
    ) -> Response[bytes]:
        """The order as withdrawn."""
        return await _end(request, order_id, RectificationState.WITHDRAWN, casework, keys)

    @get(
        operation_class=Listing,
        summary="整改 · Orders, the latest first",
        responses=refusals(say.LIST_INVALID, *GUARDED),
        opt={"for": For.SIGNED_IN},
    )
    async def page(self, request: Asked, database: NamedDependency[Database]) -> RectificationPage:
        """Those about agencies that the account may read; follow `next` until it is null."""
        async with database.reading() as connection:
            found, onward = await listed(connection, ORDERS, signed_in(request), request.query_params)
        return RectificationPage(found, f"{PATH}?{onward}" if onward else None)


async def _end(
    request: Asked, order_id: str, state: RectificationState, casework: Casework, keys: Keys
) -> Response[bytes]:
    fields = await read_fields(request)

    async def ending(connection: AsyncConnection, standing: Rectification) -> Rectification:
        await _assert_readable(connection, request, standing)
        account = await assert_supervises(connection, request, standing.agency_code)
        return rectifying.end(standing, state, casework.act(account))

    async def doing() -> Response[bytes]:
        made = await casework.change(ORDERS, _identity(order_id), ending)
        if made is None:
            raise say.no(say.RECTIFICATION_UNKNOWN, id=order_id)
        return done(request, made, message=_ENDED[state], identity=made.id)

    return await keys.once(request, fields, doing)


async def _assert_readable(connection: AsyncConnection, request: Asked, standing: Rectification) -> None:
    if not await may_read_case(connection, request, standing.agency_code):
        raise say.no(say.RECTIFICATION_UNKNOWN, id=standing.id)


def _identity(order_id: str) -> UUID:
    try:
        return UUID(order_id)
    except ValueError:
        raise say.no(say.RECTIFICATION_UNKNOWN, id=order_id) from None
