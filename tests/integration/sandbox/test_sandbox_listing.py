"""`GET /documents` in every form that the contract leaves open, over real sockets."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from websockets.sync.client import ClientConnection

from capout_desktop.sandbox.contract import (
    AddressForm,
    Call,
    DocumentsForm,
    DocumentsOrder,
    IdForm,
    ListedIds,
    MalformedItem,
    NameForm,
    ReceiptForm,
    TimeForm,
)
from capout_desktop.sandbox.faults import PRESETS
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer

Upload = Callable[..., httpx.Response]

LONG = "Estimate of the roof at 12 Harbor Street, Providence, with two garages and a shed.pdf"

NAMES = {
    (NameForm.AS_SENT, "Müller & Co (1).pdf"): "Müller & Co (1).pdf",
    (NameForm.CUT_24, LONG): LONG[:24],
    (NameForm.CUT_64, LONG): LONG[:64],
    (NameForm.BLANKS_REPLACED, "a b c.pdf"): "a_b_c.pdf",
    (NameForm.ACCENTS_DROPPED, "Sørensen Müller Café.pdf"): "Sorensen Muller Cafe.pdf",
    (NameForm.ACCENTS_DROPPED, "Cafe\u0301.pdf"): "Cafe.pdf",
    (NameForm.ACCENTS_TRANSLITERATED, "Sørensen Müller Café.pdf"): "Soerensen Mueller Cafe.pdf",
    (NameForm.ACCENTS_TRANSLITERATED, "Mu\u0308ller.pdf"): "Mueller.pdf",
    (NameForm.HTML_ESCAPED, "A & B.pdf"): "A &amp; B.pdf",
    (NameForm.PERCENT_ENCODED, "A B.pdf"): "A%20B.pdf",
    (NameForm.COPY_NUMBER_DROPPED, "Smith (1).pdf"): "Smith.pdf",
    (NameForm.COPY_NUMBER_DROPPED, "Smith (1) roof.pdf"): "Smith (1) roof.pdf",
    (NameForm.ENDING_ONCE, "x.pdf.pdf"): "x.pdf",
    (NameForm.ENDING_ONCE, "x.PDF"): "x.PDF",
    (NameForm.CJK_TRANSLITERATED, "カナ 가 見.pdf"): "kana ga 898b.pdf",
    (NameForm.CJK_DROPPED, "見積 roof.pdf"): " roof.pdf",
    (NameForm.UPPER_CASE, "Roof.pdf"): "ROOF.PDF",
}

ADDRESSES = {
    AddressForm.AS_SENT: "team@example",
    AddressForm.USER_ONLY: "team",
    AddressForm.WITH_ENDING: "team@example.xn",
    AddressForm.DISPLAY_NAME: "Team <team@example>",
    AddressForm.UPPER_CASE: "TEAM@EXAMPLE",
}


@pytest.fixture
def listed(client: httpx.Client) -> Callable[[], list[Any]]:
    """The items of the list, as they come."""

    def fetch() -> list[Any]:
        items: list[Any] = client.get("/documents").json()["documents"]
        return items

    return fetch


@pytest.mark.parametrize(("case", "shown"), NAMES.items())
def test_a_name_is_listed_in_each_form(
    server: SandboxServer,
    upload: Upload,
    listed: Callable[[], list[Any]],
    case: tuple[NameForm, str],
    shown: str,
) -> None:
    form, sent = case
    server.state.behavior.documents_name = form
    upload(file_name=sent)
    assert listed()[0]["file_name"] == shown
    assert server.state.ledger[0].file_name == sent


def test_a_stamp_or_an_identifier_stands_before_or_after_the_name(
    server: SandboxServer, upload: Upload, listed: Callable[[], list[Any]]
) -> None:
    upload(file_name="a.pdf")
    stamp = f"{server.state.ledger[0].accepted_at:%Y%m%d%H%M%S}"
    behavior = server.state.behavior
    behavior.documents_name = NameForm.STAMP_BEFORE
    assert listed()[0]["file_name"] == f"{stamp}_a.pdf"
    behavior.documents_name = NameForm.STAMP_AFTER
    assert listed()[0]["file_name"] == f"a_{stamp}.pdf"
    behavior.documents_name = NameForm.UUID_BEFORE
    before, _, name = listed()[0]["file_name"].partition("_")
    assert (str(uuid.UUID(before)), name) == (before, "a.pdf")
    behavior.documents_name = NameForm.UUID_AFTER
    assert listed()[0]["file_name"] == f"a_{before}.pdf"


def test_every_form_of_a_name_has_its_case() -> None:
    shown_above = {NameForm.STAMP_BEFORE, NameForm.STAMP_AFTER}
    shown_above |= {NameForm.UUID_BEFORE, NameForm.UUID_AFTER}
    assert {form for form, _ in NAMES} | shown_above == set(NameForm)
    assert set(ADDRESSES) == set(AddressForm)


@pytest.mark.parametrize(("form", "shown"), ADDRESSES.items())
def test_an_address_is_listed_in_each_form(
    server: SandboxServer,
    upload: Upload,
    listed: Callable[[], list[Any]],
    form: AddressForm,
    shown: str,
) -> None:
    server.state.behavior.documents_address = form
    upload(xn_address="team@example")
    assert listed()[0]["xn_address"] == shown
    assert server.state.ledger[0].xn_address == "team@example"


def test_a_time_is_listed_in_each_form(
    server: SandboxServer, upload: Upload, listed: Callable[[], list[Any]]
) -> None:
    upload()
    accepted = server.state.ledger[0].accepted_at
    for form, shown in {
        TimeForm.UTC: f"{accepted:%Y-%m-%dT%H:%M:%S.%fZ}",
        TimeForm.WHOLE_SECONDS: f"{accepted:%Y-%m-%dT%H:%M:%SZ}",
        TimeForm.DATE_ONLY: f"{accepted:%Y-%m-%d}",
        TimeForm.HOUR: f"{accepted:%Y-%m-%dT%H:00:00Z}",
        TimeForm.LOCAL: f"{accepted - timedelta(hours=5):%Y-%m-%dT%H:%M:%S}",
        TimeForm.EPOCH_SECONDS: int(accepted.timestamp()),
        TimeForm.MISSING: None,
        TimeForm.GO_ZERO: "0001-01-01T00:00:00Z",
        TimeForm.YEAR_9999: "9999-12-31T23:59:59Z",
    }.items():
        server.state.behavior.documents_time = form
        item = listed()[0]
        assert item.get("created_at") == shown
        assert ("created_at" in item) == (form is not TimeForm.MISSING)


def test_a_time_is_some_minutes_off(
    server: SandboxServer, upload: Upload, listed: Callable[[], list[Any]]
) -> None:
    server.state.behavior.documents_time_shift = -300
    upload()
    shown = datetime.fromisoformat(listed()[0]["created_at"])
    off = shown - server.state.ledger[0].accepted_at
    assert timedelta(seconds=-301) < off <= timedelta(seconds=-300)


def test_the_list_comes_in_each_order_and_its_limit_cuts_off_the_end(
    server: SandboxServer, listed: Callable[[], list[Any]]
) -> None:
    ids = [server.state.seed_document(f"{n}.pdf", "a@b") for n in range(3)]
    server.state.advance(ids[1])
    behavior = server.state.behavior
    behavior.documents_limit = 2
    for order, numbers in {
        DocumentsOrder.NEWEST_FIRST: [2, 1],
        DocumentsOrder.OLDEST_FIRST: [0, 1],
        DocumentsOrder.LAST_CHANGED_FIRST: [1, 2],
    }.items():
        behavior.documents_order = order
        assert [item["document_id"] for item in listed()] == [ids[number] for number in numbers]


def test_the_list_holds_a_recent_window_only(
    server: SandboxServer, listed: Callable[[], list[Any]]
) -> None:
    document_id = server.state.seed_document("a.pdf", "a@b")
    server.state.behavior.documents_window = 60
    assert [item["document_id"] for item in listed()] == [document_id]
    server.state.behavior.documents_window = 0
    assert listed() == []


def test_the_list_names_every_document_twice(
    server: SandboxServer, listed: Callable[[], list[Any]]
) -> None:
    document_id = server.state.seed_document("a.pdf", "a@b")
    server.state.behavior.documents_twice = True
    assert [item["document_id"] for item in listed()] == [document_id, document_id]


@pytest.mark.parametrize("kind", MalformedItem)
def test_an_entry_that_is_no_document_stands_among_good_ones(
    server: SandboxServer, listed: Callable[[], list[Any]], kind: MalformedItem
) -> None:
    document_id = server.state.seed_document("a.pdf", "a@b")
    server.state.behavior.documents_malformed = kind
    *bad, good = listed()
    assert good["document_id"] == document_id
    assert len(bad) == (0 if kind is MalformedItem.NONE else 1)
    if bad and isinstance(bad[0], dict):
        assert not isinstance(bad[0].get("document_id"), str)


def test_identifiers_count_in_each_organization(
    server: SandboxServer, upload: Upload, listed: Callable[[], list[Any]], client: httpx.Client
) -> None:
    server.state.behavior.ids = IdForm.PER_ORGANIZATION
    other = server.state.add_organization("Other", key="capout_test_other")
    server.state.seed_document("theirs.pdf", "a@b", key="capout_test_other")
    assert [upload().json()["document_id"] for _ in range(2)] == ["doc_1", "doc_2"]
    server.state.advance("doc_1", other.id)
    assert [item["document_id"] for item in listed()] == ["doc_2", "doc_1"]
    assert client.get("/status/doc_1").json()["progress"]["ocr"] is None
    theirs = client.get("/status/doc_1", headers={"capout-api-key": "capout_test_other"}).json()
    assert theirs["progress"]["ocr"] == "in_progress"


def test_identifiers_are_numbers_everywhere(
    server: SandboxServer,
    upload: Upload,
    listed: Callable[[], list[Any]],
    client: httpx.Client,
    socket: Callable[..., ClientConnection],
) -> None:
    server.state.behavior.ids = IdForm.INTEGER
    receipt = upload().json()
    number = receipt["document_id"]
    assert isinstance(number, int)
    assert listed()[0]["document_id"] == number
    assert client.get(receipt["status_url"]).json()["document_id"] == number
    connection = socket()
    connection.send(json.dumps({"action": "subscribe", "document_ids": [number]}))
    assert json.loads(connection.recv(timeout=30))["document_id"] == number


def test_identifiers_are_uuids(server: SandboxServer, upload: Upload) -> None:
    server.state.behavior.ids = IdForm.UUID
    document_id = upload().json()["document_id"]
    assert str(uuid.UUID(document_id)) == document_id


@pytest.mark.parametrize("status", [403, 404, 500])
def test_the_list_may_be_refused(server: SandboxServer, client: httpx.Client, status: int) -> None:
    server.state.faults.by_chance(*PRESETS[f"documents-{status}"])
    assert [client.get("/documents").status_code for _ in range(2)] == [status, status]


def test_the_list_may_be_nonsense(server: SandboxServer, client: httpx.Client) -> None:
    server.state.seed_document("a.pdf", "a@b")
    for name, begins in {"html": b"<!doctype html>", "empty": b"", "null": b"null"}.items():
        server.state.faults.add(*PRESETS[f"documents-{name}"])
        answer = client.get("/documents")
        assert answer.status_code == 200
        assert answer.content.startswith(begins)
        assert len(answer.content) == len(begins) or name == "html"


def test_the_list_may_be_larger_than_any_client_should_read(
    server: SandboxServer, client: httpx.Client
) -> None:
    document_id = server.state.seed_document("a.pdf", "a@b")
    server.state.faults.add(Call.DOCUMENTS, PRESETS["documents-too-large"][1])
    answer = client.get("/documents")
    assert len(answer.content) > 16 * 1024 * 1024
    assert answer.json()["documents"][0]["document_id"] == document_id


def test_a_listed_time_is_true_by_default(
    server: SandboxServer, upload: Upload, listed: Callable[[], list[Any]]
) -> None:
    upload()
    shown = datetime.fromisoformat(listed()[0]["created_at"])
    assert abs(datetime.now(UTC) - shown) < timedelta(seconds=5)
    assert server.state.ledger[0].key == SANDBOX_KEY


def test_the_list_may_name_documents_by_other_ids(
    server: SandboxServer, upload: Upload, listed: Callable[[], list[Any]]
) -> None:
    receipt = upload().json()["document_id"]
    behavior = server.state.behavior
    behavior.documents_ids = ListedIds.UPPER_CASE
    assert listed()[0]["document_id"] == receipt.upper() != receipt
    behavior.documents_ids = ListedIds.OTHER
    other = listed()[0]["document_id"]
    assert str(uuid.UUID(other)) == other


def test_the_list_may_be_nested_or_no_list_or_of_ended_documents_only(
    server: SandboxServer, upload: Upload, client: httpx.Client
) -> None:
    receipt = upload().json()["document_id"]
    behavior = server.state.behavior
    behavior.documents_form = DocumentsForm.NESTED
    (item,) = client.get("/documents").json()["data"]["documents"]
    behavior.documents_form = DocumentsForm.BY_ID
    assert client.get("/documents").json() == {"documents": {"0": item}}
    behavior.documents_form = DocumentsForm.LIST
    behavior.documents_ended_only = True
    assert client.get("/documents").json() == []
    server.state.finish(receipt)
    assert [item["document_id"] for item in client.get("/documents").json()] == [receipt]


def test_a_receipt_has_each_form_and_status(server: SandboxServer, upload: Upload) -> None:
    server.state.behavior.receipt_status = 202
    answers = {}
    for form in ReceiptForm:
        server.state.behavior.receipt_form = form
        answer = upload()
        assert answer.status_code == 202
        answers[form] = answer.json()
    ids = [entry.document_id for entry in server.state.ledger]
    documented = answers[ReceiptForm.DOCUMENTED]
    nulls = dict.fromkeys(documented) | {"document_id": ids[2]}
    assert answers[ReceiptForm.ID_ONLY] == {"document_id": ids[1]}
    assert answers[ReceiptForm.NULLS] == nulls
    assert answers[ReceiptForm.WRAPPED]["data"]["document_id"] == ids[3]
    assert answers[ReceiptForm.OTHER_NAME]["id"] == ids[4]
    assert "document_id" not in answers[ReceiptForm.OTHER_NAME]
