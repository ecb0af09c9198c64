"""TLS, the system's proxy, and what goes wrong with them."""

from __future__ import annotations

import asyncio
import socket
import traceback
import urllib.request
from collections.abc import Sequence
from pathlib import Path

import httpx
import pytest
from helpers.certificates import Certificates
from helpers.scripted_server import Line, MakeClient, Serve, tunnel
from websockets.asyncio.server import ServerConnection
from websockets.asyncio.server import serve as serve_websocket

from capout_desktop.capout import client as client_module
from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.errors import CapOutError, Delivery, ProxyFailed
from capout_desktop.capout.proxy import system_proxy
from capout_desktop.capout.realtime.websocket_channel import WebSocketChannel
from capout_desktop.capout.redact import redact
from capout_desktop.capout.retries import Retries
from capout_desktop.capout.tls import tls_context
from capout_desktop.domain.status_report import StatusReport

RECEIPT = b'{"document_id":"doc_1"}'
CREDITS = b'{"total_available_credits":5}'
ONCE = Retries(attempts=1)


async def call(line: Line) -> None:
    await line.read_request()
    await line.answer(200, RECEIPT if line.head.startswith(b"POST") else CREDITS)


async def ask(client: CapOutClient, pdf: Path | None) -> None:
    """Upload the PDF, or ask for the credits where there is none."""
    if pdf is None:
        await client.credits()
    else:
        await client.upload_file(pdf, file_name="a.pdf", xn_address="a@b")


# TLS


async def test_calls_and_uploads_go_over_tls(
    serve: Serve, make_client: MakeClient, certificates: Certificates, big_pdf: Path
) -> None:
    server = await serve(call, certificates.server)
    client = make_client(server.url, ssl_context=certificates.client)
    assert (await client.credits()).total == 5
    receipt = await client.upload_file(big_pdf, file_name="a.pdf", xn_address="a@b")
    assert receipt.document_id == "doc_1"
    assert len(server.lines[1].body) == server.lines[1].content_length


@pytest.mark.parametrize("ending", ["stays", "closes"])
async def test_an_early_refusal_is_heard_through_tls(
    serve: Serve, make_client: MakeClient, certificates: Certificates, big_pdf: Path, ending: str
) -> None:
    async def script(line: Line) -> None:
        await line.read_head()
        await line.reader.readexactly(100_000)
        # Two records, as a server that writes head and body apart sends them.
        await line.say(b"HTTP/1.1 413 X\r\ncontent-length: 20\r\n\r\n")
        await asyncio.sleep(0.05)
        await line.say(b'{"detail":"too big"}')
        if ending == "closes":
            await line.hang_up()
        else:
            line.stop_reading()
            await asyncio.Event().wait()

    server = await serve(script, certificates.server)
    client = make_client(server.url, ssl_context=certificates.client)
    async with asyncio.timeout(30):
        with pytest.raises(CapOutError) as failed:
            await client.upload_file(big_pdf, file_name="a.pdf", xn_address="a@b")
    assert (failed.value.status_code, failed.value.delivery) == (413, Delivery.REFUSED)
    assert ending == "closes" or failed.value.detail == "too big"


@pytest.mark.parametrize("upload", [False, True])
async def test_whoever_cannot_prove_to_be_capout_gets_nothing(
    serve: Serve,
    make_client: MakeClient,
    certificates: Certificates,
    small_pdf: Path,
    upload: bool,
) -> None:
    server = await serve(call, certificates.server)
    client = make_client(server.url, ssl_context=tls_context(), retries=ONCE)
    with pytest.raises(CapOutError) as failed:
        await ask(client, small_pdf if upload else None)
    assert failed.value.code == "certificate-not-trusted"
    assert isinstance(failed.value.__cause__, httpx.ConnectError), "the log says it in full"
    assert failed.value.delivery is Delivery.NOT_SENT
    assert all(line.head == b"" for line in server.lines)


async def test_a_server_that_speaks_no_tls(serve: Serve, make_client: MakeClient) -> None:
    async def script(line: Line) -> None:
        await line.say(b"HTTP/1.1 400 X\r\n\r\n")
        await line.until_gone()

    server = await serve(script)
    client = make_client(
        server.url.replace("http:", "https:"), ssl_context=tls_context(), retries=ONCE
    )
    with pytest.raises(CapOutError) as failed:
        await client.credits()
    assert failed.value.code == "secure-connection-failed"


# Proxy


def use_proxy(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    monkeypatch.setattr(client_module, "chosen_proxy", lambda _choice, _url: proxy)


async def test_calls_and_uploads_go_through_the_proxy(
    serve: Serve,
    make_client: MakeClient,
    certificates: Certificates,
    big_pdf: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    proxy = await serve(tunnel)
    use_proxy(monkeypatch, f"http://user:pass%20word@127.0.0.1:{proxy.port}")
    server = await serve(call, certificates.server)
    client = make_client(server.url, ssl_context=certificates.client)
    await client.credits()
    await client.upload_file(big_pdf, file_name="a.pdf", xn_address="a@b")
    assert len(proxy.lines) == 2
    for line in proxy.lines:
        assert b"Proxy-Authorization: Basic dXNlcjpwYXNzIHdvcmQ=" in line.head
        assert b"capout-api-key" not in line.head
    assert len(server.lines[1].body) == server.lines[1].content_length


@pytest.mark.parametrize("upload", [False, True])
async def test_a_proxy_that_wants_a_sign_in_is_named(
    serve: Serve,
    make_client: MakeClient,
    small_pdf: Path,
    monkeypatch: pytest.MonkeyPatch,
    upload: bool,
) -> None:
    async def script(line: Line) -> None:
        await line.read_head()
        await line.answer(407)

    proxy = await serve(script)
    use_proxy(monkeypatch, f"http://127.0.0.1:{proxy.port}")
    client = make_client("https://127.0.0.1:1", ssl_context=tls_context(), retries=ONCE)
    with pytest.raises(ProxyFailed) as failed:
        await ask(client, small_pdf if upload else None)
    assert failed.value.delivery is Delivery.NOT_SENT


async def test_a_proxy_that_is_not_there_is_named(
    make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    use_proxy(monkeypatch, f"http://127.0.0.1:{port}")
    client = make_client("https://127.0.0.1:1", ssl_context=tls_context(), retries=ONCE)
    with pytest.raises(ProxyFailed):
        await client.credits()


@pytest.mark.parametrize("through_proxy", [False, True])
async def test_the_socket_goes_the_same_way_as_the_calls(
    serve: Serve,
    make_client: MakeClient,
    certificates: Certificates,
    monkeypatch: pytest.MonkeyPatch,
    through_proxy: bool,
) -> None:
    async def report(connection: ServerConnection) -> None:
        await connection.send('{"document_id":"doc_1","status":"complete"}')
        await connection.wait_closed()

    async def mint(line: Line) -> None:
        await line.read_request()
        await line.answer(200, f'{{"token":"a-token","ws_url":"wss://127.0.0.1:{port}/"}}'.encode())

    heard: asyncio.Future[StatusReport] = asyncio.get_running_loop().create_future()

    async def deliver(given: Sequence[StatusReport]) -> None:
        heard.set_result(given[0])

    proxy = await serve(tunnel)
    if through_proxy:
        use_proxy(monkeypatch, f"http://user:word@127.0.0.1:{proxy.port}")
    async with serve_websocket(report, "127.0.0.1", 0, ssl=certificates.server) as sockets:
        port = next(iter(sockets.sockets)).getsockname()[1]
        server = await serve(mint, certificates.server)
        client = make_client(server.url, ssl_context=certificates.client)
        channel = await WebSocketChannel.open(client, ["doc_1"])
        running = asyncio.create_task(channel.run(deliver))
        assert (await heard).status == "complete"
        running.cancel()
        await channel.aclose()
    assert len(proxy.lines) == (2 if through_proxy else 0)


@pytest.mark.parametrize("status", [403, 407])
async def test_a_proxy_that_lets_no_socket_through_is_named(
    serve: Serve,
    make_client: MakeClient,
    certificates: Certificates,
    monkeypatch: pytest.MonkeyPatch,
    status: int,
) -> None:
    async def mint(line: Line) -> None:
        await line.read_request()
        await line.answer(200, b'{"token":"a-token","ws_url":"wss://127.0.0.1:1/"}')

    async def script(line: Line) -> None:
        if len(proxy.lines) == 1:
            await tunnel(line)
        else:
            await line.read_head()
            await line.answer(status)

    proxy = await serve(script)
    use_proxy(monkeypatch, f"http://127.0.0.1:{proxy.port}")
    server = await serve(mint, certificates.server)
    client = make_client(server.url, ssl_context=certificates.client)
    with pytest.raises(ProxyFailed):
        await WebSocketChannel.open(client, ["doc_1"])


@pytest.fixture
def proxies(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The environment's proxies, none to begin with."""
    for name in ("http", "https", "all", "no"):
        monkeypatch.delenv(f"{name}_proxy", raising=False)
        monkeypatch.delenv(f"{name.upper()}_PROXY", raising=False)
    if not hasattr(urllib.request, "getproxies_registry"):
        return monkeypatch
    monkeypatch.setattr(urllib.request, "getproxies_registry", dict)
    return monkeypatch


@pytest.mark.parametrize(
    ("variables", "proxy"),
    [
        ({}, None),
        ({"HTTPS_PROXY": "http://p:3128"}, "http://p:3128"),
        ({"https_proxy": "p:3128"}, "http://p:3128"),
        ({"ALL_PROXY": "http://p:1"}, "http://p:1"),
        ({"HTTP_PROXY": "http://p:1"}, None),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "capout.ai"}, None),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "*"}, None),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "example.com"}, "http://p:1"),
    ],
)
def test_the_systems_proxy_is_used_but_for_its_exceptions(
    proxies: pytest.MonkeyPatch, variables: dict[str, str], proxy: str | None
) -> None:
    for name, value in variables.items():
        proxies.setenv(name, value)
    assert system_proxy("https://api.capout.ai") == proxy


def test_this_machine_is_never_reached_through_a_proxy(proxies: pytest.MonkeyPatch) -> None:
    proxies.setenv("HTTP_PROXY", "http://p:1")
    proxies.setenv("ALL_PROXY", "http://p:1")
    for url in ("http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000"):
        assert system_proxy(url) is None


def test_a_proxy_of_another_kind_is_named(proxies: pytest.MonkeyPatch) -> None:
    proxies.setenv("ALL_PROXY", "socks5://p:1080")
    with pytest.raises(ProxyFailed) as failed:
        system_proxy("https://api.capout.ai")
    assert "SOCKS5" in failed.value.detail


@pytest.mark.parametrize(
    "proxy",
    [
        "http://user:p@ssphrase@proxy.example:8080",
        "user:hun#ter2word@proxy.example:8080",
        "http://user:hun/ter2word@proxy.example:8080",
        "http://user:hun?ter2word@proxy.example:8080",
        "http://user:secretword@proxy.example:port",
        "http://user:secretword@[::1",
        "http://user:secretword@proxy.example:8080/path#at",
    ],
)
async def test_a_proxy_that_cannot_be_read_is_said_without_its_password(
    proxies: pytest.MonkeyPatch,
    make_client: MakeClient,
    caplog: pytest.LogCaptureFixture,
    proxy: str,
) -> None:
    proxies.setenv("HTTPS_PROXY", proxy)
    client = make_client("https://api.capout.invalid", retries=Retries(attempts=1))
    with pytest.raises(ProxyFailed) as failed:
        await client.credits()
    told = "".join(traceback.format_exception(failed.value)) + caplog.text
    assert "cannot be read" in failed.value.detail
    for piece in ("ssphrase", "hun", "ter2", "secretword", "user:"):
        assert piece not in told


async def test_the_system_proxys_password_shows_nowhere(proxies: pytest.MonkeyPatch) -> None:
    proxies.setenv("HTTPS_PROXY", "http://user:hun%23ter2word@p:3128")
    assert system_proxy("https://api.capout.ai") == "http://user:hun%23ter2word@p:3128"
    assert "ter2" not in redact("hun%23ter2word, hun#ter2word")
