"""The page of one submission: a filing, or a draft that is being pre-checked; and how far the house is with it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from uuid import UUID

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException, ServiceUnavailableException
from litestar.params import FromPath
from litestar.response import ServerSentEvent
from litestar.response.sse import ServerSentEventMessage

from services.portal import metrics
from services.portal.live import Live, TooManyWatchersError, steps
from services.portal.pages.asked import word
from services.portal.rendering import HEADERS, Asked, page
from services.portal.sight import Sight
from services.portal.store.model import ReadModel
from services.portal.store.standing import Standing
from services.portal.views.report_page import report_page
from services.portal.views.rights import rights
from shared.access.door import For

ARRIVING_SECONDS = 5.0
"""So long may news of what a browser has just filed be on its way from the gateway."""
_AGAIN_SECONDS = 0.05


class ReportPage(Controller):
    """Everything the house has to say about one report."""

    include_in_schema = False

    @get("/reports/{submission_id:uuid}", opt={"for": For.READERS})
    async def report(
        self,
        request: Asked,
        submission_id: FromPath[UUID],
        model: NamedDependency[ReadModel],
        sight: NamedDependency[Sight],
        live: NamedDependency[Live],
    ) -> Response[str]:
        if sight.account is not None and word(request.query_params, "awaited"):
            await _arrived(model, live, submission_id)
        with metrics.pages.labels("report").time():
            standing = await standing_of(model, sight, submission_id)
            submission = standing.submission
            agency = submission.agency
            may = rights(sight.account, submission, await model.register.lineage(agency))
            about = (agency.code, submission.year)
            shown = report_page(
                standing,
                await model.filings.history(agency.code),
                rights=may,
                drafts=await model.filings.drafts(agency.code) if may.file else (),
                waivers=(await model.cases.waivers_of([about])).get(about, ()),
                orders=(await model.cases.rectifications_of([about])).get(about, ()) if may.insider else (),
            )
            # The page is loaded once more when the house is done: what was done must still be told then.
            return page(request, "report.html.jinja", keep_notice=not standing.status.is_final, report=shown)

    @get("/reports/{submission_id:uuid}/status", opt={"for": For.READERS})
    async def status(
        self,
        submission_id: FromPath[UUID],
        model: NamedDependency[ReadModel],
        sight: NamedDependency[Sight],
        live: NamedDependency[Live],
    ) -> ServerSentEvent:
        """Server-sent events `step`: received, read, judged, graded (or rejected, stopped), and at the end final."""
        await standing_of(model, sight, submission_id)
        if live.is_full:
            raise ServiceUnavailableException

        async def told() -> AsyncIterator[ServerSentEventMessage]:
            with suppress(TooManyWatchersError), live.watch(submission_id) as heard:
                async for message in steps(heard, model.filings, submission_id):
                    yield message

        return ServerSentEvent(told(), headers=HEADERS)


async def standing_of(model: ReadModel, sight: Sight, submission_id: UUID) -> Standing:
    """Where a submission stands, for who may read it.

    Raises:
        NotFoundException: there is none, or not for this visitor.
    """
    standing = await model.filings.standing(submission_id)
    if standing is None:
        raise NotFoundException
    await sight.assert_filing(standing.submission)
    return standing


async def _arrived(model: ReadModel, live: Live, submission_id: UUID) -> None:
    """Wait until the read model has heard of a submission, but not for long."""
    with suppress(TimeoutError, TooManyWatchersError), live.watch(submission_id) as heard:
        async with asyncio.timeout(ARRIVING_SECONDS):
            while await model.filings.standing(submission_id) is None:
                with suppress(TimeoutError):
                    await asyncio.wait_for(heard.get(), _AGAIN_SECONDS)
