"""What can go wrong with a call to CapOut.

Every error carries a code, the server's own words, and, for uploads, what became of the document:
that decides whether it may be sent again. What a person reads of it is in `ui.text.problem_text`.

Free of heavy imports, so that any part of the program may catch what is defined here.
"""

# ruff: noqa: N818 - HTTP's own names say more than a suffix would

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from capout_desktop.capout.upload_answers import Delivery, upload_answer
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.problem import Problem, ProblemCode

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


class CapOutError(Exception):
    """A call to CapOut that failed.

    Attributes:
        code: The name of the kind.
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

    code: str = ProblemCode.CAPOUT_ERROR
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
        return Problem(self.code, self.detail)

    def __str__(self) -> str:
        return f"{self.code} ({self.detail})" if self.detail else self.code


# No usable connection


class NoConnection(CapOutError):
    """CapOut cannot be reached, for a reason that no subclass names."""

    code = ProblemCode.NO_CONNECTION
    transient = True


class ConnectionRefused(NoConnection):
    """The address answers, and nobody listens there."""

    code = ProblemCode.CONNECTION_REFUSED


class HostNotFound(NoConnection):
    """The name of the server cannot be looked up."""

    code = ProblemCode.HOST_NOT_FOUND


class ConnectionBroken(NoConnection):
    """The line broke while the call was under way."""

    code = ProblemCode.CONNECTION_BROKEN


class TimedOut(NoConnection):
    """Nothing moved for too long."""

    code = ProblemCode.TIMED_OUT


class CertificateNotTrusted(NoConnection):
    """Whoever answered could not prove that it is CapOut."""

    code = ProblemCode.CERTIFICATE_NOT_TRUSTED


class SecureConnectionFailed(NoConnection):
    """TLS could not be agreed upon."""

    code = ProblemCode.SECURE_CONNECTION_FAILED


class ProxyFailed(NoConnection):
    """The proxy that the system or the person chose does not let the call through."""

    code = ProblemCode.PROXY_FAILED


class RealtimeInterrupted(NoConnection):
    """The connection that brings status as it happens was refused or has ended."""

    code = ProblemCode.REALTIME_INTERRUPTED


# CapOut's answers


class BadRequest(CapOutError):
    """400."""

    code = ProblemCode.BAD_REQUEST


class Unauthorized(CapOutError):
    """401."""

    code: str = HoldReason.KEY_REFUSED


class PaymentRequired(CapOutError):
    """402."""

    code: str = HoldReason.NO_CREDITS


class Forbidden(CapOutError):
    """403."""

    code = ProblemCode.FORBIDDEN


class NotFound(CapOutError):
    """404."""

    code = ProblemCode.NOT_FOUND


class Conflict(CapOutError):
    """409."""

    code = ProblemCode.CONFLICT


class TooLarge(CapOutError):
    """413."""

    code = ProblemCode.TOO_LARGE


class Unprocessable(CapOutError):
    """422."""

    code = ProblemCode.UNPROCESSABLE


class TooManyRequests(CapOutError):
    """429."""

    code = ProblemCode.TOO_MANY_REQUESTS
    transient = True


class Refused(CapOutError):
    """Any other 4xx."""

    code = ProblemCode.REFUSED


class Redirected(CapOutError):
    """3xx: not followed, since the key must not travel to another address."""

    code = ProblemCode.REDIRECTED


class RequestTimeout(CapOutError):
    """408: the server got tired of waiting for the body."""

    code = ProblemCode.REQUEST_TIMEOUT
    transient = True


class ServerFailed(CapOutError):
    """5xx, other than 503."""

    code = ProblemCode.SERVER_FAILED
    transient = True


class Unavailable(CapOutError):
    """503: busy, or a gateway that lost the server behind it."""

    code = ProblemCode.UNAVAILABLE
    transient = True


class GarbageAnswer(CapOutError):
    """An answer that says success and makes no sense."""

    code = ProblemCode.GARBAGE_ANSWER
    transient = True


class AnswerCutShort(CapOutError):
    """An answer that began and did not end."""

    code = ProblemCode.ANSWER_CUT_SHORT
    transient = True


# This program's side


class FileTrouble(CapOutError):
    """The file could not be read to its end as it was; nothing was accepted."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.code = problem.code


class MalformedKey(Unauthorized):
    """The key cannot even be sent: it holds blanks or letters that no key has."""

    code = ProblemCode.MALFORMED_KEY


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
