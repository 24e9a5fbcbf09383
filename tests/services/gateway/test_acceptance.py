"""Identity and version of a filing: the same filing is the same receipt, anything else supersedes."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.acceptance import accept, announcement, object_key, once_more
from shared.report.codec import decode, encode
from shared.report.submission import Correction, Submission
from tests.services.gateway.house import NOON, WATER, offer, submission


def test_a_first_filing_is_version_one_and_supersedes_nothing() -> None:
    first = submission()
    assert (first.version, first.supersedes, first.received_at) == (1, None, NOON)


def test_the_same_filing_again_is_the_one_already_held() -> None:
    first = submission()
    assert accept(offer(filename="年报 (1).HTML"), WATER, first, NOON + timedelta(days=20)) is first


@pytest.mark.parametrize(
    "changed",
    [
        {"sha256": "cd" * 32},
        {"published_on": date(2026, 1, 20)},
        {"media_type": "text/plain"},
        {"filename": "年报.txt"},
        {"corrections": (Correction("requests.closed.total", 3),)},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_filing_that_differs_supersedes(changed: dict[str, Any]) -> None:
    first = submission()
    second = accept(offer(**changed), WATER, first, NOON)
    assert (second.version, second.supersedes) == (2, first.id)
    assert second.id != first.id


def test_corrections_make_another_filing_of_the_same_bytes() -> None:
    first = submission()
    stated = (Correction("proactive.fees", Decimal("2.50")), Correction("requests.closed.total", None))
    second = accept(once_more(first, draft=False, published_on=None, corrections=stated), WATER, first, NOON)
    assert (second.version, second.corrections, second.sha256) == (2, stated, first.sha256)
    assert accept(offer(corrections=stated), WATER, second, NOON) is second
    assert accept(offer(), WATER, second, NOON).version == 3
    assert len({submission(corrections=stated[:n]).id for n in range(3)}) == 3
    travelled = decode(encode(second), Submission)
    assert submission(corrections=travelled.corrections).id == submission(corrections=stated).id


def test_without_corrections_the_id_is_what_it_always_was() -> None:
    assert str(submission().id) == "1498007d-a542-52b9-8e7a-972871299690"


def test_going_back_to_earlier_bytes_is_a_new_filing() -> None:
    first = submission()
    second = accept(offer(sha256="cd" * 32), WATER, first, NOON)
    third = accept(offer(), WATER, second, NOON)
    assert (third.version, third.supersedes) == (3, second.id)
    assert len({first.id, second.id, third.id}) == 3


@given(st.permutations([{}, {"year": 2024}, {"draft": True}, {"sha256": "cd" * 32}, {"agency_code": WATER.code}]))
def test_ids_follow_from_the_facts_and_nothing_else(facts: list[dict[str, Any]]) -> None:
    assert len({submission(**changed).id for changed in facts}) == 4
    assert [submission(**changed).id for changed in facts] == [submission(**changed).id for changed in facts]


def test_the_announcement_repeats_its_id_and_names_where_the_bytes_are() -> None:
    first = submission()
    assert announcement(first) == announcement(first)
    assert announcement(first).message_id == f"{announcement(first).event_id}:1"
    assert announcement(first).object_key == object_key(first.sha256) == f"sha256/ab/{'ab' * 32}"
