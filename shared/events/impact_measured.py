"""What a candidate rule or rubric would change has been measured and laid before the house."""

from typing import ClassVar

from shared.events.event import Event
from shared.report.impact import ImpactRun


class ImpactMeasuredV1(Event, frozen=True, kw_only=True):
    """A run over an archive; it changes nothing, and is shown on the pages of the rules that it is about."""

    subject: ClassVar[str] = "gouji.v1.impact.measured"
    producer: ClassVar[str] = "gateway"
    consumers: ClassVar[tuple[str, ...]] = ("portal",)

    run: ImpactRun
