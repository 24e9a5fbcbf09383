"""What is stated about an account or a token, checked; pure."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

import msgspec

from services.gateway.access_refusals import (
    DAYS_INVALID,
    DISABLED_INVALID,
    LABEL_INVALID,
    LOGIN_INVALID,
    NAME_INVALID,
    PASSWORD_WEAK,
    ROLE_INVALID,
    TOKENS_TOO_MANY,
)
from services.gateway.access_refusals import KINDS as ACCESS_KINDS
from services.gateway.forms import Fields
from services.gateway.passwords import LEAST, MOST, is_weak
from services.gateway.problems import Fault, ProblemError
from services.gateway.refusals import AGENCY_MISSING
from services.gateway.refusals import KINDS as FILING_KINDS
from shared.access.account import Account, Role, Token

MOST_DAYS = 366
USUAL_DAYS = 90
MOST_TOKENS = 20
_LONGEST = 100
_QUOTED = 60
_LOGIN = re.compile(r"[\w.@-]{2,64}")
_DISABLED = {"true": True, "1": True, "on": True, "false": False, "0": False}


def login_of(text: str) -> str:
    """A login as it is compared: in whatever case and width it was typed."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def new_account(fields: Fields) -> Account:
    """The account that the fields `login`, `name`, `role` and `agency` describe.

    Raises:
        ProblemError: naming every field that is missing or wrong.
    """
    login = login_of(fields.one("login"))
    faults = [] if _LOGIN.fullmatch(login) else [LOGIN_INVALID.fault("login")]
    faults += _faults(fields.one("name"), fields.one("role"), fields.one("agency"))
    _raise(faults)
    role = Role(fields.one("role"))
    return Account(id=uuid4(), login=login, name=fields.one("name"), role=role, agency=_agency(role, fields))


def changed_account(account: Account, fields: Fields) -> Account:
    """The account with whatever of `name`, `role`, `agency` and `disabled` is stated; what is not stated stays.

    Raises:
        ProblemError: naming every field that is wrong.
    """
    stated = {name: fields.one(name) for name in ("name", "role", "agency", "disabled") if name in fields.values}
    name, role = stated.get("name", account.name), stated.get("role", account.role.value)
    agency = stated.get("agency", account.agency or "")
    faults = list(_faults(name, role, agency))
    disabled = _DISABLED.get(stated.get("disabled", str(account.disabled)).lower())
    if disabled is None:
        faults.append(DISABLED_INVALID.fault("disabled", value=stated["disabled"][:_QUOTED]))
    _raise(faults)
    kept = None if Role(role) is Role.ADMINISTRATOR else agency
    return msgspec.structs.replace(account, name=name, role=Role(role), agency=kept, disabled=bool(disabled))


def assert_strong(password: str, login: str) -> None:
    """Raise a ProblemError for a password that must not be used."""
    if is_weak(password, login):
        raise ProblemError(PASSWORD_WEAK, (PASSWORD_WEAK.fault("password", least=LEAST, most=MOST),))


def new_token(fields: Fields, digest: str, now: datetime) -> Token:
    """The token that the fields `label` and `days` describe.

    Raises:
        ProblemError: naming every field that is missing or wrong.
    """
    label, days = fields.one("label"), fields.one("days") or str(USUAL_DAYS)
    faults = [] if label and len(label) <= _LONGEST else [LABEL_INVALID.fault("label")]
    if not re.fullmatch(r"[1-9][0-9]{0,3}", days) or int(days) > MOST_DAYS:
        faults.append(DAYS_INVALID.fault("days", most=MOST_DAYS))
    _raise(faults)
    return Token(digest, label, now + timedelta(days=int(days)))


def with_token(account: Account, token: Token, now: datetime) -> Account:
    """The account with one token more and without those that are over.

    Raises:
        ProblemError: it has as many as it may.
    """
    valid = tuple(one for one in account.tokens if not one.revoked and now < one.expires_at)
    if len(valid) >= MOST_TOKENS:
        raise ProblemError(TOKENS_TOO_MANY, (TOKENS_TOO_MANY.fault(most=MOST_TOKENS),))
    return msgspec.structs.replace(account, tokens=(*valid, token))


def _faults(name: str, role: str, agency: str) -> Iterator[Fault]:
    if not name or len(name) > _LONGEST:
        yield NAME_INVALID.fault("name")
    if role not in set(Role):
        yield ROLE_INVALID.fault("role", value=role[:_QUOTED])
    elif role != Role.ADMINISTRATOR and not agency:
        yield AGENCY_MISSING.fault("agency")


def _agency(role: Role, fields: Fields) -> str | None:
    return None if role is Role.ADMINISTRATOR else fields.one("agency")


def _raise(faults: list[Fault]) -> None:
    if faults:
        kinds = ACCESS_KINDS | FILING_KINDS
        raise ProblemError(kinds[faults[0].code], faults)
