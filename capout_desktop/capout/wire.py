"""Tolerant decoders of CapOut's answers, since the contract leaves much open.

Unknown fields are kept in `extra`. An optional field that is missing, null or of the wrong type
counts as not given. Only fields without which an answer is useless are required.

All values are limited here for the whole program: numbers fit into SQLite and into a timer, texts,
lists and nesting have a maximum, and every text can be written as UTF-8.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec

from capout_desktop.capout.answers import (
    DocumentList,
    ListedDocument,
    RealtimeToken,
    UploadReceipt,
)
from capout_desktop.capout.bounded_json import (
    LONGEST_ID,
    MOST_ENTRIES,
    UNREADABLE,
    bounded_json,
    clamped,
    cut,
)
from capout_desktop.capout.error_words import error_detail
from capout_desktop.capout.errors import GarbageAnswer, UnreadableBalance
from capout_desktop.capout.server_time import LONGEST_TIME, in_bounds
from capout_desktop.domain.credits import CreditBalance, CreditBucket
from capout_desktop.domain.status_report import StatusReport

__all__ = ["DocumentList", "ListedDocument", "RealtimeToken", "UploadReceipt", "error_detail"]

_log = logging.getLogger(__name__)

LONGEST_TEXT = 4096
LONGEST_TOKEN = 8192
_MOST_EXTRA_FIELDS = 64
_MOST_STAGES = 64
_Short = Annotated[str, msgspec.Meta(max_length=256)]
_Stages = Annotated[dict[_Short, _Short | None], msgspec.Meta(max_length=_MOST_STAGES)]
_MOST_EXTRA_BYTES = 16 * 1024
"""Maximum size of one unknown field, which is kept in the journal as long as its document."""

_STATUS_FIELDS = frozenset(
    {"document_id", "status", "workflow_complete", "completed_at", "updated_at", "progress"}
)
_RECEIPT_FIELDS = frozenset(
    {"document_id", "workflow_id", "status", "created_at", "status_url", "ws_url"}
)
_LISTED_FIELDS = _STATUS_FIELDS | {"id", "file_name", "xn_address", "created_at"}

_LIST_NAMES = ("documents", "items", "data", "results")
_NESTED_NAMES = ("payload", "document", *_LIST_NAMES)
_ENVELOPE_FIELDS = frozenset({"event", "type"})
_PLAIN_FIELDS = _STATUS_FIELDS | _ENVELOPE_FIELDS
# Types of messages about the connection, not about a document.
_CONTROL_WORDS = frozenset(
    {"subscribed", "unsubscribed", "subscribe", "ack", "ok", "connected", "hello", "welcome"}
    | {"ping", "pong", "heartbeat", "keepalive", "keep-alive", "info"}
)
_DEEPEST = 3


def read_upload_receipt(body: bytes) -> UploadReceipt:
    """Read the answer to `POST /upload`.

    Raises:
        GarbageAnswer: It names no document.
    """
    answer = _object(body)
    return UploadReceipt(
        document_id=_required_id(answer, "document_id"),
        workflow_id=_text(answer.get("workflow_id")) or "",
        status=_text(answer.get("status")) or "processing",
        created_at=_time(answer.get("created_at")),
        status_url=_text(answer.get("status_url")) or "",
        ws_url=_text(answer.get("ws_url")) or "",
        extra=_extra(answer, _RECEIPT_FIELDS),
    )


def read_status(body: bytes, document_id: str) -> StatusReport:
    """Read the answer to `GET /status/{document_id}`, bare or wrapped.

    Raises:
        GarbageAnswer: It holds no status of that document.
    """
    for report in _reports(_json(body), document_id):
        if report.document_id == document_id:
            return report
    raise GarbageAnswer("there is no status of the document in it")


def read_documents(body: bytes) -> DocumentList:
    """Read the answer to `GET /documents`: a list, or an object that holds one.

    An entry that cannot be read is counted in `unreadable`. Such a list does not prove that a
    document is absent.

    Raises:
        GarbageAnswer: There is no list.
    """
    answer = _json(body)
    entries = answer if isinstance(answer, list) else _first_list(answer)
    if entries is None:
        raise GarbageAnswer("there is no list of documents in it")
    listed: list[ListedDocument] = []
    unreadable = 0
    for entry in entries[:MOST_ENTRIES]:
        try:
            listed.append(_listed(entry))
        except GarbageAnswer:
            unreadable += 1
    if unreadable:
        _say_once("left out entries of the list of documents that name no document")
    return DocumentList(listed, unreadable, cut_short=len(entries) > MOST_ENTRIES)


def read_credits(body: bytes, as_of: datetime) -> CreditBalance:
    """Read the answer to `GET /credits`.

    Raises:
        UnreadableBalance: It does not say how many credits there are.
        GarbageAnswer: It is no JSON.
    """
    answer = _json(body)
    if not isinstance(answer, dict):
        raise UnreadableBalance("it is no JSON object")
    total = _whole(answer.get("total_available_credits"))
    organization_id = _text(answer.get("organization_id")) or ""
    if total is None:
        raise UnreadableBalance("it does not say how many credits there are", organization_id)
    buckets = answer.get("buckets")
    return CreditBalance(
        organization_id=organization_id,
        total=total,
        expiring=_whole(answer.get("total_expiring_in_30_days")) or 0,
        buckets=tuple(_buckets(buckets if isinstance(buckets, list) else [])),
        as_of=as_of,
    )


def read_token(body: bytes) -> RealtimeToken:
    """Read the answer to `POST /ws/token`.

    Raises:
        GarbageAnswer: There is no token in it.
    """
    answer = _object(body)
    token = answer.get("token")
    if type(token) is not str or not token:
        raise GarbageAnswer("there is no token in it")
    if len(token) > LONGEST_TOKEN:
        raise GarbageAnswer("its token is endless")
    return RealtimeToken(
        token=token,
        organization_id=_text(answer.get("organization_id")) or "",
        expires_at=_zoned_time(answer.get("expires_at")),
        ws_url=_text(answer.get("ws_url")) or "/ws/status",
        sse_url=_text(answer.get("sse_url")) or "/sse/status",
    )


def statuses_in_frame(frame: str | bytes) -> list[StatusReport]:
    """Return the statuses in a realtime frame, bare, wrapped or listed. It never raises.

    A greeting, a ping, an error, half a frame, or no JSON at all gives an empty list.
    """
    try:
        plain = _decode_plain(frame)
    except UNREADABLE:
        pass  # what it holds decides, below
    else:
        completed_at, updated_at = plain.completed_at, plain.updated_at
        return [
            StatusReport(
                plain.document_id,
                plain.status,
                plain.workflow_complete,
                None if completed_at is None else _in_utc(completed_at),
                None if updated_at is None else _in_utc(updated_at),
                plain.progress,
            )
        ]
    try:
        content = bounded_json(frame)
    except UNREADABLE:
        return []
    return list(_reports(content, None))


class _PlainStatus(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """By far the most frequent form of a status, all within limits: decoded in one pass.

    Everything else is read by `_reports`, which gives the same for this form.
    """

    document_id: Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_ID)]
    status: _Short
    workflow_complete: bool = False
    completed_at: datetime | None = None
    updated_at: datetime | None = None
    progress: _Stages | None = None


_decode_plain = msgspec.json.Decoder(_PlainStatus).decode


def _reports(content: object, document_id: str | None, depth: int = 0) -> Iterator[StatusReport]:
    """Yield the statuses in a value; `document_id` is that of the surrounding object, if any."""
    if isinstance(content, list):
        for entry in content:
            yield from _reports(entry, None, depth + 1)
        return
    if not isinstance(content, dict) or depth > _DEEPEST:
        return
    word = _text(content.get("event")) or _text(content.get("type")) or ""
    word = word.lower()
    if "error" in word:
        return
    if word not in _CONTROL_WORDS:
        report = _bare(content, document_id)
        if report is not None:
            yield report
            return
    around = _identifier(content.get("document_id")) or document_id
    for name in _NESTED_NAMES:
        inner = content.get(name)
        if isinstance(inner, str) and inner[:1] in {"{", "["}:
            inner = _json_or_none(inner)
        if isinstance(inner, dict | list):
            yield from _reports(inner, around, depth + 1)


def _bare(content: Mapping[str, Any], document_id: str | None) -> StatusReport | None:
    """Return the status in an object; None if there is none."""
    get = content.get
    identifier = _identifier(get("document_id")) or document_id
    if identifier is None:
        return None
    status = get("status")
    progress = get("progress")
    complete = get("workflow_complete") is True
    if type(status) is not str:
        if not complete and type(progress) is not dict:
            return None
        status = ""
    return StatusReport(
        identifier,
        status,
        complete,
        _time(get("completed_at")),
        _time(get("updated_at")),
        progress if type(progress) is dict else None,
        {} if content.keys() <= _PLAIN_FIELDS else _extra(content, _PLAIN_FIELDS),
    )


def _listed(entry: object) -> ListedDocument:
    if not isinstance(entry, dict):
        raise GarbageAnswer("an entry of the list is no document")
    identifier = _identifier(entry.get("document_id")) or _required_id(entry, "id")
    extra = _extra(entry, _LISTED_FIELDS)
    report = _bare(entry, identifier) or StatusReport(identifier, "")
    return ListedDocument(
        document_id=identifier,
        file_name=_text(entry.get("file_name")) or _text(entry.get("filename")),
        xn_address=_text(entry.get("xn_address")),
        created_at=_zoned_time(entry.get("created_at")),
        report=StatusReport(
            identifier,
            report.status,
            report.workflow_complete,
            report.completed_at,
            report.updated_at,
            report.progress,
            extra,
        ),
        extra=extra,
        created_at_without_zone=_time(entry.get("created_at"), with_zone=False),
    )


def _first_list(answer: object, depth: int = 0) -> list[Any] | None:
    if not isinstance(answer, dict):
        return None
    for name in _LIST_NAMES:
        inner = answer.get(name)
        if isinstance(inner, list):
            return inner
        if depth == 0 and (found := _first_list(inner, 1)) is not None:
            return found
    return None


def _buckets(entries: list[Any]) -> Iterator[CreditBucket]:
    for entry in entries:
        if not isinstance(entry, dict):
            continue
        remaining = _whole(entry.get("tokens_remaining"))
        if remaining is not None:
            yield CreditBucket(
                id=_identifier(entry.get("id")) or "",
                remaining=remaining,
                expires_at=_time(entry.get("expires_at")),
                created_at=_time(entry.get("created_at")),
            )


def _json(body: bytes) -> object:
    try:
        return bounded_json(body)
    except UNREADABLE as error:
        raise GarbageAnswer("it is no JSON" if body else "it is empty") from error


def _json_or_none(text: str) -> object:
    try:
        return bounded_json(text)
    except UNREADABLE:
        return None


def _object(body: bytes) -> dict[str, Any]:
    answer = _json(body)
    if not isinstance(answer, dict):
        raise GarbageAnswer("it is no JSON object")
    return answer


def _required_id(answer: Mapping[str, object], name: str) -> str:
    identifier = _identifier(answer.get(name))
    if identifier is None:
        raise GarbageAnswer(f"it names no {name}")
    return identifier


def _identifier(value: object) -> str | None:
    if type(value) is int:
        return str(value)
    # A shortened id would be that of another document.
    return value if type(value) is str and 0 < len(value) <= LONGEST_ID else None


def _text(value: object) -> str | None:
    return cut(value, LONGEST_TEXT) if type(value) is str else None


def _whole(value: object) -> int | None:
    if type(value) is int:
        return value
    if type(value) is float and value.is_integer():
        return clamped(int(value))
    return None


def _time(value: object, *, with_zone: bool | None = None) -> datetime | None:
    """Return an ISO 8601 time; one without a zone is taken as UTC.

    If `with_zone` is given, only times with a zone, or only times without one, are accepted.
    """
    if type(value) is not str:
        return None
    try:
        # As in a plain status, so that a time is the same wherever it is read.
        time = msgspec.convert(value, datetime)
    except msgspec.ValidationError:
        if len(value) > LONGEST_TIME:
            return None
        try:
            time = datetime.fromisoformat(value)  # accepts forms that RFC 3339 does not have
        except ValueError:
            return None
    if with_zone is not None and (time.tzinfo is not None) is not with_zone:
        return None
    return _in_utc(time)


def _in_utc(time: datetime) -> datetime | None:
    """Return the time in UTC, which a time without a zone is in; None for one out of bounds."""
    try:
        return in_bounds(time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC))
    except OverflowError:
        return None


def _zoned_time(value: object) -> datetime | None:
    return _time(value, with_zone=True)


def _extra(answer: Mapping[str, object], known: frozenset[str]) -> dict[str, object]:
    extra: dict[str, object] = {}
    for name, value in answer.items():
        if name in known:
            continue
        if len(extra) == _MOST_EXTRA_FIELDS:
            _say_once("left out unknown fields of a document, which has very many")
            break
        if type(value) is str:
            extra[name] = cut(value, LONGEST_TEXT)
        elif (
            not isinstance(value, list | dict)
            or len(msgspec.json.encode(value)) <= _MOST_EXTRA_BYTES
        ):
            extra[name] = value
    return extra


@functools.lru_cache(maxsize=16)
def _say_once(text: str) -> None:
    _log.warning("%s; this is said once", text)
