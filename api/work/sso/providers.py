"""The providers of an installation, and whose access token this is, remembered for a while as long as it holds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from api.work.sso.claims import Arrival, BadTokenError
from api.work.sso.fetched import PACE, Pace
from api.work.sso.provider import Provider
from api.work.sso.settings import ProviderSettings
from api.work.sso.tokens import issuer_said
from lms.keeping import LastAsked

MOST_REMEMBERED = 5_000


@dataclass(frozen=True)
class _Remembered:
    arrival: Arrival
    until: int


class Providers:
    """All providers of the settings, of one process; safe for threads."""

    def __init__(self, settings: Iterable[ProviderSettings], *, pace: Pace = PACE) -> None:
        """Ask nobody anything yet."""
        self.all = tuple(Provider(one, pace=pace) for one in settings)
        self._pace = pace
        self._remembered: LastAsked[_Remembered] = LastAsked(MOST_REMEMBERED)

    def named(self, name: str) -> Provider | None:
        """Return the provider of a name, or None."""
        return next((one for one in self.all if one.settings.name == name), None)

    def of_issuer(self, issuer: str | None) -> Provider | None:
        """Return the provider of an issuer, or None."""
        return next((one for one in self.all if one.settings.issuer == issuer), None)

    def bearer(self, token: str, *, at: datetime) -> Arrival | None:
        """Return whom an access token speaks of; None for a token that proves nothing.

        Raises ProviderAwayError for one that can't be looked at now, if a provider of ours may have made it.
        """
        if not any(one.settings.api_audience for one in self.all):
            return None
        digest = hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
        # Verified anew after a while: the key that it was signed with may be withdrawn.
        key = digest, at.timestamp() // self._pace.fresh
        try:
            found = self._remembered.once(key, lambda: self._verified(token))
        except BadTokenError:
            return None
        return found.arrival if at.timestamp() < found.until else None

    def _verified(self, token: str) -> _Remembered:
        provider = self.of_issuer(issuer_said(token))
        if provider is None:
            raise BadTokenError("no provider of ours made this token")
        return _Remembered(*provider.bearer(token))
