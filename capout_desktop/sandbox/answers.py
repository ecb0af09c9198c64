"""The JSON of every answer and frame, worded as the switches want it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from capout_desktop.sandbox.contract import (
    STAGES,
    Behavior,
    DetailForm,
    DocumentsForm,
    FrameFields,
    FrameForm,
)
from capout_desktop.sandbox.organization import Organization
from capout_desktop.sandbox.tokens import Token
from capout_desktop.sandbox.workflow import LAST_STEP, SandboxDocument

STATUS_UPDATED = "status.updated"

Json = dict[str, object]


def utc_text(moment: datetime) -> str:
    """A time as the wire words it: `2026-04-14T14:30:00Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def upload_answer(document: SandboxDocument, ws_url: str, behavior: Behavior) -> Json:
    """What an accepted upload is told."""
    return {
        "document_id": document.id,
        "workflow_id": document.workflow_id,
        "status": behavior.status_running,
        "created_at": utc_text(document.created_at),
        "status_url": f"/status/{document.id}",
        "ws_url": ws_url,
    }


def status_answer(document: SandboxDocument, behavior: Behavior) -> Json:
    """The status of one document."""
    completed_at = document.completed_at
    answer: Json = {
        "document_id": document.id,
        "status": _status_word(document, behavior),
        "workflow_complete": _is_workflow_complete(document),
        "completed_at": None if completed_at is None else utc_text(completed_at),
        "updated_at": utc_text(document.updated_at),
    }
    if behavior.progress:
        answer["progress"] = _progress(document, behavior)
    if document.failed and document.failure is not None and document.failure.message:
        answer["error"] = document.failure.message
    if document.step == LAST_STEP:
        answer |= behavior.completion_fields
    return answer


def documents_answer(documents: Sequence[SandboxDocument], behavior: Behavior) -> object:
    """The list of an organization's documents, given newest first."""
    items = [_item(document, behavior) for document in documents]
    if behavior.documents_form is DocumentsForm.LIST:
        return items
    return {behavior.documents_form.value: items, "total": len(items)}


def credits_answer(organization: Organization, now: datetime) -> Json:
    """What an organization has left."""
    return {
        "organization_id": organization.id,
        "total_available_credits": organization.credits(now),
        "total_expiring_in_30_days": organization.expiring_credits(now),
        "buckets": [
            {
                "id": bucket.id,
                "tokens_remaining": bucket.remaining,
                "expires_at": None if bucket.expires_at is None else utc_text(bucket.expires_at),
                "created_at": utc_text(bucket.created_at),
            }
            for bucket in organization.buckets
        ],
    }


def token_answer(token: Token, ws_url: str, sse_url: str) -> Json:
    """A new realtime token, and where to take it."""
    return {
        "token": token.text,
        "organization_id": token.organization_id,
        "expires_at": utc_text(token.expires_at),
        "ws_url": ws_url,
        "sse_url": sse_url,
    }


def error_answer(
    detail: str | Sequence[Json], loc: Sequence[str], kind: str, behavior: Behavior
) -> Json:
    """A refusal: words, or a list of what was wrong where."""
    form = behavior.detail_form
    if isinstance(detail, str):
        if form is DetailForm.LIST:
            return {"detail": [{"type": kind, "loc": list(loc), "msg": detail}]}
        return {"detail": detail}
    if form is DetailForm.WORDS:
        return {"detail": "; ".join(str(item["msg"]) for item in detail)}
    return {"detail": list(detail)}


def frame_answer(status: Json, behavior: Behavior) -> object:
    """A realtime frame around a status."""
    if behavior.frame_fields is FrameFields.DOCUMENTED:
        status = {name: status[name] for name in ("document_id", "status", "workflow_complete")}
    if behavior.frame_form is FrameForm.LIST:
        return [status]
    if behavior.frame_form is FrameForm.BARE:
        return status
    envelope: Json = {behavior.envelope_body_field: status}
    if behavior.envelope_name_field:
        envelope = {behavior.envelope_name_field: STATUS_UPDATED, **envelope}
    return envelope


def _status_word(document: SandboxDocument, behavior: Behavior) -> str:
    if document.failed and document.failure is not None:
        return document.failure.status
    if document.step == LAST_STEP:
        return behavior.status_complete
    return behavior.status_running


def _is_workflow_complete(document: SandboxDocument) -> bool:
    if document.failed and document.failure is not None:
        return document.failure.workflow_complete
    return document.step == LAST_STEP


def _progress(document: SandboxDocument, behavior: Behavior) -> Json:
    progress: Json = {}
    for number, stage in enumerate(STAGES, start=1):
        if number < document.step:
            progress[stage] = behavior.stage_complete
        elif number > document.step:
            progress[stage] = None
        elif document.failed and document.failure is not None:
            progress[stage] = document.failure.stage_word
        else:
            progress[stage] = behavior.stage_running
    return progress


def _item(document: SandboxDocument, behavior: Behavior) -> Json:
    status = status_answer(document, behavior)
    item: Json = {
        behavior.documents_id_field: status.pop("document_id"),
        "workflow_id": document.workflow_id,
        "file_name": document.file_name,
        "xn_address": document.xn_address,
        "created_at": utc_text(document.created_at),
        **status,
    }
    return {name: value for name, value in item.items() if name not in behavior.documents_omit}
