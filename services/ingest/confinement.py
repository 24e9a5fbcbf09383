"""How much of the machine each kind of reader process may use up."""

from services.ingest.jobs import Kind
from shared.confinement import limits
from shared.confinement.limits import MEBIBYTE

MEMORY_BYTES = {Kind.READER: 512 * MEBIBYTE, Kind.RECOGNISER: 1024 * MEBIBYTE}
"""A reader starts with 60 MiB of address space, all of which is counted. The recogniser's libraries reserve more than
they ever touch, so that only what it may write to is counted."""


def confine(kind: Kind) -> None:
    """Bound the process for the rest of its life; a recogniser works in threads."""
    limits.confine(MEMORY_BYTES[kind], threads=kind is Kind.RECOGNISER)
