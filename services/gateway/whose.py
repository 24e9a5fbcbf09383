"""Whose account a path names: everybody may name the own one, only administrators another's."""

from uuid import UUID

from services.gateway.access_refusals import ACCOUNT_UNKNOWN
from services.gateway.accounts import Accounts
from services.gateway.forms import Asked
from services.gateway.problems import ProblemError
from shared.access.account import Account, Role
from shared.access.door import refuse

OWN = "me"


async def own_or_any(request: Asked, account_id: str, accounts: Accounts) -> Account:
    """The account that `account_id` names to this visitor.

    Raises:
        ProblemError: there is none, or it is somebody else's, which looks the same.
    """
    asking: Account = request.user.account
    identity = asking.id if account_id == OWN else _identity(account_id)
    if identity is not None and identity != asking.id and asking.role is not Role.ADMINISTRATOR:
        refuse(request, "account")
        identity = None
    found = None if identity is None else await accounts.account(identity)
    if found is None:
        raise ProblemError(ACCOUNT_UNKNOWN, (ACCOUNT_UNKNOWN.fault(id=account_id[:60]),))
    return found


def _identity(account_id: str) -> UUID | None:
    try:
        return UUID(account_id)
    except ValueError:
        return None
