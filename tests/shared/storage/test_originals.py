"""Originals: kept once under their digest, whole again after a power cut, and honest when there is no place."""

import hashlib
from pathlib import Path

import pytest

from shared.messaging.world import is_world_error
from shared.storage.originals import Originals, OriginalsUnavailableError

DATA = "年度报告".encode()
SHA = hashlib.sha256(DATA).hexdigest()
KEY = f"sha256/{SHA[:2]}/{SHA}"


@pytest.mark.parametrize("scheme", ["file://", ""])
async def test_an_original_lies_under_its_digest(tmp_path: Path, scheme: str) -> None:
    folder = tmp_path / "原件 1"
    await Originals(f"{scheme}{folder}").keep(KEY, DATA)
    assert (folder / KEY).read_bytes() == DATA


async def test_keeping_twice_leaves_the_first_alone(tmp_path: Path) -> None:
    originals = Originals(str(tmp_path))
    await originals.keep(KEY, DATA)
    before = (tmp_path / KEY).stat()
    await originals.keep(KEY, DATA)
    after = (tmp_path / KEY).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


@pytest.mark.parametrize("torn", [b"", DATA[:5], b"\0" * len(DATA)])
async def test_a_torn_original_is_made_whole(tmp_path: Path, torn: bytes) -> None:
    place = tmp_path / KEY
    place.parent.mkdir(parents=True)
    place.write_bytes(torn)
    await Originals(str(tmp_path)).keep(KEY, DATA)
    assert place.read_bytes() == DATA


async def test_file_and_folders_are_flushed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[Path] = []
    monkeypatch.setattr("os.fsync", lambda descriptor: flushed.append(Path(f"/proc/self/fd/{descriptor}").resolve()))
    root = tmp_path / "objects"
    await Originals(str(root)).keep(KEY, DATA)
    place = root / KEY
    assert flushed == [place, place.parent, place.parent.parent, root, tmp_path]


async def test_no_place_is_trouble_of_the_world(tmp_path: Path) -> None:
    originals = Originals(str(tmp_path))
    (tmp_path / "sha256").write_text("in the way")
    with pytest.raises(OriginalsUnavailableError) as refused:
        await originals.keep(KEY, DATA)
    assert is_world_error(refused.value)


async def test_other_stores_keep_them_too() -> None:
    originals = Originals("memory:///")
    await originals.keep(KEY, DATA)
    assert await originals.fetch(KEY, SHA) == DATA


@pytest.mark.parametrize("store", ["folder", "memory:///"])
async def test_what_is_dropped_is_gone_and_dropping_again_is_nothing(tmp_path: Path, store: str) -> None:
    originals = Originals(store if "://" in store else str(tmp_path / store))
    assert not await originals.has(KEY)
    await originals.keep(KEY, DATA)
    assert await originals.has(KEY)
    await originals.drop(KEY)
    await originals.drop(KEY)
    assert not await originals.has(KEY)
    await originals.keep(KEY, DATA)
    assert await originals.fetch(KEY, SHA) == DATA


async def test_a_place_that_is_away_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    originals = Originals(str(tmp_path / "objects"))
    (tmp_path / "objects" / "sha256").write_text("not a folder")
    for asked in (originals.has(KEY), originals.drop(KEY)):
        with pytest.raises(OriginalsUnavailableError):
            await asked
