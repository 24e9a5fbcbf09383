"""What stands beside a finding: the sum, the sentence, the proposal, what has been explained, what is asked."""

from decimal import Decimal
from uuid import UUID

from msgspec.structs import replace

from services.portal.store.standing import standing
from services.portal.views.equations import EquationLine, equation_of
from services.portal.views.findings import Finding
from services.portal.views.marked_tables import CellView, MarkKind
from services.portal.views.report_page import ReportPage, report_page
from services.portal.views.rights import Rights, rights
from shared.access.account import Account, Role
from shared.report.annual_report import AnnualReport, Section
from shared.report.claim import Claim, Expression, Relation
from shared.report.codec import decode
from shared.report.diagnosis import Diagnosis, Edit, Slip
from shared.report.reading import Confidence, Note
from shared.report.rectification import Item
from shared.report.scorecard import Gain
from shared.report.text import Text
from shared.report.verdict import Breach, Severity, Verdict
from shared.report.waiver import Waiver, WaiverState, binding
from tests.services.portal import specimens as make

FILED = make.submission()
CLOSED, CARRIED = "requests.closed.total", "requests.carried_forward.total"
SENTENCE = "part.1.sentence[2]"
SAID = "办结答复12件，其中予以公开5548件"
NONE = Text("", "")


def breach(at: str, expected: int, actual: int) -> Breach:
    return Breach(at, expected, actual, NONE)


def test_a_sum_is_told_with_its_numbers_and_what_they_are() -> None:
    line = equation_of(breach(CARRIED, 1617, 819), None, make.report(changes={CLOSED: 13012}))
    assert line is not None
    assert [term.value for term in line.left] == ["14069", "560"]
    assert [term.value for term in line.right] == ["13012", "819"]
    assert (line.left_sum, line.right_sum) == ("14629", "13831")
    assert [term.short.zh for term in line.right] == ["（七）总计", "四、结转下年度继续办理"]
    assert line.left[0].place.anchor == "cell-requests-received-total"


def test_a_long_sum_is_told_without_its_zeros_which_are_counted() -> None:
    line = equation_of(
        breach("requests.closed.business", 252, 251), None, make.report(changes={"requests.closed.business": 251})
    )
    assert isinstance(line, EquationLine)
    assert "0" not in [term.value for term in line.left]
    assert len(line.left) + line.zeros == 21


def test_of_two_sums_in_one_cell_the_rules_own_is_told() -> None:
    report = make.report(changes={CLOSED: 13811})
    across = equation_of(breach(CLOSED, 13810, 13811), Text("申请人横向合计", ""), report)
    down = equation_of(breach(CLOSED, 13810, 13811), Text("办理结果合计", ""), report)
    assert across is not None
    assert down is not None
    assert [term.short.zh for term in across.left][:2] == ["自然人", "商业企业"]
    assert down.left[0].short.zh == "（一）予以公开"


def test_what_is_no_sum_or_not_the_one_expected_has_no_equation() -> None:
    report = make.report(changes={CLOSED: 13811})
    assert equation_of(breach("requests.granted.business", 1, 2), None, report) is None
    assert equation_of(breach(CLOSED, 7, 13811), None, report) is None
    assert equation_of(breach(CARRIED, 818, 819), None, make.report(changes={CLOSED: None})) is None


def told(report: AnnualReport | None = None, *verdicts: Verdict, rights: Rights | None = None) -> ReportPage:
    found = standing([make.validated(FILED, *verdicts, read=report), make.scored(FILED)])
    assert found is not None
    return report_page(found, (found.entry,), rights=rights or Rights())


def cell(shown: ReportPage, address: str) -> CellView:
    return next(table.cells[address] for table in shown.tables if address in table.cells)


def spoken() -> AnnualReport:
    read = make.report()
    text = f"概述如下。2025年，{SAID}。一切正常。"
    claims = (
        Claim("closed", Decimal(12), Relation.EQUAL, SAID, SENTENCE, (Expression((CLOSED,)),)),
        Claim("granted", Decimal(5548), Relation.EQUAL, SAID, SENTENCE, (Expression(("requests.granted.total",)),)),
    )
    return replace(read, sections=(Section(1, "一、总体情况", text, "h1"), *read.sections[1:]), claims=claims)


def test_the_sentence_that_disagrees_is_quoted_marked_and_leads_both_ways() -> None:
    shown = told(spoken(), make.fails("C003", SENTENCE))
    place = shown.findings[0].places[0]
    assert place.quotation is not None
    assert place.quotation.text == SAID
    assert [(at.at, value) for at, value in place.quotation.cells] == [(CLOSED, "13810")]
    marked = [piece for section in shown.sections for piece in section.pieces if piece.anchor]
    assert [(piece.text, piece.anchor, piece.rules) for piece in marked] == [(SAID, place.place.anchor, ("C003",))]
    assert "".join(piece.text for piece in shown.sections[0].pieces) == shown.sections[0].text
    mark = cell(shown, CLOSED).mark
    assert mark is not None
    assert (mark.kind, mark.target) == (MarkKind.TOLD, place.place.anchor)
    assert [line.rule for table in shown.tables for line in table.beside] == ["C003"]


def test_the_second_claim_of_a_sentence_is_about_its_own_cell() -> None:
    shown = told(spoken(), make.fails("C004", f"{SENTENCE}#2"))
    quotation = shown.findings[0].places[0].quotation
    assert quotation is not None
    assert [at.at for at, _ in quotation.cells] == ["requests.granted.total"]


def test_words_that_are_not_in_the_text_are_quoted_without_a_mark() -> None:
    read = spoken()
    lost = replace(read, sections=(Section(1, "一、总体情况", "别的文字。", "h1"), *read.sections[1:]))
    shown = told(lost, make.fails("C003", SENTENCE))
    quotation = shown.findings[0].places[0].quotation
    assert quotation is not None
    assert quotation.anchor is None
    assert shown.findings[0].places[0].place.anchor == "part-1"


def test_the_proposal_stands_at_its_cell() -> None:
    diagnosis = Diagnosis(
        edits=(Edit(CLOSED, 12, 13810),), kind=Slip.MISTYPED, repairs=(), confidence=0.9, equally_small=1, message=NONE
    )
    found = standing([replace(make.validated(FILED, make.fails("A303", CLOSED)), diagnoses=(diagnosis,))])
    assert found is not None
    assert cell(report_page(found, ()), CLOSED).proposed == "13810"


def waived(verdict: Verdict, waiver: UUID) -> Verdict:
    return replace(verdict, breaches=tuple(replace(one, waived=waiver) for one in verdict.breaches))


def test_an_accepted_explanation_marks_the_cell_and_the_finding_without_a_form() -> None:
    verdict = make.fails("A301", CLOSED)
    waiver = Waiver(
        id=UUID(int=5), agency_code="330106", year=2025, submission_id=FILED.id, rule="A301", revision=1,
        places=(CLOSED,), binding=binding("A301", 1, verdict.breaches), explanation="跨年办理。",
        requested_by=UUID(int=6), requester="甲", requested_at=make.NOON, state=WaiverState.ACCEPTED,
    )  # fmt: skip
    found = standing([replace(make.validated(FILED, waived(verdict, waiver.id)), waivers=(waiver,))])
    assert found is not None
    shown = report_page(found, ())
    finding = shown.findings[0]
    assert finding.is_waived
    assert finding.item is None
    assert finding.places[0].waiver == waiver
    assert [mark.kind for mark in cell(shown, CLOSED).marks] == [MarkKind.WAIVED]


def test_an_explanation_binds_what_no_other_covers() -> None:
    verdict = make.fails("A301", CLOSED, CARRIED)
    half = replace(verdict, breaches=(replace(verdict.breaches[0], waived=UUID(int=5)), verdict.breaches[1]))
    finding = told(None, half).findings[0]
    assert finding.item == Item("A301", 1, (CARRIED,), binding("A301", 1, half.breaches[1:]))
    assert decode(finding.item_json, Item) == finding.item
    assert not finding.is_waived


def test_a_finding_says_what_repairing_it_adds_and_where_the_duty_stands() -> None:
    law = (Text("条例第五十条", "Regulation, art. 50"),)
    verdict = replace(make.fails("A301", CLOSED), basis=law)
    card = replace(make.scorecard(), gains=(Gain("A301", Decimal("2.50")),))
    found = standing([make.validated(FILED, verdict), make.scored(FILED, card)])
    assert found is not None
    finding: Finding = report_page(found, ()).findings[0]
    assert (finding.gain, finding.basis) == (Decimal("2.50"), law)


def test_doubtful_cells_are_questions_and_confirmed_ones_are_not() -> None:
    granted, business = "requests.granted.total", "requests.granted.business"
    read = make.report(changes={granted: None})
    how = make.reading(
        read,
        {
            granted: (Confidence.UNREADABLE, "五千"),
            business: (Confidence.INFERRED, "12 9"),
            CLOSED: (Confidence.CONFIRMED, "13 810"),
        },
        [Note("cell.words", granted, Text("读不出", "not read"))],
    )
    found = standing([make.validated(FILED, read=read, how=how)])
    assert found is not None
    shown = report_page(found, ())
    asked = {question.place.at: question for question in shown.questions}
    assert set(asked) == {granted, business}
    assert (asked[business].raw, asked[business].value, asked[business].is_inferred) == ("12 9", "129", True)
    assert (asked[granted].value, asked[granted].is_inferred) == ("", False)
    assert [anchor for anchor, _ in asked[granted].reasons] == ["note-1"]
    assert [(one.place.at, one.raw, one.value) for one in shown.settled] == [(CLOSED, "13 810", "13810")]
    assert [mark.kind for mark in cell(shown, CLOSED).marks] == [MarkKind.CONFIRMED]


def test_who_may_do_what() -> None:
    lineage = ("330106", "330100")
    draft = make.submission(draft=True)

    def of(role: Role, agency: str | None) -> Account:
        return Account(id=UUID(int=1), login="x", name="x", role=role, agency=agency)

    assert rights(None, FILED, lineage) == Rights()
    assert rights(of(Role.CLERK, "330106"), FILED, lineage) == Rights(insider=True, file=True)
    assert rights(of(Role.CLERK, "330107"), FILED, lineage) == Rights()
    assert rights(of(Role.SUPERVISOR, "330100"), FILED, lineage) == Rights(insider=True, supervise=True)
    assert rights(of(Role.SUPERVISOR, "330100"), draft, lineage) == Rights()
    assert rights(of(Role.ADMINISTRATOR, None), FILED, lineage) == Rights(insider=True, file=True, supervise=True)


def test_what_is_for_information_only_is_not_sent_back() -> None:
    shown = told(None, make.fails("A301", CLOSED), make.fails("T003", "published_on", severity=Severity.NOTICE))
    assert [finding.rule for finding in shown.returnable] == ["A301"]
