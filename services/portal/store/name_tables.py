"""The tables by which agencies are found by their names, and organs by whom they stand below."""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table

from services.portal.store.tables import metadata

called = Table(
    "called",
    metadata,
    Column("agency_code", String, primary_key=True),
    Column("folded", String, nullable=False),
)
"""The name of each agency as it is searched."""

gram = Table(
    "gram",
    metadata,
    Column("gram", BigInteger, primary_key=True, autoincrement=False),
    Column("agency_code", String, primary_key=True),
    sqlite_with_rowid=False,
)
"""Every two letters that follow each other in a folded name, as a number: see `grams`."""

gram_tally = Table(
    "gram_tally",
    metadata,
    Column("gram", BigInteger, primary_key=True, autoincrement=False),
    Column("agencies", Integer, nullable=False),
)
"""In how many names two letters stand."""

branch = Table(
    "branch",
    metadata,
    Column("parent", String, primary_key=True),
    Column("code", String, primary_key=True),
    Index("ix_branch_code", "code"),
)
"""Every agency that has somebody below itself, under the organ above it; under the empty code where there is none."""
