"""Whether a filing is new or the one already held, and the identity it gets; pure."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256 as digest_of
from pathlib import PurePath
from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec

from shared.events.draft_expired import DraftExpiredV1
from shared.events.submission_received import SubmissionReceivedV1
from shared.report.agency import Agency
from shared.report.codec import canonical
from shared.report.submission import Correction, Submission

FIRST_YEAR = 2008
"""条例 took effect on 1 May 2008; there is no annual report about an earlier year."""

DRAFTS_KEPT = timedelta(days=30)


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A file as it was handed in, its form filled and checked, not yet accepted."""

    agency_code: str
    year: int
    published_on: date | None
    draft: bool
    filename: str
    media_type: str
    size: int
    sha256: str
    corrections: tuple[Correction, ...] = ()


def accept(
    offer: Offer,
    agency: Agency,
    latest: Submission | None,
    received_at: datetime,
    drafts_kept: timedelta = DRAFTS_KEPT,
) -> Submission:
    """The submission this offer becomes, given the latest one of the same agency, year and draft flag.

    The same bytes said to be the same thing are the same filing: `latest` itself comes back. The kind of file and the
    day of publication decide how bytes are read and judged, and so do corrections of the reading: with any of them
    changed it is another filing.
    """
    if latest is not None and _same(offer, latest) and not is_over(latest, received_at):
        return latest
    version = 1 if latest is None else latest.version + 1
    return Submission(
        id=identity(agency.code, offer.year, version, offer.sha256, offer.corrections, draft=offer.draft),
        agency=agency,
        year=offer.year,
        version=version,
        filename=offer.filename,
        media_type=offer.media_type,
        size=offer.size,
        sha256=offer.sha256,
        received_at=received_at,
        published_on=offer.published_on,
        draft=offer.draft,
        supersedes=None if latest is None else latest.id,
        corrections=offer.corrections,
        keep_until=received_at + drafts_kept if offer.draft else None,
    )


def is_over(submission: Submission, at: datetime) -> bool:
    """Whether nothing of a draft is kept any more at that time; a filing is kept for good."""
    return submission.keep_until is not None and submission.keep_until <= at


def identity(
    agency_code: str, year: int, version: int, sha256: str, corrections: Sequence[Correction] = (), *, draft: bool
) -> UUID:
    """The id of a submission: the same facts always give the same one."""
    status = "draft" if draft else "final"
    corrected = f"/{digest_of(canonical(corrections)).hexdigest()}" if corrections else ""
    return uuid5(NAMESPACE_URL, f"gouji/submission/{agency_code}/{year}/{status}/{version}/{sha256}{corrected}")


def once_more(
    submission: Submission, *, draft: bool, published_on: date | None, corrections: tuple[Correction, ...]
) -> Offer:
    """The offer of the bytes of a submission, said to be something else."""
    return Offer(
        agency_code=submission.agency.code,
        year=submission.year,
        published_on=published_on,
        draft=draft,
        filename=submission.filename,
        media_type=submission.media_type,
        size=submission.size,
        sha256=submission.sha256,
        corrections=corrections,
    )


def object_key(sha256: str) -> str:
    """Where the original lies in the object store, from the hexadecimal digest of its bytes."""
    return f"sha256/{sha256[:2]}/{sha256}"


def announcement(submission: Submission) -> SubmissionReceivedV1:
    """The first publication of the event that sends a submission on its way."""
    return SubmissionReceivedV1(
        event_id=SubmissionReceivedV1.id_from(submission.id),
        cause_id=submission.id,
        occurred_at=submission.received_at,
        submission=submission,
        object_key=object_key(submission.sha256),
    )


def farewell(draft: Submission, at: datetime) -> DraftExpiredV1:
    """The event that has every room drop what it holds about a draft."""
    return DraftExpiredV1(
        # The same draft may be tried and forgotten again later.
        event_id=DraftExpiredV1.id_from(draft.id, draft.received_at.isoformat()),
        cause_id=draft.id,
        occurred_at=at,
        submission=msgspec.structs.replace(draft, filename="", corrections=()),
    )


def _same(offer: Offer, latest: Submission) -> bool:
    return _facts(offer) == _facts(latest)


def _facts(one: Offer | Submission) -> tuple[object, ...]:
    return (one.sha256, one.media_type, _suffix(one.filename), one.published_on, one.corrections)


def _suffix(filename: str) -> str:
    return PurePath(filename).suffix.lower()
