"""Keeping the agency register: an import changes everything it says or nothing at all."""

import asyncio

from services.gateway import store
from services.gateway.register import Changes, changes, parse_register
from shared.storage.database import Database


class Registry:
    """The agency register in the room's database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take_over(self, data: bytes) -> Changes:
        """Add and overwrite agencies as a CSV file says; those it does not name stay. Once more changes nothing.

        Raises:
            RegisterError: something is wrong with the file; nothing was changed.
        """
        async with self._database.reading() as connection:
            standing = await store.register(connection)
        known = {code: agency.parent for code, agency in standing.items()}
        agencies = await asyncio.to_thread(parse_register, data, known)
        async with self._database.transaction() as connection:
            made = changes(await store.register(connection), agencies)
            await store.write_agencies(connection, [*made.created, *made.updated])
        return made
