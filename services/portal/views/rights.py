"""What the visitor may do about one submission, beyond reading it."""

from collections.abc import Sequence

import msgspec

from shared.access.account import Account
from shared.report.submission import Submission


class Rights(msgspec.Struct, frozen=True, kw_only=True):
    """`insider` reads it as its agency or as who is above it, not merely because it is public."""

    insider: bool = False
    file: bool = False
    supervise: bool = False


def rights(account: Account | None, submission: Submission, lineage: Sequence[str]) -> Rights:
    """The rights of whoever is signed in; nobody has none. `lineage` is that of the agency."""
    if account is None:
        return Rights()
    return Rights(
        insider=account.may_read(lineage, draft=submission.draft),
        file=account.may_file(submission.agency.code),
        supervise=account.may_supervise(lineage) and not submission.draft,
    )
