"""What an address asks for, read from its query."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from litestar.exceptions import ValidationException

Kind = TypeVar("Kind", bound=StrEnum)
_LONGEST = len("999999")


def word(asked: Mapping[str, str], key: str) -> str | None:
    """A word, or None when it is blank or not there."""
    return asked.get(key, "").strip() or None


def number(asked: Mapping[str, str], key: str) -> int | None:
    """A whole number that is not negative.

    Raises:
        ValidationException: something else stands there.
    """
    said = word(asked, key)
    if said is None:
        return None
    if not said.isascii() or not said.isdecimal() or len(said) > _LONGEST:
        raise ValidationException(key)
    return int(said)


def one_of(asked: Mapping[str, str], key: str, kind: type[Kind]) -> Kind | None:
    """A member of an enumeration.

    Raises:
        ValidationException: something else stands there.
    """
    said = word(asked, key)
    if said is None:
        return None
    if said not in set(kind):
        raise ValidationException(key)
    return kind(said)
