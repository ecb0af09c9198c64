"""The proxy that the person chose, for every kind of connection, and changed while in use."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
from helpers.certificates import NAME, Certificates
from helpers.scripted_server import Line, MakeClient, Serve, tunnel
from websockets.asyncio.server import ServerConnection
from websockets.asyncio.server import serve as serve_websocket

from capout_desktop.capout.errors import ProxyFailed
from capout_desktop.capout.realtime.sse_channel import SseChannel
from capout_desktop.capout.realtime.websocket_channel import WebSocketChannel
from capout_desktop.capout.redact import redact
from capout_desktop.capout.retries import Retries
from capout_desktop.domain.proxy_choice import ProxyChoice, ProxyMode
from capout_desktop.domain.status_report import StatusReport

ONCE = Retries(attempts=1)
RECEIPT = b'{"document_id":"doc_1"}'
CREDITS = b'{"total_available_credits":5}'
STATUS = b'{"document_id":"doc_1","status":"complete"}'


def manual(port: int, user: str = "") -> ProxyChoice:
    return ProxyChoice(ProxyMode.MANUAL, f"http://{user}127.0.0.1:{port}")


async def capout(line: Line) -> None:
    """Answer as CapOut does, again and again on the same connection."""
    while True:
        await line.read_request()
        if b"/sse" in line.head:
            await line.say(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n")
            await line.say(b"event: status.updated\r\ndata: " + STATUS + b"\r\n\r\n")
            await line.until_gone()
        answer = CREDITS
        if b"/upload" in line.head:
            answer = RECEIPT
        elif b"/ws/token" in line.head:
            answer = b'{"token":"a-token","ws_url":"/ws","sse_url":"/sse"}'
        length = str(len(answer)).encode()
        await line.say(b"HTTP/1.1 200 OK\r\ncontent-length: " + length + b"\r\n\r\n" + answer)


async def test_calls_uploads_and_streams_go_through_the_chosen_proxy(
    serve: Serve, make_client: MakeClient, certificates: Certificates, small_pdf: Path
) -> None:
    proxy = await serve(tunnel)
    server = await serve(capout, certificates.server)
    client = make_client(
        f"https://{NAME}:{server.port}",
        ssl_context=certificates.client,
        proxy=lambda: manual(proxy.port, "user:pass%20word@"),
    )
    assert (await client.credits()).total == 5
    await client.upload_file(small_pdf, file_name="a.pdf", xn_address="a@b")
    heard: asyncio.Future[StatusReport] = asyncio.get_running_loop().create_future()

    async def deliver(reports: Sequence[StatusReport]) -> None:
        heard.set_result(reports[0])

    stream = await SseChannel.open(client, ["doc_1"])
    running = asyncio.create_task(stream.run(deliver))
    assert (await heard).status == "complete"
    running.cancel()
    await stream.aclose()
    assert len(proxy.lines) == 3
    for line in proxy.lines:
        assert line.head.startswith(f"CONNECT {NAME}:{server.port} ".encode())
        assert b"Proxy-Authorization: Basic dXNlcjpwYXNzIHdvcmQ=" in line.head
        assert b"capout-api-key" not in line.head
    assert "pass%20word" not in redact("the proxy said pass%20word")


async def test_the_socket_goes_through_the_chosen_proxy(
    serve: Serve, make_client: MakeClient, certificates: Certificates
) -> None:
    async def report(connection: ServerConnection) -> None:
        await connection.send(STATUS.decode())
        await connection.wait_closed()

    async def mint(line: Line) -> None:
        await line.read_request()
        await line.answer(200, f'{{"token":"a-token","ws_url":"wss://{NAME}:{port}/"}}'.encode())

    heard: asyncio.Future[StatusReport] = asyncio.get_running_loop().create_future()

    async def deliver(given: Sequence[StatusReport]) -> None:
        heard.set_result(given[0])

    proxy = await serve(tunnel)
    async with serve_websocket(report, "127.0.0.1", 0, ssl=certificates.server) as sockets:
        port = next(iter(sockets.sockets)).getsockname()[1]
        server = await serve(mint, certificates.server)
        client = make_client(
            f"https://{NAME}:{server.port}",
            ssl_context=certificates.client,
            proxy=lambda: manual(proxy.port),
        )
        channel = await WebSocketChannel.open(client, ["doc_1"])
        running = asyncio.create_task(channel.run(deliver))
        assert (await heard).status == "complete"
        running.cancel()
        await channel.aclose()
    assert f"CONNECT {NAME}:{port} ".encode() in proxy.lines[1].head


async def test_another_choice_holds_for_what_begins_after_it(
    serve: Serve, make_client: MakeClient, certificates: Certificates
) -> None:
    before, after = await serve(tunnel), await serve(tunnel)
    server = await serve(capout, certificates.server)
    choice = manual(before.port)
    client = make_client(
        f"https://{NAME}:{server.port}", ssl_context=certificates.client, proxy=lambda: choice
    )
    await client.credits()
    await client.credits()
    assert len(before.lines) == 1
    choice = manual(after.port)
    await client.credits()
    assert (len(before.lines), len(after.lines)) == (1, 1)
    async with asyncio.timeout(30):  # what the first one carried is over, and hung up
        await server.lines[0].until_gone()


async def test_an_upload_under_way_goes_on_by_the_way_it_began(
    serve: Serve, make_client: MakeClient, certificates: Certificates, small_pdf: Path
) -> None:
    arrived, release = asyncio.Event(), asyncio.Event()

    async def slow(line: Line) -> None:
        await line.read_request()
        if b"/upload" in line.head:
            arrived.set()
            await release.wait()
        await line.answer(200, RECEIPT if b"/upload" in line.head else CREDITS)

    before, after = await serve(tunnel), await serve(tunnel)
    server = await serve(slow, certificates.server)
    choice = manual(before.port)
    client = make_client(
        f"https://{NAME}:{server.port}", ssl_context=certificates.client, proxy=lambda: choice
    )
    upload = asyncio.create_task(client.upload_file(small_pdf, file_name="a.pdf", xn_address="a@b"))
    await arrived.wait()
    choice = manual(after.port)
    await client.credits()
    release.set()
    assert (await upload).document_id == "doc_1"
    assert (len(before.lines), len(after.lines)) == (1, 1)


async def test_no_proxy_means_none_whatever_the_system_says(
    serve: Serve, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = await serve(tunnel)
    for name in ("https_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
    monkeypatch.setenv("no_proxy", "")
    choice = ProxyChoice(ProxyMode.NONE)
    client = make_client(f"https://{NAME}", retries=ONCE, proxy=lambda: choice)
    assert (await client.network()).proxy is None
    choice = ProxyChoice()
    assert (await client.network()).proxy == f"http://127.0.0.1:{proxy.port}"


async def test_a_chosen_proxy_that_is_not_there_is_named(
    make_client: MakeClient, certificates: Certificates, unused_tcp_port: int
) -> None:
    client = make_client(
        f"https://{NAME}",
        ssl_context=certificates.client,
        retries=ONCE,
        proxy=lambda: manual(unused_tcp_port),
    )
    with pytest.raises(ProxyFailed):
        await client.credits()


async def test_this_machine_is_never_reached_through_the_chosen_proxy(
    serve: Serve, make_client: MakeClient
) -> None:
    server = await serve(capout)
    client = make_client(server.url, proxy=lambda: manual(1))
    assert (await client.credits()).total == 5
