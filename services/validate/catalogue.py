"""The rule catalogue: found by walking `rules/`, never registered."""

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib import import_module, resources
from inspect import getsource
from pkgutil import walk_packages
from types import ModuleType

import msgspec

import services.validate.rules
from services.validate.rule import Rule

_MACHINERY = (
    "topics",
    "parts",
    "filing",
    "rule",
    "claim_wording",
    "claimed",
    "breakdowns",
    "tie_out",
    "carry_over",
    "stock",
    "likeness",
    "shingles",
    "minhash",
    "filled",
    "deadline",
    "headings",
    "noted",
    "perfunctory",
    "printed",
    "prose",
    "wording",
    "engine",
)


class CatalogueError(Exception):
    """A module under `rules/` is no complete rule, or two rules claim one id."""


@cache
def catalogue() -> tuple[Rule, ...]:
    """Every rule, in order of id.

    Raises:
        CatalogueError: the catalogue cannot be trusted; the message names the module.
    """
    return tuple(rule for _, rule in _loaded())


@cache
def digest() -> str:
    """Names this very catalogue: it changes with a rule, with what runs or explains the rules, or with the form."""
    return digest_of(_loaded())


def digest_of(units: Iterable[tuple[ModuleType, Rule]]) -> str:
    """The digest of some rules with their modules."""
    seal = sha256()
    for module, rule in units:
        told = (rule.id, rule.revision, rule.severity, rule.title, rule.message, rule.fix, rule.editions)
        seal.update(msgspec.json.encode(told))
        seal.update(getsource(module).encode())
    package = resources.files("services.validate")
    for name in _MACHINERY:
        seal.update((package / f"{name}.py").read_bytes())
    diagnosis = package / "diagnosis"
    for file in sorted(diagnosis.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".py"):
            seal.update(file.read_bytes())
    editions = resources.files("shared.report") / "editions"
    for file in sorted(editions.iterdir(), key=lambda entry: entry.name):
        seal.update(file.read_bytes())
    return seal.hexdigest()[:16]


def load(package: ModuleType) -> tuple[tuple[ModuleType, Rule], ...]:
    """Import every module under `package` and take its RULE, in order of id.

    Raises:
        CatalogueError: a module has no RULE, or two rules claim one id.
    """
    found: dict[str, tuple[ModuleType, Rule]] = {}
    for entry in walk_packages(package.__path__, f"{package.__name__}."):
        module = import_module(entry.name)
        if entry.ispkg:
            continue
        rule = getattr(module, "RULE", None)
        if not isinstance(rule, Rule):
            raise CatalogueError(f"{entry.name} has no RULE")
        if rule.id in found:
            raise CatalogueError(f"{entry.name} claims {rule.id}, which {found[rule.id][0].__name__} has")
        found[rule.id] = (module, rule)
    return tuple(found[key] for key in sorted(found))


@cache
def _loaded() -> tuple[tuple[ModuleType, Rule], ...]:
    return load(services.validate.rules)
