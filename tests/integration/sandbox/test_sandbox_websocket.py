"""The status WebSocket as a client sees it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from websockets.exceptions import (
    ConnectionClosed,
    ConnectionClosedError,
    InvalidMessage,
    InvalidStatus,
)
from websockets.sync.client import ClientConnection, connect

from capout_desktop.sandbox.contract import Call, FrameFields, FrameForm
from capout_desktop.sandbox.faults import DropStream, JunkFrame, Point, Refuse, Reset, SendJunk
from capout_desktop.sandbox.server import SandboxServer

Open = Callable[..., ClientConnection]
Receive = Callable[[ClientConnection], Any]


@pytest.fixture
def document_id(server: SandboxServer) -> str:
    return server.state.seed_document("a.pdf", "a@b")


def test_every_step_of_a_document_arrives_in_order(
    server: SandboxServer, socket: Open, receive: Receive, document_id: str
) -> None:
    connection = socket(f"document_id={document_id}")
    assert receive(connection)["progress"]["ocr"] is None
    server.state.finish(document_id)
    frames = [receive(connection) for _ in range(6)]
    assert [frame["workflow_complete"] for frame in frames] == [False] * 5 + [True]
    assert [frame["progress"]["categories"] for frame in frames[-2:]] == ["in_progress", "complete"]


def test_several_documents_are_followed_and_others_are_not(
    server: SandboxServer, socket: Open, receive: Receive, document_id: str
) -> None:
    second = server.state.seed_document("b.pdf", "a@b")
    foreign = server.state.seed_document("c.pdf", "a@b")
    connection = socket(f"document_id={document_id}&document_id={second}")
    assert {receive(connection)["document_id"] for _ in range(2)} == {document_id, second}
    server.state.advance(foreign)
    server.state.advance(second)
    assert receive(connection)["document_id"] == second


def test_a_subscribe_command_adds_documents(
    server: SandboxServer, socket: Open, receive: Receive, document_id: str
) -> None:
    connection = socket()
    connection.send(json.dumps({"action": "subscribe", "document_ids": [document_id]}))
    assert receive(connection)["document_id"] == document_id
    assert server.followed_ids == {document_id}
    server.state.advance(document_id)
    assert receive(connection)["progress"]["ocr"] == "in_progress"


def test_the_snapshot_on_subscribing_can_be_off(
    server: SandboxServer, socket: Open, receive: Receive, document_id: str
) -> None:
    server.state.behavior.snapshot_on_subscribe = False
    connection = socket(f"document_id={document_id}")
    server.state.wait_for(lambda: server.followed_ids == {document_id})
    server.state.advance(document_id)
    assert receive(connection)["progress"]["ocr"] == "in_progress"


def test_recent_follows_the_last_documents_and_new_ones_as_switched(
    server: SandboxServer, socket: Open, receive: Receive, document_id: str
) -> None:
    newest = server.state.seed_document("b.pdf", "a@b")
    connection = socket("recent=1")
    assert receive(connection)["document_id"] == newest
    brand_new = server.state.seed_document("c.pdf", "a@b")
    assert receive(connection)["document_id"] == brand_new
    server.state.behavior.recent_follows_new = False
    narrow = socket("recent=1")
    assert receive(narrow)["document_id"] == brand_new
    server.state.seed_document("d.pdf", "a@b")
    server.state.advance(brand_new)
    assert receive(narrow)["document_id"] == brand_new


@pytest.mark.parametrize(
    "command", ["hello", "[]", '{"action": "dance"}', '{"action": "subscribe"}', b"\x00"]
)
def test_a_command_that_makes_no_sense_is_answered_with_an_error_frame(
    socket: Open, receive: Receive, command: str | bytes
) -> None:
    connection = socket()
    connection.send(command)
    assert receive(connection)["type"] == "error"


def test_documents_of_others_are_not_followed(
    server: SandboxServer, socket: Open, receive: Receive
) -> None:
    server.state.add_organization("Others", key="capout_test_others")
    foreign = server.state.seed_document("a.pdf", "a@b", key="capout_test_others")
    connection = socket(f"document_id={foreign}")
    assert receive(connection) == {"type": "error", "detail": f"No document {foreign}"}
    assert server.followed_ids == frozenset()


@pytest.mark.parametrize("name_field", ["event", "type", ""])
@pytest.mark.parametrize("body_field", ["data", "payload", "document"])
def test_frames_may_be_enveloped(
    server: SandboxServer,
    socket: Open,
    receive: Receive,
    document_id: str,
    name_field: str,
    body_field: str,
) -> None:
    behavior = server.state.behavior
    behavior.frame_form = FrameForm.ENVELOPE
    behavior.envelope_name_field = name_field
    behavior.envelope_body_field = body_field
    frame = receive(socket(f"document_id={document_id}"))
    assert frame.pop(body_field)["document_id"] == document_id
    assert frame == ({name_field: "status.updated"} if name_field else {})


def test_frames_may_be_lists_and_may_carry_the_documented_fields_only(
    server: SandboxServer, socket: Open, receive: Receive, document_id: str
) -> None:
    server.state.behavior.frame_form = FrameForm.LIST
    server.state.behavior.frame_fields = FrameFields.DOCUMENTED
    assert receive(socket(f"document_id={document_id}")) == [
        {"document_id": document_id, "status": "processing", "workflow_complete": False}
    ]


def test_greeting_and_pings_come_when_switched_on(
    server: SandboxServer, socket: Open, receive: Receive
) -> None:
    server.state.behavior.greeting = True
    server.state.behavior.ping_every = 0.01
    connection = socket()
    assert [receive(connection)["type"] for _ in range(3)] == ["connected", "ping", "ping"]


def test_a_bad_token_is_refused_at_the_handshake_or_after_it(server: SandboxServer) -> None:
    url = f"ws://127.0.0.1:{server.port}/ws/status?token=wrong"
    with pytest.raises(InvalidStatus) as refused, connect(url, proxy=None):
        pass
    assert refused.value.response.status_code == 403
    server.state.behavior.token_refused_at_handshake = False
    with connect(url, proxy=None) as connection, pytest.raises(ConnectionClosed) as closed:
        connection.recv(timeout=30)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4401
    assert [r.answered for r in server.state.journal.calls(Call.WEBSOCKET)] == [403, 101]


@pytest.mark.parametrize("code", [4401, 1008, 1000])
def test_the_socket_closes_when_its_token_expires(
    server: SandboxServer, socket: Open, code: int
) -> None:
    server.state.behavior.token_lifetime = 0.3
    server.state.behavior.expiry_close_code = code
    connection = socket()
    with pytest.raises(ConnectionClosed) as closed:
        connection.recv(timeout=30)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == code


def test_an_expired_token_opens_nothing(server: SandboxServer, token: Callable[[], str]) -> None:
    text = token()
    server.expire_tokens()
    url = f"ws://127.0.0.1:{server.port}/ws/status?token={text}"
    with pytest.raises(InvalidStatus), connect(url, proxy=None):
        pass


def test_a_token_for_one_use_opens_one_connection(
    server: SandboxServer, token: Callable[[], str]
) -> None:
    server.state.behavior.token_single_use = True
    url = f"ws://127.0.0.1:{server.port}/ws/status?token={token()}"
    with (
        connect(url, proxy=None),
        pytest.raises(InvalidStatus),
        connect(url, proxy=None),
    ):
        pass


def test_expiry_may_drop_the_line_without_a_word(server: SandboxServer, socket: Open) -> None:
    server.state.behavior.expiry_close_code = None
    connection = socket()
    server.state.wait_for(lambda: server.stream_count == 1)
    server.expire_tokens()
    with pytest.raises(ConnectionClosedError) as closed:
        connection.recv(timeout=30)
    assert closed.value.rcvd is None


@pytest.mark.parametrize("code", [None, 1011])
def test_a_socket_is_dropped_after_so_many_frames(
    server: SandboxServer, socket: Open, receive: Receive, document_id: str, code: int | None
) -> None:
    server.state.faults.add(Call.WEBSOCKET, DropStream(after_frames=2, code=code))
    connection = socket(f"document_id={document_id}")
    server.state.wait_for(lambda: server.stream_count == 1)
    server.state.finish(document_id)
    if code is not None:  # A reset may overtake frames that the client has not read yet.
        assert receive(connection)["progress"]["ocr"] is None
        assert receive(connection)["progress"]["ocr"] == "in_progress"
    with pytest.raises(ConnectionClosedError) as closed:
        _read_to_the_end(connection)
    assert (closed.value.rcvd.code if closed.value.rcvd else None) == code
    assert receive(socket(f"document_id={document_id}"))["workflow_complete"] is True


def test_all_standing_sockets_can_be_dropped_at_once(server: SandboxServer, socket: Open) -> None:
    connections = [socket(), socket()]
    server.state.wait_for(lambda: server.stream_count == 2)
    server.drop_streams(1001)
    for connection in connections:
        with pytest.raises(ConnectionClosed) as closed:
            connection.recv(timeout=30)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1001
    server.state.wait_for(lambda: server.stream_count == 0)


@pytest.mark.parametrize("status", [403, 404, 503])
def test_the_handshake_may_be_refused(server: SandboxServer, socket: Open, status: int) -> None:
    server.state.faults.add(Call.WEBSOCKET, Refuse(status, retry_after=1))
    with pytest.raises(InvalidStatus) as refused:
        socket()
    assert refused.value.response.status_code == status
    assert refused.value.response.headers["retry-after"] == "1"
    socket()


def test_the_connection_may_be_reset_instead_of_a_handshake(
    server: SandboxServer, socket: Open
) -> None:
    server.state.faults.add(Call.WEBSOCKET, Reset(Point.BEFORE_BODY))
    with pytest.raises(InvalidMessage):
        socket()
    assert server.state.journal.calls(Call.WEBSOCKET)[0].answered is None


def test_junk_frames_come_before_the_useful_ones(
    server: SandboxServer, socket: Open, receive: Receive, document_id: str
) -> None:
    junk = (JunkFrame.INVALID_JSON, JunkFrame.HALF_JSON, JunkFrame.BINARY, JunkFrame.WRONG_SHAPE)
    server.state.faults.add(Call.WEBSOCKET, SendJunk(junk))
    connection = socket(f"document_id={document_id}")
    for _ in range(2):
        with pytest.raises(ValueError, match=r"Expecting|Unterminated"):
            receive(connection)
    assert isinstance(connection.recv(timeout=30), bytes)
    assert isinstance(receive(connection), list)
    assert receive(connection)["document_id"] == document_id


@pytest.mark.parametrize(
    ("junk", "code"), [(JunkFrame.INVALID_UTF8, 1007), (JunkFrame.LARGE, 1009)]
)
def test_frames_that_a_client_must_not_take_make_it_close(
    server: SandboxServer, socket: Open, junk: JunkFrame, code: int
) -> None:
    server.state.faults.add(Call.WEBSOCKET, SendJunk((junk,)))
    connection = socket()
    with pytest.raises(ConnectionClosedError) as closed:
        connection.recv(timeout=30)
    assert closed.value.sent is not None
    assert closed.value.sent.code == code


def test_a_client_that_leaves_is_forgotten(server: SandboxServer, socket: Open) -> None:
    connection = socket()
    server.state.wait_for(lambda: server.stream_count == 1)
    closer = threading.Thread(target=connection.close)
    closer.start()
    server.state.wait_for(lambda: server.stream_count == 0)
    closer.join()


def _read_to_the_end(connection: ClientConnection) -> None:
    while True:
        connection.recv(timeout=30)
