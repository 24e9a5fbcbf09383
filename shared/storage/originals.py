"""The originals: every file exactly as it came, on disk before anything is said; the gateway keeps, ingest fetches."""

import asyncio
import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Self
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, ObjectStore, from_url


class OriginalsUnavailableError(OSError):
    """The object store is away, full or refuses; nothing was kept."""


class OriginalDamagedError(Exception):
    """The stored bytes are not those the receipt is about."""


class Originals:
    """An object store: a directory (`file:///…` or a plain path) or what else obstore knows (`s3://bucket/prefix`)."""

    def __init__(self, url: str) -> None:
        self._directory = _directory(url)
        self._store: ObjectStore = LocalStore(self._directory, mkdir=True) if self._directory else from_url(url)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """The store at `GOUJI_OBJECTS_URL`, by default `objects` in `GOUJI_DATA` (`./data`)."""
        default = str(Path(environment.get("GOUJI_DATA") or "data") / "objects")
        return cls(environment.get("GOUJI_OBJECTS_URL") or default)

    async def keep(self, key: str, data: bytes) -> None:
        """Store the bytes under `key`, which follows from them; on return they survive a power cut.

        Raises:
            OriginalsUnavailableError: they could not be stored.
        """
        try:
            if self._directory is None:
                await obstore.put_async(self._store, key, data)
            else:
                await self._write(key, data)
                # obstore writes and renames but leaves the bytes in the operating system's memory.
                await asyncio.to_thread(_flush, self._directory, key)
        except BaseError as error:
            raise OriginalsUnavailableError(str(error)) from error

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

    async def has(self, key: str) -> bool:
        """Whether there are bytes under `key`.

        Raises:
            OriginalsUnavailableError: the store does not answer.
        """
        try:
            await obstore.head_async(self._store, key)
        except FileNotFoundError:
            return False
        except BaseError as error:
            raise OriginalsUnavailableError(str(error)) from error
        return True

    async def drop(self, key: str) -> None:
        """Delete the bytes under `key`; nothing happens when there are none.

        Raises:
            OriginalsUnavailableError: the store does not answer; they may be there still.
        """
        try:
            await obstore.delete_async(self._store, key)
        except FileNotFoundError:
            return
        except BaseError as error:
            raise OriginalsUnavailableError(str(error)) from error

    async def _write(self, key: str, data: bytes) -> None:
        try:
            await obstore.put_async(self._store, key, data, mode="create", use_multipart=False)
        except AlreadyExistsError:
            standing = await obstore.get_async(self._store, key)
            if memoryview(await standing.bytes_async()) != data:
                # Torn by a power cut before its receipt was committed, so nobody reads it.
                await obstore.put_async(self._store, key, data, mode="overwrite", use_multipart=False)


def _directory(url: str) -> Path | None:
    parts = urlsplit(url)
    if parts.scheme == "file":
        return Path(unquote(parts.path))
    return Path(url).absolute() if len(parts.scheme) <= 1 else None


def _flush(root: Path, key: str) -> None:
    path = root / key
    for place in (path, *path.parents):
        if place == root.parent and not os.access(place, os.R_OK):
            break
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if place == root.parent:
            break
