"""Errors of calls to CapOut.

Every error carries a code, the server's own words, and, for uploads, what became of the document:
that decides whether it may be sent again. What a person reads of it is in `ui.text.problem_text`.

It has no heavy imports, so that any part of the program can catch these errors.
"""

# ruff: noqa: N818 - the names of HTTP are clearer without a suffix

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
"""Maximum wait in seconds, also if a server or gateway asks for more."""


def bounded_retry_after(seconds: float | None) -> float | None:
    """Return the wait that a server asks for, within limits; None if it is not a number."""
    if seconds is None or math.isnan(seconds):
        return None
    return max(0.0, min(seconds, LONGEST_RETRY_AFTER))


@dataclass(frozen=True, slots=True)
class StreamedFile:
    """Bytes of the file that an upload actually read and sent.

    Attributes:
        sha256: Hash in lower-case hexadecimal digits.
        size: Size in bytes; less than that of the file if the upload was interrupted.
    """

    sha256: str
    size: int


class CapOutError(Exception):
    """A call to CapOut that failed.

    Attributes:
        code: Code of the kind of error.
        transient: Whether this kind of error is usually temporary.
        detail: Message of the server or the system, without secrets; may be empty.
        status_code: Status code of the HTTP answer; None if there was none.
        retry_after: Seconds that the server asked to wait; None if it did not.
        delivery: Result of an upload for its document.
        delivery_after_unknown: The same if the outcome of an earlier attempt is still unknown: a
            409 may then be about that attempt's document.
        body_complete: Whether the whole body of an upload was handed over.
        streamed: Bytes that an upload read of its file; None if it read none.
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
        """Result of an upload whose document may have arrived with an earlier attempt."""
        if self.status_code is None:
            return self.delivery
        return upload_answer(self.status_code).after_unknown or self.delivery

    @property
    def retryable(self) -> bool:
        """Whether an automatic retry is safe and may help."""
        return self.transient and self.delivery is not Delivery.UNKNOWN

    @property
    def is_final_refusal(self) -> bool:
        """Whether CapOut refused the request itself, so that repeating it does not help."""
        refused = self.status_code is not None and 400 <= self.status_code < 500
        return refused and not self.transient

    @property
    def problem(self) -> Problem:
        """The error as a `Problem`, for the journal and the window."""
        return Problem(self.code, self.detail)

    def __str__(self) -> str:
        return f"{self.code} ({self.detail})" if self.detail else self.code


# No usable connection


class NoConnection(CapOutError):
    """CapOut cannot be reached, for a reason without a subclass."""

    code = ProblemCode.NO_CONNECTION
    transient = True


class ConnectionRefused(NoConnection):
    """The host can be reached, but refuses the connection."""

    code = ProblemCode.CONNECTION_REFUSED


class HostNotFound(NoConnection):
    """The name of the server cannot be resolved."""

    code = ProblemCode.HOST_NOT_FOUND


class ConnectionBroken(NoConnection):
    """The connection was lost during the call."""

    code = ProblemCode.CONNECTION_BROKEN


class TimedOut(NoConnection):
    """No data was transferred for too long."""

    code = ProblemCode.TIMED_OUT


class CertificateNotTrusted(NoConnection):
    """The server's certificate is not trusted."""

    code = ProblemCode.CERTIFICATE_NOT_TRUSTED


class SecureConnectionFailed(NoConnection):
    """The TLS handshake failed."""

    code = ProblemCode.SECURE_CONNECTION_FAILED


class ProxyFailed(NoConnection):
    """The proxy chosen by the system or the user does not let the call through."""

    code = ProblemCode.PROXY_FAILED


class RealtimeInterrupted(NoConnection):
    """A realtime connection was refused or has ended."""

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
    """3xx: not followed, since the key must not be sent to another address."""

    code = ProblemCode.REDIRECTED


class RequestTimeout(CapOutError):
    """408: the server waited too long for the body."""

    code = ProblemCode.REQUEST_TIMEOUT
    transient = True


class ServerFailed(CapOutError):
    """5xx, other than 503."""

    code = ProblemCode.SERVER_FAILED
    transient = True


class Unavailable(CapOutError):
    """503: the server is busy, or a gateway cannot reach it."""

    code = ProblemCode.UNAVAILABLE
    transient = True


class GarbageAnswer(CapOutError):
    """An answer with a success code that cannot be understood."""

    code = ProblemCode.GARBAGE_ANSWER
    transient = True


class UnreadableBalance(GarbageAnswer):
    """CapOut accepted the key and answered, but the number of credits cannot be read in it.

    Attributes:
        organization_id: Organization that the answer names; empty if it names none.
    """

    code = ProblemCode.UNREADABLE_BALANCE
    transient = False

    def __init__(self, detail: str, organization_id: str = "") -> None:
        super().__init__(detail)
        self.organization_id = organization_id


class AnswerCutShort(CapOutError):
    """An answer that began but is incomplete."""

    code = ProblemCode.ANSWER_CUT_SHORT
    transient = True


# This program's side


class FileTrouble(CapOutError):
    """The file could not be read completely and unchanged; nothing was accepted."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.code = problem.code


class MalformedKey(Unauthorized):
    """The key contains characters that cannot be sent in a header."""

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
        status_code: Status code of the answer.
        detail: The server's message, without secrets.
        retry_after: Seconds that the server asked to wait.
        body_complete: For an upload, whether its whole body was handed over; None otherwise.
    """
    kind = _BY_STATUS.get(status_code)
    if kind is None:
        kind = ServerFailed if status_code >= 500 else Refused if status_code >= 400 else Redirected
    row = upload_answer(status_code)
    delivery = row.complete if body_complete else row.incomplete
    return kind(detail, status_code=status_code, retry_after=retry_after, delivery=delivery)
