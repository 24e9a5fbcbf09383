"""One question to a house from a command line, and its refusal as the command's end."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from services.cli.client import Client, RefusedError
from services.cli.exits import CommandError, Exit
from shared.report.text import Text

Answer = TypeVar("Answer")


class SaidNoError(CommandError):
    """The house says no to what was asked."""

    code = Exit.FINDINGS


def asked(to: str, token: str | None, question: Callable[[Client], Awaitable[Answer]]) -> Answer:
    """Ask the house at `to`.

    Raises:
        SaidNoError: it refuses, with every particular.
        SystemFaultError: it cannot be reached.
    """

    async def ask() -> Answer:
        async with Client(to, token=token) as client:
            return await question(client)

    try:
        return asyncio.run(ask())
    except RefusedError as refused:
        told = [fault.told for fault in refused.faults]
        message = Text("\n".join(each.zh for each in told), "\n".join(each.en for each in told))
        raise SaidNoError(message) from refused
