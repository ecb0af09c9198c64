"""The server itself: starting, stopping, and running as a program of its own."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable

import httpx
import pytest
from helpers.processes import running
from websockets.asyncio.client import connect as connect_async
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from capout_desktop.sandbox.contract import Call
from capout_desktop.sandbox.faults import Point, Silence
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer

KEY = {"capout-api-key": SANDBOX_KEY}


def test_it_ends_within_a_second_with_everything_open(
    server: SandboxServer,
    client: httpx.Client,
    token: Callable[[], str],
    socket: Callable[..., ClientConnection],
) -> None:
    connection = socket("recent=1")
    server.state.faults.add(Call.UPLOAD, Silence(Point.BODY_READ))
    stream_url = f"{server.base_url}/sse/status?recent=1&token={token()}"
    with httpx.stream("GET", stream_url, timeout=30, trust_env=False, verify=False) as stream:
        errors: list[httpx.HTTPError] = []

        def never_answered() -> None:
            try:
                client.post("/upload", content=b"{}")
            except httpx.HTTPError as error:
                errors.append(error)

        waiting = threading.Thread(target=never_answered)
        waiting.start()
        server.state.wait_for(lambda: server.state.journal.count(Call.UPLOAD) == 1)
        server.state.wait_for(lambda: server.stream_count == 2)
        began = time.monotonic()
        server.stop()
        assert time.monotonic() - began < 1
        assert stream.read() == b""
    with pytest.raises(ConnectionClosed) as closed:
        connection.recv(timeout=30)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1012
    waiting.join(5)
    assert [type(error) for error in errors] == [httpx.ReadError]
    assert "capout-sandbox" not in {thread.name for thread in threading.enumerate()}


def test_it_ends_though_a_client_is_stuck_in_the_middle_of_its_body(server: SandboxServer) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as line:
        key = SANDBOX_KEY.encode()
        line.sendall(
            b"POST /upload HTTP/1.1\r\nhost: localhost\r\ncontent-length: 900\r\n"
            b"capout-api-key: " + key + b"\r\n\r\n{"
        )
        server.state.wait_for(lambda: server.state.journal.count(Call.UPLOAD) == 1)
        began = time.monotonic()
        server.stop()
        assert time.monotonic() - began < 1
        with pytest.raises(ConnectionResetError):
            line.recv(1)


@pytest.mark.filterwarnings("error")
def test_a_client_that_connects_as_it_ends_is_hung_up_on() -> None:
    """asyncio itself would leave a socket open that it has accepted just before."""
    for _ in range(6):
        with SandboxServer() as server:
            lines = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(3)]
        for line in lines:
            line.settimeout(5)
            with line, contextlib.suppress(ConnectionResetError):
                assert line.recv(1) == b""


def test_a_restart_keeps_port_documents_credits_and_goes_on_working(
    server: SandboxServer, client: httpx.Client
) -> None:
    document_id = server.state.seed_document("a.pdf", "a@b")
    left = server.state.credits_left()
    url = server.base_url
    server.stop()
    with pytest.raises(httpx.ConnectError):
        client.get("/credits")
    server.state.behavior.speed = 500
    server.start()
    assert server.base_url == url
    server.state.wait_for(lambda: not server.state.unfinished_documents())
    assert client.get(f"/status/{document_id}").json()["workflow_complete"] is True
    assert client.get("/credits").json()["total_available_credits"] == left


async def test_it_runs_beside_another_event_loop_in_the_main_thread() -> None:
    handlers = {s: signal.getsignal(s) for s in (signal.SIGINT, signal.SIGTERM)}
    server = await asyncio.to_thread(SandboxServer().start)
    try:
        assert {s: signal.getsignal(s) for s in handlers} == handlers
        async with httpx.AsyncClient(
            base_url=server.base_url, headers=KEY, trust_env=False, verify=False
        ) as client:
            token = (await client.post("/ws/token")).json()["token"]
            url = f"ws://127.0.0.1:{server.port}/ws/status?token={token}&recent=1"
            async with connect_async(url, proxy=None) as connection:
                server.state.seed_document("a.pdf", "a@b")
                assert "doc_" in str(await asyncio.wait_for(connection.recv(), 5))
    finally:
        await asyncio.to_thread(server.stop)


def test_a_taken_port_is_refused_where_the_server_is_started(server: SandboxServer) -> None:
    with pytest.raises(OSError, match=r"in use|10048"):
        SandboxServer(port=server.port).start()


def test_starting_and_stopping_twice_does_nothing(server: SandboxServer) -> None:
    port = server.port
    assert server.start().port == port
    server.stop()
    server.stop()


def test_no_key_or_token_is_logged(
    server: SandboxServer,
    client: httpx.Client,
    token: Callable[[], str],
    socket: Callable[..., ClientConnection],
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.DEBUG):
        # The clients of this very test log too; only the server's own words count.
        for name in ("httpx", "httpcore", "websockets"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        try:
            client.get("/credits")
            client.get("/sse/status", params={"token": "rt_wrong", "recent": 1})
            socket("recent=1")
            server.state.wait_for(lambda: server.stream_count == 1)
        finally:
            for name in ("httpx", "httpcore", "websockets"):
                logging.getLogger(name).setLevel(logging.NOTSET)
    assert SANDBOX_KEY not in caplog.text
    assert "rt_" not in caplog.text


def test_the_package_is_cheap_to_import() -> None:
    program = (
        "import sys, capout_desktop.sandbox, capout_desktop.sandbox.organization;"
        "sys.exit(any(m.partition('.')[0] in {'starlette', 'uvicorn'} for m in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals for children")
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_the_program_says_where_it_is_and_ends_cleanly_on_a_signal(end: signal.Signals) -> None:
    arguments = ["--key", "capout_test_mine", "--credits", "40", "--fault", "upload-429:1.0"]
    with running(
        [sys.executable, "-m", "capout_desktop.sandbox", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout is not None
        words = program.stdout.readline().split()
        assert words[-1] == "capout_test_mine"
        with httpx.Client(
            base_url=words[2], headers={"capout-api-key": words[-1]}, trust_env=False, verify=False
        ) as client:
            assert client.get("/credits").json()["total_available_credits"] == 40
            assert client.post("/upload", json={}).status_code == 429
            program.send_signal(end)
            _, complaints = program.communicate(timeout=30)
    assert (program.returncode, complaints) == (0, "")


def test_the_program_lets_a_fault_strike_once() -> None:
    with running(
        [sys.executable, "-m", "capout_desktop.sandbox", "--fault", "upload-401:once"],
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout is not None
        words = program.stdout.readline().split()
        with httpx.Client(
            base_url=words[2], headers={"capout-api-key": words[-1]}, trust_env=False, verify=False
        ) as client:
            assert [client.post("/upload", json={}).status_code for _ in range(2)] == [401, 422]
        program.terminate()


@pytest.mark.parametrize("fault", ["no-such-fault", "upload-429:2", "upload-429:often"])
def test_the_program_refuses_a_fault_it_does_not_know(fault: str) -> None:
    program = subprocess.run(
        [sys.executable, "-m", "capout_desktop.sandbox", "--fault", fault],
        capture_output=True,
        text=True,
        check=False,
    )
    assert program.returncode == 2
    assert "--fault" in program.stderr


@pytest.mark.parametrize("name", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", ""])
def test_a_page_of_another_name_gets_no_answer(server: SandboxServer, name: str) -> None:
    host = {"host": name, **KEY}
    with httpx.Client(base_url=server.base_url, trust_env=False, verify=False) as client:
        assert client.get("/credits", headers=host).status_code == 421
        assert client.post("/upload", headers=host, json={}).status_code == 421
    assert server.state.ledger == ()


def test_a_web_socket_of_another_name_is_refused(
    server: SandboxServer, token: Callable[[], str]
) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as line:
        line.sendall(
            f"GET /ws/status?recent=1&token={token()} HTTP/1.1\r\nhost: evil.example\r\n"
            "upgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-version: 13\r\n"
            "sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n".encode()
        )
        assert line.recv(100).startswith(b"HTTP/1.1 403")


def test_each_start_has_a_key_of_its_own() -> None:
    said = []
    for _ in range(2):
        with running(
            [sys.executable, "-m", "capout_desktop.sandbox"], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout
            said.append(process.stdout.readline().split("key: ")[1])
            process.terminate()
    assert said[0] != said[1]
    assert SANDBOX_KEY not in "".join(said)
