"""What an upload is answered once its body is complete, and what the ledger says of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import httpx
import pytest

from capout_desktop.sandbox.contract import Call
from capout_desktop.sandbox.faults import PRESETS, GarbageKind, LateAcceptance, Point, Refuse, Reset
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer

Upload = Callable[..., httpx.Response]

PDF = b"%PDF-1.7\n" + b"estimate" * 100
STATUSES = (307, 308, 408, 409, 500, 502, 503, 504)
BOTH = pytest.mark.parametrize("outcome", ["accepted", "unaccepted"])


def assert_ledger(server: SandboxServer, outcome: str) -> None:
    """An accepted upload is in the ledger and charged, another left no trace."""
    before = 250
    if outcome == "unaccepted":
        assert server.state.ledger == ()
        assert server.state.credits_left() == before
        return
    (entry,) = server.state.ledger
    assert entry.key == SANDBOX_KEY
    assert entry.xn_address == "team@example.xn"
    assert entry.sha256 == hashlib.sha256(PDF).hexdigest()
    assert entry.is_charged
    assert server.state.credits_left() == before - entry.cost


@BOTH
@pytest.mark.parametrize("status", STATUSES)
def test_any_status_may_follow_a_complete_body(
    server: SandboxServer, upload: Upload, status: int, outcome: str
) -> None:
    server.state.faults.add(*PRESETS[f"upload-{status}-{outcome}"])
    answer = upload(PDF)
    assert answer.status_code == status
    assert ("location" in answer.headers) == (status in {307, 308})
    assert_ledger(server, outcome)


def test_submitted_already_names_the_document_that_is_there(
    server: SandboxServer, upload: Upload
) -> None:
    server.state.faults.add(*PRESETS["upload-409-accepted"])
    assert upload().json()["document_id"] == server.state.ledger[0].document_id


def test_submitted_already_names_a_document_that_is_not_there(
    server: SandboxServer, upload: Upload, client: httpx.Client
) -> None:
    server.state.faults.add(*PRESETS["upload-409-unaccepted"])
    document_id = upload().json()["document_id"]
    assert client.get(f"/status/{document_id}").status_code == 404


@BOTH
def test_a_reset_may_follow_a_complete_body(
    server: SandboxServer, upload: Upload, outcome: str
) -> None:
    server.state.faults.add(*PRESETS[f"upload-reset-{outcome}"])
    with pytest.raises(httpx.ReadError):
        upload(PDF)
    assert_ledger(server, outcome)


@BOTH
def test_silence_may_follow_a_complete_body(
    server: SandboxServer, client: httpx.Client, upload: Upload, outcome: str
) -> None:
    client.timeout = httpx.Timeout(0.3)
    server.state.faults.add(*PRESETS[f"upload-silent-{outcome}"])
    with pytest.raises(httpx.ReadTimeout):
        upload(PDF)
    assert_ledger(server, outcome)


@BOTH
@pytest.mark.parametrize("kind", GarbageKind)
def test_nonsense_may_follow_a_complete_body(
    server: SandboxServer, upload: Upload, kind: GarbageKind, outcome: str
) -> None:
    server.state.faults.add(*PRESETS[f"upload-{kind.value}-{outcome}"])
    if kind is GarbageKind.CUT_SHORT:
        with pytest.raises(httpx.RemoteProtocolError):
            upload(PDF)
    else:
        assert upload(PDF).status_code == 200
    assert_ledger(server, outcome)


def test_a_late_acceptance_keeps_the_client_waiting(server: SandboxServer, upload: Upload) -> None:
    server.state.faults.add(Call.UPLOAD, LateAcceptance(0.4))
    answer = upload(PDF)
    assert answer.json()["document_id"] == server.state.ledger[0].document_id
    assert answer.elapsed.total_seconds() >= 0.4
    assert_ledger(server, "accepted")


def test_a_late_acceptance_happens_though_the_client_has_left(
    server: SandboxServer, client: httpx.Client, upload: Upload
) -> None:
    client.timeout = httpx.Timeout(0.2)
    server.state.faults.add(Call.UPLOAD, LateAcceptance(0.6))
    with pytest.raises(httpx.ReadTimeout):
        upload(PDF)
    assert_ledger(server, "unaccepted")
    server.state.wait_for(lambda: bool(server.state.ledger))
    assert_ledger(server, "accepted")


def test_a_late_acceptance_happens_after_the_connection_was_closed(
    server: SandboxServer, client: httpx.Client, upload: Upload
) -> None:
    server.state.faults.add(Call.UPLOAD, LateAcceptance(0.3, Reset(Point.BODY_READ)))
    with pytest.raises(httpx.ReadError):
        upload(PDF)
    assert_ledger(server, "unaccepted")
    assert client.get("/documents").json()["documents"] == []
    server.state.wait_for(lambda: bool(server.state.ledger))
    assert_ledger(server, "accepted")
    assert len(client.get("/documents").json()["documents"]) == 1


def test_a_late_acceptance_happens_after_a_gateway_gave_up(
    server: SandboxServer, upload: Upload
) -> None:
    server.state.faults.add(Call.UPLOAD, LateAcceptance(0.3, Refuse(504)))
    assert upload(PDF).status_code == 504
    assert_ledger(server, "unaccepted")
    server.state.wait_for(lambda: bool(server.state.ledger))
    assert_ledger(server, "accepted")


def test_a_late_acceptance_happens_as_the_server_stops(
    server: SandboxServer, upload: Upload
) -> None:
    server.state.faults.add(Call.UPLOAD, LateAcceptance(60, Refuse(504)))
    assert upload(PDF).status_code == 504
    server.stop()
    assert_ledger(server, "accepted")


def test_what_is_wrong_is_not_accepted_late_either(server: SandboxServer, upload: Upload) -> None:
    server.state.faults.add(Call.UPLOAD, LateAcceptance(0.0, Refuse(504)), LateAcceptance(0.0))
    assert upload(b"no PDF").status_code == 504
    assert upload(b"no PDF").status_code == 422
    assert server.state.ledger == ()


def test_a_late_acceptance_strikes_uploads_only(server: SandboxServer) -> None:
    with pytest.raises(ValueError, match="cannot strike"):
        server.state.faults.add(Call.DOCUMENTS, LateAcceptance(1))


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("zero", "0"),
        ("negative", "-5"),
        ("25-days", "2160000"),
        ("epoch", "1776177000"),
        ("1e300", "1e300"),
        ("past", "Thu, 01 Jan 1970 00:00:00 GMT"),
        ("future", "Fri, 31 Dec 9999 23:59:59 GMT"),
        ("garbage", "soon; or later, maybe"),
    ],
)
def test_retry_after_may_say_anything(
    server: SandboxServer, upload: Upload, word: str, text: str
) -> None:
    server.state.faults.add(*PRESETS[f"upload-429-{word}"])
    answer = upload()
    assert (answer.status_code, answer.headers["retry-after"]) == (429, text)
    assert server.state.ledger == ()


def test_a_long_wait_is_written_out(server: SandboxServer, upload: Upload) -> None:
    server.state.faults.add(Call.UPLOAD, Refuse(429, retry_after=2_592_000))
    assert upload().headers["retry-after"] == "2592000"


@pytest.mark.parametrize("status", [401, 413])
def test_a_refusal_may_come_once(server: SandboxServer, upload: Upload, status: int) -> None:
    server.state.faults.add(*PRESETS[f"upload-{status}"])
    assert [upload().status_code for _ in range(2)] == [status, 200]
    assert len(server.state.ledger) == 1


def test_test_keys_may_cost_nothing_and_the_ledger_says_which_key_paid(
    server: SandboxServer, upload: Upload, client: httpx.Client
) -> None:
    live = "capout_live_0000"
    server.state.add_key(live)
    server.state.behavior.test_keys_charge = False
    upload(PDF)
    assert server.state.credits_left() == 250
    client.headers["capout-api-key"] = live
    upload(PDF)
    free, paid = server.state.ledger
    assert (free.key, free.is_charged, free.cost) == (SANDBOX_KEY, False, 0)
    assert (paid.key, paid.is_charged) == (live, True)
    assert free.organization_id == paid.organization_id
    assert server.state.credits_left() == 250 - paid.cost
    assert live not in repr(paid)
