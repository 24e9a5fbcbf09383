"""What an operator may decide about the gateway."""

from collections.abc import Mapping
from datetime import timedelta
from os import environ
from typing import Self

import msgspec

from services.gateway.acceptance import DRAFTS_KEPT


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Limits in bytes and seconds.

    `patience` is how long an open submission may take before it is sent on its way again; it doubles each time, up to
    `most_patience`. `confirmation` is how long a receipt may wait for its first publication before the reconciler
    takes it up. Nothing is kept of a draft after `draft_days`.
    """

    max_bytes: int = 20 * 1024 * 1024
    reconcile_every: float = 5.0
    reconcile_batch: int = 64
    confirmation: float = 10.0
    patience: float = 120.0
    most_patience: float = 86_400.0
    draft_days: float = DRAFTS_KEPT / timedelta(days=1)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = environ) -> Self:
        """Read the `GOUJI_GATEWAY_…` variables.

        Raises:
            ValueError: a number is not a number.
        """
        return cls(
            max_bytes=int(environment.get("GOUJI_GATEWAY_MAX_BYTES") or 20 * 1024 * 1024),
            reconcile_every=float(environment.get("GOUJI_GATEWAY_RECONCILE_SECONDS") or 5),
            confirmation=float(environment.get("GOUJI_GATEWAY_CONFIRMATION_SECONDS") or 10),
            patience=float(environment.get("GOUJI_GATEWAY_PATIENCE_SECONDS") or 120),
            draft_days=float(environment.get("GOUJI_GATEWAY_DRAFT_DAYS") or DRAFTS_KEPT / timedelta(days=1)),
        )

    @property
    def drafts_kept(self) -> timedelta:
        """How long a draft is kept, from its receipt."""
        return timedelta(days=self.draft_days)

    def wait(self, attempts: int) -> timedelta:
        """From the last of so many publications to the next one, should the submission still be open by then."""
        if attempts == 0:
            return timedelta(seconds=self.confirmation)
        doublings = min(attempts - 1, 32)
        return timedelta(seconds=min(self.patience * 2**doublings, self.most_patience))
