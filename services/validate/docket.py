"""Which report is judged against which: the standing reports of the agencies at hand, in order of hearing."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from services.validate.catalogue import digest
from services.validate.diagnosis.diagnose import diagnose
from services.validate.engine import judge
from services.validate.filing import EarlierVersion, Filing, Predecessor, PriorReport
from services.validate.peers import Likely, Peers, bands_of
from services.validate.waived import waived
from shared.events.event import Event
from shared.events.report_normalized import ReportNormalizedV1
from shared.events.report_validated import ReportValidatedV1
from shared.events.waiver_changed import WaiverChangedV1
from shared.report.submission import Submission
from shared.report.waiver import Waiver


class Docket:
    """Hears reports one by one and remembers, so that each is judged by what came before it.

    `standing` are reports that may be somebody's prior year: of each agency and year the latest versions that are no
    drafts. `judgings` tells how often each submission has been judged. Both must be complete for the agencies whose
    reports are heard, for those they continue and for those that continue them, from the year before to the year
    after. `filing_since` is the first report year that had to be filed through this house. `likely` are reports whose
    prose may be like that of a report heard or judged again, and `bands` those known already, by submission. `waivers`
    are all that were asked for by the agencies whose reports are judged, each as it last stood.
    """

    def __init__(
        self,
        standing: Iterable[ReportNormalizedV1],
        judgings: Mapping[UUID, int],
        filing_since: int | None = None,
        *,
        likely: Iterable[Likely] = (),
        bands: Mapping[UUID, tuple[int, ...]] | None = None,
        arrivals: Mapping[tuple[str, int], float] | None = None,
        waivers: Iterable[Waiver] = (),
    ) -> None:
        self._filing_since = filing_since
        self._standing: dict[tuple[str, int], ReportNormalizedV1] = {}
        self._versions: dict[tuple[str, int], list[ReportNormalizedV1]] = {}
        self._continuing: dict[str, set[str]] = {}
        self._judgings = dict(judgings)
        self._peers = Peers(likely)
        self._bands = dict(bands or {})
        self._arrivals = dict(arrivals or {})
        self._waivers: dict[tuple[str, int], dict[UUID, Waiver]] = {}
        for waiver in waivers:
            self._waivers.setdefault((waiver.agency_code, waiver.year), {})[waiver.id] = waiver
        for report in standing:
            self._let_stand(report)

    def hear(self, event: ReportNormalizedV1, now: datetime) -> tuple[ReportValidatedV1, ...]:
        """Judge the report, and again those that this one bears on now that it stands.

        Those are next year's of the agency and of the agencies that continue it, and this year's of agencies that
        share a predecessor with it or continue it though it goes on. An earlier version that comes late bears on none.

        Raises:
            KeyError: the report uses an edition of the form that the house does not know.
        """
        stands = self._let_stand(event)
        heard = [self._judge(event, cause=event, now=now)]
        if stands:
            heard += [self._judge(other, cause=event, now=now) for other in self._affected(event.submission)]
        self._remember(event)
        return tuple(heard)

    def hear_waiver(self, event: WaiverChangedV1, now: datetime) -> tuple[ReportValidatedV1, ...]:
        """Judge the agency's report about that year again, if this state of the waiver changes what is waived in it."""
        waiver = event.waiver
        place = waiver.agency_code, waiver.year
        before = dict(self._waivers.get(place, {}))
        if waiver.id in before and before[waiver.id].changed >= waiver.changed:
            return ()
        after = self._waivers[place] = before | {waiver.id: waiver}
        report = self._standing.get(place)
        if report is None or not self._tells_apart(report, before.values(), after.values()):
            return ()
        return (self._judge(report, cause=event, now=now),)

    def consider(self, event: ReportNormalizedV1) -> Filing:
        """What a rule may look at for a report, without judging it; later ones are compared with its prose."""
        filing = self._filing(event, self._prior(event.submission))
        self._remember(event)
        return filing

    def _let_stand(self, report: ReportNormalizedV1) -> bool:
        """Put the report in its place unless a newer version has it; whether it stands there now."""
        if report.submission.draft:
            return False
        place = _place(report.submission)
        self._versions.setdefault(place, []).append(report)
        current = self._standing.get(place)
        if current is not None and _age(current.submission) > _age(report.submission):
            return False
        self._standing[place] = report
        for code in report.submission.agency.predecessors:
            self._continuing.setdefault(code, set()).add(place[0])
        return True

    def _affected(self, mine: Submission) -> list[ReportNormalizedV1]:
        """The standing reports about which something else may be said now."""
        code, year = mine.agency.code, mine.year
        places = {(other, year + 1) for other in (code, *self._continuing.get(code, ()))}
        for before in (code, *mine.agency.predecessors):
            # Where two continue it already, or one and it goes on, it is known to be divided.
            others = {before, *self._continuing.get(before, ())} - {code}
            sharing = {(other, year) for other in others} & self._standing.keys()
            places |= sharing - {(before, year)} if len(sharing) == 1 else set()
        return [self._standing[place] for place in sorted(places & self._standing.keys())]

    def _tells_apart(self, report: ReportNormalizedV1, before: Collection[Waiver], after: Collection[Waiver]) -> bool:
        """Whether something else about the report is waived with the ones than with the others."""
        day = report.submission.received_on
        if not any(waiver.holds_on(day) for waiver in (*before, *after)):
            return False
        verdicts = judge(self._filing(report, self._prior(report.submission)))
        return waived(verdicts, before, day) != waived(verdicts, after, day)

    def _judge(self, report: ReportNormalizedV1, *, cause: Event, now: datetime) -> ReportValidatedV1:
        mine = report.submission
        prior = self._prior(mine)
        self._judgings[mine.id] = self._judgings.get(mine.id, 0) + 1
        filing = self._filing(report, prior)
        verdicts, waivers = waived(judge(filing), self._waivers.get(_place(mine), {}).values(), mine.received_on)
        return ReportValidatedV1(
            event_id=ReportValidatedV1.id_from(cause.event_id, mine.id, digest()),
            cause_id=cause.event_id,
            occurred_at=now,
            attempt=cause.attempt,
            submission=mine,
            report=report.report,
            reading=report.reading,
            judging=self._judgings[mine.id],
            catalogue=digest(),
            prior=prior.submission.id if prior else None,
            verdicts=verdicts,
            diagnoses=diagnose(filing, verdicts),
            waivers=waivers,
        )

    def _prior(self, mine: Submission) -> ReportNormalizedV1 | None:
        return self._standing.get((mine.agency.code, mine.year - 1))

    def _filing(self, event: ReportNormalizedV1, prior: ReportNormalizedV1 | None) -> Filing:
        mine = event.submission
        obliged = self._filing_since is not None and mine.year >= self._filing_since
        one = self._likely(event)
        return Filing(
            event.report,
            event.reading,
            agency=mine.agency,
            year=mine.year,
            received_on=mine.received_on if obliged else None,
            published_on=mine.published_on,
            prior=PriorReport(prior.report, prior.reading) if prior else None,
            predecessors=tuple(self._predecessors(mine, prior)),
            earlier=self._earlier(mine),
            peers=self._peers.like(one, self._first_arrival(mine)),
        )

    def _predecessors(self, mine: Submission, prior: ReportNormalizedV1 | None) -> Iterator[Predecessor]:
        """The agencies continued since last year's report: it brought forward itself what others had left before."""
        before = prior.submission.agency.predecessors if prior else ()
        for code in mine.agency.predecessors:
            last = self._standing.get((code, mine.year - 1))
            if last is not None:
                report = PriorReport(last.report, last.reading)
                yield Predecessor(last.submission.agency.name, report, divided=self._is_divided(code, mine))
            elif code not in before:
                yield Predecessor(code, None)

    def _is_divided(self, code: str, mine: Submission) -> bool:
        """Whether the agency goes on by itself, or another one continues it too."""
        others = {code} | self._continuing.get(code, set()) - {mine.agency.code}
        return any((other, mine.year) in self._standing for other in others)

    def _earlier(self, mine: Submission) -> EarlierVersion | None:
        """The latest version before this one, if it was published when this one came in."""
        before = [one for one in self._versions.get(_place(mine), ()) if one.submission.version < mine.version]
        last = max(before, key=lambda one: _age(one.submission), default=None)
        if last is None:
            return None
        published_on = last.submission.published_on or last.report.published_on
        if published_on is None or published_on > mine.received_on:
            return None
        return EarlierVersion(last.report, last.reading)

    def _likely(self, event: ReportNormalizedV1) -> Likely:
        mine = event.submission
        if mine.id not in self._bands:
            self._bands[mine.id] = bands_of(event.report, mine.agency.name)
        return likely(event, self._bands[mine.id])

    def _first_arrival(self, mine: Submission) -> float:
        return min(mine.received_at.timestamp(), self._arrivals.get(_place(mine), float("inf")))

    def _remember(self, event: ReportNormalizedV1) -> None:
        """Let others be compared with its prose, unless it is a draft."""
        if event.submission.draft:
            return
        self._arrivals[_place(event.submission)] = self._first_arrival(event.submission)
        self._peers.add(self._likely(event))


def likely(event: ReportNormalizedV1, bands: tuple[int, ...]) -> Likely:
    """A report as a candidate for others whose prose may be like its own."""
    mine = event.submission
    return Likely(mine.agency.code, mine.agency.name, mine.year, mine.received_at.timestamp(), event.report, bands)


def _place(submission: Submission) -> tuple[str, int]:
    return submission.agency.code, submission.year


def _age(submission: Submission) -> tuple[int, datetime, UUID]:
    return submission.version, submission.received_at, submission.id
