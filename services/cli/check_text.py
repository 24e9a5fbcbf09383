"""A checked report in words, for a terminal: the grade, every finding with its repair, and what could not be judged."""

from collections.abc import Collection, Iterator, Sequence

from services.cli.checking import Checked, Rejected
from services.cli.gains import told_gain
from services.cli.grades import GRADES
from services.cli.rules import ASKS
from services.score.rubric import Rubric, rubric_for
from services.validate.catalogue import catalogue
from shared.report.diagnosis import Diagnosis
from shared.report.reading import Confidence
from shared.report.text import Text
from shared.report.verdict import Severity, Verdict

MOST_PLACES = 6


def told(result: Checked | Rejected) -> Iterator[str]:
    """The lines about one file."""
    if isinstance(result, Rejected):
        yield f"■ {result.file}"
        yield "  无法作为年度报告读取 Cannot be read as an annual report"
        for reason in result.reasons:
            yield from _both(Text(f"{reason.message.zh}（{reason.code}）", f"{reason.message.en} ({reason.code})"), 4)
        return
    report = result.read.report
    yield f"■ {result.file}"
    agency, year = report.agency or "机关不详 agency unknown", report.year or "年度不详 year unknown"
    yield f"  {agency}  {year}  {report.form.title.zh}"
    yield from _grade(result)
    findings = result.failing(*Severity)
    yield ""
    for diagnosis in result.diagnoses:
        yield from _diagnosis(diagnosis)
    explained = {place for diagnosis in result.diagnoses for place in diagnosis.repairs}
    if not findings:
        yield "  没有发现问题 No findings"
    for verdict in sorted(findings, key=lambda verdict: list(Severity).index(verdict.severity)):
        yield from _finding(verdict, explained, told_gain(verdict, result.scorecard))
    yield from _doubts(result)


def _grade(result: Checked) -> Iterator[str]:
    scorecard = result.scorecard
    grade = GRADES[scorecard.grade]
    rubric = _rubric(result)
    yield (
        f"  {grade.zh} {grade.en}  {scorecard.total}/100  评定覆盖 coverage {scorecard.coverage:.0%}  〔{rubric.id}〕"
    )
    titles = {dimension.key: dimension for dimension in rubric.dimensions}
    for score in scorecard.dimensions:
        title = titles[score.key]
        points = f"{score.points}/{score.weight}" if score.assessed else "未评 not assessed"
        yield f"    {points:>14}  {title.zh} {title.en}"
    for cap in scorecard.caps:
        yield f"    {f'−{cap.points}':>14}  封顶 cap: {cap.cause}"


def _finding(verdict: Verdict, explained: Collection[str], gain: Text | None) -> Iterator[str]:
    """One rule that fails; places that a diagnosis explains are only counted, since they are its consequences."""
    rule = next(rule for rule in catalogue() if rule.id == verdict.rule)
    asks = ASKS[verdict.severity]
    yield f"  {rule.id} {rule.title.zh} {rule.title.en}  〔{asks.zh} {asks.en}〕"
    breaches = [breach for breach in verdict.breaches if f"{verdict.rule}@{breach.at}" not in explained]
    for breach in breaches[:MOST_PLACES]:
        yield from _both(breach.message, 6)
    if (more := len(breaches) - MOST_PLACES) > 0:
        yield f"      另有 {more} 处 {more} more"
    if caused := len(verdict.breaches) - len(breaches):
        yield f"      {caused} 处由上述可能的差错引起 {caused} caused by the likely slips above"
    yield f"      → {rule.fix.zh}"
    yield f"        {rule.fix.en}"
    if gain is not None:
        yield f"        {gain.zh} {gain.en}"
    # The first source is where the duty stands; `gouji rules` and the page tell the others too.
    for basis in verdict.basis[:1]:
        yield f"      § {basis.zh}"
        yield f"        {basis.en}"


def _diagnosis(diagnosis: Diagnosis) -> Iterator[str]:
    yield f"  可能的差错 Likely slip  〔把握 confidence {diagnosis.confidence:.0%}〕"
    yield from _both(diagnosis.message, 6)
    if diagnosis.repairs:
        yield f"      由此引起 Consequences: {_listed(diagnosis.repairs)}"


def _doubts(result: Checked) -> Iterator[str]:
    undecided = sum(len(verdict.undecided) for verdict in result.verdicts)
    if undecided:
        yield f"  {undecided} 处因空白或读数存疑未能判断"
        yield f"  {undecided} places undecided: blank, or not read with confidence"
    reading = result.read.reading
    labels = {cell.address: cell.label.zh for cell in result.read.report.form.cells(frozenset())}
    for confidence, words in (
        (Confidence.UNREADABLE, "无法读取 unreadable"),
        (Confidence.INFERRED, "推断读数 inferred"),
    ):
        if cells := list(reading.having(confidence)):
            yield f"  {words}: {_listed([labels.get(cell, cell) for cell in cells])}"
    for note in reading.notes:
        yield from _both(note.text, 2)


def _listed(names: Sequence[str]) -> str:
    shown = "；".join(names[:MOST_PLACES])
    return f"{shown}……（{len(names)}）" if len(names) > MOST_PLACES else shown


def _both(text: Text, indent: int) -> Iterator[str]:
    yield " " * indent + text.zh
    yield " " * indent + text.en


def _rubric(result: Checked) -> Rubric:
    report = result.read.report
    return rubric_for(report.year if report.year is not None else report.form.first_year)
