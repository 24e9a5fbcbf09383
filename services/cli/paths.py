"""Which files a command line means, and reading them."""

import mimetypes
from collections.abc import Iterator, Sequence
from pathlib import Path

from services.cli.exits import UsageError
from shared.report.text import Text

REPORTS = {
    ".html", ".htm", ".shtml", ".xhtml", ".mht", ".mhtml", ".txt", ".md", ".csv", ".tsv", ".json",
    ".doc", ".docx", ".wps", ".rtf", ".odt", ".xls", ".xlsx", ".et", ".ods", ".pdf", ".ofd", ".png", ".jpg", ".jpeg",
}  # fmt: skip
"""What is looked at inside a folder; a file named on the command line is looked at whatever its name."""
_NOT_REPORTS = {"register.csv"}


def report_files(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The files meant, folders walked, each once.

    Raises:
        UsageError: there is no such file, or a folder holds none.
    """
    return tuple(dict.fromkeys(file for path in paths for file in _files(path)))


def contents(file: Path) -> bytes:
    """The bytes of a file.

    Raises:
        UsageError: they cannot be had.
    """
    try:
        return file.read_bytes()
    except FileNotFoundError as error:
        raise UsageError(Text(f"没有这个文件：{file}", f"There is no such file: {file}")) from error
    except OSError as error:
        raise UsageError(Text(f"无法打开文件：{file}", f"The file cannot be opened: {file}: {error}")) from error


def media_type(file: Path) -> str:
    """The type that the name suggests."""
    return mimetypes.guess_type(file.name)[0] or "application/octet-stream"


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        found = [file for file in sorted(path.rglob("*")) if _is_report(file.relative_to(path)) and file.is_file()]
        if not found:
            raise UsageError(Text(f"文件夹 {path} 中没有报告文件。", f"The folder {path} holds no reports."))
        yield from found
    elif path.exists():
        yield path
    else:
        raise UsageError(Text(f"没有这个文件：{path}", f"There is no such file: {path}"))


def _is_report(path: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.parts)
    return path.suffix.lower() in REPORTS and path.name not in _NOT_REPORTS and not hidden
