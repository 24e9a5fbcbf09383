"""The reports an archive holds, ready to be judged: files of any format, or the log of a running house."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from services.cli.broker import broker_of
from services.cli.checking import Rejected, filings, read_files
from services.cli.exits import say
from services.cli.paths import report_files
from services.cli.register_file import register_of
from services.validate.docket import Docket
from services.validate.filing import Filing
from shared.events.report_normalized import ReportNormalizedV1
from shared.messaging.log import everything
from shared.messaging.settings import BusSettings
from shared.report.text import Text

_ANY_YEAR = 0
"""Every report of the house came in by it, so that the day of receipt counts for all of them."""


def filings_of_files(paths: Sequence[Path], register: Path | None) -> list[Filing]:
    """Read files and folders; what cannot be read is named on stderr and left out.

    Raises:
        UsageError: a path or the register cannot be used.
    """
    found = {str(file): read for file, read in read_files(report_files(paths)).items()}
    for file, read in found.items():
        if isinstance(read, Rejected):
            say(Text(f"无法读取：{file}", f"Cannot be read: {file}"))
    reports = {file: read for file, read in found.items() if not isinstance(read, Rejected)}
    return [filing for _, filing in filings(reports, register_of(register) if register else ())]


async def filings_of_house(data: Path | None, nats_url: str | None) -> list[Filing]:
    """The reports that stand in a running house: of each agency and year the newest version that is no draft.

    Raises:
        UsageError: no house is named.
    """
    standing: dict[tuple[str, int], ReportNormalizedV1] = {}
    async for event in everything(BusSettings(url=nats_url or broker_of(data)), ReportNormalizedV1):
        place = (event.submission.agency.code, event.submission.year)
        newest = standing.get(place)
        if not event.submission.draft and (newest is None or newest.submission.version <= event.submission.version):
            standing[place] = event
    docket = Docket(standing.values(), {}, _ANY_YEAR)
    found = {
        place: docket.consider(event) for place, event in sorted(standing.items(), key=lambda item: _came(item[1]))
    }
    return [found[place] for place in sorted(found)]


def _came(event: ReportNormalizedV1) -> tuple[datetime, str]:
    return event.submission.received_at, event.submission.agency.code
