"""Reading, judging and grading files in this very process: what the rooms do one after another, without the rooms."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from services.cli.paths import media_type
from services.ingest.reading import ReadReport, UnreadableFileError, read
from services.score.grading import confident_in, grade
from services.score.rubric import rubric_for
from services.validate.diagnosis.diagnose import diagnose
from services.validate.engine import judge
from services.validate.filing import Filing, PriorReport
from shared.report.agency import Agency
from shared.report.annual_report import AnnualReport
from shared.report.diagnosis import Diagnosis
from shared.report.rejection import Reason
from shared.report.scorecard import Scorecard
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


def read_file(path: Path, data: bytes) -> ReadReport | Rejected:
    """Read the bytes of one file as a report."""
    try:
        return read(data, path.name, media_type(path))
    except UnreadableFileError as error:
        return Rejected(str(path), error.reasons)


def check_all(
    reports: Mapping[str, ReadReport], register: Sequence[Agency], given_prior: ReadReport | None
) -> Iterator[Checked]:
    """Judge and grade reports by file; those about the year before serve the others of the same agency as prior."""
    by_year = {
        (found.report.agency, found.report.year): found
        for found in reports.values()
        if found.report.agency and found.report.year
    }
    alone = len(reports) == 1
    for file, found in reports.items():
        report = found.report
        prior = by_year.get((report.agency, report.year - 1)) if report.agency and report.year else None
        if given_prior is not None and _fits(given_prior.report, report, alone=alone):
            prior = given_prior
        yield check_one(file, found, agency_of(report, register), prior)


def check_one(file: str, found: ReadReport, agency: Agency | None, prior: ReadReport | None) -> Checked:
    """Judge and grade one report."""
    report, reading = found.report, found.reading
    filing = Filing(
        report=report,
        reading=reading,
        agency=agency,
        published_on=report.published_on,
        prior=PriorReport(prior.report, prior.reading) if prior else None,
    )
    verdicts = judge(filing)
    year = report.year if report.year is not None else report.form.first_year
    scorecard = grade(report, verdicts, rubric_for(year), confident=confident_in(reading))
    diagnoses = diagnose(filing, verdicts)
    return Checked(file, found, verdicts, scorecard, diagnoses, agency, prior.report if prior else None)


def agency_of(report: AnnualReport, register: Iterable[Agency]) -> Agency | None:
    """The agency that the report is by: the one of that name, else the one with the longest name in its heading."""
    agencies = list(register)
    named = [agency for agency in agencies if agency.name == report.agency]
    heading = f"{report.agency or ''} {report.title or ''}"
    named = named or sorted((agency for agency in agencies if agency.name in heading), key=lambda each: len(each.name))
    return named[-1] if named else None


def _fits(prior: AnnualReport, report: AnnualReport, *, alone: bool) -> bool:
    """Whether a prior given by hand belongs to this report; with one report alone, its agency's name may differ."""
    if prior.year is not None and report.year is not None and prior.year + 1 != report.year:
        return False
    return alone or prior.agency == report.agency
