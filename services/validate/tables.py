"""The tables of the room: reports as they came in, what was said of them, who continues whom, who looks like whom."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, MetaData, String, Table, Uuid

from shared.storage.columns import CONSTRAINT_NAMES, Instant

metadata = MetaData(naming_convention=CONSTRAINT_NAMES)

reports = Table(
    "reports",
    metadata,
    Column("submission_id", Uuid, primary_key=True),
    Column("agency_code", String, nullable=False),
    Column("year", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("draft", Boolean, nullable=False),
    Column("event", LargeBinary, nullable=False),
    Index("ix_reports_agency_code_year_version", "agency_code", "year", "version"),
)

outcomes = Table(
    "outcomes",
    metadata,
    Column("event_id", Uuid, primary_key=True),
    Column("cause_id", Uuid, nullable=False, index=True),
    Column("submission_id", Uuid, nullable=False, index=True),
    Column("judging", Integer, nullable=False),
    Column("position", Integer, nullable=False, server_default="0"),
    Column("event", LargeBinary, nullable=False),
)
"""`position` is the place among what was said about one cause: the report itself first."""

successions = Table(
    "successions",
    metadata,
    Column("predecessor_code", String, primary_key=True),
    Column("agency_code", String, primary_key=True, index=True),
)
"""Which agency continues which, as the register said when a report came in."""

bands = Table(
    "bands",
    metadata,
    Column("submission_id", Uuid, primary_key=True),
    Column("band", BigInteger, primary_key=True),
    Column("year", Integer, nullable=False),
    Column("agency_code", String, nullable=False),
    Column("received_at", Instant, nullable=False),
    Index("ix_bands_band_year", "band", "year"),
    Index("ix_bands_agency_code_year", "agency_code", "year"),
)
"""The bands of the prose of reports that are no drafts; reports about one year that share one are compared."""

waivers = Table(
    "waivers",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("agency_code", String, nullable=False),
    Column("year", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("waiver", LargeBinary, nullable=False),
    Index("ix_waivers_agency_code_year", "agency_code", "year"),
)
"""Every waiver as it last stood, whatever was decided."""
