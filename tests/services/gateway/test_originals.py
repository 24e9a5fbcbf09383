"""Originals: kept once under their digest, whole again after a power cut, and honest when there is no place."""

import hashlib
from pathlib import Path

import pytest

from services.gateway.acceptance import object_key
from services.gateway.originals import Originals, OriginalsUnavailableError
from shared.messaging.world import is_world_error

DATA = "年度报告".encode()
SHA = hashlib.sha256(DATA).hexdigest()


@pytest.mark.parametrize("scheme", ["file://", ""])
async def test_an_original_lies_under_its_digest(tmp_path: Path, scheme: str) -> None:
    folder = tmp_path / "原件 1"
    key = await Originals(f"{scheme}{folder}").keep(SHA, DATA)
    assert key == object_key(SHA)
    assert (folder / key).read_bytes() == DATA


async def test_keeping_twice_leaves_the_first_alone(tmp_path: Path) -> None:
    originals = Originals(str(tmp_path))
    key = await originals.keep(SHA, DATA)
    before = (tmp_path / key).stat()
    await originals.keep(SHA, DATA)
    after = (tmp_path / key).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


@pytest.mark.parametrize("torn", [b"", DATA[:5], b"\0" * len(DATA)])
async def test_a_torn_original_is_made_whole(tmp_path: Path, torn: bytes) -> None:
    place = tmp_path / object_key(SHA)
    place.parent.mkdir(parents=True)
    place.write_bytes(torn)
    await Originals(str(tmp_path)).keep(SHA, DATA)
    assert place.read_bytes() == DATA


async def test_file_and_folders_are_flushed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[Path] = []
    monkeypatch.setattr("os.fsync", lambda descriptor: flushed.append(Path(f"/proc/self/fd/{descriptor}").resolve()))
    root = tmp_path / "objects"
    key = await Originals(str(root)).keep(SHA, DATA)
    place = root / key
    assert flushed == [place, place.parent, place.parent.parent, root, tmp_path]


async def test_no_place_is_trouble_of_the_world(tmp_path: Path) -> None:
    originals = Originals(str(tmp_path))
    (tmp_path / "sha256").write_text("in the way")
    with pytest.raises(OriginalsUnavailableError) as refused:
        await originals.keep(SHA, DATA)
    assert is_world_error(refused.value)


async def test_other_stores_keep_them_too() -> None:
    assert await Originals("memory:///").keep(SHA, DATA) == object_key(SHA)
