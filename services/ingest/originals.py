"""The originals as the gateway stored them: a directory or whatever else obstore knows; this room only reads."""

from collections.abc import Mapping
from hashlib import sha256
from os import environ
from pathlib import Path
from typing import Self
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url


class OriginalsUnavailableError(OSError):
    """The object store does not answer."""


class OriginalDamagedError(Exception):
    """The stored bytes are not those the receipt is about."""


class Originals:
    """The object store at a URL (`s3://bucket/prefix`, `file:///…`) or in a directory."""

    def __init__(self, url: str) -> None:
        directory = _directory(url)
        self._store: ObjectStore = LocalStore(directory, mkdir=True) if directory else from_url(url)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = environ) -> Self:
        """The store at `GOUJI_OBJECTS_URL`, by default `objects` in `GOUJI_DATA`."""
        default = str(Path(environment.get("GOUJI_DATA") or "data") / "objects")
        return cls(environment.get("GOUJI_OBJECTS_URL") or default)

    async def fetch(self, key: str, digest: str) -> bytes:
        """The bytes under `key`, which must have the SHA-256 `digest`.

        Raises:
            FileNotFoundError: there is no such object.
            OriginalsUnavailableError: the store does not answer.
            OriginalDamagedError: the bytes are not those that were filed.
        """
        try:
            found = await obstore.get_async(self._store, key)
            data = bytes(await found.bytes_async())
        except BaseError as error:
            raise OriginalsUnavailableError(str(error)) from error
        if sha256(data).hexdigest() != digest:
            raise OriginalDamagedError(key)
        return data


def _directory(url: str) -> Path | None:
    parts = urlsplit(url)
    if parts.scheme == "file":
        return Path(unquote(parts.path))
    return Path(url).absolute() if len(parts.scheme) <= 1 else None
