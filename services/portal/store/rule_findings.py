"""Rules as verdicts tell of them, and how often and by whom they are breached; pure."""

from datetime import datetime

import msgspec

from services.portal.store.standing import Entry
from shared.report.text import Text
from shared.report.verdict import Severity


class RuleText(msgspec.Struct, frozen=True, kw_only=True):
    """One rule as it was last told: its claim, how to repair a breach, where the duty stands.

    A candidate that no verdict has told of yet has revision 0 and no severity.
    """

    id: str
    revision: int
    severity: Severity | None
    title: Text | None = None
    fix: Text | None = None
    basis: tuple[Text, ...] = ()


class Told(msgspec.Struct, frozen=True):
    """A rule's texts and when they were told."""

    text: RuleText
    at: datetime


def merged(older: Told, newer: Told) -> Told:
    """What is known after both: the higher revision, the later word; a verdict that holds brings no repair along."""
    first, last = sorted((older, newer), key=lambda told: (told.text.revision, told.at))
    if first.text.revision != last.text.revision:
        return last
    text = RuleText(
        id=last.text.id,
        revision=last.text.revision,
        severity=last.text.severity,
        title=last.text.title or first.text.title,
        fix=last.text.fix or first.text.fix,
        basis=last.text.basis or first.text.basis,
    )
    # Unchanged words are not written again for being said once more.
    return first if text == first.text else Told(text, last.at)


class Breached(msgspec.Struct, frozen=True, kw_only=True):
    """A rule in one year: filings that breach it with one severity, at how many places, and places explained."""

    year: int
    rule: str
    severity: Severity
    filings: int
    places: int
    waived: int


class Offender(msgspec.Struct, frozen=True, kw_only=True):
    """A filing that breaches a rule, and where."""

    entry: Entry
    severity: Severity
    places: tuple[str, ...]
    breaches: int
    waived: int
