"""Content controls that nobody has filled in: their prompt is no writing."""

from services.ingest.document import MARK
from services.ingest.markup import Element, is_on
from services.ingest.wordprocessing.styles import VAL, W


def settle_placeholders(body: Element) -> None:
    """Take prompts out of the tree; one with a digit in it looks like a figure and is marked instead."""
    for control in body.iter(W + "sdt"):
        properties, filling = control.find(W + "sdtPr"), control.find(W + "sdtContent")
        if properties is None or filling is None or not is_on(properties.find(W + "showingPlcHdr"), VAL):
            continue
        texts = list(filling.iter(W + "t"))
        looks_filled = any(character.isdigit() for text in texts for character in text.text or "")
        for text in texts:
            text.text = f"{MARK}{text.text or ''}" if looks_filled else ""
