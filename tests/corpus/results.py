"""How every report of a folder is read, against what people transcribed: one line a file, as a table.

`python -m tests.corpus.results [DIR]`, or `make samples DIR=…`. A folder holds reports, and in `truth/` for each report
a JSON file of the same name or of the same number (`014_….txt` and `truth/014.json`).
"""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from services.cli.paths import REPORTS
from services.ingest.reading import ReadReport, UnreadableFileError, read
from shared.report.reading import Confidence
from tests.corpus.transcription import Truth, transcription

SAMPLES = Path(__file__).parents[2].parent / "shared" / "samples"
KINDS = ("right", "inferred right", "inferred wrong", "unreadable", "silently wrong")
_SKIPPED = {"truth", "README.md"}


@dataclass(frozen=True, slots=True)
class Result:
    """One file: how many cells were read how, or the codes it was refused with."""

    file: str
    format: str
    counts: Counter[str] = field(default_factory=Counter)
    refused: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    is_judged: bool = False


def reports_in(folder: Path) -> list[Path]:
    """The files of a folder that may be reports."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in REPORTS | {".zip"} and not _SKIPPED & {*path.relative_to(folder).parts}
    )


def truth_of(report: Path) -> Truth | None:
    """What was transcribed from a report, if anything was."""
    names = (report.stem, report.stem.split("_")[0])
    files = [report.parent / "truth" / f"{name}.json" for name in names]
    found = next((file for file in files if file.is_file()), None)
    return transcription(found) if found else None


def result_of(report: Path) -> Result:
    """Read a file and compare."""
    try:
        found = read(report.read_bytes(), report.name, "")
    except UnreadableFileError as refused:
        return Result(report.name, "—", refused=tuple(reason.code for reason in refused.reasons))
    truth = truth_of(report)
    if truth is None:
        return Result(report.name, found.reading.format, Counter(_unjudged(found)))
    kinds = {address: kind_of(found, truth, address) for address in truth}
    wrong = tuple(address for address, kind in kinds.items() if kind.endswith("wrong"))
    return Result(report.name, found.reading.format, Counter(kinds.values()), wrong=wrong, is_judged=True)


def kind_of(found: ReadReport, truth: Truth, address: str) -> str:
    """How a cell was read, one of `KINDS`; a cell that the report does not have at all is silently wrong."""
    confidence = found.reading.confidence(address) if address in found.report.tables else Confidence.READ
    if confidence is Confidence.UNREADABLE:
        return "unreadable"
    is_right = address in found.report.tables and found.report.tables[address] == truth[address]
    if confidence is Confidence.INFERRED:
        return "inferred right" if is_right else "inferred wrong"
    return "right" if is_right else "silently wrong"


def _unjudged(found: ReadReport) -> Iterator[str]:
    names = {Confidence.READ: "read", Confidence.INFERRED: "inferred", Confidence.UNREADABLE: "unreadable"}
    for address in found.report.tables:
        yield names[found.reading.confidence(address)]


def table(results: Sequence[Result]) -> str:
    """The results in columns, a line of sums last."""
    width = max(len(result.file) for result in results)
    head = f"{'file':{width}}  {'format':10}" + "".join(f"{kind:>16}" for kind in KINDS)
    sums = Counter[str]()
    for result in results:
        if result.is_judged:
            sums += result.counts
    return "\n".join([head, *(_line(result, width) for result in results), _counts("together", "", sums, width)])


def _line(result: Result, width: int) -> str:
    if result.refused:
        return f"{result.file:{width}}  refused: {', '.join(result.refused)}"
    if result.is_judged:
        return _counts(result.file, result.format, result.counts, width)
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(result.counts.items()))
    return f"{result.file:{width}}  {result.format:10}  no transcription; {told}"


def _counts(name: str, form: str, counts: Counter[str], width: int) -> str:
    return f"{name:{width}}  {form:10}" + "".join(f"{counts[kind]:16}" for kind in KINDS)


def main(arguments: Sequence[str]) -> int:
    """Print the table; 1 when a cell is silently wrong, 2 when there is nothing to read."""
    folder = Path(arguments[0]) if arguments else SAMPLES
    files = reports_in(folder) if folder.is_dir() else []
    if not files:
        sys.stderr.write(f"{folder} 中没有报告，未作统计。 There are no reports in {folder}; nothing was compared.\n")
        return 2
    results = [result_of(file) for file in files]
    sys.stdout.write(table(results) + "\n")
    for result in results:
        for address in result.wrong:
            sys.stdout.write(f"{result.file}: {address}\n")
    return 1 if any(result.counts["silently wrong"] for result in results) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
