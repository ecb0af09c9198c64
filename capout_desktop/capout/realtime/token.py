"""What a realtime token opens, and for how long: the same for WebSocket and SSE."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from capout_desktop.capout.wire import RealtimeToken

SHORTEST_LIFE = 30.0
LONGEST_LIFE = 24 * 3600.0
"""Seconds that a token is taken to live, whatever the server says: less would mean connections
without end, and far more than a day no timer takes."""

LONGEST_URL = 2000
"""Servers and proxies take 2 KB; the documents that do not fit are seen to otherwise."""


def stream_address(
    url: str, token: RealtimeToken, document_ids: Sequence[str], recent: int = 0
) -> tuple[str, int]:
    """Return the address with the token and as many documents as fit, and how many those are.

    With `recent` it is for so many of the organization's latest documents instead: an address
    may name either, not both.
    """
    url += f"{'&' if '?' in url else '?'}token={quote(token.token, safe='')}"
    if recent:
        return f"{url}&recent={recent}", 0
    for number, document_id in enumerate(document_ids):
        longer = f"{url}&document_id={quote(document_id, safe='')}"
        # Without any document there is nothing that the connection is for.
        if len(longer) > LONGEST_URL and number > 0:
            return url, number
        url = longer
    return url, len(document_ids)


def seconds_to_renewal(
    token: RealtimeToken,
    clock_offset: timedelta | None,
    renew_at: float,
    shortest_life: float = SHORTEST_LIFE,
) -> float | None:
    """Return after how long a fresh token should take over; None where nobody can tell.

    Args:
        token: The one in use, just minted.
        clock_offset: The server's clock minus this computer's.
        renew_at: The part of the token's life that is used.
        shortest_life: Seconds that a token is taken to live at least.
    """
    if token.expires_at is None:
        return None
    life = (token.expires_at - datetime.now(UTC) - (clock_offset or timedelta())).total_seconds()
    # Expired before it was used: the clocks are not what they seem.
    return max(shortest_life, min(life, LONGEST_LIFE)) * renew_at if life > 0 else None
