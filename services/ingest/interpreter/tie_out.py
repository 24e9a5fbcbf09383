"""Whether a printed row adds up by the form's own identities: evidence that its figures stand where they belong."""

from decimal import Decimal

from services.ingest import values
from services.ingest.interpreter.candidates import Candidate
from shared.report.edition import CellKind, Edition


def tie_out(candidate: Candidate, form: Edition) -> bool:
    """Whether an identity of the form holds along the row; a row without figures or identity gives no evidence."""
    figures = _figures(candidate)
    for identity in form.identities:
        if identity.table == candidate.row.table and identity.every == "row":
            left = [figures.get(key) for key in identity.left]
            right = [figures.get(key) for key in identity.right]
            numbers = [figure for figure in left if figure is not None]
            totals = [figure for figure in right if figure is not None]
            return len(numbers) == len(left) and len(totals) == len(right) and sum(numbers) == sum(totals)
    return False


def contradicted(candidate: Candidate, form: Edition) -> bool:
    """Whether a row prints a total that is not the sum of what it prints beside it, blanks counted as nothing."""
    figures = _figures(candidate)
    return any(
        sum(figures.get(key) or 0 for key in identity.left) != sum(figures.get(key) or 0 for key in identity.right)
        for identity in form.identities
        if identity.table == candidate.row.table and identity.every == "row"
        if any(figures.get(key) is not None for key in identity.right)
    )


def _figures(candidate: Candidate) -> dict[str, int | Decimal | None]:
    return {key: values.parse(placed.raw, CellKind.COUNT).figure for key, placed in candidate.cells.items()}
