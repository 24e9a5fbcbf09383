"""Asking about a list of codes so that each is looked up by its key, on either database."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, String, func, literal
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection


def among(connection: AsyncConnection, column: ColumnElement[str], codes: Sequence[str]) -> ColumnElement[bool]:
    """That a column is one of these codes, no two of them the same and no more than some thousand."""
    if connection.dialect.name != "postgresql":
        return column.in_(codes)
    # Once a statement with a long IN is prepared, every row of an index is compared with one element after the other.
    listing = func.unnest(literal(list(codes), ARRAY(String))).table_valued("code").render_derived(name="listing")
    return column == listing.c.code
