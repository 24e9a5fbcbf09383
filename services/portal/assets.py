"""The portal's own static files, named by their content so that a browser may keep them for ever."""

from functools import cache
from hashlib import sha256
from importlib import resources
from pathlib import PurePath

import msgspec

_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


class Asset(msgspec.Struct, frozen=True):
    """One file: its name with fingerprint, its bytes, what they are."""

    name: str
    data: bytes
    media_type: str


@cache
def assets() -> dict[str, Asset]:
    """The files by their plain names."""
    folder = resources.files("services.portal") / "static"
    found = {}
    for file in folder.iterdir():
        path = PurePath(file.name)
        data = file.read_bytes()
        name = f"{path.stem}.{sha256(data).hexdigest()[:12]}{path.suffix}"
        found[file.name] = Asset(name, data, _TYPES[path.suffix])
    return found


def asset_address(name: str) -> str:
    """Where a page finds a file.

    Raises:
        KeyError: there is no such file.
    """
    return f"/static/{assets()[name].name}"
