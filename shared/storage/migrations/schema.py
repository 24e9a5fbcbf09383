"""A room's revisions as alembic knows them, and what still separates a migrated database from the room's metadata."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from alembic.autogenerate import compare_metadata
from alembic.autogenerate.api import AutogenContext
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, DefaultClause, False_, MetaData, True_

from shared.storage.columns import Instant


def revisions_of(room: str) -> Path:
    """The folder of the room's revisions.

    Raises:
        LookupError: there is no such room.
    """
    spec = find_spec(f"services.{room}")
    if spec is None or not spec.submodule_search_locations:
        raise LookupError(f"there is no room called {room}")
    return Path(spec.submodule_search_locations[0]) / "migrations"


def metadata_of(room: str) -> MetaData:
    """The tables that the room declares as `metadata` in its `store` module.

    Raises:
        LookupError: the room declares none.
    """
    metadata = getattr(import_module(f"services.{room}.store"), "metadata", None)
    if not isinstance(metadata, MetaData):
        raise LookupError(f"services.{room}.store declares no metadata")  # noqa: TRY004 - the caller named a wrong room
    return metadata


def configuration(revisions: Path, metadata: MetaData, connection: Connection | None = None) -> Config:
    """What alembic must know: the shared environment, and the room's revisions, tables and connection."""
    config = Config()
    for option, value in {
        "script_location": str(Path(__file__).parent),
        "version_locations": str(revisions),
        "path_separator": "os",
        "file_template": "r%(rev)s_%(slug)s",
    }.items():
        config.set_main_option(option, value.replace("%", "%%"))
    config.attributes.update({"connection": connection, "metadata": metadata})
    return config


def differences(connection: Connection, metadata: MetaData) -> tuple[str, ...]:
    """What alembic would still change to make the database hold exactly `metadata`; empty when nothing."""
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    return tuple(repr(change) for change in compare_metadata(context, metadata))


def render_item(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Keep revisions free of our own types and of SQLite's way to write a truth value, which PostgreSQL refuses."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    if kind == "server_default" and isinstance(item, DefaultClause) and isinstance(item.arg, True_ | False_):
        return "sa.true()" if isinstance(item.arg, True_) else "sa.false()"
    return False


def quoted(revision: Any) -> str:  # noqa: ANN401 - alembic gives a string, a tuple or nothing
    """A revision id as the house writes strings."""
    return "None" if revision is None else f'"{revision}"'
