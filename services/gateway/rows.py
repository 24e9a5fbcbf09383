"""Which submissions a visitor may see: its own agency's, those of the organs below, or all; others are not there."""

from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway import store
from services.gateway.forms import Asked
from shared.access.door import Visitor, refuse
from shared.report.submission import Submission


async def may_read(connection: AsyncConnection, request: Asked, submission: Submission) -> bool:
    """Whether the visitor may see the submission; that it may not is written down, and looks like nothing there."""
    visitor: Visitor = request.user
    account = visitor.account
    lineage = await store.lineage(connection, submission.agency.code)
    if account is not None and account.may_read(lineage, draft=submission.draft):
        return True
    refuse(request, "row")
    return False
