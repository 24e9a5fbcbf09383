"""The house's key: receipts are signed with it, so that they prove themselves wherever they are kept."""

from collections.abc import Mapping
from os import environ
from pathlib import Path
from typing import Self

import msgspec

from shared.access.settings import kept_secret
from shared.report.receipt import SignedReceipt, fingerprint, public_key, seed_of, signed


class KeyView(msgspec.Struct, frozen=True):
    """The public half of the key in base64, and the sha-256 of it to compare by eye."""

    algorithm: str
    key: str
    fingerprint: str


class Signer:
    """Signs receipts with the Ed25519 key of a seed of 32 bytes."""

    def __init__(self, seed: bytes) -> None:
        self._seed = seed
        key = public_key(seed)
        self.public = KeyView("Ed25519", key, fingerprint(key))

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = environ) -> Self:
        """Read `GOUJI_SIGNING_KEY`, else the file `signing-key` in `GOUJI_DATA`, made at first use.

        Raises:
            ValueError: it is not 32 bytes in base64.
        """
        data = Path(environment.get("GOUJI_DATA") or "./data")
        return cls(seed_of(environment.get("GOUJI_SIGNING_KEY") or kept_secret(data / "signing-key")))

    def sign(self, receipt: SignedReceipt) -> bytes:
        """The receipt as a file to keep."""
        return signed(receipt, self._seed)
