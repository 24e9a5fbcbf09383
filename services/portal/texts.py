"""The wording of the pages, in both languages, from `texts.toml`."""

from functools import cache
from importlib import resources

import msgspec

from shared.report.text import Text


@cache
def texts() -> dict[str, Text]:
    """Every wording by `section.key`.

    Raises:
        msgspec.ValidationError: a wording lacks one of its languages; the message names it.
    """
    data = (resources.files("services.portal") / "texts.toml").read_bytes()
    sections = msgspec.toml.decode(data, type=dict[str, dict[str, Text]])
    return {f"{section}.{key}": text for section, wordings in sections.items() for key, text in wordings.items()}


def text(key: str) -> Text:
    """One wording.

    Raises:
        KeyError: there is no such wording.
    """
    return texts()[key]
