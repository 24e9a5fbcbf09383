"""Every page there is, found by looking: a page is served by being a controller in this package."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from litestar import Controller

import services.portal.pages


@cache
def controllers() -> tuple[type[Controller], ...]:
    """The controllers of the modules beside this one, in order of name."""
    found = {}
    for module in iter_modules(services.portal.pages.__path__, "services.portal.pages."):
        for thing in vars(import_module(module.name)).values():
            if isinstance(thing, type) and issubclass(thing, Controller) and thing.__module__ == module.name:
                found[f"{module.name}.{thing.__name__}"] = thing
    return tuple(found[name] for name in sorted(found))
