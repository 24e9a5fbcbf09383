"""Impact runs: what candidate rules and rubrics would change."""

from collections.abc import Sequence

from sqlalchemy import select

from services.portal.store.tables import trial
from shared.report.codec import decode, encode
from shared.report.impact import ImpactRun
from shared.storage.database import Database
from shared.storage.insert import insert_missing

ALL_RULES = ""


class Trials:
    """Writes and looks up impact runs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(self, runs: Sequence[ImpactRun]) -> None:
        """Keep runs; one that is there already stays as it is."""
        rows = [
            {"id": run.id, "rule": rule, "laid_at": run.laid_at, "body": encode(run)}
            for run in runs
            for rule in (ALL_RULES, *run.impact.rules)
        ]
        async with self._database.transaction() as connection:
            await insert_missing(connection, trial, rows)

    async def latest(self, rule: str = ALL_RULES, most: int = 5) -> tuple[ImpactRun, ...]:
        """The latest runs that would change what a rule says, or any; the latest first."""
        question = select(trial.c.body).where(trial.c.rule == rule).order_by(trial.c.laid_at.desc(), trial.c.id)
        async with self._database.reading() as connection:
            return tuple(decode(body, ImpactRun) for body in await connection.scalars(question.limit(most)))
