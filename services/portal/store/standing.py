"""What the facts about one submission add up to, in whatever order and however often they came; pure."""

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

import msgspec

from shared.events.dead_letter import DeadLetterV1
from shared.events.event import Event
from shared.events.report_scored import ReportScoredV1
from shared.events.report_validated import ReportValidatedV1
from shared.events.submission_received import SubmissionReceivedV1
from shared.events.submission_rejected import SubmissionRejectedV1
from shared.report.place import DATES
from shared.report.scorecard import Change, Grade, Scorecard
from shared.report.submission import DeadlineStatus, Submission
from shared.report.text import Text
from shared.report.verdict import Outcome, Severity, Verdict

WORST = 3
"""How many of its findings a report shows in the league table."""


class Status(StrEnum):
    """How far a submission has come."""

    RECEIVED = "received"
    VALIDATED = "validated"
    SCORED = "scored"
    REJECTED = "rejected"
    DEAD_LETTERED = "dead_lettered"

    @property
    def is_final(self) -> bool:
        """Whether the house has nothing more to do with it."""
        return self not in {Status.RECEIVED, Status.VALIDATED}


class Tier(StrEnum):
    """The parts of the league table, in order: who is graded, who cannot be, who is not yet, who must file again."""

    RATED = "rated"
    NOT_RATED = "not_rated"
    IN_PROGRESS = "in_progress"
    REJECTED = "rejected"
    DEAD_LETTERED = "dead_lettered"


class Headline(msgspec.Struct, frozen=True):
    """A failing rule in one line: its title, at how many places, what it cost, and the first message."""

    rule: str
    severity: Severity
    places: int
    points: Decimal
    message: Text
    title: Text | None = None


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the league table: a submission, how far it has come, and its grade if it has one.

    `total` is out of one hundred points and `coverage` the share of them that could be judged, 0 to 1. `small_sample`
    says that every rate beside the score rests on too few cases (样本不足) or on none. `change` is how the total moved
    since last year's, in parts that add up.
    """

    submission: Submission
    status: Status
    judging: int | None = None
    grade: Grade | None = None
    total: Decimal | None = None
    coverage: Decimal | None = None
    small_sample: bool = False
    errors: int = 0
    warnings: int = 0
    notices: int = 0
    undecided: int = 0
    worst: tuple[Headline, ...] = ()
    late: bool = False
    change: Change | None = None

    @property
    def gained(self) -> Decimal | None:
        """What the total gained since last year's; None unless both years have a grade to compare."""
        if self.change is None or self.total is None or self.tier is not Tier.RATED:
            return None
        return self.total - self.change.prior_total

    @property
    def timeliness(self) -> DeadlineStatus | None:
        """Late when a rule says so, on time when the receipt shows it; None where neither is sure.

        A filing that comes in after its deadline may be an archive's: only the rules know whether that was a duty.
        """
        if self.late:
            return DeadlineStatus.LATE
        received = self.submission.deadline_status
        return received if received is DeadlineStatus.ON_TIME else None

    @property
    def tier(self) -> Tier:
        """The part of the league table it belongs to."""
        if self.status is Status.SCORED:
            return Tier.NOT_RATED if self.grade is Grade.NOT_RATED else Tier.RATED
        return Tier(self.status.value) if self.status.is_final else Tier.IN_PROGRESS


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Where one submission stands. `scored` belongs to the same judging as `validated` whenever both are there.

    `judging` is None until the report has been judged. `trouble` is the last message about it that a room gave up on.
    """

    submission: Submission
    status: Status
    judging: int | None = None
    validated: ReportValidatedV1 | None = None
    scored: ReportScoredV1 | None = None
    rejected: SubmissionRejectedV1 | None = None
    trouble: DeadLetterV1 | None = None

    @property
    def scorecard(self) -> Scorecard | None:
        """The grade, once there is one."""
        return self.scored.scorecard if self.scored else None

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The verdicts that stand; none before judging."""
        return self.validated.verdicts if self.validated else ()

    @property
    def entry(self) -> Entry:
        """The submission as a line of the league table."""
        card = self.scorecard
        return Entry(
            submission=self.submission,
            status=self.status,
            judging=self.judging,
            grade=card.grade if card else None,
            total=card.total if card else None,
            coverage=card.coverage if card else None,
            small_sample=card is not None and _is_small(card),
            errors=self._failing(Severity.ERROR),
            warnings=self._failing(Severity.WARNING),
            notices=self._failing(Severity.NOTICE),
            undecided=len({place for verdict in self.verdicts for place in verdict.undecided}),
            # What is told for information only is no finding against the agency.
            worst=tuple(each for each in headlines(self.verdicts, card) if each.severity is not Severity.NOTICE)[
                :WORST
            ],
            late=any(breach.at in DATES for verdict in self.verdicts for breach in verdict.breaches),
            change=card.change if card else None,
        )

    def _failing(self, severity: Severity) -> int:
        return sum(verdict.outcome is Outcome.FAILS and verdict.severity is severity for verdict in self.verdicts)


def headlines(verdicts: Iterable[Verdict], scorecard: Scorecard | None) -> tuple[Headline, ...]:
    """The failing rules, worst first: by severity, then by points lost, then by number of places."""
    severities = list(Severity)
    found = [_headline(verdict, scorecard) for verdict in verdicts if verdict.outcome is Outcome.FAILS]
    found.sort(key=lambda each: (severities.index(each.severity), -each.points, -each.places, each.rule))
    return tuple(found)


def _headline(verdict: Verdict, scorecard: Scorecard | None) -> Headline:
    deductions = scorecard.deductions if scorecard else ()
    points = sum((each.points for each in deductions if each.cause == verdict.rule), Decimal(0))
    message = verdict.breaches[0].message if verdict.breaches else Text("", "")
    return Headline(verdict.rule, verdict.severity, len(verdict.breaches), points, message, verdict.title)


def _is_small(card: Scorecard) -> bool:
    return bool(card.measures) and all(measure.small or measure.denominator == 0 for measure in card.measures)


def standing(events: Iterable[Event]) -> Standing | None:
    """What the events about one submission add up to; None when none of them says whose submission it is.

    A grade outranks a rejection and both outrank a dead letter: what a room gave up on may have been repeated since.
    The highest judging stands for which both verdicts and grade are known; without a grade, the highest one judged.
    """
    facts = sorted(events, key=lambda event: (event.occurred_at, event.event_id))
    validated = {fact.judging: fact for fact in facts if isinstance(fact, ReportValidatedV1)}
    scored = {fact.judging: fact for fact in facts if isinstance(fact, ReportScoredV1)}
    rejected = next((fact for fact in reversed(facts) if isinstance(fact, SubmissionRejectedV1)), None)
    trouble = next((fact for fact in reversed(facts) if isinstance(fact, DeadLetterV1)), None)
    submission = next((fact.submission for fact in facts if isinstance(fact, _ABOUT_SUBMISSIONS)), None)
    if submission is None:
        return None
    complete = validated.keys() & scored.keys()
    judging = max(complete or scored or validated, default=None)
    status = (
        Status.SCORED if scored
        else Status.REJECTED if rejected
        else Status.DEAD_LETTERED if trouble
        else Status.VALIDATED if validated
        else Status.RECEIVED
    )  # fmt: skip
    return Standing(
        submission=submission,
        status=status,
        judging=judging,
        validated=validated.get(judging or 0),
        scored=scored.get(judging or 0),
        rejected=rejected if status is Status.REJECTED else None,
        trouble=trouble if status is Status.DEAD_LETTERED else None,
    )


_ABOUT_SUBMISSIONS = (SubmissionReceivedV1, SubmissionRejectedV1, ReportValidatedV1, ReportScoredV1)
