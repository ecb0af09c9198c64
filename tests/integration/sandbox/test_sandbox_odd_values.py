"""Numbers, times, texts and headers that a client stumbles over, over real sockets."""

from __future__ import annotations

import base64
import json
import socket as sockets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import pairwise
from typing import Any

import httpx
import pytest
from websockets.sync.client import ClientConnection

from capout_desktop.sandbox.contract import (
    ContinueForm,
    ExpiryForm,
    NumberForm,
    OddValue,
    UpdatedAtForm,
)
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer

Upload = Callable[..., httpx.Response]

NUMBERS = {
    NumberForm.TRUE: "250",
    NumberForm.HUGE: "10000000000000000250",
    NumberForm.NEGATIVE: "-251",
    NumberForm.FRACTION: "250.5",
    NumberForm.TEXT: '"250"',
    NumberForm.BEYOND_DOUBLE: "1e999",
}

ODD = {
    OddValue.LONE_SURROGATE: '"message": "Half an emoji: \\ud83d"',
    OddValue.BEYOND_DOUBLE: '"confidence": 1e999',
    OddValue.DEEP: '"details": ' + "[" * 500 + "]" * 500,
}

EXPIRIES = {
    ExpiryForm.YEAR_9999: "9999-12-31T23:59:59Z",
    ExpiryForm.GO_ZERO: "0001-01-01T00:00:00Z",
    ExpiryForm.NULL: None,
}


@pytest.mark.parametrize(("form", "text"), NUMBERS.items())
def test_credits_are_worded_as_each_kind_of_number(
    server: SandboxServer, client: httpx.Client, form: NumberForm, text: str
) -> None:
    server.state.behavior.credits_numbers = form
    answer = client.get("/credits").text
    assert f'"total_available_credits": {text},' in answer
    assert server.state.credits_left() == 250


@pytest.mark.parametrize("form", ExpiryForm)
def test_credits_and_tokens_expire_at_odd_times(
    server: SandboxServer, client: httpx.Client, form: ExpiryForm
) -> None:
    server.state.behavior.credits_expiry = form
    server.state.behavior.token_expiry = form
    bucket = client.get("/credits").json()["buckets"][0]
    token = client.post("/ws/token").json()
    if form is ExpiryForm.TRUE:
        assert datetime.fromisoformat(bucket["expires_at"]) > datetime.now(UTC)
        assert datetime.fromisoformat(token["expires_at"]) > datetime.now(UTC)
    else:
        assert bucket["expires_at"] == token["expires_at"] == EXPIRIES[form]


def test_a_token_whose_expiry_is_worded_oddly_opens_all_the_same(
    server: SandboxServer,
    socket: Callable[..., ClientConnection],
    receive: Callable[[ClientConnection], Any],
) -> None:
    server.state.behavior.token_expiry = ExpiryForm.GO_ZERO
    document_id = server.state.seed_document("a.pdf", "a@b")
    assert receive(socket(f"document_id={document_id}"))["document_id"] == document_id


@pytest.mark.parametrize("seconds", [46 * 24 * 3600, 0, -60])
def test_a_token_lives_for_weeks_or_not_at_all(
    server: SandboxServer, client: httpx.Client, seconds: float
) -> None:
    server.state.behavior.token_lifetime = seconds
    expires_at = datetime.fromisoformat(client.post("/ws/token").json()["expires_at"])
    off = expires_at - datetime.now(UTC) - timedelta(seconds=seconds)
    assert abs(off) < timedelta(seconds=5)


def test_a_token_that_lives_for_weeks_opens_a_connection(
    server: SandboxServer,
    socket: Callable[..., ClientConnection],
    receive: Callable[[ClientConnection], Any],
) -> None:
    server.state.behavior.token_lifetime = 46 * 24 * 3600
    document_id = server.state.seed_document("a.pdf", "a@b")
    assert receive(socket(f"document_id={document_id}"))["document_id"] == document_id


@pytest.mark.parametrize(("odd", "text"), ODD.items())
def test_every_answer_and_frame_may_hold_an_odd_value(
    server: SandboxServer,
    client: httpx.Client,
    upload: Upload,
    socket: Callable[..., ClientConnection],
    odd: OddValue,
    text: str,
) -> None:
    server.state.behavior.odd_value = odd
    receipt = upload()
    assert text in receipt.text
    document_id = receipt.json()["document_id"]
    for answer in (
        client.get(f"/status/{document_id}"),
        client.get("/documents"),
        client.get("/credits"),
        client.post("/ws/token"),
    ):
        assert text in answer.text
        json.loads(answer.text)
    assert text in str(socket(f"document_id={document_id}").recv(timeout=30))


def test_a_wording_may_be_half_an_emoji(server: SandboxServer, client: httpx.Client) -> None:
    server.state.behavior.status_running = "\ud83d"
    document_id = server.state.seed_document("Café.pdf", "a@b")
    assert '"status": "\\ud83d"' in client.get(f"/status/{document_id}").text
    assert client.get("/documents").json()["documents"][0]["file_name"] == "Café.pdf"


def test_each_status_is_half_a_second_older_than_the_one_before(
    server: SandboxServer, client: httpx.Client
) -> None:
    server.state.behavior.updated_at = UpdatedAtForm.BACKWARDS
    document_id = server.state.seed_document("a.pdf", "a@b")
    times = []
    for _ in range(7):
        status = client.get(f"/status/{document_id}").json()
        times.append(datetime.fromisoformat(status["updated_at"]))
        server.state.advance(document_id)
    assert status["workflow_complete"]
    steps = {later - earlier for earlier, later in pairwise(times)}
    assert steps == {timedelta(seconds=-0.5)}


def test_one_status_is_from_2099(server: SandboxServer, client: httpx.Client) -> None:
    server.state.behavior.updated_at = UpdatedAtForm.ONCE_2099
    document_id = server.state.seed_document("a.pdf", "a@b")
    years = []
    for _ in range(3):
        updated_at = client.get(f"/status/{document_id}").json()["updated_at"]
        years.append(datetime.fromisoformat(updated_at).year)
        server.state.advance(document_id)
    assert years[1] == 2099
    assert years[0] == years[2] < 2099


def test_the_date_header_is_missing_true_or_an_hour_off(
    server: SandboxServer, client: httpx.Client
) -> None:
    behavior = server.state.behavior
    behavior.date_header = False
    assert "date" not in client.get("/credits").headers
    behavior.date_header = True
    for shift in (0, 3600, -3600):
        behavior.date_shift = shift
        for path in ("/credits", "/status/none", "/no-such-path"):
            date = parsedate_to_datetime(client.get(path).headers["date"])
            off = date - datetime.now(UTC) - timedelta(seconds=shift)
            assert abs(off) < timedelta(seconds=5)


def segments_before_the_answer(server: SandboxServer, *, asks: bool) -> list[bytes]:
    """What arrives, read as it comes, until the answer of an upload begins."""
    body = json.dumps(
        {
            "file_name": "a.pdf",
            "xn_address": "a@b",
            "file_base64": base64.b64encode(b"%PDF-1.7").decode(),
        }
    ).encode()
    head = (
        f"POST /upload HTTP/1.1\r\nhost: localhost\r\ncapout-api-key: {SANDBOX_KEY}\r\n"
        f"content-length: {len(body)}\r\n{'expect: 100-continue' if asks else 'x-none: 1'}\r\n\r\n"
    )
    segments: list[bytes] = []
    with sockets.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall(head.encode())
        if server.state.behavior.continue_form is not ContinueForm.ASKED or asks:
            while not b"".join(segments).endswith(b"\r\n\r\n"):
                segments.append(connection.recv(4096))
        connection.sendall(body)
        answer = connection.recv(4096)
    # Clients that ask are told by the server itself too, which an interim answer may be twice.
    assert b"HTTP/1.1 200" in answer
    return segments


@pytest.mark.parametrize(
    ("form", "segments"),
    [
        (ContinueForm.ASKED, []),
        (ContinueForm.WHOLE, [b"HTTP/1.1 100 Continue\r\n\r\n"]),
        (ContinueForm.IN_TWO, [b"HTTP/1.1 100", b" Continue\r\n\r\n"]),
    ],
)
def test_continue_comes_unasked_whole_or_in_two_segments(
    server: SandboxServer, form: ContinueForm, segments: list[bytes]
) -> None:
    server.state.behavior.continue_form = form
    assert segments_before_the_answer(server, asks=False) == segments
    assert len(server.state.ledger) == 1


def test_continue_comes_to_a_client_that_asks(server: SandboxServer) -> None:
    found = b"".join(segments_before_the_answer(server, asks=True))
    assert found.startswith(b"HTTP/1.1 100 Continue")


def test_a_charge_is_shown_late_and_given_back_if_the_workflow_fails(
    server: SandboxServer, client: httpx.Client, upload: Upload
) -> None:
    def shown() -> int:
        total: int = client.get("/credits").json()["total_available_credits"]
        return total

    behavior = server.state.behavior
    behavior.credits_delay = 3600
    receipt = upload().json()["document_id"]
    assert (server.state.credits_left(), shown()) == (242, 250)
    behavior.credits_delay, behavior.refunds = 0, True
    second = upload().json()["document_id"]
    assert (server.state.credits_left(), shown()) == (234, 242)
    server.state.fail(second)
    assert (server.state.credits_left(), shown()) == (242, 250)
    behavior.refunds = False
    server.state.fail(receipt)
    assert server.state.credits_left() == 242


def test_the_credits_may_name_neither_organization_nor_buckets(
    server: SandboxServer, client: httpx.Client
) -> None:
    server.state.behavior.credits_omit = frozenset({"organization_id", "buckets"})
    assert client.get("/credits").json().keys() == {
        "total_available_credits",
        "total_expiring_in_30_days",
    }
