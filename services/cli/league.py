"""The table that a command prints about filings: agency, year, grade, total, coverage, worst findings."""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from services.cli.client import Ending
from services.cli.grades import GRADES
from shared.report.scorecard import Grade
from shared.report.text import Text
from shared.report.verdict import Outcome, Severity, Verdict

WORST = 3
_PLAIN_WIDTH = 150


@dataclass(frozen=True, slots=True)
class Row:
    """One filing: whose, about which year, and how it ended; `trouble` when there is no ending."""

    agency: str
    year: int | None
    ending: Ending | None
    trouble: Text | None = None

    @property
    def order(self) -> tuple[int, Decimal, int, str]:
        """Rated before not rated before what has no scorecard; best first."""
        card = self.ending.scorecard if self.ending else None
        tier = 2 if card is None else int(card.grade is Grade.NOT_RATED)
        return (tier, -card.total if card else Decimal(0), -(self.year or 0), self.agency)


def print_table(rows: Iterable[Row]) -> None:
    """Print the table to stdout; where that is no terminal, wide enough not to fold names."""
    # Here, because rich takes longer to import than most commands take to run.
    from rich import box  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text as Cell  # noqa: PLC0415

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("机关\nAgency", no_wrap=True)
    table.add_column("年度\nYear")
    table.add_column("等次\nGrade", no_wrap=True)
    table.add_column("得分\nTotal", justify="right")
    table.add_column("覆盖\nCoverage", justify="right")
    table.add_column("主要问题\nWorst findings", overflow="fold")
    for row in sorted(rows, key=lambda row: row.order):
        card = row.ending.scorecard if row.ending else None
        grade = GRADES[card.grade] if card else _ungraded(row)
        total = str(card.total) if card and card.grade is not Grade.NOT_RATED else "—"
        coverage = f"{card.coverage:.0%}" if card else "—"
        year = str(row.year) if row.year else "—"
        # Cell, because names and messages come from files and must not be read as markup.
        table.add_row(Cell(row.agency), year, f"{grade.zh} {grade.en}", total, coverage, Cell("\n".join(_worst(row))))
    Console(width=None if sys.stdout.isatty() else _PLAIN_WIDTH).print(table)


def failing(ending: Ending) -> tuple[Verdict, ...]:
    """The rules that found a fault, heaviest first."""
    severities = list(Severity)
    found = [verdict for verdict in ending.verdicts or () if verdict.outcome is Outcome.FAILS]
    return tuple(sorted(found, key=lambda each: (severities.index(each.severity), -len(each.breaches), each.rule)))


def _ungraded(row: Row) -> Text:
    if row.ending is None:
        return Text("未报送", "not filed") if row.trouble else Text("未完成", "unfinished")
    return {
        "rejected": Text("退回", "rejected"),
        "dead_lettered": Text("处理中断", "stopped"),
    }.get(row.ending.status, Text("未完成", "unfinished"))


def _worst(row: Row) -> Sequence[str]:
    if row.trouble:
        return [row.trouble.zh, row.trouble.en]
    if row.ending is None:
        return []
    if row.ending.reasons:
        return [line for reason in row.ending.reasons[:1] for line in (reason.message.zh, reason.message.en)]
    # What is told for information only is no finding against the agency.
    found = [verdict for verdict in failing(row.ending) if verdict.severity is not Severity.NOTICE]
    return [_finding(verdict, verdict.title or Text("", "")) for verdict in found[:WORST]]


def _finding(verdict: Verdict, title: Text) -> str:
    # The title of a rule says what holds when it is met, so a finding says that it is not.
    places = len(verdict.breaches)
    return f"{verdict.rule} {title.zh}：{places} 处不符 {title.en}: not met ×{places}"
