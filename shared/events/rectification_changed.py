"""Findings were sent back to an agency, answered, or closed."""

from typing import ClassVar

from shared.events.event import Event
from shared.report.rectification import Rectification


class RectificationChangedV1(Event, frozen=True, kw_only=True):
    """The order as it now stands; of two states the one changed more often stands."""

    subject: ClassVar[str] = "gouji.v1.rectification.changed"
    producer: ClassVar[str] = "gateway"
    consumers: ClassVar[tuple[str, ...]] = ("portal",)

    rectification: Rectification
