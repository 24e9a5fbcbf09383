"""Which submissions a visitor may see: its own agency's, those of the organs below, or all; others are not there."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway import store
from services.gateway.forms import Asked
from services.gateway.refusals import SUBMISSION_UNKNOWN, refusal
from services.gateway.store import Receipt
from shared.access.account import Account
from shared.access.door import NotForYouError, Visitor, refuse
from shared.report.submission import Submission


async def may_read(connection: AsyncConnection, request: Asked, submission: Submission) -> bool:
    """Whether the visitor may see the submission; that it may not is written down, and looks like nothing there."""
    return await _may_read(connection, request, submission.agency.code, draft=submission.draft)


async def may_read_case(connection: AsyncConnection, request: Asked, agency_code: str) -> bool:
    """Whether the visitor may see what is explained by the agency or sent back to it."""
    return await _may_read(connection, request, agency_code, draft=False)


async def _may_read(connection: AsyncConnection, request: Asked, agency_code: str, *, draft: bool) -> bool:
    visitor: Visitor = request.user
    account = visitor.account
    if account is not None and account.may_read(await store.lineage(connection, agency_code), draft=draft):
        return True
    refuse(request, "row")
    return False


async def readable(connection: AsyncConnection, request: Asked, submission_id: str) -> Receipt:
    """The receipt of a submission that the visitor may see.

    Raises:
        ProblemError: there is no such submission, or none for this visitor.
    """
    try:
        identity = UUID(submission_id)
    except ValueError:
        raise refusal(SUBMISSION_UNKNOWN.fault(id=submission_id)) from None
    found = await store.receipt(connection, identity)
    if found is None or not await may_read(connection, request, found.submission):
        raise refusal(SUBMISSION_UNKNOWN.fault(id=submission_id))
    return found


def signed_in(request: Asked) -> Account:
    """The account that asks.

    Raises:
        NotForYouError: there is none.
    """
    account: Account | None = request.user.account
    if account is None:
        raise NotForYouError
    return account


def assert_files(request: Asked, agency_code: str) -> Account:
    """The account that asks, which may file, explain and answer for the agency.

    Raises:
        NotForYouError: it may not.
    """
    account = signed_in(request)
    if not account.may_file(agency_code):
        refuse(request, "agency")
        raise NotForYouError
    return account


async def assert_supervises(connection: AsyncConnection, request: Asked, agency_code: str) -> Account:
    """The account that asks, which may decide about the agency.

    Raises:
        NotForYouError: it may not.
    """
    account = signed_in(request)
    if not account.may_supervise(await store.lineage(connection, agency_code)):
        refuse(request, "agency")
        raise NotForYouError
    return account
