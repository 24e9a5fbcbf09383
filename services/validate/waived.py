"""Which breaches accepted waivers cover: those about which the report still says exactly what was explained."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

import msgspec

from shared.report.verdict import Verdict
from shared.report.waiver import Waiver


def waived(
    verdicts: Sequence[Verdict], waivers: Iterable[Waiver], day: date
) -> tuple[tuple[Verdict, ...], tuple[Waiver, ...]]:
    """The verdicts on a report received on `day`, with covered breaches marked, and the waivers that cover one.

    A breach stays a breach and its rule fails still. Where two waivers cover a place, the one asked for first counts.
    """
    held = sorted((one for one in waivers if one.holds_on(day)), key=lambda one: (one.requested_at, one.id))
    if not held:
        return tuple(verdicts), ()
    marked = tuple(_marked(verdict, held) for verdict in verdicts)
    used = {breach.waived for verdict in marked for breach in verdict.breaches}
    return marked, tuple(waiver for waiver in held if waiver.id in used)


def _marked(verdict: Verdict, held: Sequence[Waiver]) -> Verdict:
    by_place: dict[str, UUID] = {}
    for waiver in held:
        if waiver.covers(verdict):
            by_place |= {at: waiver.id for at in waiver.places if at not in by_place}
    if not by_place:
        return verdict
    breaches = (msgspec.structs.replace(breach, waived=by_place.get(breach.at)) for breach in verdict.breaches)
    return msgspec.structs.replace(verdict, breaches=tuple(breaches))
