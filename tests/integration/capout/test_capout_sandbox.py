"""The client against the sandbox: the whole contract, on both of its versions."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path
from time import monotonic

import pytest
from helpers.scripted_server import MakeClient

from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.connections import Timeouts
from capout_desktop.capout.errors import CapOutError, Delivery, GarbageAnswer
from capout_desktop.capout.upload_body import PROGRESS_SECONDS
from capout_desktop.capout.wire import UploadReceipt
from capout_desktop.domain.status_report import Outcome
from capout_desktop.sandbox.contract import (
    LATER_COMPLETION_FIELDS,
    Call,
    DetailForm,
    DocumentsForm,
    RetryAfterForm,
)
from capout_desktop.sandbox.faults import (
    Fault,
    Garbage,
    GarbageKind,
    Point,
    Refuse,
    Reset,
    Silence,
    SlowRead,
)
from capout_desktop.sandbox.server import SandboxServer


async def upload(client: CapOutClient, pdf: Path) -> UploadReceipt:
    return await client.upload_file(pdf, file_name="claim.pdf", xn_address="team@example.xn")


@pytest.mark.parametrize("progress", [True, False])
async def test_a_document_goes_from_upload_to_complete(
    sandbox: SandboxServer, make_client: MakeClient, big_pdf: Path, progress: bool
) -> None:
    state = sandbox.state
    state.behavior.progress = progress
    state.behavior.completion_fields = LATER_COMPLETION_FIELDS
    client = make_client(sandbox.base_url)
    before = await client.credits()
    receipt = await upload(client, big_pdf)

    [entry] = state.ledger
    digest = hashlib.sha256(await asyncio.to_thread(big_pdf.read_bytes)).hexdigest()
    assert entry.sha256 == digest
    assert (entry.file_name, entry.xn_address) == ("claim.pdf", "team@example.xn")
    assert receipt.document_id == entry.document_id
    assert (await client.credits()).total == before.total - entry.cost

    report = await client.status(receipt.document_id)
    assert report.outcome is Outcome.RUNNING
    assert (report.stages is not None) == progress
    await asyncio.to_thread(state.finish, receipt.document_id)
    report = await client.status(receipt.document_id)
    assert report.outcome is Outcome.COMPLETE
    assert report.completed_at is not None
    assert report.extra == LATER_COMPLETION_FIELDS


async def test_a_link_is_uploaded_as_such(sandbox: SandboxServer, make_client: MakeClient) -> None:
    client = make_client(sandbox.base_url)
    await client.upload_link("https://example.com/1.pdf", file_name="1.pdf", xn_address="a@b")
    assert [entry.url for entry in sandbox.state.ledger] == ["https://example.com/1.pdf"]


@pytest.mark.parametrize(
    "form", [form for form in DocumentsForm if form is not DocumentsForm.BY_ID]
)
async def test_the_list_of_documents_is_read_in_every_form(
    sandbox: SandboxServer, make_client: MakeClient, small_pdf: Path, form: DocumentsForm
) -> None:
    sandbox.state.behavior.documents_form = form
    client = make_client(sandbox.base_url)
    assert await client.documents() == []
    receipt = await upload(client, small_pdf)
    [listed] = await client.documents()
    assert listed.document_id == receipt.document_id
    assert (listed.file_name, listed.xn_address) == ("claim.pdf", "team@example.xn")
    assert listed.created_at is not None


async def test_an_object_without_a_list_is_no_list(
    sandbox: SandboxServer, make_client: MakeClient
) -> None:
    sandbox.state.behavior.documents_form = DocumentsForm.BY_ID
    with pytest.raises(GarbageAnswer):
        await make_client(sandbox.base_url).documents()


@pytest.mark.parametrize(
    ("fault", "delivery", "accepted"),
    [
        (Refuse(400), Delivery.REFUSED, 0),
        (Refuse(402), Delivery.REFUSED, 0),
        (Refuse(403, closes=True), Delivery.REFUSED, 0),
        (Refuse(401, at=Point.BEFORE_BODY, closes=True), Delivery.REFUSED, 0),
        (Refuse(413, at=Point.DURING_BODY, closes=True), Delivery.REFUSED, 0),
        (Refuse(503, at=Point.DURING_BODY), Delivery.NOT_SENT, 0),
        (Refuse(502, at=Point.DURING_BODY, closes=True), Delivery.NOT_SENT, 0),
        (Reset(Point.BEFORE_BODY), Delivery.NOT_SENT, 0),
        (Reset(Point.DURING_BODY, after_bytes=100_000), Delivery.NOT_SENT, 0),
        (Silence(Point.DURING_BODY, seconds=9, after_bytes=1000), Delivery.NOT_SENT, 0),
        (Refuse(500), Delivery.UNKNOWN, 0),
        (Refuse(502, at=Point.ACCEPTED), Delivery.UNKNOWN, 1),
        (Reset(Point.BODY_READ), Delivery.UNKNOWN, 0),
        (Reset(Point.ACCEPTED), Delivery.UNKNOWN, 1),
        (Silence(Point.ACCEPTED, seconds=9), Delivery.UNKNOWN, 1),
        *((Garbage(kind), Delivery.UNKNOWN, 1) for kind in GarbageKind),
    ],
    ids=str,
)
async def test_what_became_of_a_document_is_never_told_wrongly(
    sandbox: SandboxServer,
    make_client: MakeClient,
    big_pdf: Path,
    fault: Fault,
    delivery: Delivery,
    accepted: int,
) -> None:
    sandbox.state.faults.add(Call.UPLOAD, fault)
    # Short only where the server says nothing, so that a slow computer changes no verdict.
    silent_at = fault.at if isinstance(fault, Silence) else None
    timeouts = Timeouts(
        write=0.3 if silent_at is Point.DURING_BODY else 60,
        upload_answer=60 if silent_at in {None, Point.DURING_BODY} else 3,
    )
    client = make_client(sandbox.base_url, timeouts=timeouts)
    with pytest.raises(CapOutError) as failed:
        await upload(client, big_pdf)
    assert failed.value.delivery is delivery
    assert len(sandbox.state.ledger) == accepted
    assert sandbox.state.journal.count(Call.UPLOAD) == 1


@pytest.mark.parametrize("form", DetailForm)
async def test_the_servers_words_reach_the_person_in_every_form(
    sandbox: SandboxServer, make_client: MakeClient, small_pdf: Path, form: DetailForm
) -> None:
    sandbox.state.behavior.detail_form = form
    with pytest.raises(CapOutError) as failed:
        await make_client(sandbox.base_url).upload_file(
            small_pdf, file_name="a.pdf", xn_address="nonsense"
        )
    assert failed.value.status_code == 422
    if form in {DetailForm.PAGE, DetailForm.EMPTY}:
        assert failed.value.detail == ""
    else:
        assert "xn_address" in failed.value.detail or "XactNet" in failed.value.detail


@pytest.mark.parametrize("form", RetryAfterForm)
async def test_how_long_to_wait_is_read_in_every_form(
    sandbox: SandboxServer, make_client: MakeClient, small_pdf: Path, form: RetryAfterForm
) -> None:
    sandbox.state.behavior.retry_after_form = form
    sandbox.state.faults.add(Call.UPLOAD, Refuse(429, retry_after=40))
    with pytest.raises(CapOutError) as failed:
        await upload(make_client(sandbox.base_url), small_pdf)
    if form is RetryAfterForm.ABSENT:
        assert failed.value.retry_after is None
    else:
        assert failed.value.retry_after == pytest.approx(40, abs=1.5)


async def test_a_wrong_key_is_told(sandbox: SandboxServer, make_client: MakeClient) -> None:
    with pytest.raises(CapOutError) as failed:
        await make_client(sandbox.base_url, "capout_test_wrong").credits()
    assert failed.value.code == "unauthorized"


async def test_progress_follows_what_the_server_takes(
    sandbox: SandboxServer, make_client: MakeClient, big_pdf: Path
) -> None:
    sandbox.state.faults.add(Call.UPLOAD, SlowRead(bytes_per_second=40_000_000))
    told: list[int] = []
    began = monotonic()
    await make_client(sandbox.base_url).upload_file(
        big_pdf,
        file_name="a.pdf",
        xn_address="a@b",
        on_progress=lambda sent, _: told.append(sent),
    )
    assert 5 <= len(told) <= (monotonic() - began) / PROGRESS_SECONDS + 2
