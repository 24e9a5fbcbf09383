"""Style sheets, scripts and pictures of the pages."""

from litestar import Controller, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from services.portal.assets import assets
from services.portal.rendering import HEADERS
from shared.access.door import For


class StaticFiles(Controller):
    """Files named by their content, which a browser may keep for ever."""

    include_in_schema = False

    @get("/static/{name:str}", opt={"for": For.EVERYBODY})
    async def static(self, name: FromPath[str]) -> Response[bytes]:
        for asset in assets().values():
            if asset.name == name:
                headers = HEADERS | {"Cache-Control": "public, max-age=31536000, immutable"}
                return Response(asset.data, media_type=asset.media_type, headers=headers)
        raise NotFoundException
