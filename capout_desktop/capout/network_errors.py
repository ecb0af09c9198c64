"""Conversion of errors of httpx to errors of this program."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator

import h11
import httpx

from capout_desktop.capout.errors import (
    CapOutError,
    CertificateNotTrusted,
    ConnectionBroken,
    ConnectionRefused,
    GarbageAnswer,
    HostNotFound,
    NoConnection,
    ProxyFailed,
    SecureConnectionFailed,
    TimedOut,
)

_BY_CAUSE: tuple[tuple[type[BaseException], type[CapOutError]], ...] = (
    (ssl.SSLCertVerificationError, CertificateNotTrusted),
    (ssl.SSLError, SecureConnectionFailed),
    (socket.gaierror, HostNotFound),
    (ConnectionRefusedError, ConnectionRefused),
)


def network_error(error: Exception, *, via_proxy: bool) -> CapOutError:
    """Return the `CapOutError` for an error of httpx or of the system.

    `via_proxy` says whether the connection goes to a proxy first.
    """
    detail = _innermost_words(error)
    match error:
        case httpx.ConnectTimeout() | httpx.PoolTimeout():
            return TimedOut(detail or "no connection within the time")
        case httpx.TimeoutException() | TimeoutError():
            return TimedOut(detail)
        case httpx.ProxyError():
            return ProxyFailed(detail)
        case httpx.DecodingError():
            return GarbageAnswer(detail)
    for cause in _causes(error):
        if isinstance(cause, h11.RemoteProtocolError):
            return GarbageAnswer(detail)  # the answer was not HTTP
        for kind, meaning in _BY_CAUSE:
            if isinstance(cause, kind):
                # The proxy, not CapOut, could not be found or refused.
                to_proxy = via_proxy and meaning in {HostNotFound, ConnectionRefused}
                return (ProxyFailed if to_proxy else meaning)(detail)
    if isinstance(error, httpx.ConnectError | httpx.UnsupportedProtocol):
        return NoConnection(detail)
    return ConnectionBroken(detail)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield the error and its causes. A host with several addresses raises an exception group."""
    waiting: list[BaseException | None] = [error]
    seen: set[int] = set()
    while waiting:
        cause = waiting.pop(0)
        if cause is None or id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        if isinstance(cause, BaseExceptionGroup):
            waiting.extend(cause.exceptions)
        waiting += [cause.__cause__, cause.__context__]


def _innermost_words(error: BaseException) -> str:
    words = ""
    for cause in _causes(error):
        if isinstance(cause, OSError) and cause.strerror:
            words = cause.strerror
        elif not words:
            words = str(cause)
    return words
