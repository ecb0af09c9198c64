"""Addresses and renewal times for realtime tokens, for WebSocket and SSE."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from capout_desktop.capout.realtime.events import Timing
from capout_desktop.capout.wire import RealtimeToken

LONGEST_LIFE = 24 * 3600.0
"""Seconds a token is assumed to live at most, since no timer accepts far more than a day."""

LONGEST_URL = 2000
"""Maximum length of an address, since servers and proxies accept 2 KB."""


def stream_address(
    url: str, token: RealtimeToken, document_ids: Sequence[str], recent: int = 0
) -> tuple[str, int]:
    """Return the address with the token and as many documents as fit, and their number.

    With `recent` it is for that number of the organization's latest documents instead. An address
    cannot contain both.
    """
    url += f"{'&' if '?' in url else '?'}token={quote(token.token, safe='')}"
    if recent:
        return f"{url}&recent={recent}", 0
    for number, document_id in enumerate(document_ids):
        longer = f"{url}&document_id={quote(document_id, safe='')}"
        # At least one document is needed.
        if len(longer) > LONGEST_URL and number > 0:
            return url, number
        url = longer
    return url, len(document_ids)


def seconds_to_renewal(
    token: RealtimeToken, clock_offset: timedelta | None, timing: Timing
) -> float | None:
    """Return the seconds after which a new token should take over; None if unknown.

    Args:
        token: The token in use, just minted.
        clock_offset: The server's clock minus this computer's.
        timing: Fraction of the token's life that is used, and its minimum.
    """
    if token.expires_at is None:
        return None
    life = (token.expires_at - datetime.now(UTC) - (clock_offset or timedelta())).total_seconds()
    if life <= 0:
        return None  # expired before it was used: the clocks are not reliable
    return max(timing.shortest_token_life, min(life, LONGEST_LIFE)) * timing.renew_at
