"""Reading, judging and grading files offline: what the rooms do one after another, without the rooms.

Files are read where a hostile one cannot hurt, in confined processes; all else happens in this one.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from services.cli.exits import SystemFaultError
from services.cli.paths import contents, media_type
from services.cli.progress import progress
from services.cli.surroundings import Surroundings
from services.ingest.read_report import ReadReport
from services.ingest.workers import Workers
from services.score.grading import confident_in, grade
from services.score.rubric import rubric_for
from services.validate.diagnosis.diagnose import diagnose
from services.validate.engine import judge
from services.validate.filing import Filing, PriorReport
from shared.confinement.process import WorkerStartError
from shared.report.agency import Agency
from shared.report.annual_report import AnnualReport
from shared.report.diagnosis import Diagnosis
from shared.report.rejection import Reason
from shared.report.scorecard import Scorecard
from shared.report.text import Text
from shared.report.verdict import Outcome, Severity, Verdict


@dataclass(frozen=True, slots=True)
class Rejected:
    """A file that cannot be read as a report, and why."""

    file: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """A file as read, judged and graded. `agency` is known when a register names it, `prior` when there is one."""

    file: str
    read: ReadReport
    verdicts: tuple[Verdict, ...]
    scorecard: Scorecard
    diagnoses: tuple[Diagnosis, ...] = ()
    agency: Agency | None = None
    prior: AnnualReport | None = None

    def failing(self, *severities: Severity) -> tuple[Verdict, ...]:
        """The rules that found a fault, of these severities."""
        return tuple(
            verdict for verdict in self.verdicts if verdict.outcome is Outcome.FAILS and verdict.severity in severities
        )


def read_files(files: Sequence[Path]) -> dict[Path, ReadReport | Rejected]:
    """Read files as reports, several at a time.

    Raises:
        UsageError: one of them cannot be opened.
        SystemFaultError: no reader process starts.
    """
    return asyncio.run(_read_files(files)) if files else {}


async def _read_files(files: Sequence[Path]) -> dict[Path, ReadReport | Rejected]:
    workers = Workers.from_environment(most=len(files))
    at_once = asyncio.Semaphore(workers.size)

    async def read(file: Path) -> ReadReport | Rejected:
        async with at_once:
            progress(Text(f"… {file}", ""))
            return await read_file(workers, file, contents(file))

    reading: list[asyncio.Task[ReadReport | Rejected]] = []
    try:
        await workers.start()
        reading = [asyncio.create_task(read(file)) for file in files]
        return dict(zip(files, await asyncio.gather(*reading), strict=True))
    except WorkerStartError as error:
        raise SystemFaultError(Text("读取程序无法启动。", f"The reader does not start: {error}")) from error
    finally:
        for task in reading:
            task.cancel()
        await asyncio.gather(*reading, return_exceptions=True)
        await workers.stop()


async def read_file(workers: Workers, path: Path, data: bytes) -> ReadReport | Rejected:
    """Read the bytes of one file as a report, in one of the processes."""
    answer = await workers.read(data, path.name, media_type(path))
    if answer.report is None or answer.reading is None:
        return Rejected(str(path), answer.reasons)
    return ReadReport(answer.report, answer.reading)


def check_all(
    reports: Mapping[str, ReadReport], register: Sequence[Agency], given_prior: ReadReport | None
) -> Iterator[Checked]:
    """Judge and grade reports by file; those about the year before serve the others of the same agency as prior."""
    for file, filing in filings(reports, register, given_prior):
        yield check_one(file, reports[file], filing)


def filings(
    reports: Mapping[str, ReadReport], register: Sequence[Agency], given_prior: ReadReport | None = None
) -> Iterator[tuple[str, Filing]]:
    """What a rule may look at, for every report: its agency by the register, and the others that bear on it.

    Those are last year's of the agency and of those it continues, and this year's of other agencies, before it in
    order, whose prose looks alike. One file says nothing of others, so nothing is compared then.
    """
    around = Surroundings(reports, register)
    alone = len(reports) == 1
    for file, found in reports.items():
        report = found.report
        prior = around.last_year(report)
        if given_prior is not None and _fits(given_prior.report, report, alone=alone):
            prior = given_prior
        agency = around.agency(report)
        yield (
            file,
            Filing(
                report=report,
                reading=found.reading,
                agency=agency,
                published_on=report.published_on,
                prior=PriorReport(prior.report, prior.reading) if prior else None,
                predecessors=around.predecessors(agency, report.year),
                peers=None if alone else around.peers(report),
            ),
        )


def check_one(file: str, found: ReadReport, filing: Filing) -> Checked:
    """Judge and grade one report."""
    report = found.report
    verdicts = judge(filing)
    year = report.year if report.year is not None else report.form.first_year
    scorecard = grade(report, verdicts, rubric_for(year), confident=confident_in(found.reading))
    diagnoses = diagnose(filing, verdicts)
    prior = filing.prior.report if filing.prior else None
    return Checked(file, found, verdicts, scorecard, diagnoses, filing.agency, prior)


def _fits(prior: AnnualReport, report: AnnualReport, *, alone: bool) -> bool:
    """Whether a prior given by hand belongs to this report; with one report alone, its agency's name may differ."""
    if prior.year is not None and report.year is not None and prior.year + 1 != report.year:
        return False
    return alone or prior.agency == report.agency
