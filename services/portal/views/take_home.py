"""Tables to take home: the blank form with what last year hands on, and a report with the proposals filled in."""

from datetime import date
from decimal import Decimal

from services.portal.views.places import figure, place
from shared.events.report_validated import ReportValidatedV1
from shared.layout.printed_report import PrintedLine, PrintedReport, PrintedTable, printed_report, printed_tables
from shared.report.annual_report import AnnualReport, Period
from shared.report.edition import edition_for
from shared.report.figures import Figures
from shared.report.vocabulary import Applicant, RequestRow, request_cell


def blank_form(agency: str, year: int, last: ReportValidatedV1 | None) -> PrintedReport:
    """The form for a year; what last year's report carried forward is brought forward, where it was read soundly."""
    form = edition_for(year)
    handed_on: dict[str, int | Decimal | None] = {}
    for applicant in Applicant:
        carried = request_cell(RequestRow.CARRIED_FORWARD, applicant)
        if last is not None and last.reading.confidence(carried).is_sound:
            handed_on[request_cell(RequestRow.BROUGHT_FORWARD, applicant)] = last.report.tables.get(carried)
    period = Period(date(year, 1, 1), date(year, 12, 31))
    return printed_report(
        AnnualReport(agency=agency, year=year, edition=form.id, period=period, tables=Figures(handed_on))
    )


def corrected_tables(judged: ReportValidatedV1) -> PrintedReport:
    """The tables as printed with the likeliest proposals filled in, each marked and told: proposals, no findings."""
    report = judged.report
    edits = {edit.at: edit for found in reversed(judged.diagnoses) for edit in found.edits}
    notes = {at: f"建议；原填 {figure(edit.printed) or '空白'}" for at, edit in edits.items()}
    figures = report.tables.replace({at: edit.proposed for at, edit in edits.items()})
    title = report.title or f"{judged.submission.agency.name}{judged.submission.year}年政府信息公开工作年度报告"
    told = [
        f"{place(at, report).label.zh}：原填 {figure(edit.printed) or '空白'}，建议 {figure(edit.proposed)}。"
        for at, edit in edits.items()
    ]
    warning = (
        "底色标出的数字是使勾稽关系成立的最小改动建议，供对照台账核实，不是报告原数。"
        if told
        else "没有改动建议，数字照报告原文。"
    )
    blocks: list[PrintedLine | PrintedTable] = [PrintedLine(title, 0), PrintedLine(warning), *map(PrintedLine, told)]
    names = {table.key: f"{table.short.zh} {table.zh}" for table in report.form.tables}
    for table in printed_tables(report.form, figures, report.merged_rows, notes):
        blocks += [PrintedLine(names[table.key], 1), table]
    return PrintedReport(title, tuple(blocks))
