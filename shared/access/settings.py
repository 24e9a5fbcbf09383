"""What an operator decides about access, and the secret both HTTP rooms must share."""

import secrets
from collections.abc import Mapping
from contextlib import suppress
from os import environ
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Self

import msgspec

_SECRET_BYTES = 32


class AccessSettings(msgspec.Struct, frozen=True, kw_only=True):
    """`secret` signs sessions and keys the digests of tokens; whoever shows `operator_token` is the operator.

    With `public` everybody may read published scorecards without signing in. `secure` keeps the session's cookie off
    plain HTTP; sessions last `session_seconds`.
    """

    secret: str
    operator_token: str | None = None
    public: bool = False
    secure: bool = False
    session_seconds: int = 8 * 3600

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = environ) -> Self:
        """Read `GOUJI_SECRET` (else the file `secret` in `GOUJI_DATA`, made at first use) and its neighbours."""
        data = Path(environment.get("GOUJI_DATA") or "./data")
        return cls(
            secret=environment.get("GOUJI_SECRET") or kept_secret(data / "secret"),
            operator_token=environment.get("GOUJI_OPERATOR_TOKEN") or None,
            public=_is_on(environment.get("GOUJI_PUBLIC")),
            secure=_is_on(environment.get("GOUJI_SECURE_COOKIES")),
            session_seconds=int(environment.get("GOUJI_SESSION_SECONDS") or 8 * 3600),
        )


def kept_secret(file: Path) -> str:
    """The secret in a file only its owner may read, made when there is none; of many processes one makes it."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=file.parent, encoding="ascii") as made:
            made.write(secrets.token_urlsafe(_SECRET_BYTES))
            made.flush()
            # A link is there whole or not at all, and never replaces what another process has made.
            with suppress(FileExistsError):
                file.hardlink_to(made.name)
    return file.read_text("ascii")


def _is_on(value: str | None) -> bool:
    return (value or "").strip().lower() in {"1", "true", "yes", "on"}
