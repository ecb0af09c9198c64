"""How links are asked for, by a server in this process."""

from __future__ import annotations

import socket
import ssl
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest

from capout_desktop.capout.client import USER_AGENT
from capout_desktop.capout.redact import HIDDEN, Redactor
from capout_desktop.domain.link_answer import LinkAnswer
from capout_desktop.domain.proxy_choice import ProxyChoice, ProxyMode
from capout_desktop.services.intake import link_check
from capout_desktop.services.intake.link_check import LinkCheck

OUTSIDE, INSIDE = "https://files.example.com", "https://192.168.1.9"
HTML = {"content-type": "text/html"}
PAGE = b"<!doctype html><title>Scope of loss</title>"


class Server:
    """Answers, and keeps what it was asked; what it was not told to answer is a page."""

    def __init__(self) -> None:
        self.asked: list[httpx.Request] = []
        self.answers: dict[str, Callable[[], httpx.Response]] = {}
        self.made: list[dict[str, Any]] = []
        self.proxied: list[tuple[object, str]] = []
        self.contexts = 0

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        made = self.answers.get(request.url.path)
        return made() if made is not None else httpx.Response(200, headers=HTML, stream=Parts(PAGE))

    def redirect(self, path: str, target: str, **headers: str) -> None:
        self.answers[path] = lambda: httpx.Response(302, headers={"location": target, **headers})


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    running = Server()
    client = httpx.AsyncClient

    def transport(**options: Any) -> httpx.MockTransport:
        running.made.append(options)
        return httpx.MockTransport(running.answer)

    def made(**options: Any) -> httpx.AsyncClient:
        running.made.append({**options, "transport": None})
        return client(**options)

    def proxy(choice: object, url: str) -> None:
        running.proxied.append((choice, url))

    def context() -> ssl.SSLContext:
        running.contexts += 1
        return ssl.create_default_context()

    monkeypatch.setattr(httpx, "AsyncHTTPTransport", transport)
    monkeypatch.setattr(httpx, "AsyncClient", made)
    monkeypatch.setattr(link_check, "chosen_proxy", proxy)
    monkeypatch.setattr(link_check, "tls_context", context)
    return running


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Return the addresses of names, in place of those that a name server knows."""
    known: dict[str, str] = {}

    def found(host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        assert port == 443
        if host not in known:
            raise socket.gaierror
        stream = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
        return [(*stream, (known[host], port)), (*stream, ("93.184.215.14", port))]

    monkeypatch.setattr(socket, "getaddrinfo", found)
    return known


async def code_of(url: str, capout: str = "https://api.capout.ai") -> str | None:
    problem = await LinkCheck(capout).problem_of(url)
    return None if problem is None else str(problem.code)


async def test_headers_are_asked_for_first_and_then_a_part(server: Server) -> None:
    assert await code_of(f"{OUTSIDE}/a.pdf?key=1") == "link-is-web-page"
    told = {
        "user-agent": USER_AGENT,
        "accept": "application/pdf, */*",
        "accept-encoding": "identity",
        "host": "files.example.com",
    }
    assert [(asked.method, str(asked.url)) for asked in server.asked] == [
        ("HEAD", f"{OUTSIDE}/a.pdf?key=1"),
        ("GET", f"{OUTSIDE}/a.pdf?key=1"),
    ]
    head, get = [{**asked.headers} for asked in server.asked]
    assert {**told, **head} == {**head, "connection": "keep-alive"} | told
    assert get == {**head, "range": "bytes=0-65535"}
    assert "range" not in head


async def test_a_client_takes_nothing_from_the_environment_and_one_context_for_all(
    server: Server,
) -> None:
    choice = ProxyChoice(ProxyMode.NONE)
    check = LinkCheck("https://api.capout.ai", lambda: choice)
    await check.problem_of(f"{OUTSIDE}/a.pdf?key=1?2")
    await check.problem_of(f"{OUTSIDE}/b.pdf")
    assert server.contexts == 1
    assert server.proxied == [(choice, f"{OUTSIDE}/a.pdf"), (choice, f"{OUTSIDE}/b.pdf")]
    transport, client = server.made[:2]
    assert isinstance(transport["verify"], ssl.SSLContext)
    assert {**transport, "verify": None} == {"verify": None, "proxy": None, "trust_env": False}
    assert client == {"transport": None, "trust_env": False, "timeout": link_check.SECONDS}
    assert server.made[2]["verify"] is transport["verify"]


@pytest.mark.parametrize(
    ("redirects", "code"), [(0, "link-is-web-page"), (5, "link-is-web-page"), (6, None)]
)
async def test_five_redirects_are_followed_without_cookies(
    redirects: int, code: str | None, server: Server
) -> None:
    for number in range(redirects):
        server.redirect(f"/{number}", f"/{number + 1}", **{"set-cookie": "session=1"})
    assert await code_of(f"{OUTSIDE}/0") == code
    assert not any("cookie" in asked.headers for asked in server.asked)
    gets = [asked.url.path for asked in server.asked if asked.method == "GET"]
    assert gets == [f"/{number}" for number in range(min(redirects, 5) + 1)]


async def test_an_answer_is_told_as_a_whole(server: Server) -> None:
    server.redirect("/a", "/b?x=1")
    headers = {"content-type": "application/zip", "content-disposition": "attachment"}
    server.answers["/b"] = lambda: httpx.Response(206, headers=headers, stream=Parts(b"PK"))
    async with httpx.AsyncClient(transport=httpx.MockTransport(server.answer)) as client:
        url = f"{OUTSIDE}/b?x=1"
        kinds = "application/zip", "attachment"
        assert await link_check._answer(client, "GET", f"{OUTSIDE}/a") == LinkAnswer(
            url, 206, *kinds, b"PK"
        )
        assert await link_check._answer(client, "HEAD", f"{OUTSIDE}/a") == LinkAnswer(
            url, 206, *kinds, b""
        )
        server.answers["/b"] = lambda: httpx.Response(404)
        assert await link_check._answer(client, "GET", f"{OUTSIDE}/a") == LinkAnswer(url, 404)
        packed = {"content-encoding": "br"}
        server.answers["/b"] = lambda: httpx.Response(200, headers=packed, stream=Parts(b"x"))
        assert await link_check._answer(client, "GET", f"{OUTSIDE}/a") == LinkAnswer(url, 200)


class Parts(httpx.AsyncByteStream):
    """A body in parts, which counts those that were taken, and breaks off when it is closed."""

    def __init__(self, *parts: bytes | Exception) -> None:
        self.parts = parts
        self.taken = 0
        self.is_closed = False

    async def aclose(self) -> None:
        self.is_closed = True

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self.parts:
            if self.is_closed:
                raise httpx.ReadError("closed")
            self.taken += 1
            if isinstance(part, Exception):
                raise part
            yield part


MANY = [b"x" * 1024] * 70


@pytest.mark.parametrize(
    ("parts", "taken", "start"),
    [
        ([b"ab", b"cd"], 2, b"abcd"),
        (MANY, 64, b"x" * 65536),
        ([b"x" * 65535, b"yz", b"z"], 2, b"x" * 65535 + b"y"),
        ([b"x" * 1019 + b"%PDF-", b"z"], 1, b"x" * 1019 + b"%PDF-"),
        ([b"x" * 1020 + b"%PDF-", b"z"], 2, b"x" * 1020 + b"%PDF-z"),
        ([b"%PD", b"F-1.7", b"z", b"z"], 2, b"%PDF-1.7"),
    ],
    ids=range(6),
)
async def test_no_more_of_a_file_is_read_than_tells_what_it_is(
    parts: list[bytes], taken: int, start: bytes
) -> None:
    body = Parts(*parts)
    transport = httpx.MockTransport(lambda _: httpx.Response(200, stream=body))
    async with (
        httpx.AsyncClient(transport=transport) as client,
        client.stream("GET", OUTSIDE) as response,
    ):
        assert await link_check._start(response) == start
    assert body.taken == taken


async def test_a_link_whose_file_breaks_off_is_not_judged(server: Server) -> None:
    server.answers["/a"] = lambda: httpx.Response(
        200, headers=HTML, stream=Parts(PAGE, httpx.ReadError("reset"))
    )
    assert await code_of(f"{OUTSIDE}/a") is None
    assert [asked.method for asked in server.asked] == ["HEAD", "GET"]


async def test_a_link_that_says_it_is_a_pdf_is_not_used_up(server: Server) -> None:
    kind = {"content-type": "application/pdf"}
    server.answers["/a"] = lambda: httpx.Response(200, headers=kind)
    assert await code_of(f"{OUTSIDE}/a") is None
    assert [asked.method for asked in server.asked] == ["HEAD"]


@pytest.mark.parametrize("who", ["dana", ":secret", "dana:secret"])
async def test_a_link_with_a_name_or_a_password_is_left_to_capout(who: str, server: Server) -> None:
    assert await code_of(f"https://{who}@files.example.com/a.pdf") is None
    assert server.asked == []


@pytest.mark.parametrize(
    ("capout", "url", "code"),
    [
        ("https://api.capout.ai", f"{INSIDE}/a.pdf", "link-is-private"),
        ("https://api.capout.ai", "https:///a.pdf", "link-is-private"),
        ("https://10.1.2.3:8443", f"{INSIDE}/a.pdf", "link-is-web-page"),
        ("", f"{INSIDE}/a.pdf", "link-is-web-page"),
    ],
)
async def test_only_a_capout_outside_cannot_reach_what_is_inside(
    capout: str, url: str, code: str, server: Server
) -> None:
    assert await code_of(url, capout) == code
    assert bool(server.asked) is (code != "link-is-private")


@pytest.mark.parametrize("link", [f"{INSIDE}/a.pdf", "https://dana@files.example.com/a.pdf"])
async def test_what_a_link_asks_stays_out_of_the_log_even_if_nobody_is_asked(
    link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    redactor = Redactor()
    monkeypatch.setattr(link_check, "REDACTOR", redactor)
    await code_of(f"{link}?signature=7cd3f0a1b2")
    assert redactor.redact("signature=7cd3f0a1b2") == HIDDEN


@pytest.mark.parametrize(
    ("url", "target", "is_followed"),
    [
        (f"{OUTSIDE}/a", f"{OUTSIDE}/b", True),
        (f"{OUTSIDE}/a", "http://files.example.com/b", False),
        (f"{OUTSIDE}/a", "https://dana@files.example.com/b", False),
        (f"{OUTSIDE}/a", "https://:secret@files.example.com/b", False),
        (f"{OUTSIDE}/a", "https://cdn.example.com/b", True),
        (f"{OUTSIDE}/a", "https://unknown.example.com/b", True),
        (f"{OUTSIDE}/a", "https://router.example.com/b", False),
        (f"{OUTSIDE}/a", "https://scoped.example.com/b", False),
        (f"{OUTSIDE}/a", f"{INSIDE}/b", False),
        (f"{OUTSIDE}/a", "https:///b", False),
        (f"{INSIDE}/a", f"{INSIDE}/b", True),
        (f"{INSIDE}/a", "https://192.168.1.77/b", True),
        (f"{INSIDE}/a", f"{OUTSIDE}/b", True),
        ("https://router.example.com/a", f"{INSIDE}/b", True),
        ("https://unknown.example.com/a", f"{INSIDE}/b", False),
        ("https:///a", f"{INSIDE}/b", True),
    ],
)
async def test_a_redirect_does_not_lead_from_outside_to_inside(
    url: str, target: str, is_followed: bool, names: dict[str, str]
) -> None:
    names |= {
        "files.example.com": "93.184.215.14",
        "cdn.example.com": "93.184.215.15",
        "router.example.com": "192.168.1.1",
        "scoped.example.com": "fe80::1%en0",
    }
    assert await link_check._may_follow(url, target) is is_followed
