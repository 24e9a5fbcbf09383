"""Originals for whoever may see their submission, as they are and as pages to look at."""

from services.gateway.acceptance import object_key
from services.gateway.case_refusals import ORIGINAL_DAMAGED, ORIGINAL_NOT_DRAWN, PAGE_UNKNOWN, no
from services.gateway.drawers import Drawers
from services.gateway.forms import Asked
from services.gateway.rows import readable
from shared.report.submission import Submission
from shared.storage.database import Database
from shared.storage.originals import OriginalDamagedError, Originals


class Viewer:
    """Fetches originals and has them drawn; nothing drawn is kept."""

    def __init__(self, database: Database, originals: Originals, drawers: Drawers) -> None:
        self._database = database
        self._originals = originals
        self._drawers = drawers

    async def original(self, request: Asked, submission_id: str) -> tuple[Submission, bytes]:
        """The submission and its file exactly as it was filed.

        Raises:
            ProblemError: there is no such submission for this visitor, or its original is not what was filed.
            OriginalsUnavailableError: the store does not answer.
        """
        async with self._database.reading() as connection:
            submission = (await readable(connection, request, submission_id)).submission
        key = object_key(submission.sha256)
        try:
            return submission, await self._originals.fetch(key, submission.sha256)
        except (OriginalDamagedError, FileNotFoundError):
            raise no(ORIGINAL_DAMAGED) from None

    async def pages(self, request: Asked, submission_id: str) -> int:
        """How many pages of the original there are to look at.

        Raises:
            ProblemError, OriginalsUnavailableError: as for the original, or it cannot be drawn.
        """
        _, data = await self.original(request, submission_id)
        drawn = await self._drawers.draw(data)
        if not drawn.pages:
            raise no(ORIGINAL_NOT_DRAWN)
        return drawn.pages

    async def page(self, request: Asked, submission_id: str, number: int) -> bytes:
        """The page of that number, from 1, as PNG.

        Raises:
            ProblemError, OriginalsUnavailableError: as for its pages, or there is none of that number.
        """
        _, data = await self.original(request, submission_id)
        drawn = await self._drawers.draw(data, number)
        if not drawn.pages:
            raise no(ORIGINAL_NOT_DRAWN)
        if drawn.picture is None:
            raise no(PAGE_UNKNOWN, page=number)
        return drawn.picture
