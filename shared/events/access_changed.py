"""An account was made or changed: its role, its tokens, its sessions ended."""

from typing import ClassVar

from shared.access.account import Account
from shared.events.event import Event


class AccessChangedV1(Event, frozen=True, kw_only=True):
    """The account as it now stands, without its password; of two states the one changed more often stands."""

    subject: ClassVar[str] = "gouji.v1.access.changed"
    producer: ClassVar[str] = "gateway"
    consumers: ClassVar[tuple[str, ...]] = ("portal",)

    account: Account
