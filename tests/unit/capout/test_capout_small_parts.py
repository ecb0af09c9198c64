"""Words of errors, causes of failures, proxies and connections, each by itself."""

from __future__ import annotations

import socket
import ssl
from collections.abc import AsyncIterator

import h11
import httpx
import pytest

from capout_desktop.capout import client as client_module
from capout_desktop.capout.answer_body import read_error_words
from capout_desktop.capout.bounded_json import LARGEST_INTEGER, LONGEST_ID, bounded_json
from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.connections import Connections, Network, Timeouts, is_encoded
from capout_desktop.capout.error_words import error_detail
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
from capout_desktop.capout.network_errors import network_error
from capout_desktop.capout.proxy import chosen_proxy, system_proxy
from capout_desktop.domain.proxy_choice import ProxyChoice, ProxyMode


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"detail": "no credits"}', "no credits"),
        (b'{"detail": {"message": "no"}}', "no"),
        (b'{"detail": "", "message": "second"}', "second"),
        (b'{"error": " two  blanks "}', "two blanks"),
        (b'{"other": "x"}', ""),
        (b'{"detail": [{"loc": ["body", "xn_address"], "msg": "unknown"}]}', "xn_address: unknown"),
        (b'{"detail": [{"loc": ["body"], "msg": "bad"}, {"msg": "worse"}]}', "bad; worse"),
        (b'{"detail": [{"loc": "body", "msg": "bad"}, 7, ""]}', "bad"),
        (b'{"detail": [{"loc": ["a", 0], "msg": "bad"}]}', "a.0: bad"),
        (b"Service down", "Service down"),
        (b" <html>", ""),
        (b"7", ""),
        (b'"' + b"x" * 500 + b'"', "x" * 500),
        (b'"' + b"x" * 501 + b'"', "x" * 499 + "…"),
        (b"[" * 100_000, ""),
    ],
)
def test_the_words_of_an_error(body: bytes, words: str) -> None:
    assert error_detail(body) == words


class Parts(httpx.AsyncByteStream):
    """A body in parts."""

    def __init__(self, *parts: bytes) -> None:
        self._parts = parts

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self._parts:
            yield part


async def test_the_words_of_an_error_may_come_in_parts() -> None:
    response = httpx.Response(500, stream=Parts(b"Service ", b"down"))
    assert await read_error_words(response) == b"Service down"


@pytest.mark.parametrize(
    ("coding", "encoded"), [("", False), (" Identity ", False), ("gzip", True), ("br", True)]
)
def test_whether_a_body_is_compressed(coding: str, encoded: bool) -> None:
    assert is_encoded(httpx.Response(200, headers={"content-encoding": coding})) is encoded
    assert not is_encoded(httpx.Response(200))


@pytest.mark.parametrize(
    ("number", "read"),
    [
        (LARGEST_INTEGER, LARGEST_INTEGER),
        (LARGEST_INTEGER + 1, str(LARGEST_INTEGER + 1)),
        (-LARGEST_INTEGER, -LARGEST_INTEGER),
        (-LARGEST_INTEGER - 1, str(-LARGEST_INTEGER - 1)),
        (10**30, str(10**30)),
        (10 ** (LONGEST_ID - 1), str(10 ** (LONGEST_ID - 1))),
        (10**LONGEST_ID, None),
    ],
)
def test_a_number_that_is_an_id_keeps_all_its_digits(number: int, read: object) -> None:
    named = bounded_json(f'{{"document_id": {number}, "x": "\\ud800"}}')
    assert isinstance(named, dict)
    assert named["document_id"] == read
    plain = bounded_json(f'{{"count": {number}, "x": "\\ud800"}}')
    assert isinstance(plain, dict)
    limited = max(-LARGEST_INTEGER, min(number, LARGEST_INTEGER))
    assert plain["count"] == (None if read is None else limited)


def caused(error: Exception, *causes: BaseException) -> Exception:
    """Return the error with a chain of causes."""
    last: BaseException = error
    for cause in causes:
        last.__cause__ = cause
        last = cause
    return error


REFUSED = ConnectionRefusedError(111, "Connection refused")
NOT_FOUND = socket.gaierror(-2, "Name or service not known")


@pytest.mark.parametrize(
    ("error", "kind", "via_proxy_kind", "detail"),
    [
        (httpx.ConnectTimeout(""), TimedOut, TimedOut, "no connection within the time"),
        (httpx.PoolTimeout("full"), TimedOut, TimedOut, "full"),
        (httpx.ReadTimeout(""), TimedOut, TimedOut, ""),
        (TimeoutError("late"), TimedOut, TimedOut, "late"),
        (httpx.ProxyError("407"), ProxyFailed, ProxyFailed, "407"),
        (httpx.DecodingError("odd"), GarbageAnswer, GarbageAnswer, "odd"),
        (
            caused(httpx.RemoteProtocolError("x"), h11.RemoteProtocolError("not HTTP")),
            GarbageAnswer,
            GarbageAnswer,
            "x",
        ),
        (
            caused(httpx.ConnectError("outer"), OSError("inner"), REFUSED),
            ConnectionRefused,
            ProxyFailed,
            "Connection refused",
        ),
        (
            caused(httpx.ConnectError("outer"), ExceptionGroup("all", [OSError("a"), REFUSED])),
            ConnectionRefused,
            ProxyFailed,
            "Connection refused",
        ),
        (caused(httpx.ConnectError(""), NOT_FOUND), HostNotFound, ProxyFailed, NOT_FOUND.strerror),
        (
            caused(httpx.ConnectError("x"), ssl.SSLCertVerificationError(1, "self-signed")),
            CertificateNotTrusted,
            CertificateNotTrusted,
            "self-signed",
        ),
        (
            caused(httpx.ConnectError("x"), ssl.SSLError(1, "bad record")),
            SecureConnectionFailed,
            SecureConnectionFailed,
            "bad record",
        ),
        (
            caused(httpx.ConnectError("outer"), ValueError("inner")),
            NoConnection,
            NoConnection,
            "outer",
        ),
        (httpx.UnsupportedProtocol("x"), NoConnection, NoConnection, "x"),
        (httpx.ReadError("gone"), ConnectionBroken, ConnectionBroken, "gone"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_what_an_error_of_the_network_means(
    error: Exception, kind: type[CapOutError], via_proxy_kind: type[CapOutError], detail: str
) -> None:
    for via_proxy, expected in ((False, kind), (True, via_proxy_kind)):
        found = network_error(error, via_proxy=via_proxy)
        assert type(found) is expected
        assert found.detail == detail


def test_an_error_that_is_its_own_cause_is_looked_at_once() -> None:
    error = httpx.ReadError("gone")
    inner = ValueError("inner")
    error.__cause__, inner.__cause__ = inner, error
    assert type(network_error(error, via_proxy=False)) is ConnectionBroken


def manual(url: str) -> ProxyChoice:
    return ProxyChoice(ProxyMode.MANUAL, url)


@pytest.mark.parametrize(
    ("proxy", "is_sound"),
    [
        ("http://proxy.example:3128", True),
        ("https://user:word@proxy.example/", True),
        ("http://proxy.example:0", False),
        ("http://user:a@b@proxy.example:80", False),
        ("http://proxy.example/path", False),
        ("http://proxy.example?x", False),
        ("http://proxy.example#x", False),
        ("http://:80", False),
        ("http://proxy.example:port", False),
        ("http://a\x7f.example:80", False),
    ],
)
def test_a_proxy_is_used_if_its_address_is_read_in_one_way(proxy: str, is_sound: bool) -> None:
    if is_sound:
        assert chosen_proxy(manual(proxy), "https://api.capout.ai") == proxy
        return
    with pytest.raises(ProxyFailed):
        chosen_proxy(manual(proxy), "https://api.capout.ai")


def test_this_machine_is_reached_without_a_proxy() -> None:
    assert chosen_proxy(manual("http://proxy.example"), "http://127.0.0.1:9") is None
    assert chosen_proxy(ProxyChoice(ProxyMode.NONE), "https://api.capout.ai") is None


@pytest.mark.parametrize(
    ("proxies", "used"),
    [
        ({}, None),
        ({"https": "proxy.example:3128"}, "http://proxy.example:3128"),
        ({"all": "HTTP://proxy.example"}, "HTTP://proxy.example"),
        ({"https": "http://one.example", "all": "http://two.example"}, "http://one.example"),
        ({"http": "http://one.example"}, None),
    ],
)
def test_the_proxy_of_the_system(
    proxies: dict[str, str], used: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("urllib.request.getproxies", lambda: proxies)
    monkeypatch.setattr("urllib.request.proxy_bypass", lambda host: host == "not.ai")
    assert system_proxy("https://api.capout.ai") == used
    assert system_proxy("https://not.ai") is None
    assert system_proxy("https://localhost") is None


def test_another_kind_of_proxy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("urllib.request.getproxies", lambda: {"all": "socks5://p.example"})
    monkeypatch.setattr("urllib.request.proxy_bypass", lambda _: False)
    with pytest.raises(ProxyFailed, match="SOCKS5"):
        system_proxy("https://api.capout.ai")


async def test_connections_close_once_the_last_call_has_ended() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    connections = Connections(Network(context, None), Timeouts())
    async with connections.for_calls() as one, connections.for_uploads() as upload:
        async with connections.for_calls() as same, connections.for_uploads() as again:
            assert (same, again) == (one, upload)
        await connections.retire()
        closed = [connections.closed, one.is_closed, upload.is_closed]
    assert closed == [False, False, False]
    assert [connections.closed, one.is_closed, upload.is_closed] == [True, True, True]
    unused = Connections(Network(context, "http://proxy.example"), Timeouts())
    await unused.retire()
    assert unused.closed


def test_only_a_secure_proxy_gets_the_certificates() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    assert Network(context, None).httpx_proxy is None
    for url, given in (("http://p.example", None), ("https://p.example", context)):
        proxy = Network(context, url).httpx_proxy
        assert proxy is not None
        assert proxy.ssl_context is given


async def test_certificates_are_read_for_https_only(monkeypatch: pytest.MonkeyPatch) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    monkeypatch.setattr(client_module, "tls_context", lambda: context)
    none = ProxyChoice(ProxyMode.NONE)
    for url, is_read in (("https://api.capout.ai", True), ("http://127.0.0.1:9", False)):
        client = CapOutClient(url, "capout_test_0123456789abcdef", proxy=lambda: none)
        network = await client.network()
        assert (network.ssl_context is context) is is_read
        await client.aclose()
