"""Whether a printed label is a misprint of a label of the form."""

from difflib import SequenceMatcher

from services.ingest.labels import label_key

ALIKE = 0.75
"""Share of common letters above which two labels are taken for one with misprints."""


def similar(printed: str, label: str) -> bool:
    """Whether the printed label is alike enough."""
    return likeness(label_key(printed), label_key(label)) >= ALIKE


def likeness(printed: str, label: str) -> float:
    """How alike two label keys are, from 0 to 1."""
    if abs(len(printed) - len(label)) > max(len(label), 4) // 2:
        return 0.0
    return SequenceMatcher(None, printed, label, autojunk=False).ratio()
