"""Which report is judged against which, decided without a database."""

from datetime import UTC, datetime
from itertools import permutations

import pytest

from services.validate.catalogue import digest
from services.validate.docket import Docket
from shared.events.report_validated import ReportValidatedV1
from shared.report.verdict import Outcome
from tests.services.validate.hearings import BROUGHT, CARRIED, normalized, told, verdict

NOW = datetime(2026, 1, 31, 4, tzinfo=UTC)


def empty() -> Docket:
    return Docket((), {})


def test_a_report_alone_is_judged_without_a_prior() -> None:
    event = normalized(2023)
    (outcome,) = empty().hear(event, NOW)
    assert told(outcome) == (2023, 1, False, 1, None)
    assert outcome.prior is None
    assert outcome.cause_id == event.event_id
    assert outcome.event_id == ReportValidatedV1.id_from(event.event_id, event.submission.id, digest())
    assert (outcome.catalogue, outcome.occurred_at) == (digest(), NOW)
    assert (outcome.submission, outcome.report, outcome.reading) == (event.submission, event.report, event.reading)


@pytest.mark.parametrize(
    ("since", "expected"),
    [(None, Outcome.NOT_APPLICABLE), (2024, Outcome.NOT_APPLICABLE), (2023, Outcome.HOLDS), (2022, Outcome.HOLDS)],
)
def test_the_day_of_receipt_counts_from_the_year_that_had_to_be_filed_here(
    since: int | None, expected: Outcome
) -> None:
    (outcome,) = Docket((), {}, since).hear(normalized(2023), NOW)
    assert verdict(outcome, "T002").outcome is expected


def test_the_year_before_is_the_prior() -> None:
    docket = empty()
    earlier = normalized(2022, figures={CARRIED: 4})
    docket.hear(earlier, NOW)
    (outcome,) = docket.hear(normalized(2023), NOW)
    assert told(outcome) == (2023, 1, False, 1, 4)
    assert outcome.prior == earlier.submission.id


def test_when_the_year_before_comes_later_the_report_is_judged_again() -> None:
    docket = empty()
    later, earlier = normalized(2023), normalized(2022, figures={CARRIED: 4})
    docket.hear(later, NOW)
    own, again = docket.hear(earlier, NOW)
    assert (told(own), told(again)) == ((2022, 1, False, 1, None), (2023, 1, False, 2, 4))
    assert again.cause_id == earlier.event_id
    assert again.prior == earlier.submission.id
    assert again.event_id == ReportValidatedV1.id_from(earlier.event_id, later.submission.id, digest())


def test_only_the_next_year_is_judged_again() -> None:
    docket = empty()
    for year in (2021, 2022, 2024, 2025):
        docket.hear(normalized(year), NOW)
    assert [told(outcome)[:4] for outcome in docket.hear(normalized(2023), NOW)] == [
        (2023, 1, False, 1),
        (2024, 1, False, 2),
    ]


def test_a_correction_becomes_the_prior_and_an_old_version_that_comes_late_does_not() -> None:
    docket = empty()
    docket.hear(normalized(2023), NOW)
    _, again = docket.hear(normalized(2022, version=2, figures={CARRIED: 2}), NOW)
    assert told(again) == (2023, 1, False, 2, 2)
    (late,) = docket.hear(normalized(2022, version=1, figures={CARRIED: 7}), NOW)
    assert told(late) == (2022, 1, False, 1, None)
    (newer,) = docket.hear(normalized(2023, version=2), NOW)
    assert told(newer) == (2023, 2, False, 1, 2)
    _, again = docket.hear(normalized(2022, version=3, figures={CARRIED: 3}), NOW)
    assert told(again) == (2023, 2, False, 2, 3)


def test_drafts_use_priors_and_are_nobodys_prior() -> None:
    docket = empty()
    docket.hear(normalized(2022, figures={CARRIED: 4}), NOW)
    (draft,) = docket.hear(normalized(2023, draft=True), NOW)
    assert told(draft) == (2023, 1, True, 1, 4)
    (next_year,) = docket.hear(normalized(2024), NOW)
    assert told(next_year) == (2024, 1, False, 1, None)


def test_a_draft_is_not_judged_again() -> None:
    docket = empty()
    docket.hear(normalized(2023, draft=True), NOW)
    assert [told(outcome)[0] for outcome in docket.hear(normalized(2022), NOW)] == [2022]


def test_agencies_do_not_mix() -> None:
    docket = empty()
    docket.hear(normalized(2022, agency="dh-other"), NOW)
    (outcome,) = docket.hear(normalized(2023), NOW)
    assert outcome.prior is None


def test_a_submission_read_anew_is_judged_once_more() -> None:
    docket = empty()
    docket.hear(normalized(2023, figures={BROUGHT: 5}), NOW)
    (outcome,) = docket.hear(normalized(2023, reading=2), NOW)
    assert told(outcome) == (2023, 1, False, 2, None)


@pytest.mark.parametrize("order", list(permutations((2021, 2022, 2023))))
def test_in_whatever_order_the_last_judging_uses_the_year_before(order: tuple[int, ...]) -> None:
    docket = empty()
    last: dict[int, ReportValidatedV1] = {}
    for year in order:
        for outcome in docket.hear(normalized(year, figures={CARRIED: year - 2000}), NOW):
            before = last.get(outcome.submission.year)
            assert outcome.judging == (before.judging + 1 if before else 1)
            last[outcome.submission.year] = outcome
    assert [told(last[year])[4] for year in (2021, 2022, 2023)] == [None, 21, 22]
