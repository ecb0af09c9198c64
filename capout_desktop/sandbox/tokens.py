"""Short-lived tokens that open realtime connections."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(slots=True)
class Token:
    """A token that opens realtime connections of an organization until `expires_at` (UTC)."""

    text: str = field(repr=False)
    organization_id: str
    expires_at: datetime
    used: bool = False


@dataclass(slots=True)
class Tokens:
    """All tokens created so far."""

    _by_text: dict[str, Token] = field(default_factory=dict, repr=False)

    def mint(self, organization_id: str, lifetime: float, now: datetime) -> Token:
        """Create and return a token that is valid for `lifetime` seconds."""
        token = Token(
            f"rt_{secrets.token_urlsafe(24)}", organization_id, now + timedelta(seconds=lifetime)
        )
        self._by_text[token.text] = token
        return token

    def redeem(self, text: str, now: datetime, *, single_use: bool) -> Token | None:
        """Return the token with that text; None if it is unknown, expired, or used up."""
        token = self._by_text.get(text)
        if token is None or token.expires_at <= now or (single_use and token.used):
            return None
        token.used = True
        return token

    def expire_all(self, now: datetime) -> None:
        """Expire all tokens at `now`."""
        for token in self._by_text.values():
            token.expires_at = min(token.expires_at, now)
