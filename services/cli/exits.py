"""How a command ends: the exit codes of the house, and the errors that lead to them."""

import sys
from enum import IntEnum

from shared.report.text import Text


class Exit(IntEnum):
    """Exit codes of every command."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    SYSTEM = 3


class CommandError(Exception):
    """The command cannot go on; `code` is what it exits with and `message` what a person reads."""

    code = Exit.SYSTEM

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


class UsageError(CommandError):
    """What was asked for makes no sense: a missing file, an unknown id."""

    code = Exit.USAGE


class SystemFaultError(CommandError):
    """The machine or the other side is at fault: no connection, no room, no permission."""

    code = Exit.SYSTEM


def say(message: Text) -> None:
    """Say something beside the result: to stderr, Chinese first."""
    print(message.zh, file=sys.stderr)
    print(message.en, file=sys.stderr)
