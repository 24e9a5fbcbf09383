"""The figures of a filing as they may be added to others; pure."""

from decimal import Decimal

import msgspec

from services.portal.store.standing import Entry


class Reported(msgspec.Struct, frozen=True):
    """The newest filing of an agency and its figures by address; no figures while it has not been judged.

    `unsound` are the cells that were not read with confidence.
    """

    entry: Entry
    figures: dict[str, int | Decimal | None] | None
    unsound: frozenset[str] = frozenset()
