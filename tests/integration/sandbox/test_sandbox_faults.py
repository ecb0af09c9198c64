"""Each fault of a REST call as a client observes it, and what the ledger says of it."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx
import pytest

from capout_desktop.sandbox.contract import Call, RetryAfterForm
from capout_desktop.sandbox.faults import (
    PRESETS,
    Delay,
    DropStream,
    FailWorkflow,
    Faults,
    Garbage,
    GarbageKind,
    Point,
    Refuse,
    Reset,
    SendJunk,
    Silence,
    SlowRead,
)
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer

Upload = Callable[..., httpx.Response]

REFUSALS = (400, 401, 402, 403, 404, 409, 413, 422, 429, 500, 502, 503, 504)


@pytest.mark.parametrize("status", REFUSALS)
def test_an_upload_may_be_refused_with_any_code_and_costs_nothing(
    server: SandboxServer, upload: Upload, status: int
) -> None:
    server.state.faults.add(Call.UPLOAD, Refuse(status, "Because"))
    answer = upload()
    assert (answer.status_code, answer.json()) == (status, {"detail": "Because"})
    assert server.state.ledger == ()
    assert upload().status_code == 200


def test_an_error_after_acceptance_is_charged_all_the_same(
    server: SandboxServer, upload: Upload
) -> None:
    server.state.faults.add(Call.UPLOAD, Refuse(504, at=Point.ACCEPTED))
    assert upload().status_code == 504
    assert len(server.state.ledger) == 1


@pytest.mark.parametrize("call", [Call.STATUS, Call.DOCUMENTS, Call.CREDITS, Call.TOKEN])
def test_every_other_call_can_be_refused_and_reset_too(
    server: SandboxServer, client: httpx.Client, call: Call
) -> None:
    document_id = server.state.seed_document("a.pdf", "a@b")
    method, path = {
        Call.STATUS: ("GET", f"/status/{document_id}"),
        Call.DOCUMENTS: ("GET", "/documents"),
        Call.CREDITS: ("GET", "/credits"),
        Call.TOKEN: ("POST", "/ws/token"),
    }[call]
    server.state.faults.add(call, Refuse(500), Reset(Point.ACCEPTED), None, Refuse(429))
    assert client.request(method, path).status_code == 500
    with pytest.raises(httpx.ReadError):
        client.request(method, path)
    assert client.request(method, path).status_code == 200
    assert client.request(method, path).status_code == 429
    assert [r.answered for r in server.state.journal.calls(call)] == [500, None, 200, 429]


def test_retry_after_comes_in_each_form(server: SandboxServer, upload: Upload) -> None:
    server.state.faults.by_chance(Call.UPLOAD, Refuse(429, retry_after=30))
    behavior = server.state.behavior
    assert upload().headers["retry-after"] == "30"
    behavior.retry_after_form = RetryAfterForm.HTTP_DATE
    moment = parsedate_to_datetime(upload().headers["retry-after"])
    assert timedelta(seconds=25) < moment - datetime.now(UTC) < timedelta(seconds=31)
    behavior.retry_after_form = RetryAfterForm.ABSENT
    assert "retry-after" not in upload().headers


@pytest.mark.parametrize(
    ("point", "charged"),
    [
        (Point.BEFORE_BODY, 0),
        (Point.DURING_BODY, 0),
        (Point.BODY_READ, 0),
        (Point.ACCEPTED, 1),
    ],
)
def test_a_reset_leaves_the_client_without_an_answer_and_charges_only_what_was_accepted(
    server: SandboxServer, upload: Upload, point: Point, charged: int
) -> None:
    server.state.faults.add(Call.UPLOAD, Reset(point))
    with pytest.raises((httpx.NetworkError, httpx.RemoteProtocolError)):
        upload()
    assert len(server.state.ledger) == charged
    assert (server.state.journal.calls()[0].body_bytes > 0) == (point is not Point.BEFORE_BODY)
    assert upload().status_code == 200


def test_a_reset_is_a_real_one(server: SandboxServer) -> None:
    server.state.faults.add(Call.CREDITS, Reset(Point.ACCEPTED))
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as line:
        key = SANDBOX_KEY.encode()
        line.sendall(
            b"GET /credits HTTP/1.1\r\nhost: localhost\r\ncapout-api-key: " + key + b"\r\n\r\n"
        )
        with pytest.raises(ConnectionResetError):
            line.recv(1)


def test_a_large_body_is_cut_off_before_all_of_it_was_sent(
    server: SandboxServer, client: httpx.Client
) -> None:
    server.state.faults.add(Call.UPLOAD, Reset(Point.DURING_BODY, after_bytes=1_000_000))
    sent = 0

    def body() -> Iterator[bytes]:
        nonlocal sent
        yield b'{"file_name":"a.pdf","xn_address":"a@b","file_base64":"JVBERi0x'
        for _ in range(500):
            sent += 100_000
            yield b"AAAA" * 25_000
        yield b'"}'

    # httpx looks for an early answer after a failed write, and tells of that look's outcome.
    with pytest.raises((httpx.NetworkError, httpx.RemoteProtocolError)):
        client.post("/upload", content=body())
    assert sent < 50_000_000
    assert server.state.journal.calls()[0].body_bytes >= 1_000_000
    assert server.state.ledger == ()


@pytest.mark.parametrize("at", [Point.BEFORE_BODY, Point.BODY_READ])
def test_a_refusal_may_close_the_connection(
    server: SandboxServer, upload: Upload, at: Point
) -> None:
    server.state.faults.add(Call.UPLOAD, Refuse(413, closes=True, at=at))
    answer = upload()
    assert (answer.status_code, answer.headers["connection"]) == (413, "close")
    assert (server.state.journal.calls()[0].body_bytes > 0) == (at is Point.BODY_READ)


@pytest.mark.parametrize(("at", "charged"), [(Point.BODY_READ, 0), (Point.ACCEPTED, 1)])
def test_a_page_may_come_instead_of_json(
    server: SandboxServer, upload: Upload, at: Point, charged: int
) -> None:
    server.state.faults.add(Call.UPLOAD, Garbage(GarbageKind.HTML, at=at))
    answer = upload()
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert len(server.state.ledger) == charged


def test_an_answer_may_be_of_the_wrong_shape_or_half_or_empty(
    server: SandboxServer, upload: Upload
) -> None:
    kinds = (GarbageKind.WRONG_SHAPE, GarbageKind.HALF_JSON, GarbageKind.EMPTY)
    server.state.faults.add(Call.UPLOAD, *(Garbage(kind) for kind in kinds))
    assert isinstance(upload().json(), list)
    half = upload().text
    assert half.startswith('{"document_id"')
    assert not half.endswith("}")
    assert upload().content == b""
    assert len(server.state.ledger) == 3


def test_an_answer_may_be_cut_short(server: SandboxServer, upload: Upload) -> None:
    server.state.faults.add(Call.UPLOAD, Garbage(GarbageKind.CUT_SHORT))
    with pytest.raises(httpx.RemoteProtocolError, match="without sending complete message"):
        upload()
    assert len(server.state.ledger) == 1


@pytest.mark.parametrize(("at", "charged"), [(Point.BODY_READ, 0), (Point.ACCEPTED, 1)])
def test_an_answer_may_never_come(
    server: SandboxServer, client: httpx.Client, upload: Upload, at: Point, charged: int
) -> None:
    server.state.faults.add(Call.UPLOAD, Silence(at), Silence(at, seconds=0.05))
    client.timeout = httpx.Timeout(0.3)
    with pytest.raises(httpx.ReadTimeout):
        upload()
    assert len(server.state.ledger) == charged
    with pytest.raises(httpx.ReadError):
        upload()


def test_the_server_may_stop_to_read_in_the_middle(
    server: SandboxServer, client: httpx.Client
) -> None:
    server.state.faults.add(Call.UPLOAD, Silence(Point.DURING_BODY, after_bytes=1000))
    client.timeout = httpx.Timeout(0.3)
    with pytest.raises(httpx.WriteTimeout):
        client.post("/upload", content=(b" " * 1_000_000 for _ in range(60)))
    assert server.state.ledger == ()


def test_an_answer_may_come_late_but_right(server: SandboxServer, upload: Upload) -> None:
    server.state.faults.add(Call.UPLOAD, Delay(0.2))
    began = time.monotonic()
    assert upload().status_code == 200
    assert time.monotonic() - began >= 0.2


def test_a_body_may_be_read_slowly(server: SandboxServer, upload: Upload) -> None:
    server.state.faults.add(Call.UPLOAD, SlowRead(bytes_per_second=50_000))
    began = time.monotonic()
    assert upload(b"%PDF" + bytes(9_000)).status_code == 200
    assert time.monotonic() - began >= 0.2


def test_chances_repeat_with_their_seed_and_stop_when_cleared() -> None:
    def drawn(seed: int) -> list[bool]:
        faults = Faults(seed)
        faults.by_chance(Call.UPLOAD, Refuse(500), 0.5)
        return [faults.take(Call.UPLOAD) is not None for _ in range(40)]

    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)
    assert 5 < sum(drawn(1)) < 35
    faults = Faults()
    faults.by_chance(Call.UPLOAD, Refuse(500))
    faults.add(Call.UPLOAD, Refuse(404), None)
    assert faults.pending(Call.UPLOAD) == 2
    assert [faults.take(Call.UPLOAD) for _ in range(3)] == [Refuse(404), None, Refuse(500)]
    faults.clear()
    assert faults.take(Call.UPLOAD) is None


@pytest.mark.parametrize(
    ("call", "fault"),
    [
        (Call.UPLOAD, FailWorkflow()),
        (Call.UPLOAD, DropStream()),
        (Call.WORKFLOW, Refuse(500)),
        (Call.WEBSOCKET, SlowRead(1)),
        (Call.CREDITS, SendJunk(())),
    ],
)
def test_a_fault_that_could_never_strike_is_refused(
    call: Call, fault: FailWorkflow | DropStream | Refuse | SlowRead | SendJunk
) -> None:
    with pytest.raises(ValueError, match="cannot strike"):
        Faults().add(call, fault)
    with pytest.raises(ValueError, match="cannot strike"):
        Faults().by_chance(call, fault)


def test_a_workflow_cannot_fail_in_a_stage_that_does_not_exist() -> None:
    with pytest.raises(ValueError, match="none of the stages"):
        FailWorkflow(stage="export")


def test_every_preset_can_strike() -> None:
    for call, fault in PRESETS.values():
        faults = Faults()
        faults.by_chance(call, fault)
        assert faults.take(call) == fault
