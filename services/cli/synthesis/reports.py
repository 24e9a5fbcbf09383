"""A synthetic report: one year of one agency, as sound as its figures are or with faults whose truth is known."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import msgspec

from services.cli.synthesis.agencies import Member, county_member, single
from services.cli.synthesis.chance import Chance, Stream, chance, happens, pick
from services.cli.synthesis.counts import YearCounts, chain, merged
from services.cli.synthesis.fault_kinds import IN_FIGURES, FaultKind
from services.cli.synthesis.faults import Fault, Ground, commit, form_of, printed
from services.cli.synthesis.prose import Prose, prose
from services.cli.synthesis.sentences import Sentence, Statement
from shared.layout.printed_report import part_title
from shared.report.agency import AgencyClass
from shared.report.annual_report import AnnualReport, Period, Section
from shared.report.claim import Claim, Relation, Scope
from shared.report.edition import edition
from shared.report.figures import Figures

FIRST_YEAR = 2019
"""Reports about earlier years had no form with cells."""
MERGED = "other_combined"
_OFTEN_MERGED = 0.1


class Plan(msgspec.Struct, frozen=True):
    """What reports are wanted; report `i` of a plan depends on nothing else but the seed.

    `years` consecutive years of one agency follow each other and end with `last_year`. With `county`, agencies are
    the organs of whole counties, of `organs` each or as many as chance gives. `merged` says whether （六） is one row;
    None leaves it to chance. Every report gets up to `faults` faults of `fault_kinds`.
    """

    classes: tuple[AgencyClass, ...] = tuple(AgencyClass)
    years: int = 1
    last_year: int = 2025
    county: bool = False
    organs: int | None = None
    merged: bool | None = None
    faults: int = 0
    fault_kinds: tuple[FaultKind, ...] = tuple(FaultKind)


class SyntheticReport(msgspec.Struct, frozen=True):
    """A report with everything that is true about it.

    `report` holds the figures as printed, faults included; `sound` those that would be right, `last` those of the
    year before in its own edition. The claims of `report` are what its prose states.
    """

    index: int
    member: Member
    year: int
    report: AnnualReport
    preamble: str
    sound: Figures
    last: Figures
    faults: tuple[Fault, ...]


def synthesise(seed: int, index: int, plan: Plan | None = None) -> SyntheticReport:
    """Report `index` of the endless row that a plan and a seed make."""
    plan = plan or Plan()
    number, year = divmod(index, plan.years)
    member = county_member(seed, number, plan.organs) if plan.county else single(seed, number, plan.classes)
    counts = chain(seed, member, plan.last_year - plan.years + 1, plan.years)[year]
    draw = chance(seed, Stream.PROSE, index)
    if counts.edition != "2019" and (happens(draw, _OFTEN_MERGED) if plan.merged is None else plan.merged):
        counts = YearCounts(counts.year, counts.edition, merged(counts.figures), counts.last)
    written = prose(draw, member, counts)
    faults, parts = _faults(chance(seed, Stream.FAULTS, index), plan, counts, written)
    return SyntheticReport(
        index=index,
        member=member,
        year=counts.year,
        report=_report(member, counts, written, parts, faults),
        preamble=written.preamble,
        sound=Figures(counts.figures),
        last=Figures(counts.last),
        faults=faults,
    )


def _merged_rows(counts: YearCounts) -> tuple[str, ...]:
    is_merged = counts.edition != "2019" and f"requests.{MERGED}.total" in counts.figures
    return (MERGED,) if is_merged else ()


Parts = tuple[tuple[Sentence, ...], ...]


def _report(member: Member, counts: YearCounts, written: Prose, parts: Parts, faults: Sequence[Fault]) -> AnnualReport:
    form = edition(counts.edition)
    return AnnualReport(
        agency=member.agency.name,
        year=counts.year,
        edition=form.id,
        title=written.title,
        published_on=written.published_on,
        period=Period(date(counts.year, 1, 1), date(counts.year, 12, 31)),
        tables=Figures(printed(counts.figures, faults)),
        merged_rows=_merged_rows(counts),
        sections=tuple(
            Section(part.number, part_title(part), "\n".join(line.text for line in lines), f"part[{part.number}]")
            for part, lines in zip(form.parts, parts, strict=True)
        ),
        claims=tuple(
            msgspec.structs.replace(statement.claim, at=f"part[{number}]")
            for number, lines in enumerate(parts, start=1)
            for line in lines
            for statement in line.statements
        ),
    )


def _faults(draw: Chance, plan: Plan, counts: YearCounts, written: Prose) -> tuple[tuple[Fault, ...], Parts]:
    """The faults, and the prose as printed."""
    in_figures = [kind for kind in plan.fault_kinds if kind in IN_FIGURES]
    parts = written.parts
    found: list[Fault] = []
    for _ in range(plan.faults):
        in_prose = FaultKind.PROSE_MISMATCH in plan.fault_kinds and happens(draw, 1 / len(plan.fault_kinds))
        if (in_prose or not in_figures) and (misstated := _misstated(draw, parts)) is not None:
            fault, parts = misstated
            found.append(fault)
    ground = Ground(form_of(counts.edition, _merged_rows(counts)), counts.figures, counts.last)
    if in_figures:
        found.extend(commit(draw, in_figures, plan.faults - len(found), ground))
    return tuple(found), parts


def _misstated(draw: Chance, parts: Parts) -> tuple[Fault, Parts] | None:
    """Let the prose say another number than the table."""
    places = [
        (part, line, statement)
        for part, lines in enumerate(parts)
        for line, said in enumerate(lines)
        for statement in said.statements
        if _is_own_count(statement, said.text)
    ]
    if not places:
        return None
    part, line, statement = pick(draw, places)
    true = int(statement.claim.value)
    wrong = true + int(draw.integers(1, 4)) if happens(draw, 0.5) or true < 1 else true - 1
    said, sentence = _restated(parts[part][line], statement, str(wrong))
    lines = (*parts[part][:line], said, *parts[part][line + 1 :])
    cells = statement.claim.about[0].cells
    fault = Fault(FaultKind.PROSE_MISMATCH, sentence=sentence, stated=wrong, cells=cells)
    return fault, (*parts[:part], lines, *parts[part + 1 :])


def _is_own_count(statement: Statement, text: str) -> bool:
    """Whether a statement says plainly, in digits, what the cells of this year add up to."""
    claim = statement.claim
    plain = len(claim.about) == 1 and not claim.about[0].of and not claim.about[0].since_last_year
    said = text[statement.start : statement.end] == f"{claim.value:f}"
    return (
        plain and said and claim.relation is Relation.EQUAL and claim.scope is Scope.OWN and "." not in str(claim.value)
    )


def _restated(line: Sentence, statement: Statement, number: str) -> tuple[Sentence, str]:
    """The line with another number in one of its sentences, and that sentence."""
    old = statement.claim.text
    start = line.text.rindex(old, 0, statement.end + len(old))
    new = old[: statement.start - start] + number + old[statement.end - start :]
    text = line.text[:start] + new + line.text[start + len(old) :]
    shift = len(number) - (statement.end - statement.start)

    def moved(each: Statement) -> Statement:
        claim: Claim = msgspec.structs.replace(each.claim, text=new) if each.claim.text == old else each.claim
        if each is statement:
            claim = msgspec.structs.replace(claim, value=Decimal(number))
            return Statement(claim, each.start, each.end + shift)
        by = shift if each.start > statement.start else 0
        return Statement(claim, each.start + by, each.end + by)

    return Sentence(text, tuple(moved(each) for each in line.statements)), new
