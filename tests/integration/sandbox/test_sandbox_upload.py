"""`POST /upload`: what it takes, what it refuses, and what it charges."""

from __future__ import annotations

import base64
import hashlib
import json
import socket as socket_module
import threading
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from websockets.sync.client import ClientConnection

from capout_desktop.sandbox.contract import MAX_PDF_BYTES, Call, DetailForm
from capout_desktop.sandbox.ledger import cost_of
from capout_desktop.sandbox.organization import SANDBOX_CREDITS, SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 20

Upload = Callable[..., httpx.Response]


def test_an_accepted_upload_is_answered_as_the_contract_says(upload: Upload) -> None:
    answer = upload().json()
    assert set(answer) == {
        "document_id",
        "workflow_id",
        "status",
        "created_at",
        "status_url",
        "ws_url",
    }
    assert answer["status"] == "processing"
    assert answer["status_url"] == f"/status/{answer['document_id']}"
    assert answer["ws_url"] == "/ws/status"


def test_the_ledger_holds_what_arrived_and_the_credits_sink_by_its_cost(
    server: SandboxServer, upload: Upload
) -> None:
    document_id = upload(PDF, file_name="roof.pdf", xn_address="roofs@north").json()["document_id"]
    (entry,) = server.state.ledger
    assert (entry.document_id, entry.file_name, entry.xn_address) == (
        document_id,
        "roof.pdf",
        "roofs@north",
    )
    assert entry.sha256 == hashlib.sha256(PDF).hexdigest()
    assert entry.size == len(PDF)
    assert entry.cost == cost_of(len(PDF))
    assert server.state.credits_left() == SANDBOX_CREDITS - entry.cost


def test_a_larger_document_costs_more_within_bounds() -> None:
    assert [cost_of(size) for size in (100, 11_000, 21_000, 50_000_000)] == [8, 9, 10, 12]
    assert cost_of(None) == 10


def test_a_link_is_accepted_without_being_fetched(server: SandboxServer, upload: Upload) -> None:
    answer = upload(file_base64=None, url="https://nowhere.invalid/scope.pdf")
    assert answer.status_code == 200
    (entry,) = server.state.ledger
    assert (entry.url, entry.size, entry.sha256) == ("https://nowhere.invalid/scope.pdf", None, "")


@pytest.mark.parametrize("escaped", [(b"/", b"\\/"), (b"+", b"\\u002B")])
def test_base64_may_be_escaped_as_other_json_writers_do(
    server: SandboxServer, client: httpx.Client, escaped: tuple[bytes, bytes]
) -> None:
    base64_text = base64.b64encode(PDF)
    assert escaped[0] in base64_text
    body = b'{"xn_address":"a@b","file_base64" : "%b","file_name":"a.pdf"}' % (
        base64_text.replace(*escaped)
    )

    def in_odd_pieces() -> Iterator[bytes]:
        for start in range(0, len(body), 97):
            yield body[start : start + 97]

    assert client.post("/upload", content=in_odd_pieces()).status_code == 200
    assert server.state.ledger[0].sha256 == hashlib.sha256(PDF).hexdigest()


@pytest.mark.parametrize(
    ("fields", "loc", "kind"),
    [
        ({"file_name": None}, ["body", "file_name"], "missing"),
        ({"xn_address": None}, ["body", "xn_address"], "missing"),
        ({"xn_address": "nobody"}, ["body", "xn_address"], "value_error"),
        ({"file_name": " "}, ["body", "file_name"], "string_too_short"),
        ({"file_name": 7}, ["body", "file_name"], "string_type"),
        ({"file_base64": None}, ["body"], "value_error"),
        ({"url": "https://example.com/a.pdf"}, ["body"], "value_error"),
        ({"file_base64": None, "url": "http://example.com/a"}, ["body", "url"], "url_scheme"),
        ({"file_base64": 7}, ["body", "file_base64"], "string_type"),
    ],
)
def test_fields_of_the_wrong_form_are_refused_with_a_list(
    server: SandboxServer, upload: Upload, fields: dict[str, Any], loc: list[str], kind: str
) -> None:
    answer = upload(**fields)
    assert answer.status_code == 422
    (item,) = answer.json()["detail"]
    assert (item["loc"], item["type"]) == (loc, kind)
    assert server.state.ledger == ()


@pytest.mark.parametrize("body", [b'{"file_name": "a', b"[1]", b"", b"\xff{}"])
def test_a_body_that_is_no_json_object_is_refused(client: httpx.Client, body: bytes) -> None:
    answer = client.post("/upload", content=body)
    assert answer.status_code == 422
    assert isinstance(answer.json()["detail"], list)


@pytest.mark.parametrize(
    ("base64_text", "words"),
    [
        ("SGVsbG8gd29ybGQ=", "not a PDF"),
        ("", "not a PDF"),
        ("JVBERi0xLjc", "base64"),
        ("JVBE=i0xLjc=", "base64"),
        ("JVBERi0x Ljc=", "base64"),
        ("JVBERi0x\\nLjc=", "base64"),
    ],
)
def test_a_file_that_is_no_pdf_is_refused_in_words(
    server: SandboxServer, upload: Upload, base64_text: str, words: str
) -> None:
    answer = upload(file_base64=base64_text)
    assert answer.status_code == 422
    assert words in answer.json()["detail"]
    assert server.state.ledger == ()


def test_details_come_as_words_or_as_a_list_throughout_when_switched(
    server: SandboxServer, upload: Upload
) -> None:
    server.state.behavior.detail_form = DetailForm.WORDS
    assert "Field required" in upload(file_name=None).json()["detail"]
    server.state.behavior.detail_form = DetailForm.LIST
    assert upload(pdf=b"no").json()["detail"][0]["msg"] == "The file is not a PDF"
    server.state.behavior.detail_form = DetailForm.ERROR
    assert upload(pdf=b"no").json()["error"]["message"] == "The file is not a PDF"
    server.state.behavior.detail_form = DetailForm.TEXT
    assert upload(pdf=b"no").text == "The file is not a PDF"
    server.state.behavior.detail_form = DetailForm.PAGE
    assert upload(pdf=b"no").text.startswith("<html>")
    server.state.behavior.detail_form = DetailForm.EMPTY
    assert upload(pdf=b"no").content == b""


@pytest.mark.parametrize("key", ["", "capout_test_wrong"])
def test_an_unknown_key_is_refused_and_nothing_is_charged(
    server: SandboxServer, client: httpx.Client, key: str
) -> None:
    client.headers["capout-api-key"] = key
    assert client.post("/upload", json={}).status_code == 401
    assert server.state.ledger == ()
    assert server.state.journal.calls(Call.UPLOAD)[0].organization_id == ""


def test_too_few_credits_are_refused_with_402_and_none_are_taken(
    server: SandboxServer, upload: Upload
) -> None:
    server.state.set_credits(cost_of(len(PDF)))
    assert upload(PDF).status_code == 200
    assert upload(PDF).status_code == 402
    assert server.state.credits_left() == 0
    assert len(server.state.ledger) == 1


def test_fifty_megabytes_are_taken_and_one_byte_more_is_refused(
    server: SandboxServer, client: httpx.Client
) -> None:
    largest = b"%PDF" + bytes(MAX_PDF_BYTES - 4)

    def body(pdf: bytes) -> Iterator[bytes]:
        yield b'{"file_name":"large.pdf","xn_address":"a@b","file_base64":"'
        for start in range(0, len(pdf), 300_000):
            yield base64.b64encode(pdf[start : start + 300_000])
        yield b'"}'

    assert client.post("/upload", content=body(largest)).status_code == 200
    assert server.state.ledger[0].sha256 == hashlib.sha256(largest).hexdigest()
    assert client.post("/upload", content=body(largest + b"\n")).status_code == 413
    assert len(server.state.ledger) == 1


def test_a_length_that_is_too_large_is_refused_before_the_body_is_sent(
    server: SandboxServer,
) -> None:
    with socket_module.create_connection(("127.0.0.1", server.port), timeout=30) as line:
        line.sendall(
            b"POST /upload HTTP/1.1\r\nhost: localhost\r\ncontent-length: 80000000\r\n"
            b"capout-api-key: " + SANDBOX_KEY.encode() + b"\r\n\r\n"
        )
        assert line.recv(4096).startswith(b"HTTP/1.1 413")
    assert server.state.journal.calls(Call.UPLOAD)[0].body_bytes == 0


def test_others_are_served_while_a_large_body_is_read(
    server: SandboxServer, upload: Upload, socket: Callable[..., ClientConnection]
) -> None:
    document_id = upload().json()["document_id"]
    connection = socket(f"document_id={document_id}")
    connection.recv(timeout=30)
    large = json.dumps(
        {
            "file_name": "large.pdf",
            "xn_address": "a@b",
            "file_base64": base64.b64encode(b"%PDF" + bytes(20_000_000)).decode(),
        }
    ).encode()
    half_sent, go_on = threading.Event(), threading.Event()

    def in_two_halves() -> Iterator[bytes]:
        yield large[: len(large) // 2]
        half_sent.set()
        assert go_on.wait(5)
        yield large[len(large) // 2 :]

    headers = {"capout-api-key": SANDBOX_KEY}
    answers: list[int] = []
    sender = threading.Thread(
        target=lambda: answers.append(
            httpx.post(
                f"{server.base_url}/upload",
                headers=headers,
                content=in_two_halves(),
                trust_env=False,
                verify=False,
            ).status_code
        )
    )
    sender.start()
    assert half_sent.wait(5)
    server.state.advance(document_id)
    assert json.loads(connection.recv(timeout=30))["progress"]["ocr"] == "in_progress"
    assert len(server.state.ledger) == 1
    go_on.set()
    sender.join(10)
    assert answers == [200]
