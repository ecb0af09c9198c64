"""Answers of any kind are understood or refused: none raises what nobody expects.

`CAPOUT_FUZZ_ANSWERS=10000` makes that many of each kind instead of a few hundred.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any

import httpx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from capout_desktop.capout import wire
from capout_desktop.capout.error_words import error_detail
from capout_desktop.capout.errors import CapOutError, GarbageAnswer, error_for_status
from capout_desktop.capout.realtime.frame import statuses_in
from capout_desktop.capout.realtime.sse_channel import events_of
from capout_desktop.domain.status_report import StatusReport

NOON = datetime(2026, 4, 14, 12, tzinfo=UTC)
fuzz = settings(
    max_examples=int(os.environ.get("CAPOUT_FUZZ_ANSWERS", "200")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)

NAMES = (
    *("document_id", "workflow_id", "id", "status", "stages", "data", "type", "event", "progress"),
    *("documents", "items", "results", "file_name", "xn_address", "created_at", "updated_at"),
    *("completed_at", "total", "credits", "buckets", "remaining", "expires_at", "expiring_soon"),
    *("token", "expires_in", "ws_url", "sse_url", "detail", "error", "message", "loc"),
)
"""Field names of all answers, so that most of what is made gets far into the readers."""
ODD = (
    *("", "processing", "complete", "doc_1", "2026-04-14T12:00:00Z", "9999-12-31T23:59:59-23:59"),
    *(
        "0001-01-01T00:00:00+23:59",
        "9" * 5_000,
        "1e400",
        "\ud800",
        "\u202e",
        "\0",
        "{",
        "x" * 70_000,
    ),
    *(2**53, 2**63, -(2**63) - 1, 10**400, 1e308, -0.0, float("inf"), float("nan"), True, None),
)
VALUES = st.sampled_from(ODD) | st.integers() | st.floats() | st.text(max_size=8)
CONTENT: st.SearchStrategy[Any] = st.recursive(
    VALUES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=4), inner, max_size=7)
    ),
    max_leaves=25,
)


def _written(content: Any, damage: tuple[int, int, bytes], depth: int) -> bytes:
    """Return content as JSON, nested more deeply, with a part of it replaced."""
    body = json.dumps(content).encode()
    body = b"[" * depth + body + b"]" * depth
    at, length, instead = damage
    return body[:at] + instead + body[at + length :] if length else body


DAMAGE = st.just((0, 0, b"")) | st.tuples(
    st.integers(0, 200), st.integers(1, 20), st.sampled_from([b"", b"\xff", b'"', b"\\ud800", b"}"])
)
DEPTHS = st.sampled_from([0] * 16 + [1, 70, 2_000, 100_000])
BODIES = st.builds(_written, CONTENT, DAMAGE, DEPTHS) | st.binary(max_size=80)

READERS: tuple[Callable[[bytes], object], ...] = (
    wire.read_upload_receipt,
    wire.read_documents,
    wire.read_token,
    lambda body: wire.read_status(body, "doc_1"),
    lambda body: wire.read_credits(body, NOON),
)


def is_usable(report: StatusReport) -> bool:
    """Use a report as the program does: what cannot be stored would fail later."""
    _ = report.outcome, report.stages
    return bool(report.document_id and repr(report).encode())


@fuzz
@given(BODIES)
def test_every_answer_is_understood_or_garbage(body: bytes) -> None:
    for read in READERS:
        with contextlib.suppress(GarbageAnswer):
            assert repr(read(body)).encode()


@fuzz
@given(BODIES, st.integers(300, 599), st.none() | st.floats())
def test_every_error_is_one_of_ours(body: bytes, status: int, retry_after: float | None) -> None:
    error = error_for_status(status, error_detail(body), retry_after=retry_after)
    assert isinstance(error, CapOutError)
    assert error.status_code == status
    str(error).encode()
    assert len(error.problem.detail) < 10_000


@fuzz
@given(BODIES, st.booleans())
def test_every_frame_is_read(body: bytes, as_text: bool) -> None:
    frame = body.decode("utf-8", "replace") if as_text else body
    assert all(map(is_usable, asyncio.run(statuses_in(frame))))


class _Stream(httpx.AsyncByteStream):
    def __init__(self, parts: list[bytes]) -> None:
        self._parts = parts

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self._parts:
            yield part


LINES = st.sampled_from(
    [b"data:", b"data: ", b"event: status\n", b"id: 7\n", b"retry: x\n", b": \n"]
)
PARTS = st.lists(
    st.one_of(
        LINES, BODIES, st.sampled_from([b"\n\n", b"\r\n\r\n", b"\r", b"\n", b"\xe2\x80", b"\0"])
    ),
    max_size=12,
)


@fuzz
@given(PARTS, st.sampled_from(["", "; charset=utf-8", "; charset=utf-16", "; charset=nonsense"]))
def test_every_event_of_a_stream_is_read(parts: list[bytes], charset: str) -> None:
    async def read() -> None:
        headers = {"content-type": f"text/event-stream{charset}"}
        response = httpx.Response(200, headers=headers, stream=_Stream(parts))
        async for event in events_of(response):
            assert all(map(is_usable, await statuses_in(event.data)))

    asyncio.run(read())
