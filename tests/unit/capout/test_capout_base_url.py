"""A key goes over https, or to this very machine."""

from __future__ import annotations

import pytest

from capout_desktop.capout.base_url import BadBaseUrl, check_base_url, socket_url


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("https://api.capout.ai", "https://api.capout.ai"),
        (" https://api.capout.ai/ ", "https://api.capout.ai"),
        ("https://proxy.example:8443/capout/", "https://proxy.example:8443/capout"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://127.0.0.1:1", "http://127.0.0.1:1"),
        ("http://127.8.9.1", "http://127.8.9.1"),
        ("http://[::1]:8000/", "http://[::1]:8000"),
    ],
)
def test_https_and_loopback_are_taken(given: str, used: str) -> None:
    assert check_base_url(given) == used


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ("http://api.capout.ai", "in the clear"),
        ("http://localhost.example.com", "in the clear"),
        ("http://128.0.0.1", "in the clear"),
        ("http://0.0.0.0:80", "in the clear"),
        ("ftp://api.capout.ai", "https://"),
        ("api.capout.ai", "https://"),
        ("https://", "https://"),
        ("", "https://"),
        ("https://user:secret@api.capout.ai", "password"),
        ("https://user@api.capout.ai", "password"),
        ("https://:secret@api.capout.ai", "password"),
        ("https://api.capout.ai?x=1", "'?'"),
        ("https://api.capout.ai/#x", "'#'"),
        ("https://api.capout.ai:port", "not an address"),
        ("https://[::1", "not an address"),
    ],
)
def test_anything_else_is_refused_with_its_reason(given: str, word: str) -> None:
    with pytest.raises(BadBaseUrl, match=r".*") as refused:
        check_base_url(given)
    assert word in str(refused.value)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("base", "given", "resolved"),
    [
        ("https://api.capout.ai", "/ws/status", "wss://api.capout.ai/ws/status"),
        ("https://api.capout.ai", "wss://api.capout.ai/s?v=1", "wss://api.capout.ai/s?v=1"),
        ("https://api.capout.ai", "https://api.capout.ai/s", "wss://api.capout.ai/s"),
        ("https://api.capout.ai", "ws://API.capout.ai/s", "wss://API.capout.ai/s"),
        ("https://h/api", "ws/status", "wss://h/api/ws/status"),
        ("http://127.0.0.1:80", "/ws/status", "ws://127.0.0.1:80/ws/status"),
        ("http://localhost:80", "wss://localhost:81/s", "wss://localhost:81/s"),
    ],
)
def test_a_token_goes_in_the_clear_to_this_machine_only(
    base: str, given: str, resolved: str
) -> None:
    assert socket_url(base, given) == resolved


@pytest.mark.parametrize(
    "given",
    [
        "wss://evil.example/s",
        "//evil.example/s",
        "ws://127.0.0.1/s",
        "https://api.capout.ai.evil.example/s",
        "https://api.capout.ai@evil.example/s",
        "wss://user:word@api.capout.ai/s",
        "file:///etc/passwd",
        "wss://[::1",
        "wss://api.capout.ai:port/",
    ],
)
def test_a_realtime_address_of_another_host_is_ignored(
    given: str, caplog: pytest.LogCaptureFixture
) -> None:
    base = f"https://api.capout.ai/{given.encode().hex()}"  # each is logged once
    for _ in range(2):
        url = socket_url(base, given, "/sse/status")
        assert url == f"wss{base.removeprefix('https')}/sse/status"
    assert len(caplog.records) == 1
    assert "evil" not in caplog.text
