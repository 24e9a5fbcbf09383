"""`gouji check PATH…`: read, judge and grade offline; nothing is stored and nobody is asked."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec

from services.cli.checking import Checked, Rejected, check_all, read_files
from services.cli.exits import Exit, UsageError
from services.cli.paths import report_files
from services.cli.register_file import register_of
from services.ingest.read_report import ReadReport
from shared.report.codec import builtins
from shared.report.reading import Confidence
from shared.report.text import Text
from shared.report.verdict import Severity

SCHEMA = 1
FailOn = Literal["error", "warning", "never"]
Format = Literal["text", "json", "html"]
_FAILING: dict[str, tuple[Severity, ...]] = {
    "error": (Severity.ERROR,),
    "warning": (Severity.ERROR, Severity.WARNING),
    "never": (),
}


def check(
    *paths: Path,
    format: Format = "text",  # noqa: A002 - the option's name
    prior: Path | None = None,
    register: Path | None = None,
    fail_on: FailOn = "error",
) -> int:
    """离线核查报告。 Read, judge and grade reports, offline.

    Parameters
    ----------
    paths
        报告文件或文件夹。 Reports, or folders of reports.
    format
        输出格式：文本、JSON（每个文件一行）或网页。 Text, JSON Lines, or one web page.
    prior
        上一年度的报告。 The report about the year before.
    register
        机关名录（CSV），用于按机关类别判断期限。 The register, which tells an agency's deadline.
    fail_on
        发现何种问题时以 1 退出。 Which findings make the exit code 1.
    """
    if not paths:
        raise UsageError(Text("请给出要核查的文件。", "Name the files to check."))
    files = report_files(paths)
    agencies = register_of(register) if register else ()
    found = read_files(list(dict.fromkeys([*([prior] if prior else []), *files])))
    given_prior = _usable(prior, found[prior]) if prior else None
    read = {str(file): found[file] for file in files}
    reports = {file: found for file, found in read.items() if isinstance(found, ReadReport)}
    checked = {each.file: each for each in check_all(reports, agencies, given_prior)}
    results = [_result(file, found, checked) for file, found in read.items()]
    _show(results, format)
    return Exit.FINDINGS if _has_findings(results, fail_on) else Exit.CLEAN


def json_line(result: Checked | Rejected) -> dict[str, Any]:
    """One file in the shape that architecture §8 fixes."""
    if isinstance(result, Rejected):
        return {"schema": SCHEMA, "file": result.file, "rejected": builtins(result.reasons)}
    reading = result.read.reading
    return {
        "schema": SCHEMA,
        "file": result.file,
        "report": builtins(result.read.report),
        "reading": {
            "format": reading.format,
            "notes": builtins(reading.notes),
            "inferred": list(reading.having(Confidence.INFERRED)),
            "unreadable": list(reading.having(Confidence.UNREADABLE)),
        },
        "verdicts": builtins(result.verdicts),
        "diagnoses": builtins(result.diagnoses),
        "scorecard": builtins(result.scorecard),
    }


def _result(file: str, found: ReadReport | Rejected, checked: Mapping[str, Checked]) -> Checked | Rejected:
    return found if isinstance(found, Rejected) else checked[file]


def _show(results: Sequence[Checked | Rejected], form: Format) -> None:
    if form == "json":
        for result in results:
            print(msgspec.json.encode(json_line(result)).decode())
    elif form == "html":
        from services.cli.check_page import page  # noqa: PLC0415 - only this format pays for the template engine

        print(page(results))
    else:
        from services.cli.check_text import told  # noqa: PLC0415 - only this format pays for it

        print("\n\n".join("\n".join(told(result)) for result in results))


def _has_findings(results: Sequence[Checked | Rejected], fail_on: FailOn) -> bool:
    if fail_on == "never":
        return False
    return any(isinstance(result, Rejected) or result.failing(*_FAILING[fail_on]) for result in results)


def _usable(prior: Path, found: ReadReport | Rejected) -> ReadReport:
    if isinstance(found, Rejected):
        why = found.reasons[0].message
        raise UsageError(
            Text(f"上一年度报告无法读取：{prior}：{why.zh}", f"The prior report cannot be read: {prior}: {why.en}")
        )
    return found
