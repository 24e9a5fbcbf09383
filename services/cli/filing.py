"""Filing many reports with one house and waiting for what becomes of them."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from services.cli.client import Client, Ending, Offer, RefusedError
from services.cli.progress import bar
from shared.report.text import Text


async def file_all(client: Client, offers: Sequence[Offer]) -> list[UUID | RefusedError]:
    """File every offer, those of one agency one after another; the receipt's id or the refusal, in the order given.

    Raises:
        SystemFaultError: the house cannot be reached.
    """
    results: dict[int, UUID | RefusedError] = {}
    by_agency: dict[str, list[int]] = {}
    for place, offer in enumerate(offers):
        by_agency.setdefault(offer.agency, []).append(place)
    with bar(Text("报送", "Filing"), len(offers)) as step:

        async def file_one(place: int) -> None:
            try:
                results[place] = (await client.file(offers[place])).id
            except RefusedError as refused:
                results[place] = refused
            step()

        async def file_those(places: Sequence[int]) -> None:
            for place in places:
                await file_one(place)

        await asyncio.gather(*map(file_those, by_agency.values()))
    return [results[place] for place in range(len(offers))]


async def wait_for(client: Client, submissions: Sequence[UUID], within: float) -> dict[UUID, Ending]:
    """What the portal says once each has ended; those that have not after `within` seconds are missing."""
    found: dict[UUID, Ending] = {}
    with bar(Text("评分", "Grading"), len(submissions)) as step:
        async for ending in client.endings(submissions, within):
            found[ending.submission_id] = ending
            step()
    return found
