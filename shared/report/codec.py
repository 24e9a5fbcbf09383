"""The nouns as JSON bytes and back; the only place that knows how figures and exact decimals travel."""

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from shared.report.figures import Figures

Noun = TypeVar("Noun")
_EXACT = 2**53


def encode(noun: object) -> bytes:
    """JSON bytes: figures nested by table and row, decimals as exact numbers."""
    return _encoder.encode(noun)


def decode(data: bytes | str, noun: type[Noun]) -> Noun:
    """Read one noun from JSON; unknown fields are ignored, so that a reader survives a newer writer.

    Raises:
        msgspec.ValidationError: the JSON does not have the shape of `noun`; the message names the path.
        msgspec.DecodeError: the bytes are not JSON.
    """
    return msgspec.json.decode(data, type=noun, dec_hook=_figures_from)


def canonical(noun: object) -> bytes:
    """The one way to write a noun, to be digested or signed: keys in order, no blanks, numbers by their value.

    What travels as JSON comes back with the same canonical form: amounts are taken as precisely as JSON carries them.
    """
    return _canonical.encode(_valued(builtins(noun)))


def builtins(noun: object) -> Any:  # noqa: ANN401 - the JSON tree of any noun
    """The noun as plain dictionaries, lists, strings and numbers."""
    return msgspec.json.decode(encode(noun))


def convert(tree: object, noun: type[Noun]) -> Noun:
    """Read one noun from plain dictionaries and lists.

    Raises:
        msgspec.ValidationError: the tree does not have the shape of `noun`; the message names the path.
    """
    return msgspec.convert(tree, type=noun, dec_hook=_figures_from)


def json_schema(noun: type) -> dict[str, Any]:
    """JSON Schema of a noun as `encode` writes it: figures nested, decimals as numbers."""
    schema: dict[str, Any] = _with_numbers(msgspec.json.schema(noun, schema_hook=_figures_schema))
    return schema


def _valued(tree: Any) -> Any:  # noqa: ANN401 - any part of a JSON tree
    # 1, 1.0 and 1.00 are one value; JSON carries all of them as they were printed.
    if isinstance(tree, dict):
        return {key: _valued(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_valued(value) for value in tree]
    return int(tree) if isinstance(tree, float) and tree.is_integer() and abs(tree) < _EXACT else tree


def _with_numbers(schema: Any) -> Any:  # noqa: ANN401 - any part of a JSON Schema
    # The library describes decimals as the strings it would write by default.
    if isinstance(schema, dict):
        if schema.get("format") == "decimal":
            return {"type": "number"}
        return {key: _with_numbers(value) for key, value in schema.items()}
    return [_with_numbers(value) for value in schema] if isinstance(schema, list) else schema


def _figures_to(value: object) -> object:
    if isinstance(value, Figures):
        return value.nested()
    raise NotImplementedError(f"no JSON shape for {type(value).__name__}")


def _figures_from(kind: type, value: object) -> object:
    if kind is Figures and isinstance(value, Mapping):
        return Figures.from_nested(value)
    raise TypeError(f"expected an object of tables, got {type(value).__name__}")


def _figures_schema(kind: type) -> dict[str, Any]:
    if kind is Figures:
        number = {"type": ["number", "null"]}
        row = {"type": "object", "additionalProperties": number}
        table = {"type": "object", "additionalProperties": {"anyOf": [row, number]}}
        return {"type": "object", "title": "Figures", "additionalProperties": table}
    raise NotImplementedError(f"no JSON Schema for {kind.__name__}")


_encoder = msgspec.json.Encoder(enc_hook=_figures_to, decimal_format="number")
_canonical = msgspec.json.Encoder(order="deterministic")
