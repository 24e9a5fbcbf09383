"""`gouji submit PATH… --to URL`: file reports in one go, wait for their grades, say by the exit code how it went."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from services.cli.checking import Rejected, read_files
from services.cli.client import Client, Ending, Offer, RefusedError
from services.cli.exits import Exit, SystemFaultError, UsageError, say
from services.cli.filing import file_all, wait_for
from services.cli.league import Row, failing, print_table
from services.cli.paths import contents, report_files
from services.cli.surroundings import agency_of
from services.ingest.read_report import ReadReport
from shared.report.agency import Agency
from shared.report.text import Text
from shared.report.verdict import Severity


def submit(
    *paths: Path,
    to: str,
    token: str | None = None,
    draft: bool = False,
    agency: str | None = None,
    year: int | None = None,
    published_on: date | None = None,
    wait: float = 120.0,
) -> int:
    """批量报送并等待评分。 File reports and wait for their grades.

    Parameters
    ----------
    paths
        报告文件或文件夹。 Reports, or folders of reports.
    to
        系统地址。 The address of the house.
    token
        令牌，缺省取自 GOUJI_TOKEN。 Token of an account that may file; else GOUJI_TOKEN.
    draft
        预检，不参与排名。 A pre-check, never ranked.
    agency
        机关代码；缺省时按报告中的机关名称在名录中查找。 The agency's code; else found by the name in the report.
    year
        报告年度；缺省时取自报告。 The report year; else as the report says.
    published_on
        公开日期。 The day of publication.
    wait
        最多等待评分的秒数。 Seconds to wait for grades.
    """
    if not paths:
        raise UsageError(Text("请给出要报送的文件。", "Name the files to file."))
    stated = Stated(agency, year, published_on, draft)
    files = report_files(paths)
    # A report is only read here when the command line does not say whose it is and about which year.
    read = {} if agency and year else read_files(files)
    batch = [Item(file, contents(file), read.get(file)) for file in files]
    names = asyncio.run(_file(batch, stated, Client(to, token=token), wait))
    print_table(
        Row(item.name(names), item.offer.year if item.offer else None, item.ending, item.trouble) for item in batch
    )
    return _exit(batch)


@dataclass(frozen=True, slots=True)
class Stated:
    """What the command line says about every file."""

    agency: str | None
    year: int | None
    published_on: date | None
    draft: bool


@dataclass(slots=True)
class Item:
    """A file on its way: what is filed, what it says of itself, what stood against it, how it ended."""

    file: Path
    data: bytes
    found: ReadReport | Rejected | None = None
    offer: Offer | None = None
    trouble: Text | None = None
    receipt: UUID | None = None
    ending: Ending | None = None

    def name(self, names: Mapping[str, str]) -> str:
        """The agency's name, or that of the file as long as nobody knows the agency."""
        return names.get(self.offer.agency, self.offer.agency) if self.offer else self.file.name


async def _file(batch: Sequence[Item], stated: Stated, client: Client, wait: float) -> dict[str, str]:
    """File what can be filed and follow it; the names of all agencies by code."""
    async with client:
        known = await _known(client)
        for item in batch:
            _state(item, known, stated)
        sent = [item for item in batch if item.offer]
        results = await file_all(client, [item.offer for item in sent if item.offer])
        for item, result in zip(sent, results, strict=True):
            if isinstance(result, UUID):
                item.receipt = result
            else:
                item.trouble = result.faults[0].told
        endings = await wait_for(client, [item.receipt for item in sent if item.receipt], wait)
        for item in sent:
            item.ending = endings.get(item.receipt) if item.receipt else None
    return {agency.code: agency.name for agency in known}


async def _known(client: Client) -> tuple[Agency, ...]:
    try:
        return await client.register()
    except RefusedError as refused:
        told = refused.faults[0].told
        raise SystemFaultError(Text(f"名录无法读取：{told.zh}", f"The register cannot be read: {told.en}")) from refused


def _state(item: Item, known: Sequence[Agency], stated: Stated) -> None:
    """Find out whose report it is and about which year, from the command line or else from the report itself."""
    code, year = stated.agency, stated.year
    if isinstance(item.found, Rejected):
        item.trouble = item.found.reasons[0].message
        return
    if item.found is not None:
        by = agency_of(item.found.report, known)
        code, year = code or (by.code if by else None), year or item.found.report.year
    if code is None or year is None:
        item.trouble = Text(
            "看不出是哪个机关哪一年的报告，请用 --agency 和 --year 指明。",
            "It does not say whose report it is and about which year; use --agency and --year.",
        )
        return
    item.offer = Offer(
        filename=item.file.name,
        data=item.data,
        agency=code,
        year=year,
        published_on=stated.published_on,
        draft=stated.draft,
    )


def _exit(batch: Sequence[Item]) -> Exit:
    if any(item.receipt and not item.ending for item in batch):
        say(Text("部分报送在等待时间内未评完。", "Some filings were not graded within the time to wait."))
        return Exit.SYSTEM
    clean = all(
        item.ending
        and item.ending.scorecard
        and not any(verdict.severity is Severity.ERROR for verdict in failing(item.ending))
        for item in batch
    )
    return Exit.CLEAN if clean else Exit.FINDINGS
