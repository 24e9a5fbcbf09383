"""Hostile files through the processes that read them: a code and a reason in time, and the next file is read."""

from collections.abc import AsyncIterator

import pytest

from services.ingest.jobs import Answer
from services.ingest.workers import Workers
from tests.services.ingest import hostile_files
from tests.services.ingest.filings import FIGURES, PAGE

LARGE, DEEP, DAMAGED = "file.too_large_document", "file.too_deep", "file.damaged"
NO_TABLES, FAILED, PASSWORD = "document.no_statutory_tables", "file.reader_failed", "file.password"
ANY = {LARGE, DEEP, DAMAGED, NO_TABLES}
REFUSALS = {
    "a part that unpacks to 300 MB": {LARGE},
    "a billion laughs": {DAMAGED, LARGE},
    "entities from outside": {DAMAGED},
    "10⁵ deep": {DEEP},
    "without its main part": {DAMAGED},
    "two thirds of it": {DAMAGED},
    "a main part of noise": {DAMAGED},
    "tables 30,000 deep": {DEEP},
    "10⁵ nested tables": {DEEP},
    "10⁴ parts in parts": {DEEP},
    "10⁶ groups": {DEEP},
    "arrays": {"json.syntax"},
    "archives in archives": {"archive.no_report"},
    "a report and a bursting one": {"archive.no_report"},
    "streams of noise": {PASSWORD, DAMAGED},
    "a content that unpacks to 420 MB": {FAILED, *ANY},
    "10⁶ lines": {FAILED, *ANY},
    "a selector without end": {FAILED, *ANY},
}
"""What a kind of file is refused with, where that is certain; any other with one of `ANY`, or it is read after all."""


@pytest.fixture
async def workers() -> AsyncIterator[Workers]:
    pool = Workers(1)
    await pool.start()
    yield pool
    await pool.stop()


FILES = {"packages": hostile_files.packages, "markup": hostile_files.markup, "archives": hostile_files.archives}
FILES |= {"pdfs": hostile_files.pdfs, "pictures": hostile_files.pictures}


@pytest.mark.parametrize("kind", FILES)
async def test_answered_with_a_reason_and_the_next_file_is_read(workers: Workers, kind: str) -> None:
    for name, data in FILES[kind]().items():
        answer = await workers.read(data, name, "")
        assert is_expected(name.split(": ", 1)[1], answer), (name, answer.reasons)
        following = await workers.read(PAGE, "next.html", "")
        assert following.report is not None, name
        assert dict(following.report.tables) == FIGURES


def is_expected(name: str, answer: Answer) -> bool:
    codes = {reason.code for reason in answer.reasons}
    if name in REFUSALS:
        return bool(codes & REFUSALS[name])
    return answer.report is not None or bool(codes & ANY)
