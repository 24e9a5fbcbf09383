"""A receipt proves itself, and whatever is changed in it is found."""

import base64
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.signing import VerifyKey

from shared.report import receipt as receipts
from shared.report.ledger import BEGINNING, Filed, Link, Settled, first_break
from shared.report.receipt import NewerReceiptError, NotGenuineError, SignedReceipt, fingerprint, genuine, signed
from shared.report.submission import Correction, DeadlineStatus
from shared.report.text import Text

SEED = bytes(range(32))
OTHER_SEED = bytes(32)
NOON = datetime(2026, 1, 20, 4, tzinfo=UTC)
FILED = Filed(submission=UUID(int=7), agency="DH-0101", year=2025, version=1, sha256="ab" * 32, received_at=NOON)
SETTLED = Settled(
    submission=UUID(int=7), outcome="scored", at=NOON, figures="cd" * 32, reader="2", catalogue="0123456789abcdef"
)
FIRST = Link.after(0, BEGINNING, FILED)
SECOND = Link.after(1, FIRST.head, SETTLED)
RECEIPT = SignedReceipt(
    submission=FILED.submission,
    agency="DH-0101",
    agency_name="临江市水务局",
    year=2025,
    version=1,
    filename="年报.html",
    media_type="text/html",
    size=3,
    sha256=FILED.sha256,
    received_at=NOON,
    deadline=date(2026, 1, 31),
    deadline_status=DeadlineStatus.ON_TIME,
    deadline_label=Text("按期报送", "Filed on time"),
    corrections=(Correction("requests.closed.total", 12), Correction("proactive.fees", Decimal("1.50"))),
    outcome="scored",
    outcome_label=Text("已评定", "Graded"),
    outcome_at=NOON,
    figures=SETTLED.figures,
    reader=SETTLED.reader,
    catalogue=SETTLED.catalogue,
    ledger=(FIRST, SECOND),
)
FILE = signed(RECEIPT, SEED)


def test_a_receipt_proves_itself() -> None:
    found = genuine(FILE)
    assert found == msgspec.structs.replace(RECEIPT, key=receipts.public_key(SEED), signature=found.signature)
    assert signed(RECEIPT, SEED) == FILE, "issued again it is the same"


def test_a_receipt_is_read_by_people() -> None:
    assert "临江市水务局" in FILE.decode()
    assert FILE.decode().count("\n") > 30


def test_anybody_can_do_the_sums_without_this_program() -> None:
    tree = json.loads(FILE)
    key, signature = (base64.b64decode(tree.pop(name)) for name in ("key", "signature"))
    tree["key"] = base64.b64encode(key).decode()
    message = json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    VerifyKey(key).verify(message, signature)
    for link in tree["ledger"]:
        entry = json.dumps(link["entry"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert sha256((link["previous"] + entry).encode()).hexdigest() == link["head"]
    assert tree["ledger"][1]["previous"] == tree["ledger"][0]["head"]


@settings(max_examples=600)
@given(st.integers(0, len(FILE) - 1), st.integers(1, 255))
def test_any_byte_changed_is_found(place: int, change: int) -> None:
    altered = bytearray(FILE)
    altered[place] ^= change
    with pytest.raises(NotGenuineError):
        genuine(bytes(altered))


@given(st.integers(0, len(FILE)), st.binary(max_size=2), st.integers(0, 2))
def test_bytes_added_or_taken_away_are_found(place: int, added: bytes, taken: int) -> None:
    altered = FILE[:place] + added + FILE[place + taken :]
    if altered != FILE:
        with pytest.raises(NotGenuineError):
            genuine(altered)


@given(st.binary(max_size=40) | st.text('{}[]":1,schema', max_size=30).map(str.encode))
def test_noise_is_no_receipt(noise: bytes) -> None:
    with pytest.raises(NotGenuineError):
        genuine(noise)


def test_nesting_without_end_is_no_receipt() -> None:
    with pytest.raises(NotGenuineError):
        genuine(b'{"schema":' + b"[" * 100_000)


def resigned(**changes: object) -> bytes:
    """What somebody with a key can issue, be it true or not."""
    return signed(msgspec.structs.replace(RECEIPT, **changes), OTHER_SEED)


def test_another_key_gives_another_fingerprint() -> None:
    assert genuine(resigned()).key == receipts.public_key(OTHER_SEED)
    assert fingerprint(receipts.public_key(OTHER_SEED)) != fingerprint(receipts.public_key(SEED))


CONTRADICTIONS: dict[str, dict[str, Any]] = {
    "other bytes": {"sha256": "cd" * 32},
    "another time": {"received_at": datetime(2026, 1, 1, tzinfo=UTC)},
    "another filing": {"submission": UUID(int=8)},
    "other figures": {"figures": "ef" * 32},
    "other rules": {"catalogue": "ef" * 8},
    "another end": {"outcome": "rejected"},
    "no end": {"ledger": (FIRST,)},
    "a head that is not the entry's": {"ledger": (FIRST, msgspec.structs.replace(SECOND, head="0" * 64))},
    "an entry of no kind": {"ledger": (Link(1, BEGINNING, {"kind": "rumour"}, FIRST.head),)},
}


@pytest.mark.parametrize("changes", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_a_receipt_that_its_entries_contradict_is_not_genuine(changes: dict[str, Any]) -> None:
    with pytest.raises(NotGenuineError, match="ledger"):
        genuine(resigned(**changes))


def test_a_receipt_of_filing_has_no_digests_yet() -> None:
    filing: dict[str, object] = {
        "outcome": "open",
        "outcome_at": None,
        "figures": "",
        "reader": "",
        "catalogue": "",
        "ledger": (FIRST,),
    }
    assert genuine(resigned(**filing)).figures == ""
    with pytest.raises(NotGenuineError):
        genuine(resigned(**(filing | {"figures": "cd" * 32})))


def test_a_receipt_of_a_later_schema_is_genuine_but_not_understood() -> None:
    with pytest.raises(NewerReceiptError):
        genuine(resigned(schema=2))


def test_a_key_is_written_in_either_alphabet() -> None:
    seed = bytes([251, 255] * 16)
    written = (base64.b64encode(seed).decode(), base64.urlsafe_b64encode(seed).decode().rstrip("="))
    assert {receipts.seed_of(text + "\n") for text in written} == {seed}
    for wrong in ("", "not a key", base64.b64encode(b"short").decode(), "勾稽"):
        with pytest.raises(ValueError, match="32 bytes"):
            receipts.seed_of(wrong)


def test_a_fingerprint_is_meant_however_it_is_written() -> None:
    key = receipts.public_key(SEED)
    plain = fingerprint(key)
    pairs = ":".join(plain[place : place + 2] for place in range(0, 64, 2))
    assert {receipts.expected_fingerprint(text) for text in (key, plain, pairs.upper(), f" {key}\n")} == {plain}
    with pytest.raises(ValueError, match="signing key"):
        receipts.expected_fingerprint("勾稽")


ENTRIES = st.lists(
    st.builds(
        Settled,
        submission=st.uuids(),
        outcome=st.sampled_from(["scored", "rejected"]),
        at=st.just(NOON),
        figures=st.text("ab", max_size=2),
    ),
    min_size=2,
    max_size=6,
)


def chained(entries: list[Settled]) -> list[Link]:
    links: list[Link] = []
    for position, entry in enumerate(entries):
        links.append(Link.after(position, links[-1].head if links else BEGINNING, entry))
    return links


@given(ENTRIES, st.data())
def test_a_chain_breaks_where_it_is_touched(entries: list[Settled], data: st.DataObject) -> None:
    links = chained(entries)
    assert first_break(links) is None
    place = data.draw(st.integers(0, len(links) - 1))
    changed = msgspec.structs.replace(links[place], entry=links[place].entry | {"outcome": "open"})
    assert first_break([*links[:place], changed, *links[place + 1 :]]) == place + 1
    if place < len(links) - 1:
        assert first_break([*links[:place], *links[place + 1 :]]) == place + 1
    rewritten = Link.after(place, links[place].previous, msgspec.structs.replace(entries[place], outcome="open"))
    broken = first_break([*links[:place], rewritten, *links[place + 1 :]])
    assert broken == (place + 2 if place < len(links) - 1 else None), "a rewritten entry breaks the one after it"
    half = len(links) // 2
    assert first_break(links[half:], half, links[half - 1].head) is None
