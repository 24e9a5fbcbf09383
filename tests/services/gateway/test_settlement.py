"""How receipts end: in one way, whatever the order of the news."""

from itertools import permutations
from uuid import UUID, uuid4

import pytest

from services.gateway.settlement import Outcome, Settlement, settlement, strongest
from shared.events.dead_letter import DeadLetterV1
from shared.events.report_scored import ReportScoredV1
from shared.events.submission_rejected import SubmissionRejectedV1
from tests.services.gateway.house import NOON, SCORECARD, submission

FILING = submission()


def scored(attempt: int = 1, judging: int = 1) -> ReportScoredV1:
    return ReportScoredV1(
        event_id=ReportScoredV1.id_from(FILING.id, judging),
        cause_id=FILING.id,
        occurred_at=NOON,
        attempt=attempt,
        submission=FILING,
        judging=judging,
        scorecard=SCORECARD,
    )


def rejected() -> SubmissionRejectedV1:
    return SubmissionRejectedV1(
        event_id=SubmissionRejectedV1.id_from(FILING.id),
        cause_id=FILING.id,
        occurred_at=NOON,
        submission=FILING,
        reasons=(),
    )


def dead(room: str = "validate", submission_id: UUID | None = FILING.id) -> DeadLetterV1:
    return DeadLetterV1(
        event_id=DeadLetterV1.id_from(room, submission_id),
        cause_id=FILING.id,
        occurred_at=NOON,
        room=room,
        original_subject="gouji.v1.report.normalized",
        original_sequence=1,
        submission_id=submission_id,
        error="ValueError",
        detail="",
        deliveries=12,
        data="",
    )


def test_each_event_says_how_a_submission_ended() -> None:
    assert settlement(scored()) == Settlement(FILING.id, Outcome.SCORED, NOON)
    assert settlement(rejected()) == Settlement(FILING.id, Outcome.REJECTED, NOON)
    assert settlement(dead()) == Settlement(FILING.id, Outcome.DEAD_LETTERED, NOON)


@pytest.mark.parametrize("letter", [dead("portal"), dead("gateway"), dead(submission_id=None)])
def test_a_dead_letter_of_a_listener_or_about_nobody_ends_nothing(letter: DeadLetterV1) -> None:
    assert settlement(letter) is None


def test_the_strongest_news_stands_in_whatever_order() -> None:
    news = [Settlement(FILING.id, end, NOON) for end in Outcome if end is not Outcome.OPEN]
    for order in permutations(news):
        assert strongest(order) == (Settlement(FILING.id, Outcome.SCORED, NOON),)


def test_news_about_several_submissions_come_in_the_order_of_their_ids() -> None:
    news = [Settlement(uuid4(), Outcome.SCORED, NOON) for _ in range(20)]
    assert [item.submission_id for item in strongest(news)] == sorted(item.submission_id for item in news)


def test_every_outcome_has_words_in_both_languages() -> None:
    assert all(end.label.zh and end.label.en for end in Outcome)
