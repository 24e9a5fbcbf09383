"""The page model of a report: findings, marks, sections and versions follow from the stored nouns alone."""

from decimal import Decimal

from services.portal.store.facts import Fact
from services.portal.store.standing import standing
from services.portal.views.marked_tables import CellView, MarkKind
from services.portal.views.places import figure, place
from services.portal.views.report_page import ReportPage, report_page
from shared.report.reading import Confidence, Note
from shared.report.scorecard import Deduction, Grade
from shared.report.text import Text
from shared.report.verdict import Severity
from tests.services.portal import specimens as make

FILED = make.submission()
CLOSED = "requests.closed.total"
GRANTED = "requests.granted.business"


def page(*facts: Fact) -> ReportPage:
    found = standing(facts)
    assert found is not None
    return report_page(found, (found.entry,))


def cell(shown: ReportPage, address: str) -> CellView:
    return next(table.cells[address] for table in shown.tables if address in table.cells)


def test_a_breach_marks_its_cell_and_leads_to_the_finding() -> None:
    shown = page(make.validated(FILED, make.fails("A301", CLOSED, "requests.carried_forward.total")))
    mark = cell(shown, CLOSED).mark
    assert mark is not None
    assert (mark.kind, mark.rule, mark.target) == (MarkKind.ERROR, "A301", "finding-A301-1")
    anchors = {breach.anchor: breach.place.anchor for finding in shown.findings for breach in finding.places}
    assert anchors["finding-A301-1"] == cell(shown, CLOSED).anchor
    assert anchors["finding-A301-2"] == "cell-requests-carried_forward-total"
    assert [table.marked for table in shown.tables] == [{}, {MarkKind.ERROR: 2}, {}]


def test_the_gravest_mark_is_drawn_and_the_others_are_kept() -> None:
    verdicts = (
        make.fails("C302", CLOSED, severity=Severity.WARNING),
        make.fails("A301", CLOSED),
        make.open_("A303", CLOSED),
    )
    marks = cell(page(make.validated(FILED, *verdicts)), CLOSED).marks
    assert [mark.kind for mark in marks] == [MarkKind.ERROR, MarkKind.WARNING, MarkKind.UNDECIDED]


def test_doubtful_readings_carry_the_readers_note() -> None:
    read = make.report(changes={GRANTED: None})
    said = Text("印作“一二九”，读不出数字。", "Printed “一二九”, not read as a number.")
    how = make.reading(
        read,
        {GRANTED: (Confidence.UNREADABLE, "一二九"), CLOSED: (Confidence.INFERRED, "138 10")},
        [Note("cell.words", GRANTED, said)],
    )
    shown = page(make.validated(FILED, make.open_("A303", CLOSED), read=read, how=how))
    unreadable, inferred = cell(shown, GRANTED), cell(shown, CLOSED)
    assert unreadable.mark is not None
    assert (unreadable.mark.kind, unreadable.mark.text, unreadable.mark.target) == (MarkKind.UNREADABLE, said, "note-1")
    assert (unreadable.value, unreadable.raw) == ("", "一二九")
    assert [mark.kind for mark in inferred.marks] == [MarkKind.INFERRED, MarkKind.UNDECIDED]
    assert shown.notes[0].place.anchor == "cell-requests-granted-business"
    assert shown.doubts[0].places[0].anchor == "cell-requests-closed-total"


def test_a_blank_stays_blank_and_a_zero_is_a_zero() -> None:
    shown = page(make.validated(FILED, read=make.report(changes={CLOSED: None, GRANTED: 0})))
    assert cell(shown, CLOSED).value == ""
    assert cell(shown, GRANTED).value == "0"


def test_findings_come_gravest_and_dearest_first() -> None:
    card = make.scorecard(
        deductions=[
            Deduction("A301", "arithmetic", Decimal("0.50"), (CLOSED,)),
            Deduction("A303", "arithmetic", Decimal("4.25"), (CLOSED, GRANTED)),
            Deduction("M1", "performance", Decimal("9.00"), (CLOSED,)),
        ]
    )
    verdicts = (
        make.fails("C302", CLOSED, severity=Severity.WARNING),
        make.fails("A301", CLOSED),
        make.fails("A303", CLOSED, GRANTED),
    )
    shown = page(make.validated(FILED, *verdicts), make.scored(FILED, card))
    assert [(finding.rule, finding.points) for finding in shown.findings] == [
        ("A303", Decimal("4.25")),
        ("A301", Decimal("0.50")),
        ("C302", Decimal(0)),
    ]
    assert [(line.cause, line.finding) for line in shown.deductions] == [
        ("M1", None),
        ("A303", "finding-A303"),
        ("A301", "finding-A301"),
    ]
    assert shown.deductions[1].places[1].anchor == "cell-requests-granted-business"


def test_a_missing_part_is_shown_where_it_should_stand() -> None:
    shown = page(make.validated(FILED, make.fails("F001", "part.6"), read=make.report(missing_parts=[6])))
    assert [section.number for section in shown.sections] == [1, 2, 3, 4, 5, 6]
    last = shown.sections[-1]
    assert (last.printed, last.anchor) == (None, "part-6")
    assert [breach.anchor for breach in last.breaches] == ["finding-F001-1"]


def test_places_outside_the_tables_lead_to_the_facts() -> None:
    assert place("period", None).anchor == "fact-period"
    assert place("part.2", make.report()).label.zh == "第二部分 主动公开政府信息情况"
    assert place("part.1.sentence[4]#2", make.report()).anchor == "part-1"
    assert place("part.1.sentence[4]#2", make.report()).label.zh == "第一部分第4句·第2处"
    assert place("part.9.sentence[4]", make.report()).anchor is None
    assert place("section[99].sentence[1]", make.report()).anchor is None
    assert place("nowhere.known", make.report()) == place("nowhere.known", None)
    merged = make.report(merged=["other_combined"])
    assert place("requests.other_misc.total", merged).anchor is None


def test_before_judging_there_is_a_page_without_tables() -> None:
    shown = page(make.received(FILED))
    assert (shown.tables, shown.findings, shown.report) == ((), (), None)


def test_the_newest_version_is_offered_but_not_from_itself() -> None:
    first, second = make.submission(version=1), make.submission(version=2)
    old, new = standing(make.graded(first)), standing(make.graded(second, make.scorecard("90", Grade.EXCELLENT)))
    assert old is not None
    assert new is not None
    history = (new.entry, old.entry)
    older = report_page(old, history)
    assert older.newest is not None
    assert older.newest.version == 2
    assert report_page(new, history).newest is None
    assert [line.version for line in older.years] == [2]


def test_figures_are_written_as_the_form_prints_them() -> None:
    written = [figure(value) for value in (None, 0, 11398889, Decimal("316441.50"), Decimal(1000), 0.5, "2025-01-31")]
    assert written == ["", "0", "11398889", "316441.5", "1000", "0.5", "2025-01-31"]
