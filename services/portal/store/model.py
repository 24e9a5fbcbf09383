"""The read model as pages get it: one shelf for each kind of question."""

from dataclasses import dataclass

from services.portal.store.accounts import Accounts
from services.portal.store.cases import Cases
from services.portal.store.filings import Filings
from services.portal.store.league import League
from services.portal.store.register import Register
from services.portal.store.rulebook import Rulebook
from services.portal.store.season import Season
from services.portal.store.trials import Trials
from shared.storage.database import Database


@dataclass(frozen=True, slots=True)
class ReadModel:
    """Everything that can be looked up; further questions are asked of `database`."""

    database: Database
    filings: Filings
    league: League
    register: Register
    accounts: Accounts
    cases: Cases
    season: Season
    rulebook: Rulebook
    trials: Trials

    @classmethod
    def of(cls, database: Database) -> "ReadModel":
        """The shelves of one database."""
        return cls(
            database,
            Filings(database),
            League(database),
            Register(database),
            Accounts(database),
            Cases(database),
            Season(database),
            Rulebook(database),
            Trials(database),
        )
