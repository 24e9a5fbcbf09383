"""The words of a report by the place where they stand: the preamble and the statutory parts."""

from collections.abc import Mapping

from shared.report.annual_report import AnnualReport

PREAMBLE = "preamble"

_PARTS = range(1, 7)


def words_of(report: AnnualReport) -> Mapping[str, str]:
    """What is written in the preamble and in every statutory part printed, the empty ones included.

    Headings the form does not know count as words of the part they stand in: they are as often its sub-headings.
    """
    found: dict[str, list[str]] = {PREAMBLE: [report.preamble]}
    at = PREAMBLE
    for section in report.sections:
        if section.number in _PARTS:
            at = f"part.{section.number}"
        else:
            found[at].append(section.title)
        found.setdefault(at, []).append(section.text)
    return {place: "\n".join(text for text in texts if text.strip()) for place, texts in found.items()}
