"""What an agency states beside the file: its code, the year, the day of publication, draft or not; pure."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

import msgspec

from services.gateway.acceptance import FIRST_YEAR
from services.gateway.problems import Fault
from services.gateway.refusals import (
    AGENCY_MISSING,
    AGENCY_UNKNOWN,
    DRAFT_INVALID,
    METADATA_INVALID,
    PUBLISHED_ON_INVALID,
    YEAR_INVALID,
    YEAR_MISSING,
    YEAR_OUT_OF_RANGE,
    refusal,
)
from services.gateway.register import is_code
from shared.report.codec import builtins, decode

_YEAR = re.compile(r"[0-9]{4}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DRAFT = {"": False, "false": False, "0": False, "true": True, "1": True, "on": True}
_QUOTED = 60


class Form(msgspec.Struct, frozen=True):
    """The form, filled soundly; whether the agency is in the register is for the register to say."""

    agency_code: str
    year: int
    published_on: date | None
    draft: bool


class _Metadata(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    agency: str | None = None
    year: int | None = None
    published_on: date | None = None
    draft: bool | None = None


def read_form(fields: Mapping[str, str], today: date) -> Form:
    """Read the fields `agency`, `year`, `published_on` and `draft`, or `metadata`, one JSON object of the same.

    A field of its own overrides the metadata. Blank is missing, as web forms send it. Years end with that of `today`.

    Raises:
        ProblemError: naming every field that is missing or wrong.
    """
    stated = {key: value.strip() for key, value in {**_metadata(fields.get("metadata", "")), **fields}.items()}
    faults = tuple(_faults(stated, today))
    if faults:
        raise refusal(*faults)
    published_on = stated.get("published_on")
    return Form(
        agency_code=stated["agency"],
        year=int(stated["year"]),
        published_on=date.fromisoformat(published_on) if published_on else None,
        draft=_DRAFT[stated.get("draft", "").lower()],
    )


def read_day(value: str) -> date | None:
    """The day of publication in a field of its own; None when it is blank.

    Raises:
        ProblemError: it is not a date.
    """
    if value and not _is_date(value):
        raise refusal(PUBLISHED_ON_INVALID.fault("published_on", value=value[:_QUOTED]))
    return date.fromisoformat(value) if value else None


def _metadata(document: str) -> dict[str, str]:
    if not document.strip():
        return {}
    try:
        metadata = decode(document, _Metadata)
    except msgspec.DecodeError as error:
        raise refusal(METADATA_INVALID.fault("metadata", reason=str(error))) from None
    return {key: str(value) for key, value in builtins(metadata).items() if value is not None}


def _faults(stated: Mapping[str, str], today: date) -> Iterator[Fault]:
    agency = stated.get("agency", "")
    if not agency:
        yield AGENCY_MISSING.fault("agency")
    elif not is_code(agency):
        yield AGENCY_UNKNOWN.fault("agency", code=agency[:_QUOTED])
    year = stated.get("year", "")
    if not year:
        yield YEAR_MISSING.fault("year")
    elif not _YEAR.fullmatch(year):
        yield YEAR_INVALID.fault("year", value=year[:_QUOTED])
    elif not FIRST_YEAR <= int(year) <= today.year:
        yield YEAR_OUT_OF_RANGE.fault("year", value=year, first=FIRST_YEAR, last=today.year)
    published_on = stated.get("published_on", "")
    if published_on and not _is_date(published_on):
        yield PUBLISHED_ON_INVALID.fault("published_on", value=published_on[:_QUOTED])
    draft = stated.get("draft", "")
    if draft.lower() not in _DRAFT:
        yield DRAFT_INVALID.fault("draft", value=draft[:_QUOTED])


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return _DATE.fullmatch(value) is not None
