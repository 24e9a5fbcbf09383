"""Receipts to keep: signed, with the ledger's word for it, to be verified by anybody who has the house's public key."""

from collections.abc import Sequence
from urllib.parse import quote

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from services.gateway import ledger
from services.gateway.access_refusals import GUARDED
from services.gateway.documentation import refusals
from services.gateway.forms import Asked
from services.gateway.refusals import DRAFT_NOT_FILED, SUBMISSION_UNKNOWN, refusal
from services.gateway.rows import readable
from services.gateway.settlement import Outcome
from services.gateway.signing import KeyView, Signer
from services.gateway.store import Receipt
from services.gateway.views import DEADLINE_LABELS
from shared.access.door import For
from shared.report.ledger import Link, Settled
from shared.report.receipt import SignedReceipt
from shared.report.submission import CHINA_TIME
from shared.storage.database import Database


class Receipts(Controller):
    """回执 · Signed receipts."""

    path = "/v1"
    tags = ("报送 · Filing",)

    @get(
        "/submissions/{submission_id:str}/receipt",
        summary="下载签名回执 · A signed receipt to keep",
        responses=refusals(SUBMISSION_UNKNOWN, DRAFT_NOT_FILED, *GUARDED),
        opt={"for": For.SIGNED_IN},
    )
    async def receipt(
        self,
        request: Asked,
        submission_id: FromPath[str],
        database: NamedDependency[Database],
        signer: NamedDependency[Signer],
    ) -> Response[bytes]:
        """The receipt of a filing; once it has ended, with the digests of what was judged and of the rules."""
        async with database.reading() as connection:
            found = await readable(connection, request, submission_id)
            links = await ledger.about(connection, found.submission.id)
        submission = found.submission
        if submission.draft:
            raise refusal(DRAFT_NOT_FILED.fault(id=submission_id))
        name = quote(f"gouji-receipt-{submission.agency.code}-{submission.year}-{submission.version}.json")
        return Response(
            signer.sign(to_keep(found, links)),
            media_type="application/json",
            headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}", "Cache-Control": "no-store"},
        )

    @get(
        "/filing/key",
        summary="验签公钥 · The key that receipts are verified with",
        opt={"for": For.EVERYBODY},
    )
    async def key(self, signer: NamedDependency[Signer]) -> KeyView:
        """The public key; compare its fingerprint with the one that `gouji verify-receipt` prints."""
        return signer.public


def to_keep(receipt: Receipt, links: Sequence[Link]) -> SignedReceipt:
    """The receipt before it is signed: as the ledger has it, whatever has been written down since."""
    submission = receipt.submission
    endings = [entry for link in links if isinstance(entry := link.content, Settled)]
    # What had ended before there was a ledger has no entry about its end.
    end = endings[-1] if endings else None
    outcome = Outcome(end.outcome) if end else receipt.outcome
    outcome_at = end.at if end else receipt.outcome_at
    return SignedReceipt(
        submission=submission.id,
        agency=submission.agency.code,
        agency_name=submission.agency.name,
        year=submission.year,
        version=submission.version,
        filename=submission.filename,
        media_type=submission.media_type,
        size=submission.size,
        sha256=submission.sha256,
        received_at=submission.received_at.astimezone(CHINA_TIME),
        published_on=submission.published_on,
        deadline=submission.deadline,
        deadline_status=submission.deadline_status,
        deadline_label=DEADLINE_LABELS[submission.deadline_status],
        corrections=submission.corrections,
        outcome=outcome,
        outcome_label=outcome.label,
        outcome_at=outcome_at.astimezone(CHINA_TIME) if outcome_at else None,
        figures=end.figures if end else "",
        reader=end.reader if end else "",
        catalogue=end.catalogue if end else "",
        ledger=tuple(links),
    )
