"""The register has new or changed agencies."""

from typing import ClassVar

from shared.events.event import Event
from shared.report.agency import Agency


class RegisterChangedV1(Event, frozen=True, kw_only=True):
    """Agencies as they now stand, some hundreds at most; the later event about an agency stands."""

    subject: ClassVar[str] = "gouji.v1.register.changed"
    producer: ClassVar[str] = "gateway"
    consumers: ClassVar[tuple[str, ...]] = ("portal",)

    agencies: tuple[Agency, ...]
