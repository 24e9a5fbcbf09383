"""A candidate catalogue: the house's rules with those of a folder laid over them, for trying out before adopting."""

import sys
from collections.abc import Sequence
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from services.validate.catalogue import CatalogueError, catalogue
from services.validate.rule import Rule


def candidate(folder: Path) -> tuple[Rule, ...]:
    """Every rule file under `folder` replaces the rule of its id, or adds one; the others stay as they are.

    The files are programs and are run: only a folder that one's own engineers wrote is to be named.

    Raises:
        CatalogueError: a file is no rule, two files claim one id, or there is none.
    """
    laid: dict[str, Rule] = {}
    for number, file in enumerate(sorted(folder.rglob("*.py"))):
        if file.name == "__init__.py":
            continue
        rule = _rule(file, f"candidate_rules_{number}")
        if rule.id in laid:
            raise CatalogueError(f"{file} claims {rule.id}, which another file has")
        laid[rule.id] = rule
    if not laid:
        raise CatalogueError(f"{folder} holds no rule")
    rules = {rule.id: rule for rule in catalogue()} | laid
    return tuple(rules[key] for key in sorted(rules))


def changed(before: Sequence[Rule], after: Sequence[Rule]) -> tuple[str, ...]:
    """Ids of the rules that differ between two catalogues."""
    old, new = {rule.id: rule for rule in before}, {rule.id: rule for rule in after}
    return tuple(key for key in sorted(old | new) if old.get(key) is not new.get(key))


def _rule(file: Path, name: str) -> Rule:
    spec = spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise CatalogueError(f"{file} cannot be loaded")
    module = module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except (ImportError, SyntaxError, NameError, TypeError, ValueError, AttributeError) as error:
        raise CatalogueError(f"{file}: {error!r}") from error
    rule = getattr(module, "RULE", None)
    if not isinstance(rule, Rule):
        raise CatalogueError(f"{file} has no RULE")
    return rule
