"""A picture of an agency's grade for its own site, always that of the newest filing."""

from hashlib import sha256

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.status_codes import HTTP_304_NOT_MODIFIED

from services.portal import metrics
from services.portal.languages import Language
from services.portal.rendering import HEADERS, Asked
from services.portal.sight import Sight
from services.portal.store.model import ReadModel
from services.portal.texts import text
from services.portal.views.badge import SUBJECT, badge, score
from shared.access.door import For

_MINUTES = 600


class BadgeController(Controller):
    """Grades as pictures."""

    include_in_schema = False

    @get("/badges/{code:str}/{name:str}", opt={"for": For.READERS})
    async def badge(
        self,
        request: Asked,
        code: FromPath[str],
        name: FromPath[str],
        model: NamedDependency[ReadModel],
        sight: NamedDependency[Sight],
    ) -> Response[str]:
        with metrics.pages.labels("badge").time():
            year, dot, kind = name.partition(".")
            if (dot, kind) != (".", "svg") or not year.isascii() or not year.isdecimal():
                raise NotFoundException
            history = await model.filings.history(code)
            entry = next((one for one in history if one.submission.year == int(year)), None)
            if entry is None or entry.grade is None:
                raise NotFoundException
            await sight.assert_filing(entry.submission)
            language = Language.EN if request.query_params.get("lang") == Language.EN.value else Language.ZH
            says = language.say(text(f"grade.{entry.grade}")) + score(entry.total, entry.grade)
            picture = badge(f"{language.say(SUBJECT)} {year}", says, entry.grade, language.tag)
            return _answer(request, picture, is_public=sight.account is None)


def _answer(request: Asked, picture: str, *, is_public: bool) -> Response[str]:
    mark = f'"{sha256(picture.encode()).hexdigest()[:16]}"'
    headers = HEADERS | {
        "Cache-Control": f"{'public' if is_public else 'private'}, max-age={_MINUTES}",
        "ETag": mark,
        # Shown on other sites, it may load nothing and style itself only by attributes.
        "Content-Security-Policy": "default-src 'none'",
    }
    if request.headers.get("If-None-Match") == mark:
        return Response("", status_code=HTTP_304_NOT_MODIFIED, headers=headers)
    return Response(picture, media_type="image/svg+xml", headers=headers)
