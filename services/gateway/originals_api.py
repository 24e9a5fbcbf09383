"""The originals, to whoever may see the submission: to take away, to look at where that is safe, and page by page."""

from urllib.parse import quote

import msgspec
from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from services.gateway.access_refusals import GUARDED
from services.gateway.case_documentation import Viewing
from services.gateway.case_refusals import (
    ORIGINAL_DAMAGED,
    ORIGINAL_NOT_DRAWN,
    ORIGINAL_NOT_SHOWN,
    PAGE_UNKNOWN,
    no,
)
from services.gateway.documentation import refusals
from services.gateway.forms import Asked
from services.gateway.refusals import SUBMISSION_UNKNOWN
from services.gateway.showing import shown_as
from services.gateway.viewing import Viewer
from shared.access.door import For

POWERLESS = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
"""Nothing in a stranger's file runs, loads, or sends anything anywhere."""
_GUARDED = {
    "Content-Security-Policy": POWERLESS,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-cache",
}
_SEEN = _GUARDED | {"Cache-Control": "private, max-age=3600"}
_LONGEST_NUMBER = 4


class Pages(msgspec.Struct, frozen=True):
    """How many pages of an original there are to look at."""

    pages: int


class OriginalFiles(Controller):
    """原件 · The originals."""

    path = "/v1/submissions/{submission_id:str}"
    tags = ("报送 · Filing",)

    @get(
        "/original",
        operation_class=Viewing,
        summary="下载原件 · The file exactly as it was filed",
        responses=refusals(SUBMISSION_UNKNOWN, ORIGINAL_NOT_SHOWN, ORIGINAL_DAMAGED, *GUARDED),
        opt={"for": For.SIGNED_IN},
        media_type="application/octet-stream",
    )
    async def original(
        self,
        request: Asked,
        submission_id: FromPath[str],
        viewer: NamedDependency[Viewer],
    ) -> Response[bytes]:
        """To take away; with `view=1` a web page or text is shown in place, deprived of every power."""
        submission, data = await viewer.original(request, submission_id)
        if request.query_params.get("view") != "1":
            kept = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(submission.filename, safe='')}"}
            return Response(data, media_type=submission.media_type, headers=_GUARDED | kept)
        shown = shown_as(submission.media_type, submission.filename, data)
        if shown is None:
            raise no(ORIGINAL_NOT_SHOWN)
        return Response(data, media_type=shown, headers=_GUARDED | {"Content-Disposition": "inline"})

    @get(
        "/pages",
        summary="原件页数 · How many pages there are to look at",
        responses=refusals(SUBMISSION_UNKNOWN, ORIGINAL_NOT_DRAWN, ORIGINAL_DAMAGED, *GUARDED),
        opt={"for": For.SIGNED_IN},
    )
    async def pages(
        self,
        request: Asked,
        submission_id: FromPath[str],
        viewer: NamedDependency[Viewer],
    ) -> Pages:
        """Of a PDF or a picture; other files are read, not looked at."""
        return Pages(await viewer.pages(request, submission_id))

    @get(
        "/pages/{page:str}",
        summary="原件的一页 · One page of the original as a picture: 1.png, 2.png, …",
        responses=refusals(SUBMISSION_UNKNOWN, PAGE_UNKNOWN, ORIGINAL_NOT_DRAWN, ORIGINAL_DAMAGED, *GUARDED),
        opt={"for": For.SIGNED_IN},
        media_type="image/png",
    )
    async def page(
        self,
        request: Asked,
        submission_id: FromPath[str],
        page: FromPath[str],
        viewer: NamedDependency[Viewer],
    ) -> Response[bytes]:
        """The page of that number, from 1."""
        number = page.removesuffix(".png")
        if not (page.endswith(".png") and number.isascii() and number.isdecimal() and len(number) <= _LONGEST_NUMBER):
            raise no(PAGE_UNKNOWN, page=page[:60])
        picture = await viewer.page(request, submission_id, int(number))
        return Response(picture, media_type="image/png", headers=_SEEN)
