"""What is decided about a message before anything is run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nats.aio.client import Client
from nats.aio.msg import Msg

from shared.events.submission_received import SubmissionReceivedV1
from shared.messaging.decisions import Hand, Item, Way, pause, retry_delay, walk, way
from shared.messaging.settings import BusSettings
from tests.shared.messaging.filings import received

SETTINGS = BusSettings()


def delivered(sequence: int, deliveries: int = 1, data: bytes | None = None) -> Item[SubmissionReceivedV1]:
    reply = f"$JS.ACK.gouji-v1-submission-received.ingest.{deliveries}.{sequence}.{sequence}.1700000000000000000.0"
    payload = received(sequence).encode() if data is None else data
    return Item.read(Msg(Client(), SubmissionReceivedV1.subject, reply, payload), SubmissionReceivedV1)


@pytest.mark.parametrize(
    ("deliveries", "expected"),
    [(1, Way.TOGETHER), (2, Way.TOGETHER), (3, Way.ALONE), (12, Way.ALONE), (13, Way.GIVE_UP)],
)
def test_company_gets_rarer_with_every_delivery(deliveries: int, expected: Way) -> None:
    assert way(delivered(1, deliveries), SETTINGS) is expected


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe", b"[]", b'{"event_id": 1}', b"[" * 100_000, b'{"submission": {"figures": 5}}']
)
def test_what_cannot_be_read_is_given_up_at_once(data: bytes) -> None:
    item = delivered(1, data=data)
    assert item.unreadable is not None
    assert way(item, SETTINGS) is Way.GIVE_UP


@given(count=st.integers(1, 64), killer=st.integers(0, 63))
def test_a_message_that_kills_the_process_takes_nobody_with_it(count: int, killer: int) -> None:
    left = set(range(1, count + 1))
    killer = killer % count + 1
    for deliveries in range(1, SETTINGS.budget + 1):
        items = [delivered(sequence, deliveries, b"{}") for sequence in sorted(left)]
        if deliveries < SETTINGS.alone_from:
            continue  # the whole batch died with it
        for item in walk(items):
            if item.sequence == killer:
                break
            left.discard(item.sequence)
    assert left == {killer}


def test_retries_come_later_and_later_and_not_all_at_once() -> None:
    delays = [retry_delay(deliveries, 7, SETTINGS) for deliveries in range(1, 13)]
    assert delays == sorted(delays)
    assert delays[0] >= SETTINGS.retry_base
    assert delays[-1] <= SETTINGS.retry_cap * 1.5
    assert len({round(retry_delay(1, sequence, SETTINGS), 2) for sequence in range(64)}) > 30
    assert retry_delay(10_000, 7, SETTINGS) <= SETTINGS.retry_cap * 1.5


def test_knocking_at_a_bad_world_gets_slower_up_to_half_a_minute() -> None:
    assert [pause(rounds, SETTINGS) for rounds in (0, 1, 2, 10, 10_000)] == [0.5, 1, 2, 30, 30]


def test_a_hand_forgets_what_is_settled_and_keeps_the_newest_delivery() -> None:
    hand: Hand[SubmissionReceivedV1] = Hand()
    hand.take([delivered(1), delivered(2), delivered(3)])
    hand.take([delivered(2, deliveries=2)])
    hand.settle(delivered(1))
    assert [(item.sequence, item.deliveries) for item in hand] == [(2, 2), (3, 1)]
    hand.rotate(1)
    assert [item.sequence for item in hand] == [3, 2]
