"""Error answers: refusals, and the answers that faults cause."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from email.utils import format_datetime
from http import HTTPStatus

from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from capout_desktop.sandbox.answers import Json, error_answer, error_words
from capout_desktop.sandbox.connection import CutShort, Unanswered
from capout_desktop.sandbox.contract import Behavior, DetailForm, RetryAfterForm
from capout_desktop.sandbox.faults import (
    Delay,
    Fault,
    Garbage,
    GarbageKind,
    Refuse,
    Reset,
    Silence,
)
from capout_desktop.sandbox.state import SandboxState

_PORTAL_PAGE = (
    "<!doctype html><html><head><title>Guest Wi-Fi</title></head>"
    "<body><h1>Please accept the terms of use</h1></body></html>"
)

_NO_DOCUMENT = "doc_000000000000"
_TOO_MANY_BLANKS = 17 * 1024 * 1024

_WORDS = {
    400: "Bad request",
    401: "Invalid or missing API key",
    402: "Not enough credits",
    403: "This key may not do that",
    404: "Document not found",
    409: "The document is already being processed",
    413: "The file is larger than 50 MB",
    422: "The file could not be processed",
    429: "Too many requests",
    500: "Internal server error",
    502: "Bad gateway",
    503: "Service unavailable",
    504: "Gateway timeout",
}


class RefusalError(Exception):
    """Raised to answer a call with an error status code.

    Attributes:
        detail: A text, or a list of errors with their locations; by default the standard text of
            `status`.
        loc: Location of the error, used if `detail` is sent as a list.
        more: Additional fields of the body.
    """

    def __init__(
        self,
        status: int,
        detail: str | Sequence[Json] = "",
        loc: Sequence[str] = ("body",),
        more: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(status)
        self.status = status
        self.detail = detail or _words(status)
        self.loc = loc
        self.more = dict(more or {})


def refusal_response(refusal: RefusalError, behavior: Behavior) -> Response:
    """Return the answer to a refused call."""
    match behavior.detail_form:
        case DetailForm.TEXT:
            return PlainTextResponse(error_words(refusal.detail), refusal.status)
        case DetailForm.PAGE:
            page = f"<html><body><h1>{_words(refusal.status)}</h1></body></html>"
            return HTMLResponse(page, refusal.status)
        case DetailForm.EMPTY:
            return Response(status_code=refusal.status)
    kind = _words(refusal.status).lower().replace(" ", "_")
    answer = error_answer(refusal.detail, refusal.loc, kind, behavior)
    return JSONResponse(answer | refusal.more, refusal.status)


class Striker:
    """Carries out faults, as answers that replace the right one."""

    def __init__(self, state: SandboxState, stopping: asyncio.Event) -> None:
        self._state = state
        self._stopping = stopping

    async def strike(self, fault: Fault | None, right: bytes = b"{}") -> Response | None:
        """Return the answer that `fault` causes instead of `right`; None lets the call continue."""
        match fault:
            case Refuse():
                return self._refuse(fault, right)
            case Reset():
                return Unanswered(0, self._stopping)
            case Silence():
                return Unanswered(fault.seconds, self._stopping)
            case Garbage():
                return _garbage(fault.kind, right)
            case Delay():
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stopping.wait(), fault.seconds)
        return None

    def _refuse(self, fault: Refuse, right: bytes) -> Response:
        behavior = self._state.behavior
        more: Json = {}
        if fault.names_document:
            answer = json.loads(right)
            named = answer.get("document_id") if isinstance(answer, dict) else None
            more["document_id"] = named or _NO_DOCUMENT
        response = refusal_response(RefusalError(fault.status, fault.detail, more=more), behavior)
        if fault.location:
            response.headers["location"] = fault.location
        if fault.retry_after_text:
            response.headers["retry-after"] = fault.retry_after_text
        elif fault.retry_after is not None:
            if behavior.retry_after_form is RetryAfterForm.SECONDS:
                response.headers["retry-after"] = f"{fault.retry_after:.15g}"
            elif behavior.retry_after_form is RetryAfterForm.HTTP_DATE:
                moment = self._state.now() + timedelta(seconds=fault.retry_after)
                response.headers["retry-after"] = format_datetime(moment, usegmt=True)
        if fault.closes:
            response.headers["connection"] = "close"
        return response


def _garbage(kind: GarbageKind, right: bytes) -> Response:
    match kind:
        case GarbageKind.HTML:
            return HTMLResponse(_PORTAL_PAGE)
        case GarbageKind.WRONG_SHAPE:
            return JSONResponse([{"ok": True}, 42, None])
        case GarbageKind.HALF_JSON:
            return Response(right[: len(right) // 2], media_type="application/json")
        case GarbageKind.EMPTY:
            return Response()
        case GarbageKind.NULL:
            return Response(b"null", media_type="application/json")
        case GarbageKind.TOO_LARGE:
            return Response(right + b" " * _TOO_MANY_BLANKS, media_type="application/json")
        case GarbageKind.CUT_SHORT:
            return CutShort(right)


def _words(status: int) -> str:
    known = status in HTTPStatus.__members__.values()
    return _WORDS.get(status) or (HTTPStatus(status).phrase if known else f"Status {status}")
