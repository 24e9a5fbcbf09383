"""The wording of the pages from the message catalogues in `locale/`: one file for each section and language."""

from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from babel.messages.pofile import read_po

from shared.report.text import Text

_CHINESE, _ENGLISH = "zh_CN", "en"


class IncompleteError(Exception):
    """A wording lacks one of its languages; the message names catalogue and key."""


@cache
def texts() -> dict[str, Text]:
    """Every wording by `section.key`.

    Raises:
        IncompleteError: a section or wording is there in one language only, or empty.
    """
    chinese, english = _catalogues(_CHINESE), _catalogues(_ENGLISH)
    if alone := sorted(chinese.keys() ^ english.keys()):
        raise IncompleteError(f"in one language only: {', '.join(alone)}")
    return {key: Text(chinese[key], english[key]) for key in chinese}


def text(key: str) -> Text:
    """One wording.

    Raises:
        KeyError: there is no such wording.
    """
    return texts()[key]


def _catalogues(language: str) -> dict[str, str]:
    folder = resources.files("services.portal") / "locale" / language / "LC_MESSAGES"
    files = sorted(file.name for file in folder.iterdir() if file.name.endswith(".po"))
    return {key: wording for name in files for key, wording in _wordings(folder / name, language)}


def _wordings(file: Traversable, language: str) -> list[tuple[str, str]]:
    section = file.name.removesuffix(".po")
    with file.open("rb") as handle:
        catalogue = read_po(handle, locale=language, abort_invalid=True)
    found = [(f"{section}.{message.id}", message.string) for message in catalogue if message.id]
    for key, wording in found:
        if not wording:
            raise IncompleteError(f"{language}: {key} has no wording")
    return [(key, str(wording)) for key, wording in found]
