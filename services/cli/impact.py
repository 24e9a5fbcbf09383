"""What a candidate catalogue or rubric would change in an archive: who flips, by how much, at which level and where."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from services.score.grading import confident_in, grade
from services.score.rubric import Rubric, rubric_for
from services.validate.archive import balance, ledger
from services.validate.candidate import changed
from services.validate.engine import judge
from services.validate.filing import Filing
from services.validate.rule import Rule
from shared.report.scorecard import Grade, Scorecard
from shared.report.verdict import Outcome, Verdict


@dataclass(frozen=True, slots=True)
class Standard:
    """What reports are held to: rules, and a rubric (None: the one in force for each report's year)."""

    rules: tuple[Rule, ...]
    rubric: Rubric | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one report: rules whose outcome changes, its points and its grade before and after."""

    name: str
    year: int | None
    level: str
    region: str
    rules: Mapping[str, tuple[Outcome, Outcome]]
    points: tuple[Decimal, Decimal]
    grades: tuple[Grade, Grade]

    @property
    def flips(self) -> bool:
        """Whether the grade changes."""
        return self.grades[0] is not self.grades[1]

    @property
    def by(self) -> Decimal:
        """Points gained, negative when lost."""
        return self.points[1] - self.points[0]

    @property
    def is_any(self) -> bool:
        """Whether anything changes at all."""
        return bool(self.rules) or self.flips or self.by != 0


@dataclass(slots=True)
class Group:
    """Reports of one level or region: how many, how many of them change grade, and their change of points."""

    reports: int = 0
    flips: int = 0
    by: Decimal = Decimal(0)

    @property
    def mean(self) -> Decimal:
        """Mean change of points."""
        return (self.by / self.reports).quantize(Decimal("0.01")) if self.reports else Decimal(0)


@dataclass(slots=True)
class Impact:
    """The change over a whole archive. `rules` counts, for each rule, moves from one outcome to another."""

    changes: list[Change] = field(default_factory=list)
    rules: dict[str, Counter[tuple[Outcome, Outcome]]] = field(default_factory=lambda: defaultdict(Counter))
    grades: Counter[tuple[Grade, Grade]] = field(default_factory=Counter)
    levels: dict[str, Group] = field(default_factory=lambda: defaultdict(Group))
    regions: dict[str, Group] = field(default_factory=lambda: defaultdict(Group))
    reports: int = 0

    def add(self, change: Change) -> None:
        """Count one report in."""
        self.reports += 1
        for rule, move in change.rules.items():
            self.rules[rule][move] += 1
        if change.flips:
            self.grades[change.grades] += 1
        for group in (self.levels[change.level], self.regions[change.region]):
            group.reports += 1
            group.flips += change.flips
            group.by += change.by
        if change.is_any:
            self.changes.append(change)


def impact(filings: Iterable[Filing], before: Standard, after: Standard) -> Impact:
    """Hold every report to both standards. Nothing is stored and nobody is told."""
    found = Impact()
    differing = set(changed(before.rules, after.rules))
    tried = [rule for rule in after.rules if rule.id in differing]
    for filing in filings:
        found.add(_change(filing, before, after, tried))
    return found


def failing_sums(filings: Sequence[Filing]) -> Iterator[tuple[str, int, int, int]]:
    """For each identity of the form: sums judged, sums that fail, and reports with one that fails."""
    forms: dict[tuple[str, tuple[str, ...]], list[Filing]] = defaultdict(list)
    for filing in filings:
        forms[filing.report.edition, filing.report.merged_rows].append(filing)
    totals: dict[str, tuple[int, int, int]] = {}
    for reports in forms.values():
        judged = balance(ledger(reports))
        for identity in dict.fromkeys(equation.identity for equation in judged.equations):
            columns = [place for place, equation in enumerate(judged.equations) if equation.identity == identity]
            fails = judged.fails[:, columns]
            sums, failing, reports_failing = totals.get(identity, (0, 0, 0))
            totals[identity] = (
                sums + int(judged.decided[:, columns].sum()),
                failing + int(fails.sum()),
                reports_failing + int(fails.any(axis=1).sum()),
            )
    yield from ((identity, *total) for identity, total in totals.items())


def _change(filing: Filing, before: Standard, after: Standard, tried: Sequence[Rule]) -> Change:
    """`tried` are the rules that differ; what the others say stands."""
    was = judge(filing, before.rules)
    known = {verdict.rule: verdict for verdict in was}
    told = known | {verdict.rule: verdict for verdict in judge(filing, tried)}
    becomes = tuple(told[rule.id] for rule in after.rules)
    cards = (_graded(filing, was, before), _graded(filing, becomes, after))
    agency = filing.agency
    return Change(
        name=agency.name if agency else filing.report.agency or "",
        year=filing.reported_year,
        level=agency.agency_class.label.zh if agency else "",
        region=agency.region if agency else "",
        rules=_moved(known, {verdict.rule: verdict for verdict in becomes}),
        points=(cards[0].total, cards[1].total),
        grades=(cards[0].grade, cards[1].grade),
    )


def _graded(filing: Filing, verdicts: Sequence[Verdict], standard: Standard) -> Scorecard:
    rubric = standard.rubric or rubric_for(filing.reported_year)
    return grade(filing.report, verdicts, rubric, confident=confident_in(filing.reading))


def _moved(was: Mapping[str, Verdict], becomes: Mapping[str, Verdict]) -> dict[str, tuple[Outcome, Outcome]]:
    outcomes = {
        rule: tuple(told[rule].outcome if rule in told else Outcome.NOT_APPLICABLE for told in (was, becomes))
        for rule in sorted(was.keys() | becomes.keys())
    }
    return {rule: (old, new) for rule, (old, new) in outcomes.items() if old is not new}
