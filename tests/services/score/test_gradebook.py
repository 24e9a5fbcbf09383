"""Whose change is told against whose, in whatever order the judgings come; decided without a database."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import permutations

import pytest
from msgspec.structs import replace

from services.score.gradebook import Gradebook
from shared.events.report_scored import ReportScoredV1
from shared.events.report_validated import ReportValidatedV1
from shared.report.scorecard import Change, Grade
from tests.services.score.specimens import places_of, sound_report, validated, verdict

NOW = datetime(2024, 2, 1, tzinfo=UTC)
REPORT = sound_report()
FAILING = {"F001": verdict("F001", places_of("F001", REPORT), breached=("part.3",))}
WORSE = {"A302": verdict("A302", places_of("A302", REPORT), breached=places_of("A302", REPORT)[:10])}


def empty() -> Gradebook:
    return Gradebook({}, {})


def standing(events: Iterable[ReportScoredV1]) -> dict[int, ReportScoredV1]:
    """What a reader shows: of each year the newest version's highest judging, and of that the last statement."""
    found: dict[int, ReportScoredV1] = {}
    for event in sorted(events, key=lambda one: (one.submission.version, one.judging, one.occurred_at)):
        found[event.submission.year] = event
    return found


def told(event: ReportScoredV1) -> Decimal | None:
    """By how much the total changed, as its four parts say."""
    found = event.scorecard.change
    if found is None:
        return None
    assert event.scorecard.total == found.prior_total + total(found)
    return total(found)


def total(found: Change) -> Decimal:
    return found.figures + found.rules + found.weights + found.waivers


def test_a_scorecard_tells_its_change_against_the_year_before() -> None:
    book = empty()
    before, after = validated(year=2022, verdicts=FAILING), validated(year=2023)
    (last,) = book.hear(before, NOW)
    (this,) = book.hear(after, NOW)
    assert last.scorecard.change is None
    found = this.scorecard.change
    assert found is not None
    assert (found.prior, found.prior_total) == (before.submission.id, last.scorecard.total)
    assert told(this) == this.scorecard.total - last.scorecard.total > 0
    assert (this.catalogue, this.figures) == ("test", after.report.figures_digest)


def test_when_the_year_before_comes_later_the_scorecard_is_stated_again() -> None:
    book = empty()
    (first,) = book.hear(validated(year=2023), NOW)
    last, again = book.hear(validated(year=2022, verdicts=FAILING), NOW)
    assert (first.scorecard.change, told(again)) == (None, first.scorecard.total - last.scorecard.total)
    assert (again.cause_id, again.judging, again.submission) == (first.cause_id, first.judging, first.submission)
    assert again.event_id not in {first.event_id, last.event_id}
    assert again.occurred_at > first.occurred_at
    assert replace(again.scorecard, change=None) == first.scorecard
    assert [event for _, event in book.said] == [first, last, again]


def test_it_is_later_than_what_it_replaces_whatever_the_clock_says() -> None:
    book = empty()
    (first,) = book.hear(validated(year=2023), NOW)
    _, again = book.hear(validated(year=2022), NOW - timedelta(hours=1))
    assert again.occurred_at == first.occurred_at + timedelta(microseconds=1)


def test_what_comes_again_is_answered_as_it_was_stated_last() -> None:
    book = empty()
    book.hear(validated(year=2023), NOW)
    last, again = book.hear(validated(year=2022), NOW)
    said = len(book.said)
    assert book.hear(validated(year=2022), NOW + timedelta(days=1)) == (last, again)
    assert book.hear(validated(year=2023), NOW + timedelta(days=1)) == (again,)
    assert len(book.said) == said


def test_a_corrected_year_before_has_the_change_told_again() -> None:
    book = empty()
    book.hear(validated(year=2022, verdicts=FAILING), NOW)
    (this,) = book.hear(validated(year=2023), NOW)
    corrected, again = book.hear(validated(year=2022, version=2), NOW)
    assert told(again) == 0
    assert again.scorecard.change is not None
    assert again.scorecard.change.prior == corrected.submission.id
    assert len({this.event_id, again.event_id}) == 2
    (late,) = book.hear(validated(year=2022, version=1, judging=2), NOW)
    assert late.submission.version == 1
    assert standing([event for _, event in book.said])[2023] == again


def test_a_judging_again_is_told_against_what_stands() -> None:
    book = empty()
    (last,) = book.hear(validated(year=2022, verdicts=FAILING), NOW)
    book.hear(validated(year=2023), NOW)
    (this,) = book.hear(validated(year=2023, judging=2, verdicts=WORSE), NOW)
    assert told(this) == this.scorecard.total - last.scorecard.total


def test_other_agencies_and_years_are_not_concerned() -> None:
    book = empty()
    book.hear(validated(year=2023), NOW)
    assert len(book.hear(validated(year=2022, code="330100002"), NOW)) == 1
    assert len(book.hear(validated(year=2021), NOW)) == 1
    assert len(book.hear(validated(year=2024, code="330100002"), NOW)) == 1


def test_a_draft_is_told_its_change_and_is_nobody_s_year_before() -> None:
    book = empty()
    book.hear(validated(year=2022, verdicts=FAILING), NOW)
    (draft,) = book.hear(validated(year=2023, draft=True), NOW)
    assert told(draft) is not None
    (next_year,) = book.hear(validated(year=2024), NOW)
    assert next_year.scorecard.change is None
    assert len(book.hear(validated(year=2022, version=2), NOW)) == 1


@pytest.mark.parametrize("years", [(2022, 2023), (2023, 2022)])
def test_without_a_rated_year_on_both_sides_there_is_no_change(years: tuple[int, int]) -> None:
    few = {rule: verdict(rule, ()) for rule in ("A302", "F001")}
    for unrated in (2022, 2023):
        book = empty()
        for year in years:
            cause = validated(year=year)
            book.hear(replace(cause, verdicts=tuple(few.values())) if year == unrated else cause, NOW)
        found = standing([event for _, event in book.said])
        assert found[unrated].scorecard.grade is Grade.NOT_RATED
        assert found[2023].scorecard.change is None


def test_what_an_earlier_release_kept_nothing_of_is_told_once_it_is_heard_again() -> None:
    book = empty()
    book.hear(validated(year=2022), NOW)
    book.hear(validated(year=2023), NOW)
    graded = {grading: replace(event, scorecard=replace(event.scorecard, change=None)) for grading, event in book.said}
    bare = {place: type(one)(graded[one.grading], one.grading, judged=None) for place, one in book.moved.items()}
    upgraded = Gradebook(graded, bare)
    assert [one.scorecard.change for one in upgraded.hear(validated(year=2023), NOW)] == [None]
    _, again = upgraded.hear(validated(year=2022), NOW)
    assert told(again) == 0
    upgraded = Gradebook(graded, bare)
    assert len(upgraded.hear(validated(year=2022), NOW)) == 1
    (again,) = upgraded.hear(validated(year=2023), NOW)
    assert told(again) == 0


CAUSES: tuple[ReportValidatedV1, ...] = (
    validated(year=2022, verdicts=FAILING),
    validated(year=2022, version=2),
    validated(year=2023),
    validated(year=2023, judging=2, verdicts=WORSE),
    validated(year=2024, verdicts=WORSE),
)


@pytest.mark.parametrize("order", list(permutations(range(len(CAUSES))))[::3])
def test_in_whatever_order_what_stands_is_told_against_what_stands(order: tuple[int, ...]) -> None:
    book = empty()
    said = [event for place in order for event in book.hear(CAUSES[place], NOW)]
    found = standing(said)
    for year in (2023, 2024):
        change = found[year].scorecard.change
        assert change is not None
        before = found[year - 1]
        assert (change.prior, change.prior_total) == (before.submission.id, before.scorecard.total)
        assert told(found[year]) == found[year].scorecard.total - before.scorecard.total
    again = [event for cause in CAUSES for event in book.hear(cause, NOW + timedelta(days=1))]
    assert standing(again) == found
