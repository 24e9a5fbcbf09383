"""In which orders the league table can be read: each is walked part by part along an index, in either direction."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, Subquery, and_, or_, select

from services.portal.store.standing import Tier
from services.portal.store.tables import seat
from services.portal.store.wanted import Filter, Kind, Order, Sort
from shared.report.scorecard import Grade

TIERS = list(Tier)


class Few(msgspec.Struct, frozen=True):
    """One of few seats that were looked up one by one: its agency, its kind, and what it is sorted by."""

    agency_code: str
    kind: Kind
    key: Any


class Part(msgspec.Struct, frozen=True):
    """A stretch of the table that lies in order in an index: all of one tier, all that have a comparison, or all."""

    wanted: Filter
    tier: Tier | None = None
    compared: bool | None = None

    def size(self, counts: Mapping[Kind, int]) -> int:
        """How many rows it has, told by the counts of what the filter otherwise leaves."""
        return sum(count for kind, count in counts.items() if self._has(kind))

    def _has(self, kind: Kind) -> bool:
        return self.wanted.counts(kind) and self.tier in {None, kind[0]} and self.compared in {None, kind[2]}

    def codes(self, few: Iterable[Few]) -> list[str]:
        """Those of few seats that belong to it, in its order."""
        here = [one for one in few if self._has(one.kind)]
        here.sort(key=lambda one: one.agency_code, reverse=not self._is_forward)
        here.sort(key=lambda one: one.key, reverse=self._falls)
        return [one.agency_code for one in here]

    def rows(self, after: tuple[Any, str] | None = None) -> Select[tuple[str, Any]]:
        """Codes and sort keys in order, from the beginning or after a row."""
        key = KEYS[self.wanted.sort]
        question = select(seat.c.agency_code, key).where(*self._conditions())
        question = question.order_by(*self._order(key, seat.c.agency_code))
        return question if after is None else question.where(self._beyond(*after))

    def sorted(self, question: Select[tuple[str]], of: Subquery) -> Select[tuple[str]]:
        """A question about some of its rows, in their order."""
        key = of.c[KEYS[self.wanted.sort].name]
        return question.order_by(*self._order(key, of.c.agency_code))

    def _conditions(self) -> list[ColumnElement[bool]]:
        wanted = self.wanted
        conditions = [seat.c.organ == wanted.organ, seat.c.year == wanted.year]
        ranked = wanted.sort is Sort.TOTAL
        if wanted.agency_class is not None:
            conditions.append(_told(seat.c.agency_class, by_index=ranked) == wanted.agency_class.value)
        if wanted.grade is not None:
            conditions.append(_told(seat.c.grade, by_index=ranked) == wanted.grade.value)
        if self.tier is not None:
            conditions.append(seat.c.tier == TIERS.index(self.tier))
        elif wanted.tier is not None:
            conditions.append(seat.c.tier + 0 == TIERS.index(wanted.tier))
        if self.compared is not None:
            conditions.append(seat.c.compared == self.compared)
        return conditions

    def _order(self, key: Any, code: Any) -> tuple[Any, Any]:  # noqa: ANN401 - columns of one table or another
        return key.desc() if self._falls else key.asc(), code.asc() if self._is_forward else code.desc()

    def _beyond(self, value: Any, code: str) -> ColumnElement[bool]:  # noqa: ANN401 - points, a count or a moment
        key = KEYS[self.wanted.sort]
        further = key < value if self._falls else key > value
        up_to_here = key <= value if self._falls else key >= value
        next_code = seat.c.agency_code > code if self._is_forward else seat.c.agency_code < code
        return and_(up_to_here, or_(further, next_code))

    @property
    def _falls(self) -> bool:
        return self.wanted.order is Order.DESC

    @property
    def _is_forward(self) -> bool:
        """Whether the index is read as it lies; read backwards, its codes fall too."""
        return self._falls == (self.wanted.sort is Sort.TOTAL)


def parts(wanted: Filter) -> tuple[Part, ...]:
    """The stretches of the table in the order wanted, one after the other."""
    match wanted.sort:
        case Sort.TOTAL | Sort.ERRORS:
            return tuple(Part(wanted, tier) for tier in _tiers(wanted))
        case Sort.CHANGE:
            return Part(wanted, compared=True), Part(wanted, compared=False)
        case Sort.RECEIVED:
            return (Part(wanted),)


def _tiers(wanted: Filter) -> list[Tier]:
    tiers = TIERS
    if wanted.grade is not None:
        # The grade says the tier, and the index wants to hear it.
        tiers = [Tier.NOT_RATED if wanted.grade is Grade.NOT_RATED else Tier.RATED]
    return [tier for tier in tiers if wanted.tier in {None, tier}]


def _told(column: ColumnElement[str], *, by_index: bool) -> ColumnElement[str]:
    """The column, or what only looks different: then no index is chosen for it that lies in another order."""
    return column if by_index else column.concat("")


KEYS: dict[Sort, Any] = {
    Sort.TOTAL: seat.c.points,
    Sort.CHANGE: seat.c.change,
    Sort.ERRORS: seat.c.errors,
    Sort.RECEIVED: seat.c.received_at,
}
"""The column of a seat that each order goes by."""
