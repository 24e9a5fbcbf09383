"""The originals: every file exactly as it came, under the digest of its bytes, on disk before anything is said."""

import asyncio
import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, from_url

from services.gateway.acceptance import object_key


class OriginalsUnavailableError(OSError):
    """The object store is away, full or refuses; nothing was kept."""


class Originals:
    """An object store: a directory (`file:///…` or a plain path) or what else obstore knows (`s3://bucket/prefix`)."""

    def __init__(self, url: str) -> None:
        self._directory = _directory(url)
        self._store = LocalStore(self._directory, mkdir=True) if self._directory else from_url(url)

    async def keep(self, sha256: str, data: bytes) -> str:
        """Store the bytes under their digest and return the key; on return they survive a power cut.

        Raises:
            OriginalsUnavailableError: they could not be stored.
        """
        key = object_key(sha256)
        try:
            if self._directory is None:
                await obstore.put_async(self._store, key, data)
            else:
                await self._write(key, data)
                # obstore writes and renames but leaves the bytes in the operating system's memory.
                await asyncio.to_thread(_flush, self._directory, key)
        except BaseError as error:
            raise OriginalsUnavailableError(str(error)) from error
        return key

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
