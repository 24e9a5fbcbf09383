"""The gateway's tables."""

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from shared.storage.columns import CONSTRAINT_NAMES, Instant

metadata = MetaData(naming_convention=CONSTRAINT_NAMES)

agencies = Table(
    "agencies",
    metadata,
    Column("code", String(64), primary_key=True),
    Column("agency", Text, nullable=False),
)

receipts = Table(
    "receipts",
    metadata,
    Column("submission_id", Uuid, primary_key=True),
    Column("agency_code", String(64), nullable=False),
    Column("year", Integer, nullable=False),
    Column("draft", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("event", LargeBinary, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("outcome_at", Instant),
    Column("published_at", Instant),
    Column("attempts", Integer, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("keep_until", Instant),
    UniqueConstraint("agency_code", "year", "draft", "version"),
    Index("ix_receipts_outcome_due_at", "outcome", "due_at"),
    Index("ix_receipts_sha256", "sha256"),
    Index("ix_receipts_keep_until", "keep_until"),
)
"""One row for each submission; only drafts have a `keep_until`."""

ledger = Table(
    "ledger",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("submission_id", Uuid, nullable=False, index=True),
    Column("previous", String(64), nullable=False),
    Column("entry", Text, nullable=False),
    Column("head", String(64), nullable=False),
)
"""The chain of filings and how they ended; rows are added and never touched again."""

accounts = Table(
    "accounts",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("login", String(64), nullable=False, unique=True),
    Column("password", String(200), nullable=False),
    Column("account", Text, nullable=False),
)
"""People and programs: the account as both rooms know it, and the digest of its password."""

tokens = Table(
    "tokens",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("account_id", Uuid, nullable=False, index=True),
)
"""Whose a token is; what else is known of it stands in the account."""

outbox = Table(
    "outbox",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("subject", String(100), nullable=False),
    Column("event", LargeBinary, nullable=False),
)
"""Events of committed changes that the broker has not confirmed yet, in the order of the changes."""


def _cases(name: str) -> Table:
    return Table(
        name,
        metadata,
        Column("id", Uuid, primary_key=True),
        Column("agency_code", String(64), nullable=False),
        Column("year", Integer, nullable=False),
        Column("state", String(16), nullable=False),
        Column("asked_at", Instant, nullable=False),
        Column("body", Text, nullable=False),
        Index(f"ix_{name}_agency_code_year", "agency_code", "year"),
        Index(f"ix_{name}_asked_at", "asked_at"),
    )


waivers = _cases("waivers")
"""What agencies explain, each as it now stands."""

rectifications = _cases("rectifications")
"""What supervisors send back, each order as it now stands."""

answered_keys = Table(
    "answered_keys",
    metadata,
    Column("account_id", Uuid, primary_key=True),
    Column("key", String(255), primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("status", Integer),
    Column("location", Text),
    Column("body", LargeBinary),
    Index("ix_answered_keys_asked_at", "asked_at"),
)
"""Requests that came with a key of their own, and how they were answered; no status while they are under way."""
