"""A running house with the demo's agencies, reports and people, for browsers to walk through."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from playwright.sync_api import BrowserContext

from services.cli.client import Client
from services.cli.filing import file_all, wait_for
from services.cli.sample_filings import sample_register, samples
from services.cli.sample_people import SignIn, sample_people
from tests.servers.house import TOKEN, HouseProcess, house

GRADED_WITHIN = 60.0


@dataclass(frozen=True)
class Town:
    """The house, the submission of every sample by file name, and who may sign in."""

    house: HouseProcess
    filed: dict[str, UUID]
    clerk: SignIn
    supervisor: SignIn

    @property
    def url(self) -> str:
        """Where the house is reached."""
        return self.house.url

    def sign_in(self, context: BrowserContext, who: SignIn) -> None:
        """Sign somebody in as a person would, on the page."""
        page = context.new_page()
        page.goto(f"{self.url}/sign-in")
        page.get_by_label("用户名").fill(who.person.login)
        page.get_by_label("密码").fill(who.password)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(lambda url: "/sign-in" not in url)
        page.close()


@contextmanager
def town(data: Path, environment: dict[str, str] | None = None) -> Iterator[Town]:
    """`gouji up` on `data`, filled; its results are public."""
    with house(data, environment) as running:
        filed, clerk, supervisor = asyncio.run(_fill(running.url))
        yield Town(running, filed, clerk, supervisor)


async def _fill(url: str) -> tuple[dict[str, UUID], SignIn, SignIn]:
    chosen = samples()
    async with Client(url, token=TOKEN) as client:
        await client.import_register(sample_register())
        receipts = await file_all(client, [sample.offer for sample in chosen])
        ids = [receipt for receipt in receipts if isinstance(receipt, UUID)]
        await wait_for(client, ids, within=GRADED_WITHIN)
        clerk, supervisor = await sample_people(client)
    return {sample.file: receipt for sample, receipt in zip(chosen, ids, strict=True)}, clerk, supervisor
