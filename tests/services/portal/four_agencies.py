"""Three graded filings of different standing below one organ, and one that cannot be read."""

from datetime import timedelta
from decimal import Decimal

from msgspec import structs

from services.portal.store.model import ReadModel
from shared.report.agency import AgencyClass
from shared.report.scorecard import Change, Grade
from tests.services.portal import specimens as make

ORGAN = make.agency("O", "临屿市人民政府", kind=AgencyClass.MUNICIPAL_GOVERNMENT)
ROWS = (
    ("a", "临屿市教育局", "90.00", "+5", 0),
    ("b", "临屿市民政局", "80.00", "-3.5", 2),
    ("c", "望潮区教育局", "80.00", None, 1),
)


def changed(total: str, by: str | None) -> Change | None:
    if by is None:
        return None
    gained, prior = Decimal(by), Decimal(total) - Decimal(by)
    parts = {"rules": Decimal("0.50"), "weights": Decimal(0), "waivers": Decimal(0)}
    return Change(
        prior=make.identity("prior"), prior_total=prior, figures=gained - sum(parts.values(), Decimal(0)), **parts
    )


async def fill(model: ReadModel) -> None:
    """Record them."""
    register, store = model.register, model.filings
    await register.record([ORGAN])
    for number, (code, name, total, by, errors) in enumerate(ROWS):
        agency = make.agency(code, name, parent="O")
        await register.record([agency])
        about = make.submission(agency, received_at=make.NOON + timedelta(days=number))
        grade = Grade.EXCELLENT if total == "90.00" else Grade.GOOD
        card = structs.replace(make.scorecard(total, grade), change=changed(total, by))
        verdicts = [make.fails(f"A30{rule}", "requests.closed.total") for rule in range(1, errors + 1)]
        await store.record(make.graded(about, card, *verdicts))
    unread = make.agency("d", "望潮区审计局", parent="O", kind=AgencyClass.TOWNSHIP)
    await register.record([unread])
    refused = make.submission(unread, received_at=make.NOON - timedelta(days=9))
    await store.record([make.received(refused), make.rejected(refused)])
