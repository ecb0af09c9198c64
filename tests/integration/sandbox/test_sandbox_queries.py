"""`GET /status`, `GET /documents`, `GET /credits` and `POST /ws/token`, with their switches."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from capout_desktop.sandbox.contract import (
    LATER_COMPLETION_FIELDS,
    STAGES,
    Call,
    DocumentsForm,
)
from capout_desktop.sandbox.faults import FailWorkflow
from capout_desktop.sandbox.server import SandboxServer

Upload = Callable[..., httpx.Response]


def test_a_document_goes_through_the_five_stages_to_its_end(
    server: SandboxServer, client: httpx.Client
) -> None:
    document_id = server.state.seed_document("a.pdf", "a@b")

    def progress() -> list[object]:
        answer = client.get(f"/status/{document_id}").json()
        return [answer["progress"][stage] for stage in STAGES]

    assert progress() == [None] * 5
    server.state.advance(document_id)
    assert progress() == ["in_progress", None, None, None, None]
    server.state.advance(document_id)
    assert progress() == ["complete", "in_progress", None, None, None]
    server.state.finish(document_id)
    answer = client.get(f"/status/{document_id}").json()
    assert progress() == ["complete"] * 5
    assert (answer["status"], answer["workflow_complete"]) == ("complete", True)
    completed_at = datetime.fromisoformat(answer["completed_at"])
    assert abs(datetime.now(UTC) - completed_at) < timedelta(seconds=5)


def test_time_alone_finishes_a_document_and_speed_sets_its_pace(
    server: SandboxServer, client: httpx.Client
) -> None:
    document_id = server.state.seed_document("a.pdf", "a@b")
    server.state.behavior.speed = 500
    server.state.wait_for(lambda: not server.state.unfinished_documents())
    assert client.get(f"/status/{document_id}").json()["workflow_complete"] is True


def test_a_status_may_come_without_progress_and_in_other_words(
    server: SandboxServer, client: httpx.Client
) -> None:
    behavior = server.state.behavior
    document_id = server.state.seed_document("a.pdf", "a@b")
    behavior.stage_running = "queued_for_review"
    server.state.advance(document_id)
    answer = client.get(f"/status/{document_id}").json()
    assert answer["progress"]["ocr"] == "queued_for_review"
    behavior.progress = False
    behavior.status_running = "exporting"
    answer = client.get(f"/status/{document_id}").json()
    assert "progress" not in answer
    assert answer["status"] == "exporting"


def test_later_fields_come_with_completion_only(
    server: SandboxServer, client: httpx.Client
) -> None:
    server.state.behavior.completion_fields = LATER_COMPLETION_FIELDS
    document_id = server.state.seed_document("a.pdf", "a@b")
    assert "message" not in client.get(f"/status/{document_id}").json()
    server.state.finish(document_id)
    answer = client.get(f"/status/{document_id}").json()
    assert LATER_COMPLETION_FIELDS.items() <= answer.items()


@pytest.mark.parametrize("status", ["failed", "error", "canceled", "cancelled"])
def test_a_workflow_fails_in_the_stage_and_the_words_given(
    server: SandboxServer, client: httpx.Client, upload: Upload, status: str
) -> None:
    fault = FailWorkflow(stage="actions", status=status, message="Unreadable")
    server.state.faults.add(Call.WORKFLOW, fault)
    document_id = upload().json()["document_id"]
    server.state.finish(document_id)
    answer = client.get(f"/status/{document_id}").json()
    assert (answer["status"], answer["error"]) == (status, "Unreadable")
    assert (answer["workflow_complete"], answer["completed_at"]) == (False, None)
    assert [answer["progress"][stage] for stage in STAGES] == [
        "complete",
        "complete",
        "failed",
        None,
        None,
    ]
    assert server.state.unfinished_documents() == []


def test_documents_belong_to_the_organization_of_the_key(
    server: SandboxServer, client: httpx.Client
) -> None:
    server.state.add_organization("Others", key="capout_test_others", credits=100)
    document_id = server.state.seed_document("a.pdf", "a@b")
    client.headers["capout-api-key"] = "capout_test_others"
    refusal = client.get(f"/status/{document_id}")
    assert (refusal.status_code, refusal.json()) == (404, {"detail": "Document not found"})
    assert client.get("/documents").json()["documents"] == []
    assert client.get("/credits").json()["total_available_credits"] == 100


def test_a_revoked_key_is_refused_everywhere(server: SandboxServer, client: httpx.Client) -> None:
    server.state.remove_key(client.headers["capout-api-key"])
    calls = [("POST", "/upload"), ("GET", "/status/x"), ("GET", "/documents"), ("GET", "/credits")]
    calls.append(("POST", "/ws/token"))
    assert {client.request(method, path).status_code for method, path in calls} == {401}


@pytest.mark.parametrize("form", list(DocumentsForm))
def test_documents_come_newest_first_in_each_form(
    server: SandboxServer, client: httpx.Client, form: DocumentsForm
) -> None:
    server.state.behavior.documents_form = form
    for name in ("first.pdf", "second.pdf"):
        server.state.seed_document(name, "a@b")
    answer: Any = client.get("/documents").json()
    match form:
        case DocumentsForm.LIST:
            items = answer
        case DocumentsForm.NESTED:
            items = answer["data"]["documents"]
        case DocumentsForm.BY_ID:
            items = [*answer["documents"].values()]
        case _:
            items = answer[form.value]
    assert [item["file_name"] for item in items] == ["second.pdf", "first.pdf"]
    assert items[0]["xn_address"] == "a@b"
    assert {"document_id", "created_at", "status", "workflow_complete"} <= set(items[0])


def test_items_may_lack_fields_or_name_their_id_otherwise(
    server: SandboxServer, client: httpx.Client
) -> None:
    server.state.behavior.documents_omit = frozenset({"file_name", "xn_address"})
    server.state.behavior.documents_id_field = "id"
    document_id = server.state.seed_document("a.pdf", "a@b")
    (item,) = client.get("/documents").json()["documents"]
    assert item["id"] == document_id
    assert not {"file_name", "xn_address", "document_id"} & set(item)


def test_only_the_newest_documents_are_listed(server: SandboxServer, client: httpx.Client) -> None:
    server.state.behavior.documents_limit = 2
    ids = [server.state.seed_document(f"{n}.pdf", "a@b") for n in range(3)]
    items = client.get("/documents").json()["documents"]
    assert [item["document_id"] for item in items] == [ids[2], ids[1]]


def test_a_new_document_may_be_listed_late_though_its_status_is_known(
    server: SandboxServer, client: httpx.Client
) -> None:
    server.state.behavior.listing_delay = 3600
    late = server.state.seed_document("late.pdf", "a@b")
    server.state.behavior.listing_delay = 0
    prompt = server.state.seed_document("prompt.pdf", "a@b")
    items = client.get("/documents").json()["documents"]
    assert [item["document_id"] for item in items] == [prompt]
    assert client.get(f"/status/{late}").status_code == 200


def test_credits_name_their_buckets_and_what_expires_soon(client: httpx.Client) -> None:
    answer = client.get("/credits").json()
    soon, later = answer["buckets"]
    assert answer["total_available_credits"] == 250
    assert answer["total_expiring_in_30_days"] == soon["tokens_remaining"] == 62
    assert soon["tokens_remaining"] + later["tokens_remaining"] == 250
    assert datetime.fromisoformat(soon["expires_at"]) < datetime.now(UTC) + timedelta(days=30)
    assert set(soon) == {"id", "tokens_remaining", "expires_at", "created_at"}


def test_credits_that_expire_first_are_spent_first(client: httpx.Client, upload: Upload) -> None:
    assert upload().status_code == 200
    answer = client.get("/credits").json()
    assert [bucket["tokens_remaining"] for bucket in answer["buckets"]] == [54, 188]


def test_a_token_names_its_life_and_where_to_take_it(
    server: SandboxServer, client: httpx.Client
) -> None:
    server.state.behavior.token_lifetime = 90
    answer = client.post("/ws/token").json()
    assert set(answer) == {"token", "organization_id", "expires_at", "ws_url", "sse_url"}
    assert (answer["ws_url"], answer["sse_url"]) == ("/ws/status", "/sse/status")
    life = datetime.fromisoformat(answer["expires_at"]) - datetime.now(UTC)
    assert timedelta(seconds=80) < life <= timedelta(seconds=90)
    server.state.behavior.absolute_urls = True
    answer = client.post("/ws/token").json()
    assert answer["ws_url"] == f"ws://127.0.0.1:{server.port}/ws/status"
    assert answer["sse_url"] == f"{server.base_url}/sse/status"


def test_an_unknown_path_and_a_wrong_method_answer_json(client: httpx.Client) -> None:
    assert client.get("/nowhere").json() == {"detail": "Not Found"}
    assert client.get("/upload").status_code == 405
    assert client.get("/upload").json() == {"detail": "Method Not Allowed"}


def test_the_journal_counts_calls_and_never_holds_a_key_or_a_token(
    server: SandboxServer, client: httpx.Client, token: Callable[[], str]
) -> None:
    text = token()
    client.get("/credits")
    client.get("/credits", headers={"capout-api-key": "capout_test_wrong"})
    client.get("/sse/status", params={"token": f"{text}x", "recent": 1})
    journal = server.state.journal
    assert journal.count(Call.CREDITS) == 2
    assert [record.answered for record in journal.calls(Call.CREDITS)] == [200, 401]
    assert journal.calls(Call.CREDITS)[0].organization_id.startswith("org_")
    written = repr(journal.calls())
    assert text not in written
    assert "capout_test_" not in written
