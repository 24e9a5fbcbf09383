"""A submission beside another version of itself, and beside its original."""

from uuid import UUID

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException, ValidationException
from litestar.params import FromPath

from services.portal import metrics
from services.portal.pages.asked import number, word
from services.portal.pages.report import standing_of
from services.portal.rendering import Asked, page
from services.portal.sight import Sight
from services.portal.store.model import ReadModel
from services.portal.views.changes import changes
from services.portal.views.league import line
from services.portal.views.original import original_view
from services.portal.views.report_page import version_before
from services.portal.views.rights import rights
from shared.access.door import For, refuse


class VersionsPage(Controller):
    """What differs between two versions; what was filed and what was read of it."""

    include_in_schema = False

    @get("/reports/{submission_id:uuid}/changes", opt={"for": For.READERS})
    async def changes(
        self,
        request: Asked,
        submission_id: FromPath[UUID],
        model: NamedDependency[ReadModel],
        sight: NamedDependency[Sight],
    ) -> Response[str]:
        with metrics.pages.labels("changes").time():
            after = await standing_of(model, sight, submission_id)
            agency = after.submission.agency
            history = [line(entry) for entry in await model.filings.history(agency.code)]
            drafts = (
                [line(one) for one in await model.filings.drafts(agency.code)] if sight.may_file(agency.code) else []
            )
            others = [one for one in (*history, *drafts) if one.submission_id != submission_id]
            here = line(after.entry)
            before = version_before(here, others if after.submission.draft else history) or next(
                (one for one in history if one.year < here.year), None
            )
            chosen = _identity(word(request.query_params, "from")) or (before.submission_id if before else None)
            old = await standing_of(model, sight, chosen) if chosen else None
            if old is not None and old.submission.agency.code != agency.code:
                raise NotFoundException
            found = changes(old, after) if old is not None else None
            return page(request, "versions.html.jinja", after=after, before=old, changes=found, others=others)

    @get("/reports/{submission_id:uuid}/original", opt={"for": For.SIGNED_IN})
    async def original(
        self,
        request: Asked,
        submission_id: FromPath[UUID],
        model: NamedDependency[ReadModel],
        sight: NamedDependency[Sight],
    ) -> Response[str]:
        with metrics.pages.labels("original").time():
            standing = await standing_of(model, sight, submission_id)
            lineage = await model.register.lineage(standing.submission.agency)
            if not rights(sight.account, standing.submission, lineage).insider:
                refuse(request, "row")
                raise NotFoundException
            view = original_view(standing.submission, standing.validated, number(request.query_params, "page"))
            return page(request, "original.html.jinja", standing=standing, view=view)


def _identity(asked: str | None) -> UUID | None:
    if asked is None:
        return None
    try:
        return UUID(asked)
    except ValueError:
        raise ValidationException("from") from None
