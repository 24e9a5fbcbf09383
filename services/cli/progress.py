"""Progress for people: to stderr, and only when that is a terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from shared.report.text import Text


def progress(message: Text) -> None:
    """Say how it goes, in one line."""
    if sys.stderr.isatty():
        print(f"{message.zh} {message.en}", file=sys.stderr, flush=True)


@contextmanager
def bar(message: Text, total: int) -> Iterator[Callable[[], None]]:
    """A bar of `total` steps; what it yields is called at each one."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    # Here, because rich takes longer to import than most commands take to run.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True)) as drawn:
        task = drawn.add_task(f"{message.zh} {message.en}", total=total)
        yield lambda: drawn.advance(task)
