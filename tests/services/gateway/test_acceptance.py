"""Identity and version of a filing: the same filing is the same receipt, anything else supersedes."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.acceptance import accept, announcement, object_key
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
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_filing_that_differs_supersedes(changed: dict[str, Any]) -> None:
    first = submission()
    second = accept(offer(**changed), WATER, first, NOON)
    assert (second.version, second.supersedes) == (2, first.id)
    assert second.id != first.id


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
