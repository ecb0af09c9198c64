"""The status stream over SSE as a client sees it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import httpx
import pytest

from capout_desktop.sandbox.contract import Call, FrameForm
from capout_desktop.sandbox.faults import DropStream, JunkFrame, Point, Refuse, Reset, SendJunk
from capout_desktop.sandbox.server import SandboxServer

Stream = Callable[[str], AbstractContextManager[Iterator[str]]]


@pytest.fixture
def document_id(server: SandboxServer) -> str:
    return server.state.seed_document("a.pdf", "a@b")


@pytest.fixture
def stream(client: httpx.Client, token: Callable[[], str]) -> Stream:
    """Open the stream with a fresh token and no key; gives its lines."""

    @contextmanager
    def open_stream(query: str) -> Iterator[Iterator[str]]:
        url = f"{client.base_url}/sse/status?token={token()}&{query}"
        with httpx.stream("GET", url, timeout=30, trust_env=False, verify=False) as response:
            assert response.status_code == 200
            assert response.headers["content-type"].startswith("text/event-stream")
            yield response.iter_lines()

    return open_stream


def next_event(lines: Iterator[str]) -> tuple[str, Any]:
    """The name and the data of the next event."""
    name = data = ""
    for line in lines:
        if not line:
            return name, json.loads(data)
        field, _, value = line.partition(": ")
        if field == "event":
            name = value
        elif field == "data":
            data = value
    raise EOFError("the stream has ended")


def test_every_step_arrives_as_a_named_event(
    server: SandboxServer, stream: Stream, document_id: str
) -> None:
    with stream(f"document_id={document_id}") as lines:
        name, status = next_event(lines)
        assert (name, status["document_id"]) == ("status.updated", document_id)
        server.state.finish(document_id)
        statuses = [next_event(lines)[1] for _ in range(6)]
    assert [status["workflow_complete"] for status in statuses] == [False] * 5 + [True]
    server.state.wait_for(lambda: server.stream_count == 0)


def test_events_may_be_nameless_and_enveloped(
    server: SandboxServer, stream: Stream, document_id: str
) -> None:
    server.state.behavior.sse_event_name = ""
    server.state.behavior.frame_form = FrameForm.ENVELOPE
    with stream("recent=5") as lines:
        name, frame = next_event(lines)
    assert name == ""
    assert frame["data"]["document_id"] == document_id


def test_greeting_and_pings_come_when_switched_on(server: SandboxServer, stream: Stream) -> None:
    server.state.behavior.greeting = True
    server.state.behavior.ping_every = 0.01
    with stream("recent=1") as lines:
        assert [next_event(lines)[0] for _ in range(3)] == ["connected", "ping", "ping"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("token=wrong&recent=1", 401),
        ("recent=1", 401),
        ("token={}", 422),
        ("token={}&recent=many", 422),
    ],
)
def test_a_bad_token_or_query_is_refused(
    client: httpx.Client, token: Callable[[], str], query: str, status: int
) -> None:
    assert client.get(f"/sse/status?{query.format(token())}").status_code == status


def test_the_stream_ends_in_order_when_its_token_expires(
    server: SandboxServer, stream: Stream
) -> None:
    with stream("recent=1") as lines:
        server.state.wait_for(lambda: server.stream_count == 1)
        server.expire_tokens()
        with pytest.raises(EOFError):
            next_event(lines)


@pytest.mark.parametrize(("code", "error"), [(None, httpx.ReadError), (1000, EOFError)])
def test_a_stream_is_dropped_after_so_many_frames(
    server: SandboxServer,
    stream: Stream,
    document_id: str,
    code: int | None,
    error: type[Exception],
) -> None:
    server.state.faults.add(Call.SSE, DropStream(after_frames=2, code=code))
    with stream(f"document_id={document_id}") as lines:
        assert next_event(lines)[1]["progress"]["ocr"] is None
        server.state.advance(document_id)
        if code is not None:  # A reset may overtake what the client has not read yet.
            assert next_event(lines)[1]["progress"]["ocr"] == "in_progress"
        with pytest.raises(error):
            list(lines) or next_event(lines)


def test_junk_comes_before_the_useful_events(
    server: SandboxServer, stream: Stream, document_id: str
) -> None:
    server.state.faults.add(Call.SSE, SendJunk(tuple(JunkFrame)))
    with stream(f"document_id={document_id}") as lines:
        useful = (line for line in lines if document_id in line)
        assert json.loads(next(useful).removeprefix("data: "))["document_id"] == document_id


def test_the_stream_may_be_refused_or_reset(
    server: SandboxServer, client: httpx.Client, token: Callable[[], str]
) -> None:
    server.state.faults.add(Call.SSE, Refuse(404), Reset(Point.BEFORE_BODY))
    path = f"/sse/status?recent=1&token={token()}"
    assert client.get(path).status_code == 404
    with pytest.raises(httpx.ReadError):
        client.get(path)
