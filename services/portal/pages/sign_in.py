"""Signing in; the form goes to the gateway, which knows the passwords."""

from litestar import Controller, Response, get
from litestar.response import Redirect

from services.portal.pages.asked import word
from services.portal.rendering import Asked, page
from shared.access.door import For, Visitor


class SignInPage(Controller):
    """The door's own page."""

    include_in_schema = False

    @get("/sign-in", opt={"for": For.EVERYBODY})
    async def sign_in(self, request: Asked) -> Response[str] | Redirect:
        visitor: Visitor = request.user
        onward = local(word(request.query_params, "next"))
        if visitor.account is not None:
            return Redirect(onward)
        return page(request, "sign_in.html.jinja", onward=onward)


def local(path: str | None) -> str:
    """A path of this house, never another host's; the league table when there is none."""
    return path if path and path.startswith("/") and not path.startswith(("//", "/\\")) else "/"
