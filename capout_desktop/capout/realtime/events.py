"""What whoever follows documents hears: reports, and by which way they come."""

from __future__ import annotations

from dataclasses import dataclass

from capout_desktop.capout.errors import Unauthorized
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.status_report import StatusReport


@dataclass(frozen=True, slots=True)
class Idle:
    """No document is watched, and no connection stands."""


@dataclass(frozen=True, slots=True)
class Live:
    """Reports come as they happen, by WebSocket."""


@dataclass(frozen=True, slots=True)
class LiveSse:
    """Reports come as they happen, by SSE; `problem` says why not by WebSocket."""

    problem: Problem


@dataclass(frozen=True, slots=True)
class Polling:
    """Reports come every `interval` seconds or so; `problem` says why there is no better way."""

    problem: Problem
    interval: float


@dataclass(frozen=True, slots=True)
class Reconnecting:
    """No reports come; the next try is in `delay` seconds."""

    problem: Problem
    delay: float


@dataclass(frozen=True, slots=True)
class StatusUnavailable:
    """The status of this document cannot be had; it stays watched."""

    document_id: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Ended:
    """The key is not accepted any more; there are no further events."""

    error: Unauthorized


ConnectionEvent = Idle | Live | LiveSse | Polling | Reconnecting
RealtimeEvent = StatusReport | ConnectionEvent | StatusUnavailable | Ended


@dataclass(frozen=True, slots=True)
class Timing:
    """How patient the listener is; times in seconds.

    A dead WebSocket is noticed after `ping_every + ping_patience`, a dead SSE stream after
    `silence + open_within`, at the latest: both within 45 s.

    Attributes:
        first_delay: Ceiling of the first wait before connecting again; it doubles each time.
        longest_delay: Ceiling of any such wait.
        background_delay: The same, while a lesser way brings the reports.
        stable_after: A connection that lived so long was a good one: waits start anew.
        failures: After so many within `failures_within`, a lesser way takes over. One refusal in
            so many words is enough.
        failures_within: See `failures`.
        open_within: How long a connection may take to come about, token included.
        ping_every: Between two pings of a WebSocket.
        ping_patience: How long the answer to a ping may take.
        silence: A stream without pings that brought nothing for so long is replaced.
        proof: A stream that has brought nothing yet after so long may be held back on the way:
            polling goes on beside it until it speaks.
        poll_interval: Between two questions for a young document, where there are few.
        fetch_patience: Between two tries to fetch one document's status.
        renew_at: The part of a token's life after which a fresh connection takes over.
        shortest_token_life: A token is taken to live at least so long.
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
