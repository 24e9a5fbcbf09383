"""People who sign in: accounts made over HTTP, and browsers that keep cookies and send forms."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from shared.access.notice import NOTICE_COOKIE, Notice, unseal_notice
from shared.access.seals import COOKIE, CSRF_FIELD, csrf_proof, unseal
from shared.access.settings import AccessSettings

ZHANG = {"login": "zhang", "name": "张三", "role": "clerk", "agency": "DH-0101", "password": "correct horse"}
LI = {"login": "li", "name": "李四", "role": "supervisor", "agency": "DH-01", "password": "battery staple"}
WANG = {"login": "wang", "name": "王五", "role": "administrator", "password": "four words in a row"}
FORM_HEADERS = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


async def made(client: httpx.AsyncClient, person: dict[str, str]) -> dict[str, Any]:
    """Have the operator make an account; the account."""
    answer = await client.post("/v1/accounts", data=person)
    assert answer.status_code == 201, answer.text
    account: dict[str, Any] = answer.json()["account"]
    return account


class Browser:
    """A browser of somebody: it keeps cookies, and its forms carry what the house's own pages would put there."""

    def __init__(self, http: httpx.AsyncClient, access: AccessSettings) -> None:
        self.http = http
        self._access = access

    async def sign_in(self, person: dict[str, str], **more: str) -> httpx.Response:
        stated = {"login": person["login"], "password": person["password"], "next": "/my", "back": "/sign-in"}
        return await self.http.post("/v1/sessions", data=stated | more)

    async def send(self, path: str, **fields: str) -> httpx.Response:
        """Send a form as one of the house's own pages would."""
        stated = {CSRF_FIELD: self.csrf, "next": "/done/{id}", "back": "/back"} | fields
        return await self.http.post(path, data=stated)

    @property
    def is_signed_in(self) -> bool:
        return COOKIE in self.http.cookies

    @property
    def csrf(self) -> str:
        session = unseal(self.http.cookies.get(COOKIE) or "", self._access.secret, 1000)
        return csrf_proof(session, self._access.secret) if session else ""

    def notice(self, answer: httpx.Response) -> Notice:
        """What the next page will tell."""
        assert answer.status_code == 303, answer.text
        told = unseal_notice(answer.cookies[NOTICE_COOKIE], self._access.secret)
        assert told is not None
        return told


@asynccontextmanager
async def browsing(client: httpx.AsyncClient) -> AsyncIterator[Browser]:
    """A new browser before the gateway that `client` talks to."""
    async with httpx.AsyncClient(base_url=client.base_url, headers=FORM_HEADERS, trust_env=False, timeout=30) as http:
        yield Browser(http, AccessSettings.from_environment())


def with_token(client: httpx.AsyncClient, token: str) -> httpx.AsyncClient:
    """A program that shows a token."""
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.AsyncClient(base_url=client.base_url, headers=headers, trust_env=False, timeout=30)
