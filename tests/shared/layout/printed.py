"""A report to draw: every figure different, so that none can stand for another."""

from datetime import date
from decimal import Decimal

from shared.report.annual_report import AnnualReport, Period, Section
from shared.report.edition import CellKind, edition
from shared.report.figures import Figures


def report(edition_id: str = "2021", *merged: str, year: int = 2023) -> AnnualReport:
    """A report with a figure of its own in every cell."""
    cells = edition(edition_id).cells(frozenset(merged))
    figures: dict[str, int | Decimal | None] = {cell.address: 1000 + place for place, cell in enumerate(cells)}
    figures |= {cell.address: Decimal("12.5") for cell in cells if cell.kind is CellKind.AMOUNT}
    figures[cells[-1].address] = None
    return AnnualReport(
        agency="东海省青石县财政局",
        year=year,
        edition=edition_id,
        tables=Figures(figures),
        merged_rows=merged,
        period=Period(date(year, 1, 1), date(year, 12, 31)),
        sections=(
            Section(1, "一、总体情况", "全年工作平稳。\n（一）主动公开\n公开信息<b>3</b>条 &amp; 更多。", ""),
            Section(5, "五、存在的主要问题及改进情况", "一是公开不够及时。", ""),
            Section(6, "六、其他需要报告的事项", "未收取信息处理费。", ""),
        ),
    )
