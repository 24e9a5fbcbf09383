"""One module for each file format; a module is found by its name, so a new format is a new file and nothing else.

Every module has `read(source: Source)`, which gives a document to interpret or, where the format itself names every
cell, the report at once, or, where the file holds other files, those.
"""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import cast

from services.ingest.document import Document
from services.ingest.package import Package
from services.ingest.read_report import ReadReport
from services.ingest.sniff import Source

Reader = Callable[[Source], Document | Package | ReadReport]


@cache
def readers() -> dict[str, Reader]:
    """All readers by the format they read."""
    return {
        module.name: cast("Reader", import_module(f"{__name__}.{module.name}").read)
        for module in iter_modules(__path__)
    }
