"""Which scorecard stands for each agency and year, and what its change is told against; decided without a database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from msgspec.structs import replace

from services.score.change import Year, change
from services.score.grading import grade
from services.score.judged import Judged
from services.score.rubric import rubric_for
from shared.events.report_scored import ReportScoredV1
from shared.events.report_validated import ReportValidatedV1
from shared.report.scorecard import Change, Grade, Scorecard
from shared.report.submission import Submission

Place = tuple[str, int]
"""An agency's code and a year."""

_A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Standing:
    """The scorecard that counts for an agency and year.

    `grading` names one judging graded by one rubric, however often its scorecard was stated; `against` is that of the
    year before against which the change was told. `judged` is None when an earlier release kept nothing of it.
    """

    event: ReportScoredV1
    grading: UUID
    judged: Judged | None
    against: UUID | None = None


class Gradebook:
    """Grades judgings one by one, and states again the scorecards of the year after whose change that concerns.

    `graded` has the last statement of every grading known, `standing` what stands for the agencies at hand, from the
    year before to the year after; `said` and `moved` gather what is new in both.
    """

    def __init__(self, graded: Mapping[UUID, ReportScoredV1], standing: Mapping[Place, Standing]) -> None:
        self._graded = dict(graded)
        self._standing = dict(standing)
        self.said: list[tuple[UUID, ReportScoredV1]] = []
        self.moved: dict[Place, Standing] = {}

    def hear(self, cause: ReportValidatedV1, now: datetime) -> tuple[ReportScoredV1, ...]:
        """The scorecard of a judging, and next year's where its change is told against this one.

        What was graded before is answered with what was stated last. A scorecard whose change is told against another
        one is another statement, with an id of its own and later than the one before, so that the last one is right.
        """
        mine = cause.submission
        place = mine.agency.code, mine.year
        grading = grading_of(cause.event_id, mine)
        if grading not in self._graded:
            self._grade(cause, grading, now)
        standing = self._standing.get(place)
        if standing is None or standing.grading != grading:
            return (self._graded[grading],)
        if standing.judged is None:
            self._stand(place, Standing(standing.event, grading, Judged.of(cause), standing.against))
            self._settle(place, now)
        return (self._graded[grading], *self._following(place, now))

    def _grade(self, cause: ReportValidatedV1, grading: UUID, now: datetime) -> None:
        mine = cause.submission
        place = mine.agency.code, mine.year
        judged, against = Judged.of(cause), self._before(place)
        card = grade(judged.report, judged.verdicts, rubric_for(mine.year), confident=judged.is_sound)
        event = ReportScoredV1(
            event_id=_statement(cause.event_id, mine, against),
            cause_id=cause.event_id,
            occurred_at=now,
            attempt=cause.attempt,
            submission=mine,
            judging=cause.judging,
            scorecard=replace(card, change=_change(card, judged, mine, against)),
            catalogue=cause.catalogue,
            figures=cause.report.figures_digest,
            reader=cause.reading.revision,
        )
        self._say(grading, event)
        current = self._standing.get(place)
        if not mine.draft and (current is None or newness(current.event) < newness(event)):
            self._stand(place, Standing(event, grading, judged, against.grading if against else None))

    def _following(self, place: Place, now: datetime) -> Iterator[ReportScoredV1]:
        """The scorecard of the year after, if its change is, or has to be, told against this one."""
        after = place[0], place[1] + 1
        self._settle(after, now)
        next_year = self._standing.get(after)
        if next_year is not None and next_year.against == self._standing[place].grading:
            yield next_year.event

    def _settle(self, place: Place, now: datetime) -> None:
        """State a standing scorecard again if its change was told against another one than stands for the year before.

        Its own grade stays as it was stated, so nothing follows for the years after.
        """
        standing, against = self._standing.get(place), self._before(place)
        if standing is None or standing.judged is None or against is None or standing.against == against.grading:
            return
        event, mine = standing.event, standing.event.submission
        anew = replace(
            event,
            event_id=_statement(event.cause_id, mine, against),
            occurred_at=max(now, event.occurred_at + _A_MOMENT),
            scorecard=replace(event.scorecard, change=_change(event.scorecard, standing.judged, mine, against)),
        )
        self._say(standing.grading, anew)
        self._stand(place, Standing(anew, standing.grading, standing.judged, against.grading))

    def _before(self, place: Place) -> Standing | None:
        """What stands for the year before, if it can be compared with."""
        found = self._standing.get((place[0], place[1] - 1))
        return found if found and found.judged else None

    def _say(self, grading: UUID, event: ReportScoredV1) -> None:
        self._graded[grading] = event
        self.said.append((grading, event))

    def _stand(self, place: Place, standing: Standing) -> None:
        self._standing[place] = self.moved[place] = standing


def grading_of(judging_id: UUID, submission: Submission) -> UUID:
    """Names a judging as graded by the rubric in force, whatever its change is told against."""
    return _statement(judging_id, submission, None)


def newness(event: ReportScoredV1) -> tuple[int, int, datetime]:
    """Sorts by version, judging and time, so that grading anew by a new rubric replaces the old grade."""
    return event.submission.version, event.judging, event.occurred_at


def _statement(judging_id: UUID, submission: Submission, against: Standing | None) -> UUID:
    # The year an agency filed for decides, as it does for the deadline; what the report says is F003's business.
    rubric = rubric_for(submission.year)
    told_against = (against.grading,) if against else ()
    return ReportScoredV1.id_from(judging_id, rubric.id, rubric.digest, *told_against)


def _change(card: Scorecard, judged: Judged, mine: Submission, against: Standing | None) -> Change | None:
    """None where there is no year before that was rated, and for a report that is not rated itself."""
    if against is None or against.judged is None:
        return None
    before, prior = against.event.scorecard, against.event.submission
    if Grade.NOT_RATED in {before.grade, card.grade}:
        return None
    return change(
        Year(prior.id, before.total, against.judged, rubric_for(prior.year)),
        Year(mine.id, card.total, judged, rubric_for(mine.year)),
    )
