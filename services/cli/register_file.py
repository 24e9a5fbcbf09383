"""The register of agencies as a file named on the command line."""

from pathlib import Path

from services.cli.exits import UsageError, say
from services.cli.paths import contents
from services.gateway.register import RegisterError, parse_register
from shared.report.agency import Agency
from shared.report.text import Text


def register_of(path: Path) -> tuple[Agency, ...]:
    """The agencies of a register file.

    Raises:
        UsageError: it has mistakes; each is named on stderr.
    """
    try:
        return parse_register(contents(path))
    except RegisterError as error:
        for problem in error.problems:
            say(Text(f"第 {problem.row} 行：{problem.message.zh}", f"Row {problem.row}: {problem.message.en}"))
        raise UsageError(Text(f"机关名录有误：{path}", f"The register has mistakes: {path}")) from error
