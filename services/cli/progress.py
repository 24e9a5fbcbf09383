"""Progress for people: to stderr, and only when that is a terminal."""

import sys

from shared.report.text import Text


def progress(message: Text) -> None:
    """Say how it goes, in one line."""
    if sys.stderr.isatty():
        print(f"{message.zh} {message.en}", file=sys.stderr, flush=True)
