"""A finding was explained, or an explanation decided about."""

from typing import ClassVar

from shared.events.event import Event
from shared.report.waiver import Waiver


class WaiverChangedV1(Event, frozen=True, kw_only=True):
    """The waiver as it now stands; of two states the one changed more often stands."""

    subject: ClassVar[str] = "gouji.v1.waiver.changed"
    producer: ClassVar[str] = "gateway"
    consumers: ClassVar[tuple[str, ...]] = ("validate", "portal")

    waiver: Waiver
