"""F007 — the report uses the edition of the form that is in force for its year."""

from collections.abc import Iterable

from services.validate.filing import Filing, UnreadableCellError
from services.validate.law import UNIFORM_FORM
from services.validate.rule import Judgement, Rule
from shared.report.edition import edition, edition_for, editions
from shared.report.text import Text
from shared.report.verdict import Severity

_ASSUMED = frozenset({"form.edition_by_year", "form.edition_assumed"})


def places(filing: Filing) -> Iterable[str]:
    first = min(form.first_year for form in editions().values())
    return ("edition",) if filing.reported_year is not None and filing.reported_year >= first else ()


def check(filing: Filing, at: str) -> Judgement:
    report = filing.report
    # The year itself may be a slip: every year that the report and its filing name must ask for the same edition.
    years = {report.year, filing.year, report.period.end.year if report.period else None} - {None}
    asked = {edition_for(year).id for year in years if year is not None}
    if len(asked) != 1 or any(note.code in _ASSUMED for note in filing.reading.notes):
        raise UnreadableCellError(at)
    expected = edition(asked.pop())
    return Judgement(
        expected=expected.id,
        actual=report.edition,
        holds=report.edition == expected.id,
        words={"expected": expected.title, "actual": report.form.title},
    )


RULE = Rule(
    id="F007",
    revision=1,
    title=Text("使用当年适用的格式", "The form in force for the year"),
    basis=(UNIFORM_FORM,),
    severity=Severity.ERROR,
    message=Text(
        "{at}：用的是{actual}，该年度应使用{expected}。",
        "{at}: this is the {actual}; the year asks for the {expected}.",
    ),
    fix=Text(
        "按该年度适用的格式重新编制三张表格，再次报送。",
        "Draw the three tables up again in the form for that year, and file again.",
    ),
    places=places,
    check=check,
)
