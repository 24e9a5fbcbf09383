"""The files that pages load, named by their content so that a browser may keep them for ever.

The portal's own are in `static/`. Those of pinned packages (`package-lock.json`) are where `npm ci` put them, below
`GOUJI_ASSETS` or the checkout; where they are missing, pages do without.
"""

import os
from functools import cache
from hashlib import sha256
from importlib import resources
from pathlib import Path, PurePath

import msgspec

_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_PACKAGED = ("node_modules/echarts/dist/echarts.min.js",)
_CHECKOUT = Path(__file__).parents[2]


class Asset(msgspec.Struct, frozen=True):
    """One file: its name with fingerprint, its bytes, what they are."""

    name: str
    data: bytes
    media_type: str


@cache
def assets() -> dict[str, Asset]:
    """The files by their plain names."""
    own = [(file.name, file.read_bytes()) for file in (resources.files("services.portal") / "static").iterdir()]
    folder = Path(os.environ.get("GOUJI_ASSETS") or _CHECKOUT)
    packaged = [(file.name, file.read_bytes()) for path in _PACKAGED if (file := folder / path).is_file()]
    return {name: _asset(PurePath(name), data) for name, data in (*own, *packaged)}


def _asset(path: PurePath, data: bytes) -> Asset:
    return Asset(f"{path.stem}.{sha256(data).hexdigest()[:12]}{path.suffix}", data, _TYPES[path.suffix])


def has_asset(name: str) -> bool:
    """Whether there is such a file."""
    return name in assets()


def asset_address(name: str) -> str:
    """Where a page finds a file.

    Raises:
        KeyError: there is no such file.
    """
    return f"/static/{assets()[name].name}"
