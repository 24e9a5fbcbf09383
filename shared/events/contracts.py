"""All contracts, found by looking: an event is a contract by being a class in this drawer."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

import shared.events
from shared.events.event import Event


@cache
def contracts() -> tuple[type[Event], ...]:
    """Every event class, in alphabetical order of subject.

    Raises:
        LookupError: two classes claim one subject.
    """
    for module in iter_modules(shared.events.__path__, "shared.events."):
        import_module(module.name)
    found = sorted(Event.__subclasses__(), key=lambda event: event.subject)
    subjects = [event.subject for event in found]
    if len(set(subjects)) != len(subjects):
        raise LookupError(f"one subject, one contract: {subjects}")
    return tuple(found)
