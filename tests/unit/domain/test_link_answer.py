"""What a link leads to, told from the first part of the answer."""

from __future__ import annotations

import pytest

from capout_desktop.domain.link_answer import (
    NEEDS_SIGN_IN,
    NO_PDF,
    NOTHING_THERE,
    PDF_WINDOW,
    WEB_PAGE,
    LinkAnswer,
    is_certainly_pdf,
    is_private,
    problem_of,
)
from capout_desktop.domain.problem import Problem

URL = "https://files.example/a.pdf"
PAGE = b"<!DOCTYPE html><html><body>Hello"
LONG = b"x" * PDF_WINDOW


@pytest.mark.parametrize(
    ("content_type", "disposition", "is_certain"),
    [
        ("application/pdf", "", True),
        (" Application/X-PDF ; charset=x", "", True),
        ("", "", False),
        ("application/octet-stream", 'attachment; filename="Kim.PDF"', True),
        ("application/octet-stream", "attachment; filename*=utf-8''a.pdf", True),
        ("application/octet-stream", "attachment; filename=a.pdfx", False),
        ("text/html; charset=utf-8", "attachment; filename=a.pdf", False),
        ("application/pdf", "attachment; filename=a.zip", True),
    ],
)
@pytest.mark.parametrize(
    ("status", "is_success"), [(199, False), (200, True), (206, True), (299, True), (300, False)]
)
def test_the_headers_alone_may_say_that_it_is_a_pdf(
    content_type: str, disposition: str, is_certain: bool, status: int, is_success: bool
) -> None:
    answer = LinkAnswer(URL, status, content_type, disposition)
    assert is_certainly_pdf(answer) is (is_certain and is_success)


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        (400, None),
        (401, NEEDS_SIGN_IN),
        (402, None),
        (403, NEEDS_SIGN_IN),
        (404, NOTHING_THERE),
        (405, None),
        (409, None),
        (410, NOTHING_THERE),
        (411, None),
        (500, None),
        (300, None),
        (199, None),
        (200, WEB_PAGE),
        (299, WEB_PAGE),
    ],
)
def test_the_status_decides_first(status: int, problem: Problem | None) -> None:
    assert problem_of(LinkAnswer(URL, status, "text/html")) == problem


@pytest.mark.parametrize(
    ("content_type", "start", "problem"),
    [
        ("application/pdf", b"", None),
        ("application/pdf", LONG, None),
        ("application/pdf", PAGE, WEB_PAGE),
        ("", PAGE, WEB_PAGE),
        ("", b"\xef\xbb\xbf \n<!-- x --> <HTML>", WEB_PAGE),
        ("", b"<p>Hello", None),
        ("TEXT/HTML; charset=utf-8", b"", WEB_PAGE),
        ("text/html", b"x" * (PDF_WINDOW - 5) + b"%PDF-", None),
        ("text/html", b"x" * (PDF_WINDOW - 4) + b"%PDF-", WEB_PAGE),
        ("", b"", None),
        ("", LONG[:-1], None),
        ("", LONG, NO_PDF),
        ("image/png", b"", NO_PDF),
        ("application/zip", b"", NO_PDF),
        ("application/zipped", b"", None),
        ("application/octet-stream", b"", None),
    ],
)
def test_a_page_or_another_file_is_no_pdf(
    content_type: str, start: bytes, problem: Problem | None
) -> None:
    assert problem_of(LinkAnswer(URL, 200, content_type, start=start)) == problem


@pytest.mark.parametrize(
    ("url", "start", "asks"),
    [
        (URL, PAGE, False),
        (URL, b'<html><INPUT name=p type="password">', True),
        (URL, b"<html><input type=text>", False),
        (URL, b"<html><title>Please sign in</title>", True),
        (URL, b"<html><title>Contents</title>", False),
        ("https://login.example/a", PAGE, True),
        ("https://files.example/sso/a", PAGE, True),
        ("https://files.example/authors/a", PAGE, False),
        ("https://files.example/a?x=/login/", PAGE, False),
        ("/login", PAGE, True),
        ("/a", PAGE, False),
    ],
)
def test_a_page_may_ask_for_a_sign_in(url: str, start: bytes, asks: bool) -> None:
    assert problem_of(LinkAnswer(url, 200, start=start)) == (NEEDS_SIGN_IN if asks else WEB_PAGE)


@pytest.mark.parametrize(
    ("host", "private"),
    [
        ("files.example", False),
        ("FILES.LAN", True),
        ("files.lan.", True),
        ("printer", True),
        ("a.localhost", True),
        ("lan.example", False),
        ("10.0.0.8", True),
        ("127.0.0.1", True),
        ("8.8.8.8", False),
        ("::1", True),
        ("2606:4700::1111", False),
    ],
)
def test_a_host_of_the_same_network_is_private(host: str, private: bool) -> None:
    assert is_private(host) is private
