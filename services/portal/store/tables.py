"""The tables of the read model. What lists and counts are asked for is kept under every organ that stands above it."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Uuid,
    text,
)

from services.portal.store.points import Points
from shared.storage.columns import CONSTRAINT_NAMES, Instant

EVERYWHERE = ""
"""The organ above all organs: the whole register."""

metadata = MetaData(naming_convention=CONSTRAINT_NAMES)

fact = Table(
    "fact",
    metadata,
    Column("event_id", Uuid, primary_key=True),
    Column("submission_id", Uuid, nullable=False, index=True),
    Column("subject", String, nullable=False),
    Column("occurred_at", Instant, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
"""Every fact about a submission as it came, compressed."""

filing = Table(
    "filing",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("agency_code", String, nullable=False),
    Column("year", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("draft", Boolean, nullable=False),
    Column("entry", LargeBinary, nullable=False),
    Index("ix_filing_agency_code_year_version", "agency_code", "year", "version"),
)
"""One row for each submission: the line that lists show of it."""

seat = Table(
    "seat",
    metadata,
    Column("organ", String, primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("agency_code", String, primary_key=True),
    Column("filing_id", Uuid, nullable=False),
    Column("agency_class", String, nullable=False),
    Column("tier", Integer, nullable=False),
    Column("grade", String, nullable=False),
    Column("points", Points, nullable=False),
    Column("late", Boolean, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("listed", Boolean, nullable=False),
    Column("errors", Integer, nullable=False),
    Column("compared", Boolean, nullable=False),
    Column("change", Points, nullable=False),
)
"""The newest filing of each agency and year, once under every organ above it; without a grade `grade` is empty and
`points` are -1. `listed` says that the agency is in the register, whose class is then the seat's. `change` is what the
total gained since last year's where `compared` says that this can be told."""

_PLACE = (seat.c.organ, seat.c.year)
_RANKED = (seat.c.tier, seat.c.points.desc(), seat.c.agency_code)
Index("ix_seat_league", *_PLACE, *_RANKED)
Index("ix_seat_class", *_PLACE, seat.c.agency_class, *_RANKED, seat.c.grade)
Index("ix_seat_grade", *_PLACE, seat.c.grade, *_RANKED)
# In other orders, what the table can be narrowed by stands at the end of the index.
_NARROWER = (seat.c.agency_code, seat.c.agency_class, seat.c.grade, seat.c.tier)
Index("ix_seat_errors", *_PLACE, seat.c.tier, seat.c.errors, *_NARROWER[:3])
Index("ix_seat_change", *_PLACE, seat.c.compared, seat.c.change, *_NARROWER)
Index("ix_seat_received", *_PLACE, seat.c.received_at, *_NARROWER)
Index("ix_seat_agency", seat.c.agency_code, seat.c.year)
Index(
    "ix_seat_late",
    *(seat.c.organ, seat.c.year, seat.c.agency_code),
    # SQLAlchemy asks SQLite for `late = 1`, and a partial index serves only the condition it was made with.
    sqlite_where=text("late = 1"),
    postgresql_where=text("late"),
)

tally = Table(
    "tally",
    metadata,
    Column("organ", String, primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("agency_class", String, primary_key=True),
    Column("tier", Integer, primary_key=True, autoincrement=False),
    Column("grade", String, primary_key=True),
    Column("late", Boolean, primary_key=True),
    Column("listed", Boolean, primary_key=True),
    Column("compared", Boolean, primary_key=True),
    Column("filings", Integer, nullable=False),
)
"""How many seats there are of each kind."""

ladder = Table(
    "ladder",
    metadata,
    Column("organ", String, primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("points", Points, primary_key=True, autoincrement=False),
    Column("agency_class", String, primary_key=True),
    Column("filings", Integer, nullable=False),
)
"""How many graded seats have each total: a rank is the sum of the rungs above."""

agency = Table(
    "agency",
    metadata,
    Column("code", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("parent", String, index=True),
    Column("agency_class", String, nullable=False),
    Column("region", String, nullable=False),
    Column("lineage", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("ix_agency_name", "name", "code"),
)
"""The register; `lineage` is the agency's code, then those of the organs above it, as JSON."""

scope = Table(
    "scope",
    metadata,
    Column("organ", String, primary_key=True),
    Column("agency_code", String, primary_key=True),
    Column("agency_class", String, nullable=False),
    Column("due", String(5), nullable=False),
    Index("ix_scope_agency_code", "agency_code"),
    Index("ix_scope_class", "organ", "agency_class", "agency_code"),
)
"""Every agency of the register under itself, every organ above it, and everywhere; `due` is month and day of its last
day, `01-31`."""

duty = Table(
    "duty",
    metadata,
    Column("organ", String, primary_key=True),
    Column("agency_class", String, primary_key=True),
    Column("agencies", Integer, nullable=False),
)
"""How many agencies of each class must file under each organ."""

due_day = Table(
    "due_day",
    metadata,
    Column("organ", String, primary_key=True),
    Column("agency_class", String, primary_key=True),
    Column("due", String(5), primary_key=True),
    Column("agencies", Integer, nullable=False),
)
"""How many of them must have filed by which day."""

account = Table(
    "account",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("changed", Integer, nullable=False),
    Column("login", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("ix_account_login", "login", "id"),
)

holder = Table(
    "holder",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("account_id", Uuid, nullable=False),
)
"""Whose token has which digest."""

waiver = Table(
    "waiver",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("agency_code", String, nullable=False),
    Column("year", Integer, nullable=False),
    Column("rule", String, nullable=False),
    Column("state", String, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("ix_waiver_agency", "agency_code", "year"),
    Index("ix_waiver_rule", "rule", "year"),
    Index("ix_waiver_state", "state", "agency_code"),
)

rectification = Table(
    "rectification",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("agency_code", String, nullable=False),
    Column("year", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("checked", LargeBinary),
    Index("ix_rectification_agency", "agency_code", "year"),
    Index("ix_rectification_due", "state", "due_on", "agency_code"),
)

docket = Table(
    "docket",
    metadata,
    Column("organ", String, primary_key=True),
    Column("case_id", Uuid, primary_key=True),
    Column("kind", String, nullable=False),
    Column("state", String, nullable=False),
    Column("day", Date, nullable=False),
    Column("rule", String, nullable=False),
    Column("agency_code", String, nullable=False),
    Index("ix_docket_state", "organ", "kind", "state", "day", "case_id"),
    Index("ix_docket_rule", "organ", "kind", "rule", "state", "day", "case_id"),
    Index("ix_docket_agency", "agency_code"),
)
"""Waivers and orders, once under every organ above their agency. `day` is when a waiver was asked for, or an order is
due; `state` of an order says how far the newest filing has set things right."""

finding = Table(
    "finding",
    metadata,
    Column("rule", String, primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("agency_code", String, primary_key=True),
    Column("filing_id", Uuid, nullable=False),
    Column("severity", String, nullable=False),
    Column("places", Integer, nullable=False),
    Column("waived", Integer, nullable=False),
    Column("at", String, nullable=False),
    Index("ix_finding_agency", "agency_code", "year"),
)
"""The failing rules of the filings that have a seat: `places` counts breaches, `waived` those explained, `at` has the
places as JSON."""

finding_tally = Table(
    "finding_tally",
    metadata,
    Column("organ", String, primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("rule", String, primary_key=True),
    Column("severity", String, primary_key=True),
    Column("filings", Integer, nullable=False),
    Column("places", Integer, nullable=False),
    Column("waived", Integer, nullable=False),
)
"""How many filings breach each rule under each organ, at how many places, and how many of those are explained."""

place_tally = Table(
    "place_tally",
    metadata,
    Column("organ", String, primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("rule", String, primary_key=True),
    Column("at", String, primary_key=True),
    Column("filings", Integer, nullable=False),
)
"""How many filings of the agencies below an organ, its own not counted, breach a rule at a place."""

rule = Table(
    "rule",
    metadata,
    Column("id", String, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("told_at", Instant, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
"""What each rule says of itself, as the newest verdict told it."""

trial = Table(
    "trial",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("rule", String, primary_key=True),
    Column("laid_at", Instant, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
Index("ix_trial_rule", trial.c.rule, trial.c.laid_at.desc(), trial.c.id)
"""Impact runs, once for each rule whose answers would change, and once with no rule for all of them together."""

figures = Table(
    "figures",
    metadata,
    Column("filing_id", Uuid, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)
"""The tables of each filing that has a seat, with the cells that were not read with confidence, for adding up."""

turn = Table("turn", metadata, Column("id", Integer, primary_key=True), Column("taken", BigInteger, nullable=False))
