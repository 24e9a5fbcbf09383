"""Whether a contract has only grown: what a new JSON Schema takes away from those who rely on the old one."""

from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]


def breaks(old: Schema, new: Schema) -> tuple[str, ...]:
    """What breaks when `new` replaces `old`, as sentences that name the place; empty when the contract only grew.

    Removed fields, changed types, removed enum values and newly required fields break readers or replays of the log.
    """
    return tuple(_Comparison(old, new).of(old, new, "$"))


class _Comparison:
    """One walk over two schemas side by side; each pair of definitions is compared once."""

    def __init__(self, old_root: Schema, new_root: Schema) -> None:
        self._old_root = old_root
        self._new_root = new_root
        self._seen: set[tuple[str, str]] = set()

    def of(self, old: Schema, new: Schema, at: str) -> Iterator[str]:
        pair = (old.get("$ref", ""), new.get("$ref", ""))
        if all(pair):
            if pair in self._seen:
                return
            self._seen.add(pair)
        old, new = _resolve(old, self._old_root), _resolve(new, self._new_root)
        missing = _alternatives(old, self._old_root) - _alternatives(new, self._new_root)
        if missing:
            yield f"{at}: no longer {', '.join(sorted(missing))}"
        for value in sorted(set(old.get("enum", ())) - set(new.get("enum", ()))):
            yield f"{at}: value {value!r} removed"
        for name in sorted(set(new.get("required", ())) - set(old.get("required", ()))):
            yield f"{at}.{name}: newly required"
        yield from self._inside(old, new, at)

    def _inside(self, old: Schema, new: Schema, at: str) -> Iterator[str]:
        for name, field in old.get("properties", {}).items():
            if name in new.get("properties", {}):
                yield from self.of(field, new["properties"][name], f"{at}.{name}")
            else:
                yield f"{at}.{name}: removed"
        for key, step in (("items", "[]"), ("additionalProperties", ".*")):
            if isinstance(old.get(key), Mapping) and isinstance(new.get(key), Mapping):
                yield from self.of(old[key], new[key], f"{at}{step}")
        references = {option["$ref"]: option for option in new.get("anyOf", ()) if "$ref" in option}
        for option in old.get("anyOf", ()):
            if option.get("$ref") in references:
                yield from self.of(option, references[option["$ref"]], at)


def _resolve(schema: Schema, root: Schema) -> Schema:
    reference = schema.get("$ref")
    if reference is None:
        return schema
    resolved: Schema = root["$defs"][reference.rsplit("/", 1)[-1]]
    return resolved


def _alternatives(schema: Schema, root: Schema) -> set[str]:
    """The JSON types a value may have; a number may be whole."""
    kinds = schema.get("type")
    found = {kinds} if isinstance(kinds, str) else set(kinds or ())
    for option in schema.get("anyOf", ()):
        found |= _alternatives(_resolve(option, root), root)
    return found | {"integer"} if "number" in found else found
