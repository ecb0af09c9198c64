"""What can go wrong with a call to CapOut, in words that a contractor understands.

Every error carries a title, the next step, the server's own words, and, for uploads, what
became of the document: that decides whether it may be sent again.

Free of heavy imports, so that any part of the program may catch what is defined here.
"""

# ruff: noqa: N818 - HTTP's own names say more than a suffix would

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from capout_desktop.capout.upload_answers import Delivery, upload_answer
from capout_desktop.domain.problem import Problem

__all__ = ["Delivery"]

LONGEST_RETRY_AFTER = 15 * 60.0
"""Seconds: a server, or a gateway, that asks for more is asked again after so many."""


def bounded_retry_after(seconds: float | None) -> float | None:
    """Return the wait that a server asks for as one to follow; None where it is no number."""
    if seconds is None or math.isnan(seconds):
        return None
    return max(0.0, min(seconds, LONGEST_RETRY_AFTER))


@dataclass(frozen=True, slots=True)
class StreamedFile:
    """The bytes of the file that an upload really read and sent, whatever the path names now.

    Attributes:
        sha256: In lower-case hexadecimal digits.
        size: In bytes; less than the file's where the upload broke off.
    """

    sha256: str
    size: int


_UNKNOWN_NEXT_STEP = (
    "The document may have arrived. It is looked up in CapOut's list before it may go again."
)


class CapOutError(Exception):
    """A call to CapOut that failed.

    Attributes:
        code: A stable, language-free name of the kind.
        title: What happened, in a few words.
        next_step: What the person can do now.
        transient: Whether this kind tends to pass by itself.
        detail: What the server or the system said, without secrets; may be empty.
        status_code: Of the HTTP answer; None where there was none.
        retry_after: Seconds that the server asked to wait; None where it did not.
        delivery: What became of an upload.
        delivery_after_unknown: The same where an earlier attempt's outcome is still unknown: a
            409 may then be about that attempt's document.
        body_complete: Whether the whole body of an upload was handed over.
        streamed: What an upload read of its file; None where it read none.
    """

    code: str = "capout-error"
    title: str = "The call to CapOut failed"
    next_step: str = "Try again. If it happens again, write to CapOut's support."
    transient: ClassVar[bool] = False

    def __init__(
        self,
        detail: str = "",
        *,
        status_code: int | None = None,
        retry_after: float | None = None,
        delivery: Delivery = Delivery.NOT_SENT,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.status_code = status_code
        self.retry_after = bounded_retry_after(retry_after)
        self.delivery = delivery
        self.body_complete = False
        self.streamed: StreamedFile | None = None
        if delivery is Delivery.UNKNOWN:
            self.outcome_is_unknown()

    def outcome_is_unknown(self) -> None:
        """Take note that the whole body had gone when this happened."""
        self.delivery = Delivery.UNKNOWN
        self.next_step = _UNKNOWN_NEXT_STEP

    @property
    def delivery_after_unknown(self) -> Delivery:
        """What became of an upload whose document may have arrived by an earlier attempt."""
        if self.status_code is None:
            return self.delivery
        return upload_answer(self.status_code).after_unknown or self.delivery

    @property
    def retryable(self) -> bool:
        """Whether trying again later, without asking anybody, is safe and may help."""
        return self.transient and self.delivery is not Delivery.UNKNOWN

    @property
    def problem(self) -> Problem:
        """The same as a plain value, for the journal and the window."""
        return Problem(self.code, self.title, self.next_step, self.detail)

    def __str__(self) -> str:
        return f"{self.title} ({self.detail})" if self.detail else self.title


# No usable connection


class NoConnection(CapOutError):
    """CapOut cannot be reached, for a reason that no subclass names."""

    code = "no-connection"
    title = "CapOut cannot be reached"
    next_step = "Check your internet connection. What waits goes by itself once it is back."
    transient = True


class ConnectionRefused(NoConnection):
    """The address answers, and nobody listens there."""

    code = "connection-refused"
    title = "CapOut does not take connections at the moment"
    next_step = (
        "Usually this passes within minutes. If a firewall guards your office, ask for "
        "api.capout.ai to be let through."
    )


class HostNotFound(NoConnection):
    """The name of the server cannot be looked up."""

    code = "host-not-found"
    title = "CapOut's address cannot be found"
    next_step = "Check that this computer is online. What waits goes by itself once it is."


class ConnectionBroken(NoConnection):
    """The line broke while the call was under way."""

    code = "connection-broken"
    title = "The connection to CapOut broke"
    next_step = "Check your internet connection. What waits goes by itself once it is back."


class TimedOut(NoConnection):
    """Nothing moved for too long."""

    code = "timed-out"
    title = "CapOut took too long to answer"
    next_step = "Your connection or CapOut is slow at the moment. What waits goes by itself later."


class CertificateNotTrusted(NoConnection):
    """Whoever answered could not prove that it is CapOut."""

    code = "certificate-not-trusted"
    title = "The secure connection to CapOut is not trusted"
    next_step = (
        "Check this computer's date and time, and sign in if the network has a sign-in page. In "
        "an office that inspects traffic, ask IT to install its certificate on this computer."
    )


class SecureConnectionFailed(NoConnection):
    """TLS could not be agreed upon."""

    code = "secure-connection-failed"
    title = "No secure connection to CapOut could be made"
    next_step = "Sign in if the network has a sign-in page, or try another network."


class ProxyFailed(NoConnection):
    """The proxy that the system or the person chose does not let the call through."""

    code = "proxy-failed"
    title = "The network's proxy does not let CapOut through"
    next_step = (
        "Check the proxy under Settings, Network, or ask IT to let api.capout.ai through it."
    )


class RealtimeInterrupted(NoConnection):
    """The connection that brings status as it happens was refused or has ended."""

    code = "realtime-interrupted"
    title = "Live updates are interrupted"
    next_step = "Nothing to do: they are taken up again by themselves, and nothing is missed."


# CapOut's answers


class BadRequest(CapOutError):
    """400."""

    code = "bad-request"
    title = "CapOut could not read the request"
    next_step = "Look for a newer version of this program, then try again."


class Unauthorized(CapOutError):
    """401."""

    code = "unauthorized"
    title = "CapOut did not accept this key"
    next_step = "Check the key under Settings → API keys in CapOut's web app, then enter it again."


class PaymentRequired(CapOutError):
    """402."""

    code = "payment-required"
    title = "No credits left"
    next_step = "Buy credits in CapOut's web app. What waits goes once there are some."


class Forbidden(CapOutError):
    """403."""

    code = "forbidden"
    title = "This key may not do that"
    next_step = "Ask whoever manages your CapOut account what the key is allowed to do."


class NotFound(CapOutError):
    """404."""

    code = "not-found"
    title = "CapOut does not know this"
    next_step = "Look for the document in CapOut's web app; perhaps it belongs to another account."


class Conflict(CapOutError):
    """409."""

    code = "conflict"
    title = "CapOut already has something like this"
    next_step = "Look in CapOut's web app whether this document is there before you send it again."


class TooLarge(CapOutError):
    """413."""

    code = "too-large"
    title = "The file is too large for CapOut"
    next_step = "Print it to PDF at a lower quality, or split it into parts, and add those."


class Unprocessable(CapOutError):
    """422."""

    code = "unprocessable"
    title = "CapOut cannot work with this"
    next_step = "Check the XactNet address and the file, then try again."


class TooManyRequests(CapOutError):
    """429."""

    code = "too-many-requests"
    title = "CapOut asks to slow down"
    next_step = "Nothing to do: what waits goes by itself in a moment."
    transient = True


class Refused(CapOutError):
    """Any other 4xx."""

    code = "refused"
    title = "CapOut refused this"
    next_step = "What CapOut said stands beside this. Try again, or write to CapOut's support."


class Redirected(CapOutError):
    """3xx: not followed, since the key must not travel to another address."""

    code = "redirected"
    title = "CapOut's address has moved"
    next_step = "Sign in if the network has a sign-in page; else look for a newer version."


class RequestTimeout(CapOutError):
    """408: the server got tired of waiting for the body."""

    code = "request-timeout"
    title = "The file arrived too slowly for CapOut"
    next_step = "Your connection is slow at the moment. What waits goes by itself later."
    transient = True


class ServerFailed(CapOutError):
    """5xx, other than 503."""

    code = "server-failed"
    title = "CapOut has a problem of its own"
    next_step = "Nothing is wrong on your side. What waits goes by itself later."
    transient = True


class Unavailable(CapOutError):
    """503: busy, or a gateway that lost the server behind it."""

    code = "unavailable"
    title = "CapOut is busy or being serviced"
    next_step = "Nothing to do: what waits goes by itself later."
    transient = True


class GarbageAnswer(CapOutError):
    """An answer that says success and makes no sense."""

    code = "garbage-answer"
    title = "CapOut's answer could not be understood"
    next_step = "Sign in if the network has a sign-in page; else look for a newer version."
    transient = True


class AnswerCutShort(CapOutError):
    """An answer that began and did not end."""

    code = "answer-cut-short"
    title = "CapOut's answer broke off"
    next_step = "Check your internet connection. What waits goes by itself later."
    transient = True


# This program's side


class FileTrouble(CapOutError):
    """The file could not be read to its end as it was; nothing was accepted."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.code = problem.code
        self.title = problem.title
        self.next_step = problem.next_step


class MalformedKey(Unauthorized):
    """The key cannot even be sent: it holds blanks or letters that no key has."""

    code = "malformed-key"
    title = "This does not look like an API key"
    next_step = "A key is one long word without spaces. Copy it once more from CapOut's web app."


_BY_STATUS: Mapping[int, type[CapOutError]] = {
    400: BadRequest,
    401: Unauthorized,
    402: PaymentRequired,
    403: Forbidden,
    404: NotFound,
    408: RequestTimeout,
    409: Conflict,
    413: TooLarge,
    422: Unprocessable,
    429: TooManyRequests,
    503: Unavailable,
}


def error_for_status(
    status_code: int,
    detail: str,
    *,
    retry_after: float | None = None,
    body_complete: bool | None = None,
) -> CapOutError:
    """Return the error for an HTTP answer other than success.

    Args:
        status_code: The answer's.
        detail: The server's own words, without secrets.
        retry_after: Seconds that it asked to wait.
        body_complete: For an upload, whether its whole body was handed over; None otherwise.
    """
    kind = _BY_STATUS.get(status_code)
    if kind is None:
        kind = ServerFailed if status_code >= 500 else Refused if status_code >= 400 else Redirected
    row = upload_answer(status_code)
    delivery = row.complete if body_complete else row.incomplete
    return kind(detail, status_code=status_code, retry_after=retry_after, delivery=delivery)
