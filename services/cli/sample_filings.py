"""The bundled sample reports: what is filed on whose behalf, and how each filing must end."""

from collections.abc import Sequence
from datetime import date
from importlib import resources
from typing import Literal

import msgspec

from services.cli.client import Ending, Offer
from services.cli.league import failing
from shared.report.text import Text
from shared.report.verdict import Severity

REGISTER = "register.csv"
_FOLDER = resources.files("services.cli") / "samples"
_STATUS = {"graded": "scored", "rejected": "rejected"}


class Sample(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One filing of the demo. `fails` are rules that must find a fault; with none, no rule may ask for correction."""

    file: str
    agency: str
    year: int
    about: Text
    outcome: Literal["graded", "rejected"] = "graded"
    fails: tuple[str, ...] = ()
    published_on: date | None = None

    @property
    def data(self) -> bytes:
        """The report."""
        return (_FOLDER / self.file).read_bytes()

    @property
    def offer(self) -> Offer:
        """The sample as it is filed."""
        return Offer(
            filename=self.file,
            data=self.data,
            agency=self.agency,
            year=self.year,
            published_on=self.published_on,
        )

    def ended_as_expected(self, ending: Ending | None) -> bool:
        """Whether the house came to what the manifest says."""
        if ending is None or ending.status != _STATUS[self.outcome]:
            return False
        errors = {verdict.rule for verdict in failing(ending) if verdict.severity is Severity.ERROR}
        return set(self.fails) <= errors if self.fails else not errors


class _Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    filing: tuple[Sample, ...]


def samples() -> Sequence[Sample]:
    """Every sample, earlier years first, as they would have been filed.

    Raises:
        msgspec.ValidationError: the manifest does not have the shape described here.
    """
    manifest = msgspec.toml.decode((_FOLDER / "manifest.toml").read_bytes(), type=_Manifest)
    return sorted(manifest.filing, key=lambda sample: sample.year)


def sample_register() -> bytes:
    """The register of the fictitious agencies, as CSV."""
    return (_FOLDER / REGISTER).read_bytes()
