"""The process that opens strangers' files: confined, no settings of the house, one file at a time.

`python -m services.ingest.worker KIND` reads jobs from standard input and answers on standard output until the input
ends.
"""

import sys

import msgspec

from services.ingest.confinement import MEMORY_BYTES, confine
from services.ingest.jobs import Answer, Job, Kind
from services.ingest.readers import readers
from services.ingest.reading import RecogniserNeededError, UnreadableFileError, read
from services.ingest.reasons import reason
from shared.confinement.limits import MEBIBYTE
from shared.confinement.pipes import alarm, work
from shared.report.codec import encode


def answer(job: Job, data: bytes, kind: Kind) -> Answer:
    """Read one file."""
    try:
        result = read(data, job.filename, job.media_type, recognise=kind is Kind.RECOGNISER)
    except UnreadableFileError as refused:
        return Answer("none", reasons=refused.reasons)
    except RecogniserNeededError:
        return Answer("none", needs_recogniser=True)
    except MemoryError:
        too_much = f"> {MEMORY_BYTES[kind] // MEBIBYTE} MiB"
        return Answer("none", reasons=(reason("file.too_large_document", what=too_much),))
    return Answer(result.reading.format, result.report, result.reading)


def main(kind: Kind) -> None:
    """Work until the input ends."""

    def prepare() -> None:
        readers()
        confine(kind)

    def told(head: bytes, data: bytes) -> bytes:
        job = msgspec.json.decode(head, type=Job)
        alarm(job.seconds)
        return encode(answer(job, data, kind))

    work(prepare, told)


if __name__ == "__main__":
    main(Kind(sys.argv[1]))
