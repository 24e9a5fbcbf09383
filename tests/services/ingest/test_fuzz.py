"""Ten thousand damaged files, the same ones every time: each reader answers with a report or a reason, nothing else."""

from collections.abc import Iterator
from random import Random  # noqa: TID251 - seeded, so that a file that fails fails again
from zlib import crc32

import pytest

from services.ingest.document import Document
from services.ingest.interpreter.interpret import interpret
from services.ingest.package import Package
from services.ingest.readers import readers
from services.ingest.reading import UnreadableFileError, read
from services.ingest.scans import needs_ocr
from services.ingest.sniff import sniff
from services.ingest.workers import Workers
from tests.services.ingest.fuzzing import damaged
from tests.services.ingest.seed_files import EXPECTED, seeds

# As many files of each format as its reader gets through in about the same time.
INPUTS = {
    "canonical": 1200,
    "doc": 700,
    "docx": 500,
    "flat_opc": 500,
    "html": 1200,
    "markdown": 1000,
    "mht": 800,
    "ods": 500,
    "odt": 600,
    "pdf": 200,
    "rtf": 700,
    "spreadsheet2003": 500,
    "text": 1000,
    "word2003": 500,
    "xls": 600,
    "xlsx": 400,
    "zip": 300,
}
ABORTS = {"xls"}
"""The library that reads these ends its process when a file tells it to take terabytes; only a worker survives that."""
INTERPRETED = 8
"""One in so many documents is interpreted too, which takes longer than reading it."""


def test_there_is_a_seed_for_every_reader() -> None:
    assert INPUTS.keys() == seeds().keys()
    assert readers().keys() - seeds().keys() <= {"image"}
    assert sum(INPUTS.values()) >= 10_000


@pytest.mark.parametrize("form", seeds())
def test_the_seeds_are_sound(form: str) -> None:
    data = seeds()[form]
    assert sniff(data).format == form
    assert dict(read(data, "", "").report.tables) == EXPECTED


def inputs(form: str) -> Iterator[tuple[int, bytes]]:
    """Damaged files by number, made of the first lines and the first table: a short file has all that can be hurt."""
    short = seeds(6)
    others = list(short.values())
    for number in range(INPUTS[form]):
        chance = Random(crc32(f"{form} {number}".encode()))  # noqa: S311
        yield number, damaged(short[form], chance.choice(others), chance)


@pytest.mark.parametrize("form", sorted(INPUTS.keys() - ABORTS))
def test_damaged_files_are_read_or_refused(form: str) -> None:
    for number, data in inputs(form):
        try:
            answered = _answered(data, interpreted=number % INTERPRETED == 0)
        except UnreadableFileError as refused:
            answered = all(reason.message.zh and reason.message.en for reason in refused.reasons)
        except Exception as error:
            error.add_note(f"{form} {number}")
            raise
        assert answered, (form, number)


@pytest.mark.parametrize("form", sorted(ABORTS))
async def test_damaged_files_cost_at_most_their_process(form: str) -> None:
    workers = Workers(1)
    await workers.start()
    try:
        answers = [await workers.read(data, str(number), "") for number, data in inputs(form)]
    finally:
        await workers.stop()
    assert all(answer.report or answer.reasons for answer in answers)
    lost = sum(reason.code == "file.reader_failed" for answer in answers for reason in answer.reasons)
    assert lost <= len(answers) / 20


def _answered(data: bytes, *, interpreted: bool) -> bool:
    source = sniff(data)
    reader = readers().get(source.format)
    if reader is None or needs_ocr(source):
        return True
    found = reader(source)
    if interpreted and isinstance(found, Document):
        interpret(found)
    if interpreted and isinstance(found, Package):
        read(data, "", "")
    return True
