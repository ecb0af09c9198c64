"""What may be typed as a proxy's address."""

from __future__ import annotations

import pytest

from capout_desktop.domain import proxy_choice
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.proxy_choice import BadProxyUrl, check_proxy_url, proxy_password


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("http://proxy.example.com:8080", "http://proxy.example.com:8080"),
        ("  proxy.example.com:8080 ", "http://proxy.example.com:8080"),
        ("https://proxy:443/", "https://proxy:443"),
        ("10.0.0.7:3128", "http://10.0.0.7:3128"),
        ("http://[fe80::1]:3128", "http://[fe80::1]:3128"),
        ("http://dana:pass%40word@proxy:8080", "http://dana:pass%40word@proxy:8080"),
    ],
)
def test_what_can_be_a_proxy_is_taken_in_its_one_form(typed: str, url: str) -> None:
    assert check_proxy_url(typed) == url


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", proxy_choice.NOT_STATED),
        ("   ", proxy_choice.NOT_STATED),
        ("http://proxy.example.com", proxy_choice.NO_PORT),
        ("http://proxy:0", proxy_choice.NO_PORT),
        ("http://proxy:99999", proxy_choice.NOT_AN_ADDRESS),
        ("http://proxy:eighty", proxy_choice.NOT_AN_ADDRESS),
        ("http://:8080", proxy_choice.NOT_AN_ADDRESS),
        ("http://proxy:8080/wpad.dat", proxy_choice.NOT_AN_ADDRESS),
        ("http://proxy:8080?x=1", proxy_choice.NOT_AN_ADDRESS),
        ("http://proxy:8080#x", proxy_choice.NOT_AN_ADDRESS),
        ("http://my proxy:8080", proxy_choice.NOT_AN_ADDRESS),
        ("http://[fe80::1:3128", proxy_choice.NOT_AN_ADDRESS),
        ("socks5://proxy:1080", proxy_choice.NOT_HTTP),
    ],
)
def test_what_cannot_be_one_is_refused_with_the_reason(typed: str, problem: Problem) -> None:
    with pytest.raises(BadProxyUrl) as refused:
        check_proxy_url(typed)
    assert refused.value.problem == problem


def test_a_password_in_the_address_is_found() -> None:
    assert proxy_password("http://dana:secret@proxy:8080") == "secret"
    assert not proxy_password("http://dana@proxy:8080")
