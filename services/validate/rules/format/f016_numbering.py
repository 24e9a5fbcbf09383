"""F016 — headings are numbered one after the other."""

from collections.abc import Iterable

from services.validate.filing import Filing, UnreadableCellError
from services.validate.headings import further_parts, is_numbered, misnumbered, misnumbered_parts
from services.validate.law import UNIFORM_FORM
from services.validate.prose import spotless, words
from services.validate.rule import Judgement, Rule
from shared.report.text import Text
from shared.report.verdict import Severity

PARTS = "parts"


def places(filing: Filing) -> Iterable[str]:
    # In the parts with tables, rows of a table that ran together look like numbered headings.
    prose = ((f"part.{part.number}", part.table) for part in filing.report.form.parts)
    numbered = (at for at, table in prose if table is None and is_numbered(words(filing).get(at, "")))
    return (*((PARTS,) if filing.report.sections else ()), *numbered)


def check(filing: Filing, at: str) -> Judgement:
    if at != PARTS:
        return spotless(misnumbered(words(filing)[at]))
    sections = filing.report.sections
    numbers = [section.number for section in sections if section.number is not None]
    # Where a part is missing, comes twice, or one too many stands among them, the numbers are not the fault.
    if numbers != [part.number for part in filing.report.form.parts] or further_parts(sections):
        raise UnreadableCellError(at)
    return spotless(misnumbered_parts(sections))


RULE = Rule(
    id="F016",
    revision=1,
    title=Text("标题序号连续", "Numbering without faults"),
    basis=(UNIFORM_FORM,),
    severity=Severity.NOTICE,
    message=Text("{at}的序号不连续或重复：{actual}。", "{at}: numbers are skipped or repeated: {actual}."),
    fix=Text(
        "按“一、（一）1.”的层次重新编号，不跳号、不重号。",
        "Number the headings again, without gaps and without repeats.",
    ),
    places=places,
    check=check,
)
