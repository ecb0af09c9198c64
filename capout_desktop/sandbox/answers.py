"""JSON of all answers and frames, in the form that the switches select."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from capout_desktop.sandbox.contract import (
    STAGES,
    Behavior,
    DetailForm,
    DocumentsForm,
    ExpiryForm,
    FrameFields,
    FrameForm,
    NumberForm,
    OddValue,
    ReceiptForm,
    UpdatedAtForm,
)
from capout_desktop.sandbox.listing import (
    GO_ZERO,
    YEAR_9999,
    listed_address,
    listed_id,
    listed_name,
    listed_time,
    malformed_items,
)
from capout_desktop.sandbox.organization import Organization
from capout_desktop.sandbox.tokens import Token
from capout_desktop.sandbox.wire import RawJson, utc_text
from capout_desktop.sandbox.workflow import LAST_STEP, SandboxDocument

STATUS_UPDATED = "status.updated"

_BEYOND_DOUBLE = RawJson("1e999")
_DEPTH = 500
_IN_2099 = "2099-01-01T00:00:00Z"

Json = dict[str, object]


def upload_answer(document: SandboxDocument, ws_url: str, behavior: Behavior) -> Json:
    """Return the answer to an accepted upload."""
    answer: Json = {
        "document_id": document.wire_id,
        "workflow_id": document.workflow_id,
        "status": behavior.status_running,
        "created_at": utc_text(document.created_at),
        "status_url": f"/status/{document.id}",
        "ws_url": ws_url,
        **_odd_field(behavior),
    }
    match behavior.receipt_form:
        case ReceiptForm.DOCUMENTED:
            return answer
        case ReceiptForm.ID_ONLY:
            return {"document_id": document.wire_id}
        case ReceiptForm.NULLS:
            return dict.fromkeys(answer) | {"document_id": document.wire_id}
        case ReceiptForm.WRAPPED:
            return {"data": answer}
        case ReceiptForm.OTHER_NAME:
            return {"id": answer.pop("document_id"), **answer}


def status_answer(document: SandboxDocument, behavior: Behavior) -> Json:
    """Return the status of a document."""
    completed_at = document.completed_at
    answer: Json = {
        "document_id": document.wire_id,
        "status": _status_word(document, behavior),
        "workflow_complete": _is_workflow_complete(document),
        "completed_at": None if completed_at is None else utc_text(completed_at),
        "updated_at": _updated_at(document, behavior),
    }
    if behavior.progress:
        answer["progress"] = _progress(document, behavior)
    if document.failed and document.failure is not None and document.failure.message:
        answer["error"] = document.failure.message
    if document.step == LAST_STEP:
        answer |= behavior.completion_fields
    return answer | _odd_field(behavior)


def documents_answer(documents: Sequence[SandboxDocument], behavior: Behavior) -> object:
    """Return the list of an organization's documents, in the given order."""
    times = 2 if behavior.documents_twice else 1
    items = malformed_items(behavior.documents_malformed, behavior.documents_id_field)
    items += [_item(document, behavior) for document in documents for _ in range(times)]
    match behavior.documents_form:
        case DocumentsForm.LIST:
            return items
        case DocumentsForm.NESTED:
            return {"data": {"documents": items, "total": len(items)}}
        case DocumentsForm.BY_ID:
            return {"documents": {str(number): item for number, item in enumerate(items)}}
        case form:
            return {form.value: items, "total": len(items)}


def credits_answer(organization: Organization, now: datetime, behavior: Behavior) -> Json:
    """Return the credits that an organization has left."""
    numbers = behavior.credits_numbers
    answer: Json = {
        "organization_id": organization.id,
        "total_available_credits": _number(organization.credits(now), numbers),
        "total_expiring_in_30_days": _number(organization.expiring_credits(now), numbers),
        "buckets": [
            {
                "id": bucket.id,
                "tokens_remaining": _number(bucket.remaining, numbers),
                "expires_at": _expiry(bucket.expires_at, behavior.credits_expiry),
                "created_at": utc_text(bucket.created_at),
            }
            for bucket in organization.buckets
        ],
        **_odd_field(behavior),
    }
    return {name: value for name, value in answer.items() if name not in behavior.credits_omit}


def token_answer(token: Token, ws_url: str, sse_url: str, behavior: Behavior) -> Json:
    """Return a new realtime token, and the addresses where it is valid."""
    return {
        "token": token.text,
        "organization_id": token.organization_id,
        "expires_at": _expiry(token.expires_at, behavior.token_expiry),
        "ws_url": ws_url,
        "sse_url": sse_url,
        **_odd_field(behavior),
    }


def error_answer(
    detail: str | Sequence[Json], loc: Sequence[str], kind: str, behavior: Behavior
) -> Json:
    """Return a refusal in JSON: a text, or a list of errors with their locations."""
    form = behavior.detail_form
    if form is DetailForm.ERROR:
        return {"error": {"type": kind, "message": error_words(detail)}}
    if isinstance(detail, str):
        if form is DetailForm.LIST:
            return {"detail": [{"type": kind, "loc": list(loc), "msg": detail}]}
        return {"detail": detail}
    if form is DetailForm.WORDS:
        return {"detail": error_words(detail)}
    return {"detail": list(detail)}


def error_words(detail: str | Sequence[Json]) -> str:
    """Return the words of a refusal as one text."""
    return detail if isinstance(detail, str) else "; ".join(str(item["msg"]) for item in detail)


def frame_answer(status: Json, behavior: Behavior) -> object:
    """Return a realtime frame with a status."""
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
    del status["document_id"]
    item: Json = {
        behavior.documents_id_field: listed_id(document.wire_id, behavior.documents_ids),
        "workflow_id": document.workflow_id,
        "file_name": listed_name(
            document.file_name,
            behavior.documents_name,
            document_id=document.id,
            accepted_at=document.created_at,
        ),
        "xn_address": listed_address(document.xn_address, behavior.documents_address),
        **status,
    }
    created_at = document.created_at + timedelta(seconds=behavior.documents_time_shift)
    created = listed_time(created_at, behavior.documents_time)
    if created is not None:
        item["created_at"] = created
    return {name: value for name, value in item.items() if name not in behavior.documents_omit}


def _odd_field(behavior: Behavior) -> Json:
    match behavior.odd_value:
        case OddValue.NONE:
            return {}
        case OddValue.LONE_SURROGATE:
            return {"message": "Half an emoji: \ud83d"}
        case OddValue.BEYOND_DOUBLE:
            return {"confidence": _BEYOND_DOUBLE}
        case OddValue.DEEP:
            return {"details": RawJson("[" * _DEPTH + "]" * _DEPTH)}


def _updated_at(document: SandboxDocument, behavior: Behavior) -> str:
    match behavior.updated_at:
        case UpdatedAtForm.TRUE:
            return utc_text(document.updated_at)
        case UpdatedAtForm.BACKWARDS:
            steps = document.step + (1 if document.failed else 0)
            moment = document.created_at - timedelta(seconds=0.5 * steps)
            return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"
        case UpdatedAtForm.ONCE_2099:
            is_first_stage = document.step == 1 and not document.failed
            return _IN_2099 if is_first_stage else utc_text(document.updated_at)


def _number(number: int, form: NumberForm) -> object:
    match form:
        case NumberForm.TRUE:
            return number
        case NumberForm.HUGE:
            return 10**19 + number
        case NumberForm.NEGATIVE:
            return -1 - number
        case NumberForm.FRACTION:
            return number + 0.5
        case NumberForm.TEXT:
            return str(number)
        case NumberForm.BEYOND_DOUBLE:
            return _BEYOND_DOUBLE


def _expiry(moment: datetime | None, form: ExpiryForm) -> str | None:
    match form:
        case ExpiryForm.TRUE:
            return None if moment is None else utc_text(moment)
        case ExpiryForm.YEAR_9999:
            return YEAR_9999
        case ExpiryForm.GO_ZERO:
            return GO_ZERO
        case ExpiryForm.NULL:
            return None
