"""What the supervisor's boards share: the organs above the one looked at, and where their tables are taken away."""

from services.portal.exports import Format
from services.portal.languages import address
from services.portal.store.model import ReadModel
from services.portal.store.tables import EVERYWHERE
from shared.report.agency import Agency


async def trail(model: ReadModel, charge: str | None, organ: str) -> tuple[Agency, ...]:
    """The organs above `organ` that are in the visitor's charge, the highest first."""
    line = (await model.register.lineages([organ])).get(organ, ())
    above = line[1:] if charge == EVERYWHERE else line[1 : line.index(charge) + 1] if charge in line else ()
    known = await model.register.agencies(above)
    return tuple(known[code] for code in reversed(above) if code in known)


def offers(path: str, query: dict[str, object]) -> dict[str, str]:
    """Where a page's table is, in each format it can be taken away in."""
    return {kind.value: address(path, query | {"format": kind.value}) for kind in Format}
