"""A receipt to keep: what was filed, when, and what became of it, signed so that it proves itself without the house."""

import base64
import re
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from shared.report.codec import builtins, canonical, convert
from shared.report.ledger import Filed, Link, Settled
from shared.report.submission import Correction, DeadlineStatus
from shared.report.text import Text

SCHEMA = 1
_KEY_BYTES = 32
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
_SIGNATURE = "signature"
_CONTRADICTION = Text(
    "签名有效，但台账条目与回执内容不一致。", "The signature is right, but the ledger's entries contradict it."
)


class SignedReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """The receipt of a filing as its agency keeps it. `key` and `signature` are base64; times are China's.

    Before the filing has ended, `outcome` is open and the digests are empty: it is then a receipt of filing. `ledger`
    are the entries about it: that it was received, and how it ended.
    """

    schema: int = SCHEMA
    submission: UUID
    agency: str
    agency_name: str
    year: int
    version: int
    filename: str
    media_type: str
    size: int
    sha256: str
    received_at: datetime
    published_on: date | None = None
    deadline: date
    deadline_status: DeadlineStatus
    deadline_label: Text
    corrections: tuple[Correction, ...] = ()
    outcome: str
    outcome_label: Text
    outcome_at: datetime | None = None
    figures: str = ""
    reader: str = ""
    catalogue: str = ""
    ledger: tuple[Link, ...] = ()
    key: str = ""
    signature: str = ""


class NotGenuineError(Exception):
    """A receipt is not as a house issued it; `reason` says what is wrong."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


class NewerReceiptError(Exception):
    """A receipt is genuine, but of a later schema than this program knows."""


def signed(receipt: SignedReceipt, seed: bytes) -> bytes:
    """The receipt as a file, signed with the key of that seed of 32 bytes."""
    signing = SigningKey(seed)
    tree = builtins(msgspec.structs.replace(receipt, key=_base64(bytes(signing.verify_key))))
    return _file({**tree, _SIGNATURE: _base64(signing.sign(_message(tree)).signature)})


def genuine(data: bytes) -> SignedReceipt:
    """The receipt in a file, once its signature and its heads have proved right.

    That the key it was signed with is the house's own is for the reader to say, by the key's fingerprint.

    Raises:
        NotGenuineError: a single byte is not as it was issued.
        NewerReceiptError: it is genuine, but this program does not know all that is in it.
    """
    tree = _tree(data)
    if not _is_signed(tree):
        raise NotGenuineError(Text("签名无效：内容被改动过。", "The signature is wrong: something has been changed."))
    if tree.get("schema") != SCHEMA:
        raise NewerReceiptError(f"schema {tree.get('schema')}")
    try:
        receipt = convert(tree, SignedReceipt)
        agrees = _agrees(receipt)
    except msgspec.ValidationError:
        raise NotGenuineError(_CONTRADICTION) from None
    if not agrees:
        raise NotGenuineError(_CONTRADICTION)
    return receipt


def public_key(seed: bytes) -> str:
    """The key to verify with, in base64."""
    return _base64(bytes(SigningKey(seed).verify_key))


def seed_of(text: str) -> bytes:
    """The seed written in base64, of either alphabet, padded or not.

    Raises:
        ValueError: it is not 32 bytes in base64.
    """
    standard = text.strip().rstrip("=").replace("-", "+").replace("_", "/")
    try:
        seed = base64.b64decode(standard + "=" * (-len(standard) % 4), validate=True)
    except ValueError as error:
        raise ValueError("a signing key is 32 bytes in base64") from error
    if len(seed) != _KEY_BYTES:
        raise ValueError(f"a signing key has 32 bytes, not {len(seed)}")
    return seed


def fingerprint(key: str) -> str:
    """The sha-256 of a key that is given in base64, to compare by eye.

    Raises:
        ValueError: it is not a key in base64.
    """
    return sha256(seed_of(key)).hexdigest()


def expected_fingerprint(text: str) -> str:
    """The fingerprint that a person means: a fingerprint, with or without colons, or a key in base64.

    Raises:
        ValueError: it is neither.
    """
    plain = text.strip().lower().replace(":", "").replace(" ", "")
    return plain if _FINGERPRINT.fullmatch(plain) else fingerprint(text)


def _tree(data: bytes) -> dict[str, Any]:
    try:
        tree = msgspec.json.decode(data, type=dict[str, Any])
        # Blanks, order, doubled fields: what would not change the meaning has been changed all the same.
        as_issued = _file(tree) == data
    except (msgspec.MsgspecError, UnicodeError, OverflowError, RecursionError):
        raise NotGenuineError(Text("不是勾稽系统出具的回执。", "This is not a receipt of Gouji.")) from None
    if not as_issued:
        raise NotGenuineError(Text("文件与出具时不同。", "The file is not as it was issued."))
    return tree


def _is_signed(tree: dict[str, Any]) -> bool:
    key, signature = tree.get("key"), tree.get(_SIGNATURE)
    if not isinstance(key, str) or not isinstance(signature, str):
        return False
    try:
        raw = base64.b64decode(signature, validate=True)
        VerifyKey(seed_of(key)).verify(_message(tree), raw)
    except (ValueError, BadSignatureError):
        return False
    # The last letter of base64 has bits to spare: only one way of writing them is the house's.
    return _base64(raw) == signature


def _agrees(receipt: SignedReceipt) -> bool:
    """Whether the entries are sound, and say what the receipt says."""
    entries = [link.content for link in receipt.ledger]
    filed = [entry for entry in entries if isinstance(entry, Filed)]
    endings = [entry for entry in entries if isinstance(entry, Settled)]
    end = endings[-1] if endings else None
    # What had ended before the house kept a ledger has no entry about its end, and no digests.
    digests = (end.figures, end.reader, end.catalogue) if end else ("", "", "")
    return (
        all(link.is_sound for link in receipt.ledger)
        and all(entry.submission == receipt.submission for entry in entries)
        and all(entry.sha256 == receipt.sha256 and entry.received_at == receipt.received_at for entry in filed)
        and (end is None or end.outcome == receipt.outcome)
        and digests == (receipt.figures, receipt.reader, receipt.catalogue)
    )


def _message(tree: dict[str, Any]) -> bytes:
    return canonical({name: value for name, value in tree.items() if name != _SIGNATURE})


def _file(tree: dict[str, Any]) -> bytes:
    return msgspec.json.format(canonical(tree), indent=2) + b"\n"


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
