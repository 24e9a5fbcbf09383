"""A house over HTTP, as a patient program talks to it: register, file, wait for the end."""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import date
from types import TracebackType
from typing import Any, Self
from uuid import UUID

import httpx
import msgspec

from services.cli.exits import SystemFaultError
from shared.report.agency import Agency, AgencyClass
from shared.report.codec import decode
from shared.report.rejection import Reason
from shared.report.scorecard import Scorecard
from shared.report.text import Text
from shared.report.verdict import Verdict

RETRIED = {429, 502, 503, 504}
AT_ONCE = 8
PATIENCE = 60.0
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 2.0


class Fault(msgspec.Struct, frozen=True):
    """One particular of a refusal; `row` when it is about a row of a file."""

    code: str
    messages: Text
    row: int | None = None

    @property
    def told(self) -> Text:
        """The particular in words."""
        where = Text(f"第 {self.row} 行：", f"Row {self.row}: ") if self.row else Text("", "")
        return Text(f"{where.zh}{self.messages.zh}（{self.code}）", f"{where.en}{self.messages.en} ({self.code})")


class RefusedError(Exception):
    """The house says no, and asking again would not help; `faults` has one particular at least."""

    def __init__(self, status: int, faults: tuple[Fault, ...]) -> None:
        super().__init__(f"HTTP {status}: {'; '.join(fault.told.en for fault in faults)}")
        self.status = status
        self.faults = faults


class Receipt(msgspec.Struct, frozen=True):
    """What matters here of a receipt."""

    id: UUID
    version: int


class Ending(msgspec.Struct, frozen=True):
    """What the portal says about a submission."""

    submission_id: UUID
    status: str
    final: bool
    scorecard: Scorecard | None = None
    verdicts: tuple[Verdict, ...] | None = None
    reasons: tuple[Reason, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A file and what is stated about it."""

    filename: str
    data: bytes
    agency: str
    year: int
    published_on: date | None = None
    draft: bool = False


class _Problem(msgspec.Struct, frozen=True):
    code: str
    messages: Text
    errors: tuple[Fault, ...] = ()


class Client:
    """One house, shown `token`, else what `GOUJI_TOKEN` has.

    While it is away or busy it is asked again for `patience` seconds; filing twice does no harm.
    """

    def __init__(self, url: str, *, token: str | None = None, patience: float | None = None) -> None:
        token = token or os.environ.get("GOUJI_TOKEN")
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._url = url
        self._patience = PATIENCE if patience is None else patience
        self._http = httpx.AsyncClient(base_url=url, headers=headers, timeout=30, trust_env=False)
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def import_register(self, csv: bytes) -> dict[str, int]:
        """Take over a register; how many agencies are new, changed, unchanged.

        Raises:
            RefusedError: the file has mistakes, or the token is wrong.
            SystemFaultError: the house cannot be reached.
        """
        reply = await self.send("PUT", "/v1/agencies", content=csv, headers={"Content-Type": "text/csv"})
        return decode(reply.content, dict[str, int])

    async def register(self) -> tuple[Agency, ...]:
        """All agencies the house knows.

        Raises:
            RefusedError, SystemFaultError: as above.
        """
        found: list[Agency] = []
        address: str | None = "/v1/agencies?page_size=500"
        while address:
            page: dict[str, Any] = msgspec.json.decode((await self.send("GET", address)).content)
            found.extend(
                Agency(each["code"], each["name"], AgencyClass(each["class"]), each["region"])
                for each in page["agencies"]
            )
            address = page["next"]
        return tuple(found)

    async def file(self, offer: Offer) -> Receipt:
        """File one report; returns when the house cannot lose it any more.

        Raises:
            RefusedError, SystemFaultError: as above.
        """
        stated = {"agency": offer.agency, "year": str(offer.year), "draft": str(offer.draft).lower()}
        if offer.published_on:
            stated["published_on"] = offer.published_on.isoformat()
        files = {"file": (offer.filename, offer.data)}
        reply = await self.send("POST", "/v1/submissions", data=stated, files=files)
        return decode(reply.content, Receipt)

    async def ending(self, submission: UUID) -> Ending | None:
        """How far a submission has come; None while the portal has not heard of it."""
        try:
            reply = await self.send("GET", f"/v1/reports/{submission}")
        except RefusedError as refused:
            if refused.status == httpx.codes.NOT_FOUND:
                return None
            raise
        return decode(reply.content, Ending)

    async def endings(self, submissions: Iterable[UUID], within: float) -> AsyncIterator[Ending]:
        """Each submission's end as it comes; those without one after `within` seconds do not come."""
        waiting = list(submissions)
        until = time.monotonic() + within
        pause = FIRST_PAUSE
        while waiting and time.monotonic() < until:
            told = [ending for ending in await asyncio.gather(*map(self.ending, waiting)) if ending and ending.final]
            for ending in told:
                waiting.remove(ending.submission_id)
                yield ending
            pause = FIRST_PAUSE if told else min(pause * 1.5, LONGEST_PAUSE)
            if waiting:
                await asyncio.sleep(pause)

    async def send(self, method: str, address: str, **content: Any) -> httpx.Response:  # noqa: ANN401 - httpx's own
        """Any request of the house's HTTP interface, asked again while the house is away or busy.

        Raises:
            RefusedError, SystemFaultError: as above.
        """
        until = time.monotonic() + self._patience
        pause = FIRST_PAUSE
        while True:
            reply, trouble = await self._try(method, address, content)
            if reply is not None and reply.is_success:
                return reply
            if reply is not None and reply.status_code not in RETRIED:
                raise _refusal(reply)
            if time.monotonic() + pause > until:
                raise SystemFaultError(
                    Text(f"无法连接 {self._url}：{trouble}", f"{self._url} cannot be reached: {trouble}")
                )
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _try(self, method: str, address: str, content: dict[str, Any]) -> tuple[httpx.Response | None, str]:
        async with self._slots:
            try:
                reply = await self._http.request(method, address, **content)
            except httpx.TransportError as error:
                return None, str(error) or type(error).__name__
        return reply, f"HTTP {reply.status_code}"


def _refusal(reply: httpx.Response) -> RefusedError:
    try:
        problem = decode(reply.content, _Problem)
    except msgspec.MsgspecError:
        # Something between us and the house answers in its own words.
        problem = _Problem(f"http.{reply.status_code}", Text("对方未说明原因。", "No reason was given."))
    return RefusedError(reply.status_code, problem.errors or (Fault(problem.code, problem.messages),))
