"""`gouji check` on files made to hurt: each is answered with a code and a reason, and the next one is checked."""

import json
from pathlib import Path

import pytest

from tests.services.cli.conftest import Gouji
from tests.services.ingest.filings import PAGE
from tests.services.ingest.hostile_files import packages
from tests.services.ingest.test_workers import ENDLESS


def test_a_file_that_takes_too_long_stops_nothing(
    gouji: Gouji, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOUJI_INGEST_SECONDS", "2")
    monkeypatch.setenv("GOUJI_INGEST_WORKERS", "1")
    (tmp_path / "a.html").write_bytes(ENDLESS)
    (tmp_path / "b.html").write_bytes(PAGE)
    done = gouji("check", tmp_path, "--format", "json", "--fail-on", "never")
    rejected, checked = map(json.loads, done.out.splitlines())
    assert done.code == 0
    assert [reason["code"] for reason in rejected["rejected"]] == ["file.reader_failed"]
    assert "2 s" in rejected["rejected"][0]["message"]["zh"]
    assert checked["reading"]["format"] == "html"


def test_every_file_has_its_reason(gouji: Gouji, tmp_path: Path) -> None:
    names = ["docx: a billion laughs", "docx: a million empty rows", "xlsx: two thirds of it", "odt: 10⁵ deep"]
    hostile = packages()
    for number, name in enumerate(names):
        (tmp_path / f"{number}.pdf").write_bytes(hostile[name])
    done = gouji("check", tmp_path, "--format", "json")
    lines = [json.loads(line) for line in done.out.splitlines()]
    assert done.code == 1
    assert [line["rejected"][0]["code"] for line in lines] == [
        "file.damaged",
        "file.too_large_document",
        "file.damaged",
        "file.too_deep",
    ]
