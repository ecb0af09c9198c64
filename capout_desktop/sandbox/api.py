"""REST calls of the contract."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from capout_desktop.sandbox.answers import (
    credits_answer,
    documents_answer,
    status_answer,
    token_answer,
    upload_answer,
)
from capout_desktop.sandbox.connection import Unanswered, transport_of
from capout_desktop.sandbox.contract import Call, ContinueForm
from capout_desktop.sandbox.faults import (
    Delay,
    Fault,
    Garbage,
    LateAcceptance,
    Point,
    Refuse,
    Reset,
    Silence,
    SlowRead,
)
from capout_desktop.sandbox.ledger import CallRecord
from capout_desktop.sandbox.organization import Organization
from capout_desktop.sandbox.refusals import RefusalError, Striker, refusal_response
from capout_desktop.sandbox.state import NotEnoughCreditsError, SandboxState
from capout_desktop.sandbox.upload_body import (
    MAX_BODY_BYTES,
    NotAPdfError,
    ReceivedBody,
    TooLargeError,
    WrongFormError,
)
from capout_desktop.sandbox.wire import wire_json

WS_PATH = "/ws/status"
SSE_PATH = "/sse/status"

_KEY_HEADER = "capout-api-key"
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
_CONTINUE_SPLIT = 12
_SECONDS_BETWEEN_SEGMENTS = 0.1

_Act = Callable[[Organization], object]


class Api:
    """Endpoints of the five REST calls, for Starlette."""

    def __init__(self, state: SandboxState, stopping: asyncio.Event) -> None:
        self._state = state
        self._striker = Striker(state, stopping)
        self._later: set[asyncio.Task[None]] = set()

    def routes(self) -> list[Route]:
        """Return the routes of the calls."""
        return [
            Route("/upload", self.upload, methods=["POST"]),
            Route("/status/{document_id}", self.status),
            Route("/documents", self.documents),
            Route("/credits", self.credits),
            Route("/ws/token", self.token, methods=["POST"]),
        ]

    async def upload(self, request: Request) -> Response:
        """Handle `POST /upload`: one document, inline or as a link."""
        body = ReceivedBody()
        key = request.headers.get(_KEY_HEADER, "")

        def accept(organization: Organization) -> object:
            try:
                document = self._state.accept(organization, body.finish(), key)
            except WrongFormError as error:
                raise RefusalError(422, error.items) from error
            except NotAPdfError as error:
                raise RefusalError(422, str(error), ("body", "file_base64")) from error
            except TooLargeError as error:
                raise RefusalError(413) from error
            except NotEnoughCreditsError as error:
                raise RefusalError(402) from error
            return upload_answer(document, self._url(request, WS_PATH, "ws"), self._state.behavior)

        return await self._serve(Call.UPLOAD, request, accept, body)

    async def status(self, request: Request) -> Response:
        """Handle `GET /status/{document_id}`."""

        def look_up(organization: Organization) -> object:
            document_id = request.path_params["document_id"]
            with self._state.locked:
                document = self._state.document(document_id, organization.id)
                if document is None:
                    raise RefusalError(404, loc=("path", "document_id"))
                return status_answer(document, self._state.behavior)

        return await self._serve(Call.STATUS, request, look_up)

    async def documents(self, request: Request) -> Response:
        """Handle `GET /documents`: the documents of the key's organization."""

        def list_them(organization: Organization) -> object:
            with self._state.locked:
                documents = self._state.listed_documents(organization.id)
                return documents_answer(documents, self._state.behavior)

        return await self._serve(Call.DOCUMENTS, request, list_them)

    async def credits(self, request: Request) -> Response:
        """Handle `GET /credits`."""

        def count(organization: Organization) -> object:
            with self._state.locked:
                shown = organization.shown(time.monotonic())
                return credits_answer(shown, self._state.now(), self._state.behavior)

        return await self._serve(Call.CREDITS, request, count)

    async def token(self, request: Request) -> Response:
        """Handle `POST /ws/token`: create a token that opens realtime connections for a while."""

        def mint(organization: Organization) -> object:
            return token_answer(
                self._state.mint_token(organization),
                ws_url=self._url(request, WS_PATH, "ws"),
                sse_url=self._url(request, SSE_PATH, "http"),
                behavior=self._state.behavior,
            )

        return await self._serve(Call.TOKEN, request, mint)

    async def _serve(
        self, call: Call, request: Request, act: _Act, body: ReceivedBody | None = None
    ) -> Response:
        state = self._state
        organization = state.organization_of(request.headers.get(_KEY_HEADER, ""))
        record = state.record(
            CallRecord(
                call=call,
                method=request.method,
                path=request.url.path,
                organization_id=organization.id if organization else "",
                at=state.now(),
            )
        )
        try:
            response = await self._answer(
                state.faults.take(call), request, organization, act, body, record
            )
        except RefusalError as refusal:
            response = refusal_response(refusal, state.behavior)
        except ClientDisconnect:
            return Response()  # The client has gone.
        if not isinstance(response, Unanswered):
            state.answered(record, response.status_code)
        return response

    async def _answer(
        self,
        fault: Fault | None,
        request: Request,
        organization: Organization | None,
        act: _Act,
        body: ReceivedBody | None,
        record: CallRecord,
    ) -> Response:
        strike = self._striker.strike
        if _is_due(fault, Point.BEFORE_BODY) and (struck := await strike(fault)):
            return struck
        if organization is None:
            raise RefusalError(401, loc=("header", _KEY_HEADER))
        if body is not None and (struck := await self._read(request, body, fault, record)):
            return struck
        if _is_due(fault, Point.BODY_READ) and (struck := await strike(fault)):
            return struck
        if isinstance(fault, LateAcceptance):
            if fault.meanwhile is not None:
                self._accept_later(fault, act, organization)
                return await strike(fault.meanwhile) or Response()
            await strike(Delay(fault.seconds))
        response = Response(
            wire_json(act(organization)),
            status_code=self._state.behavior.receipt_status if body is not None else 200,
            media_type="application/json",
        )
        if _is_due(fault, Point.ACCEPTED) and (struck := await strike(fault, bytes(response.body))):
            return struck
        return response

    def _accept_later(self, fault: LateAcceptance, act: _Act, organization: Organization) -> None:
        async def accept() -> None:
            await self._striker.strike(Delay(fault.seconds))
            with suppress(RefusalError):  # No client waits for the refusal.
                act(organization)

        task = asyncio.create_task(accept())
        self._later.add(task)
        task.add_done_callback(self._later.discard)

    async def _read(
        self, request: Request, body: ReceivedBody, fault: Fault | None, record: CallRecord
    ) -> Response | None:
        """Read the whole body; return the answer of a fault that strikes meanwhile, or None."""
        length = request.headers.get("content-length", "")
        if length.isdecimal() and int(length) > MAX_BODY_BYTES:
            raise RefusalError(413)
        await self._say_continue(request)
        after_bytes = fault.after_bytes if isinstance(fault, Reset | Silence) else 0
        struck_already = not _is_due(fault, Point.DURING_BODY)
        async for piece in request.stream():
            try:
                body.feed(piece)
            except TooLargeError as error:
                raise RefusalError(413) from error
            self._state.received(record, body.size)
            if not struck_already and body.size >= after_bytes:
                struck_already = True
                if struck := await self._striker.strike(fault):
                    return struck
            if isinstance(fault, SlowRead):
                await asyncio.sleep(len(piece) / fault.bytes_per_second)
        # A body shorter than the fault expected is still not accepted.
        return None if struck_already else await self._striker.strike(fault)

    async def _say_continue(self, request: Request) -> None:
        form = self._state.behavior.continue_form
        if form is ContinueForm.ASKED:
            return  # The server does it automatically.
        transport = transport_of(request.scope)
        if form is ContinueForm.WHOLE:
            transport.write(_CONTINUE)
            return
        transport.write(_CONTINUE[:_CONTINUE_SPLIT])
        await asyncio.sleep(_SECONDS_BETWEEN_SEGMENTS)
        transport.write(_CONTINUE[_CONTINUE_SPLIT:])

    def _url(self, request: Request, path: str, scheme: str) -> str:
        if self._state.behavior.absolute_urls:
            return f"{scheme}://{request.url.netloc}{path}"
        return path


def _is_due(fault: Fault | None, point: Point) -> bool:
    return isinstance(fault, Refuse | Reset | Garbage | Silence | Delay) and fault.at is point
