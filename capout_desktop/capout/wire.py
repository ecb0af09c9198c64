"""What CapOut sends, read liberally: the contract leaves much open.

Unknown fields are kept in `extra`. An optional field that is missing, null or of the wrong type
counts as not given. Only what an answer is useless without is required.

Whatever is read is bounded here, once for the whole program: numbers fit into SQLite and into a
timer, texts and lists have a length, nesting has a depth, and every text can be written as UTF-8.
"""

from __future__ import annotations

import email.utils
import functools
import json
import logging
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import msgspec

from capout_desktop.capout.errors import GarbageAnswer, StreamedFile, bounded_retry_after
from capout_desktop.domain.credits import CreditBalance, CreditBucket
from capout_desktop.domain.status_report import StatusReport

_log = logging.getLogger(__name__)

LARGEST_INTEGER = 2**53
"""Beyond it JSON's numbers are not exact, and from 2**63 on SQLite does not take them."""
LONGEST_TEXT = 4096
LONGEST_ID = 512
LONGEST_TOKEN = 8192
MOST_ENTRIES = 10_000
"""Of one list, or of one object."""
DEEPEST_NESTING = 64
FIRST_YEAR, LAST_YEAR = 2000, 2100
"""Other years are placeholders, such as Go's zero time and 9999, and no times."""

_LONGEST_RAW_TEXT = 64 * 1024
"""A text may hold JSON again; whatever is kept of a text is shortened to `LONGEST_TEXT`."""
_LONGEST_NAME = 256
_LONGEST_TIME = 64
_MOST_EXTRA_FIELDS = 64
_MOST_EXTRA_BYTES = 16 * 1024
"""Of one unknown field, which is kept in the journal for as long as its document."""

_decode = msgspec.json.Decoder().decode
# What the decoders raise for hostile input: bad JSON, bad UTF-8, endless nesting.
_UNREADABLE = (msgspec.DecodeError, ValueError, RecursionError)
_SURROGATE = re.compile("[\ud800-\udfff]")
_IDS = frozenset({"id", "document_id", "workflow_id"})

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
# Words of an envelope around something that is about the connection, not about a document.
_CONTROL_WORDS = frozenset(
    {"subscribed", "unsubscribed", "subscribe", "ack", "ok", "connected", "hello", "welcome"}
    | {"ping", "pong", "heartbeat", "keepalive", "keep-alive", "info"}
)
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class UploadReceipt:
    """CapOut took the document.

    Attributes:
        workflow_id: Empty where none was given.
        created_at: The server's time (UTC); None where none was given.
        status_url: As it came, possibly relative; empty where none was given.
        ws_url: Likewise.
        streamed: What of the file was sent; None for a link, and where it is read from bytes.
    """

    document_id: str
    workflow_id: str = ""
    status: str = "processing"
    created_at: datetime | None = None
    status_url: str = ""
    ws_url: str = ""
    extra: Mapping[str, object] = field(default_factory=dict)
    streamed: StreamedFile | None = None


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """One entry of `GET /documents`; None where the server does not say.

    Attributes:
        created_at: UTC. None, too, for a time without a zone or for a mere date: it may be many
            hours off, so it must not tell one document from another.
        created_at_without_zone: Such a time, taken as UTC; good enough to be shown.
    """

    document_id: str
    file_name: str | None
    xn_address: str | None
    created_at: datetime | None
    report: StatusReport
    extra: Mapping[str, object] = field(default_factory=dict)
    created_at_without_zone: datetime | None = None


class DocumentList(list[ListedDocument]):
    """The readable entries of `GET /documents`.

    Attributes:
        unreadable: How many other entries there are, each of which may be any document.
        cut_short: Whether there are more entries than are read.
    """

    def __init__(
        self, entries: Iterable[ListedDocument] = (), unreadable: int = 0, cut_short: bool = False
    ) -> None:
        super().__init__(entries)
        self.unreadable = unreadable
        self.cut_short = cut_short

    @property
    def partial(self) -> bool:
        """Whether a document may be listed and yet not be here."""
        return self.unreadable > 0 or self.cut_short


@dataclass(frozen=True, slots=True)
class RealtimeToken:
    """Opens realtime connections for a short while.

    Attributes:
        expires_at: The server's time (UTC); None where it did not say, or named no zone.
        ws_url: Relative or absolute.
        sse_url: Relative or absolute.
    """

    token: str = field(repr=False)
    organization_id: str
    expires_at: datetime | None
    ws_url: str
    sse_url: str


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

    An entry that cannot be read is counted in `unreadable`: whoever looks for a document must not
    believe it absent from such a list.

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
    return DocumentList(listed, unreadable, len(entries) > MOST_ENTRIES)


def read_credits(body: bytes, as_of: datetime) -> CreditBalance:
    """Read the answer to `GET /credits`.

    Raises:
        GarbageAnswer: It does not say how many credits there are.
    """
    answer = _object(body)
    total = _whole(answer.get("total_available_credits"))
    if total is None:
        raise GarbageAnswer("it does not say how many credits there are")
    buckets = answer.get("buckets")
    return CreditBalance(
        organization_id=_text(answer.get("organization_id")) or "",
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
    """Return the statuses in a realtime frame, bare, wrapped or listed; never raises.

    A greeting, a ping, an error, half a frame, or no JSON at all gives an empty list.
    """
    try:
        content = _bounded_json(frame)
    except _UNREADABLE:
        return []
    # By far the most frequent form, spared the search.
    if type(content) is dict and "status" in content and not _ENVELOPE_FIELDS & content.keys():
        report = _bare(content, None)
        if report is not None:
            return [report]
    return list(_reports(content, None))


def error_detail(body: bytes) -> str:
    """Return the words for people in the body of an error; empty where there are none.

    Known forms: `{"detail": "…"}`, `{"detail": [{"loc": […], "msg": "…"}]}`, `error` or `message`
    instead, and plain text that is no page.
    """
    try:
        answer = _bounded_json(body)
    except RecursionError:
        return ""
    except _UNREADABLE:
        text = body.decode("utf-8", "replace").strip()
        return "" if text.startswith("<") else _short(text)
    return _short(_words(answer))


def retry_after_seconds(value: str | None, now: datetime) -> float | None:
    """Read a `Retry-After`, in seconds or as a date, into seconds from now; None for garbage.

    `now` is the server's, where it is known. The result is bounded: see `bounded_retry_after`.
    """
    if not value or len(value) > _LONGEST_TIME:
        return None
    try:
        seconds = float(value)
    except ValueError:
        then = http_date(value)
    else:
        return bounded_retry_after(seconds) if math.isfinite(seconds) else None
    return None if then is None else bounded_retry_after((then - now).total_seconds())


def http_date(value: str | None) -> datetime | None:
    """Read the time in a header (UTC); None for garbage and for years that cannot be."""
    if not value or len(value) > _LONGEST_TIME:
        return None
    try:
        time = email.utils.parsedate_to_datetime(value)
        return None if time.tzinfo is None else _in_bounds(time.astimezone(UTC))
    except (ValueError, OverflowError, TypeError):
        return None


_DETAIL_LENGTH = 500


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _DETAIL_LENGTH else text[: _DETAIL_LENGTH - 1] + "…"


def _words(value: object) -> str:
    match value:
        case str():
            return value
        case list():
            return "; ".join(filter(None, map(_words, value)))
        case {"msg": str(message), **rest}:
            location = rest.get("loc")
            names = location if isinstance(location, list) else []
            # `body` only says where the field was sent.
            where = ".".join(str(name) for name in names if name != "body")
            return f"{where}: {message}" if where else message
        case dict():
            for name in ("detail", "message", "error", "title", "errors"):
                if found := _words(value.get(name)):
                    return found
    return ""


def _reports(content: object, document_id: str | None, depth: int = 0) -> Iterator[StatusReport]:
    """Find the statuses; `document_id` is what the surroundings say they are about."""
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
    """Read an object as a status; None where it is none."""
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
        return _bounded_json(body)
    except _UNREADABLE as error:
        raise GarbageAnswer("it is no JSON" if body else "it is empty") from error


def _json_or_none(text: str) -> object:
    try:
        return _bounded_json(text)
    except _UNREADABLE:
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
    # An id that was cut would be another document's.
    return value if type(value) is str and 0 < len(value) <= LONGEST_ID else None


def _text(value: object) -> str | None:
    return _cut(value, LONGEST_TEXT) if type(value) is str else None


def _whole(value: object) -> int | None:
    if type(value) is int:
        return value
    if type(value) is float and value.is_integer():
        return _clamped(int(value))
    return None


def _time(value: object, *, with_zone: bool | None = None) -> datetime | None:
    """Read a time of ISO 8601; one without a zone is UTC.

    With `with_zone` only those that name a zone, or only those that name none.
    """
    if type(value) is not str or len(value) > _LONGEST_TIME:
        return None
    try:
        time = datetime.fromisoformat(value)
        zoned = time.tzinfo is not None
        if with_zone is not None and zoned is not with_zone:
            return None
        return _in_bounds(time.astimezone(UTC) if zoned else time.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return None


def _zoned_time(value: object) -> datetime | None:
    return _time(value, with_zone=True)


def _in_bounds(time: datetime) -> datetime | None:
    return time if FIRST_YEAR <= time.year <= LAST_YEAR else None


def _extra(answer: Mapping[str, object], known: frozenset[str]) -> dict[str, object]:
    extra: dict[str, object] = {}
    for name, value in answer.items():
        if name in known:
            continue
        if len(extra) == _MOST_EXTRA_FIELDS:
            _say_once("left out unknown fields of a document, which has very many")
            break
        if type(value) is str:
            extra[name] = _cut(value, LONGEST_TEXT)
        elif (
            not isinstance(value, list | dict)
            or len(msgspec.json.encode(value)) <= _MOST_EXTRA_BYTES
        ):
            extra[name] = value
    return extra


# Bounds


def _bounded_json(text: bytes | str) -> object:
    """Decode JSON, with everything in it bounded.

    Raises:
        ValueError: It is none.
        RecursionError: Its nesting has no end.
    """
    try:
        content = _decode(text)
    except (msgspec.DecodeError, UnicodeError):
        # Half an emoji, or a number beyond all bounds, must not cost the rest.
        if isinstance(text, bytes):
            text = text.decode("utf-8", "replace")
        content = json.loads(text, parse_constant=lambda _: None, parse_int=_parse_int)
        return _bounded(content, _mended)
    return _bounded(content, None)


def _bounded(value: Any, mend: Callable[[str], str] | None, depth: int = 0) -> Any:
    """Return the value with every number, text, list and object in it bounded."""
    kind = type(value)
    if kind is str:
        return _cut(mend(value) if mend else value, _LONGEST_RAW_TEXT)
    if kind is int:
        return _clamped(value)
    if kind is float:
        return value if math.isfinite(value) else None
    if kind is not dict and kind is not list:
        return value
    if depth >= DEEPEST_NESTING:
        return None
    # One more than are read, so that it shows that there are more.
    if kind is list:
        return [_bounded(inner, mend, depth + 1) for inner in value[: MOST_ENTRIES + 1]]
    if len(value) > MOST_ENTRIES:
        value = dict(list(value.items())[:MOST_ENTRIES])
    bounded = {
        _cut(mend(name) if mend else name, _LONGEST_NAME): _bounded(inner, mend, depth + 1)
        for name, inner in value.items()
    }
    for name in _IDS & value.keys():
        if type(value[name]) is int:  # a clamped id would be another document's
            bounded[name] = _id_text(value[name])
    return bounded


def _id_text(number: int) -> int | str | None:
    if abs(number) <= LARGEST_INTEGER:
        return number
    return str(number) if number.bit_length() < 4 * LONGEST_ID else None


def _clamped(number: int) -> int:
    return max(-LARGEST_INTEGER, min(number, LARGEST_INTEGER))


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _mended(text: str) -> str:
    return _SURROGATE.sub("�", text)


def _parse_int(digits: str) -> int | float:
    # Longer than any number: as good as none, and above all no id.
    return int(digits) if len(digits) <= LONGEST_ID else math.inf


@functools.lru_cache(maxsize=16)
def _say_once(text: str) -> None:
    _log.warning("%s; this is said once", text)
