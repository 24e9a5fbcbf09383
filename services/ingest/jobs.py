"""What a reader process is told and what it answers."""

from enum import StrEnum

import msgspec

from shared.report.annual_report import AnnualReport
from shared.report.reading import Reading
from shared.report.rejection import Reason


class Kind(StrEnum):
    """Which of the two kinds of process one is; they differ in what they may use up."""

    READER = "reader"
    """Reads what is written in characters."""
    RECOGNISER = "recogniser"
    """Reads pictures of writing as well, for which it loads the models."""


class Job(msgspec.Struct, frozen=True):
    """What is told about a file ahead of its bytes; after `seconds` the process ends itself."""

    filename: str
    media_type: str
    seconds: int


class Answer(msgspec.Struct, frozen=True):
    """A report and how it was read, or the reasons why there is none, or that only a recogniser can tell."""

    format: str
    report: AnnualReport | None = None
    reading: Reading | None = None
    reasons: tuple[Reason, ...] = ()
    needs_recogniser: bool = False
