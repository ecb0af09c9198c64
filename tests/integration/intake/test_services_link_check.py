"""Links asked for over TLS: what they lead to, and what their servers are told."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from helpers.certificates import NAME, Certificates, make_certificates
from helpers.link_server import LinkServer, Page, link_server
from helpers.pdfs import pdf
from helpers.scripted_server import ScriptedServer, tunnel

from capout_desktop.capout.redact import HIDDEN, Redactor
from capout_desktop.domain.proxy_choice import ProxyChoice, ProxyMode
from capout_desktop.services.intake import link_check
from capout_desktop.services.intake.link_check import MOST_REDIRECTS, LinkCheck

CAPOUT_HERE, CAPOUT_OUTSIDE = "http://127.0.0.1:1", "https://api.capout.ai"
HTML = {"content-type": "text/html; charset=utf-8"}
ANY = {"content-type": "application/octet-stream"}
SIGN_IN = b"<!doctype html><title>Portal</title><form><input type='password'></form>"
PAGE = b"<!doctype html><title>Scope of loss</title><p>Press Download."


@pytest.fixture
def certificates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Certificates:
    made = make_certificates(tmp_path)
    monkeypatch.setattr(link_check, "tls_context", lambda: made.client)
    monkeypatch.setattr(link_check, "SECONDS", 60.0)  # on a busy machine, too
    return made


@pytest.fixture
def server(certificates: Certificates) -> Iterator[LinkServer]:
    with link_server(certificates.server) as running:
        yield running


def endless(write: Callable[[bytes], object]) -> None:
    while True:
        write(bytes(65536))


def to(place: str) -> Page:
    return Page(302, {"location": place, "set-cookie": "session=1; Path=/"})


PAGES: dict[str, tuple[Page, str | None]] = {
    "a PDF": (Page(headers={"content-type": "application/pdf"}, body=pdf()), None),
    "a PDF of no stated kind": (Page(headers=ANY, body=pdf()), None),
    "a PDF called a page": (Page(headers=HTML, body=pdf()), None),
    "a PDF after blank lines": (Page(headers=ANY, body=b"\r\n" * 200 + pdf()), None),
    "a PDF whose server knows no HEAD": (Page(headers=ANY, body=pdf(), head_status=405), None),
    "a signed link, which is no HEAD": (Page(headers=ANY, body=pdf(), head_status=403), None),
    "a PDF behind a redirect": (to("/PDF"), None),
    "a page": (Page(headers=HTML, body=PAGE), "link-is-web-page"),
    "a page of no stated kind": (Page(body=b"\xef\xbb\xbf\n <!-- x --><HTML>"), "link-is-web-page"),
    "a packed page": (
        Page(headers={**HTML, "content-encoding": "gzip"}, body=gzip.compress(PAGE)),
        "link-is-web-page",
    ),
    "a page that asks for a password": (Page(headers=HTML, body=SIGN_IN), "link-needs-sign-in"),
    "a redirect to a page that asks": (to("/login?next=/a.pdf"), "link-needs-sign-in"),
    "a page whose title asks": (
        Page(headers=HTML, body=b"<html><title>Sign in to your account</title>"),
        "link-needs-sign-in",
    ),
    "who are you": (Page(401, {"www-authenticate": "Basic"}), "link-needs-sign-in"),
    "not for you": (Page(403, HTML, PAGE), "link-needs-sign-in"),
    "expired": (Page(410), "link-leads-nowhere"),
    "not found": (Page(404, HTML, PAGE), "link-leads-nowhere"),
    "a picture": (Page(headers={"content-type": "image/png"}, body=b"\x89PNG"), "link-is-no-pdf"),
    "an endless file": (Page(headers=ANY, body=endless), "link-is-no-pdf"),
    "a short file": (Page(headers=ANY, body=b"?"), None),
    "a busy server": (Page(503, HTML, PAGE), None),
    "a strict server": (Page(429, HTML, PAGE), None),
    "a redirect out of TLS": (to("http://127.0.0.1:1/a.pdf"), None),
    "a redirect to another scheme": (to("file:///etc/passwd"), None),
    "a redirect with a password": (to("https://dana:secret@127.0.0.1/a.pdf"), None),
    "a redirect to nowhere": (to("https://[/"), None),
}


async def test_a_link_is_judged_by_what_its_server_gives_to_anybody(server: LinkServer) -> None:
    server.pages |= {
        "/PDF": Page(headers=ANY, body=pdf()),
        "/login": Page(headers=HTML, body=b"<html><script src=app.js></script>"),
    }
    check, judged = LinkCheck(CAPOUT_HERE), {}
    for number, (name, (page, _)) in enumerate(PAGES.items()):
        problem = await check.problem_of(server.link(f"/{number}?signature=x%2Fy", page))
        judged[name] = problem and problem.code
    assert judged == {name: expected for name, (_, expected) in PAGES.items()}
    for request in server.requests:
        assert request.headers.keys() <= {
            *("host", "user-agent", "accept", "accept-encoding", "connection", "range")
        }
    # A link that can be used once is not used up where the headers tell.
    assert [r.method for r in server.requests if r.path == "/0"] == ["HEAD"]


async def test_redirects_and_waits_have_an_end(
    server: LinkServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = LinkCheck(CAPOUT_HERE)
    assert await check.problem_of(server.link("/round", to("/round"))) is None
    assert len(server.requests) == 2 * (MOST_REDIRECTS + 1)  # HEAD, then GET
    assert await check.problem_of("https://127.0.0.1:1/nobody-listens.pdf") is None
    assert await check.problem_of("https://files.invalid/a.pdf") is None
    monkeypatch.setattr(link_check, "SECONDS", 0.3)
    assert await check.problem_of(server.link("/silent", Page(is_silent=True))) is None


async def test_signatures_stay_out_of_the_log_and_make_room_for_newer_ones(
    server: LinkServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    redactor = Redactor()
    monkeypatch.setattr(link_check, "REDACTOR", redactor)
    server.link("/b", Page(headers=ANY, body=pdf()))
    await LinkCheck(CAPOUT_HERE).problem_of(
        server.link("/a?key=first-one", to("/b?key=second-one"))
    )
    said = "key=first-one, then key=second-one"
    assert redactor.redact(said) == f"{HIDDEN}, then {HIDDEN}"
    for number in range(1000):
        redactor.add(f"token-{number:05}", short_lived=True)
    assert redactor.redact(said) == said


async def test_a_link_with_a_password_is_left_to_capout(server: LinkServer) -> None:
    link = server.link("/a.pdf", Page(401)).replace("https://", "https://dana:secret@")
    assert await LinkCheck(CAPOUT_HERE).problem_of(link) is None
    assert server.requests == []


PRIVATE = (
    *("10.0.0.5", "192.168.1.7:8443", "127.0.0.1", "[::1]", "[fe80::1]"),
    *("localhost", "nas", "files.office.local", "NAS.lan."),
)


@pytest.mark.parametrize("host", PRIVATE)
async def test_a_link_that_capout_cannot_reach_is_said_without_a_request(host: str) -> None:
    problem = await LinkCheck(CAPOUT_OUTSIDE).problem_of(f"https://{host}/scope.pdf")
    assert problem is not None
    assert problem.code == "link-is-private"


@pytest.mark.parametrize("target", ["https://192.168.1.1/reboot", "https://router.local/reboot"])
async def test_a_link_of_the_internet_does_not_lead_into_the_office(
    certificates: Certificates, server: LinkServer, target: str
) -> None:
    async with ScriptedServer(tunnel, None) as proxy:
        choice = ProxyChoice(ProxyMode.MANUAL, f"http://127.0.0.1:{proxy.port}")
        check = LinkCheck(CAPOUT_OUTSIDE, lambda: choice)
        outside = f"https://{NAME}:{server.server_port}"
        server.link("/elsewhere", to(f"{outside}/page"))
        server.link("/page", Page(headers=HTML, body=PAGE))
        problem = await check.problem_of(f"{outside}/elsewhere")
        assert problem is not None, "it is followed to other places"
        server.link("/inside", to(target))
        assert await check.problem_of(f"{outside}/inside") is None
        named = [line.head.split()[1].partition(b":")[0] for line in proxy.lines]
        assert set(named) == {NAME.encode()}
