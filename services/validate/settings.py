"""What a supervisor may decide about judging."""

from collections.abc import Mapping
from os import environ
from typing import Self

import msgspec


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """`filing_since` is the first report year that had to be filed through this house, None while none had to.

    Reports about earlier years come in as an archive does: the day of receipt says nothing about the agency.
    """

    filing_since: int | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = environ) -> Self:
        """Read `GOUJI_FILING_SINCE`.

        Raises:
            ValueError: it is not a year.
        """
        since = environment.get("GOUJI_FILING_SINCE")
        return cls(filing_since=int(since) if since else None)
