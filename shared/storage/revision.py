"""Writing a room's next revision from its metadata: `python -m shared.storage.revision <room> "message"`."""

import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, MetaData

from shared.storage.migrations.schema import configuration, metadata_of, revisions_of
from shared.storage.migrations.upgrade import in_migration, upgrade


def write_revision(metadata: MetaData, revisions: Path, message: str) -> Path:
    """Compare the tables with what the revisions so far make of an empty SQLite file, and write what is missing.

    Returns:
        The new file, with the next number in its name; read it before you commit it.
    """
    revisions.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        url = URL.create("sqlite+aiosqlite", database=f"{folder}/revision.db")
        upgrade(url, "revision", metadata, revisions)

        def write(connection: Connection) -> Path:
            config = configuration(revisions, metadata, connection)
            head = ScriptDirectory.from_config(config).get_current_head()
            number = f"{int(head or 0) + 1:04d}"
            command.revision(config, message, autogenerate=True, rev_id=number)
            file = next(revisions.glob(f"r{number}_*.py"))
            lines = file.read_text("utf-8").splitlines(keepends=True)
            file.write_text("".join(line for line in lines if not line.strip().startswith("# ###")), "utf-8")
            return file

        return in_migration(url, "revision", write)


def main(arguments: list[str]) -> int:
    """Exit code 0 when the revision was written, 2 when the arguments do not name a room and a message."""
    if len(arguments) != 2:  # noqa: PLR2004 - a room and a message
        sys.stderr.write('usage: python -m shared.storage.revision ROOM "message"\n')
        return 2
    room, message = arguments
    revisions = revisions_of(room)
    file = write_revision(metadata_of(room), revisions, message)
    for tidy in (["check", "--fix", "--quiet"], ["format", "--quiet"]):
        subprocess.run([sys.executable, "-m", "ruff", *tidy, str(file)], check=True)  # noqa: S603 - our own file
    sys.stdout.write(f"{file}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
