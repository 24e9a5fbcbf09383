"""Lists of explanations and orders as programs ask for them: which ones, how many, and where they go on."""

import re
from collections.abc import Mapping
from urllib.parse import urlencode
from uuid import UUID

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway.case_refusals import LIST_INVALID, no
from services.gateway.cases import Case, Shelf, Wanted
from services.gateway.register import is_code
from shared.access.account import Account, Role

LARGEST_PAGE = 500
USUAL_PAGE = 100
NAMES = ("agency", "year", "state", "after", "page_size")
_YEAR = re.compile(r"[0-9]{4}")
_SIZE = re.compile(r"[1-9][0-9]{0,2}")


async def listed(
    connection: AsyncConnection, shelf: Shelf[Case], account: Account, asked: Mapping[str, str]
) -> tuple[tuple[Case, ...], str | None]:
    """The latest cases that the account may read, and the query that leads on, None at the end.

    `asked` may have `agency`, `year`, `state`, `after` and `page_size`.

    Raises:
        ProblemError: one of them cannot be.
    """
    stated = {name: asked.get(name, "") for name in NAMES}
    wanted, size = _wanted(stated)
    organ = None
    if account.role is Role.CLERK:
        if wanted.agency not in {None, account.agency}:
            return (), None
        wanted = replace(wanted, agency=account.agency)
    elif account.role is Role.SUPERVISOR:
        organ = account.agency
    found = await shelf.page(connection, wanted, size + 1, organ=organ)
    shown = found[:size]
    if len(found) <= size:
        return shown, None
    kept = {name: value for name, value in stated.items() if value} | {"after": str(shown[-1].id)}
    return shown, urlencode(kept)


def _wanted(stated: Mapping[str, str]) -> tuple[Wanted, int]:
    sound = {
        "agency": is_code(stated["agency"]),
        "year": _YEAR.fullmatch(stated["year"]),
        "after": _is_id(stated["after"]),
        "page_size": _SIZE.fullmatch(stated["page_size"]) and int(stated["page_size"]) <= LARGEST_PAGE,
    }
    for name, is_sound in sound.items():
        if stated[name] and not is_sound:
            raise no(LIST_INVALID, name, field=name, most=LARGEST_PAGE)
    wanted = Wanted(
        agency=stated["agency"] or None,
        year=int(stated["year"]) if stated["year"] else None,
        state=stated["state"] or None,
        after=UUID(stated["after"]) if stated["after"] else None,
    )
    return wanted, int(stated["page_size"] or USUAL_PAGE)


def _is_id(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True
