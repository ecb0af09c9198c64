"""Events of the realtime listener: status reports and changes of the connection."""

from __future__ import annotations

from msgspec import Struct

from capout_desktop.capout.errors import Unauthorized
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.status_report import StatusReport


class Idle(Struct, frozen=True):
    """No document is watched and no connection is open."""


class Live(Struct, frozen=True):
    """Reports arrive in realtime by WebSocket."""


class LiveSse(Struct, frozen=True):
    """Reports arrive in realtime by SSE; `problem` says why not by WebSocket."""

    problem: Problem


class Polling(Struct, frozen=True):
    """Reports arrive about every `interval` seconds; `problem` says why not in realtime."""

    problem: Problem
    interval: float


class Reconnecting(Struct, frozen=True):
    """No reports arrive; the next attempt to connect is in `delay` seconds."""

    problem: Problem
    delay: float


class StatusUnavailable(Struct, frozen=True):
    """The status of this document is not available; it stays watched."""

    document_id: str
    problem: Problem


class Ended(Struct, frozen=True):
    """The key is not accepted any more; there are no further events."""

    error: Unauthorized


ConnectionEvent = Idle | Live | LiveSse | Polling | Reconnecting
RealtimeEvent = StatusReport | ConnectionEvent | StatusUnavailable | Ended


class Timing(Struct, frozen=True):
    """Times and limits of the listener; times in seconds.

    A dead WebSocket is noticed after `ping_every + ping_patience` at the latest, a dead SSE stream
    after `silence + open_within`: both within 45 s.

    Attributes:
        first_delay: Upper limit of the first wait before reconnecting; it doubles each time.
        longest_delay: Upper limit of any such wait.
        background_delay: The same, while a fallback delivers the reports.
        stable_after: Lifetime after which a connection counts as stable, so that the waits restart
            at `first_delay`.
        failures: Number of failures within `failures_within` after which the fallback takes over.
            One explicit refusal is enough.
        failures_within: See `failures`.
        open_within: Timeout for opening a connection, including the token.
        ping_every: Time between two pings of a WebSocket.
        ping_patience: Timeout for the answer to a ping.
        silence: Time without data after which a stream without pings is replaced.
        proof: Time after which a stream that has delivered nothing yet may be buffered by a proxy.
            Polling goes on beside it until data arrives.
        poll_interval: Time between two requests for a new document, if there are few.
        fetch_patience: Time between two attempts to fetch the status of one document.
        renew_at: Fraction of a token's life after which a new connection takes over.
        shortest_token_life: Minimum life that a token is assumed to have. A shorter one would mean
            endless reconnecting.
    """

    first_delay: float = 1.0
    longest_delay: float = 30.0
    background_delay: float = 60.0
    stable_after: float = 60.0
    failures: int = 3
    failures_within: float = 60.0
    open_within: float = 15.0
    ping_every: float = 15.0
    ping_patience: float = 20.0
    silence: float = 30.0
    proof: float = 3.0
    poll_interval: float = 3.0
    fetch_patience: float = 5.0
    renew_at: float = 0.8
    shortest_token_life: float = 30.0
