"""The body is the JSON it promises to be, byte for byte, and never complete for a changed file."""

from __future__ import annotations

import asyncio
import base64
import functools
import io
import json
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from capout_desktop.capout import file_reader
from capout_desktop.capout.errors import FileTrouble
from capout_desktop.capout.file_reader import CHUNK_BYTES, FileReader
from capout_desktop.capout.upload_body import FileBody, LinkBody, Progress

NAMES: dict[str, Any] = {"file_name": 'Müller "roof" \\ 1.pdf', "xn_address": "team@example.xn"}


def body_of(file: FileReader, on_progress: Progress | None = None) -> FileBody:
    return FileBody(
        file,
        file_name=NAMES["file_name"],
        xn_address=NAMES["xn_address"],
        on_progress=on_progress,
    )


async def sent(path: Path) -> tuple[bytes, FileBody]:
    async with FileReader(path) as file, body_of(file) as body:
        return b"".join([chunk async for chunk in body]), body


async def send_until(body: FileBody, chunk_number: int, change: Callable[[], None]) -> None:
    if chunk_number == 0:
        change()
    chunks = 0
    async for _ in body:
        chunks += 1
        if chunks == chunk_number:
            change()


@pytest.mark.parametrize(
    "size",
    [0, 1, 2, 3, 4, 1000, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES + 7],
)
async def test_the_body_holds_the_file_and_has_exactly_the_length_it_says(
    tmp_path: Path, size: int
) -> None:
    pdf = os.urandom(size)
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf)
    content, body = await sent(path)
    assert len(content) == body.bytes_total == body.bytes_yielded
    assert body.complete
    fields = json.loads(content)
    assert base64.b64decode(fields.pop("file_base64"), validate=True) == pdf
    assert fields == NAMES


def test_a_chunk_of_base64_needs_no_padding() -> None:
    assert CHUNK_BYTES % 3 == 0


async def test_the_body_is_no_json_before_its_last_chunk(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF" * 500_000)
    async with FileReader(path) as file, body_of(file) as body:
        content = b""
        async for chunk in body:
            if not body.complete:
                content += chunk
        with pytest.raises(json.JSONDecodeError):
            json.loads(content)
        assert chunk == b'"}'


async def test_a_link_counts_its_bytes_like_a_file() -> None:
    body = LinkBody("https://example.com/ä.pdf", **NAMES)
    chunks = [chunk async for chunk in body]
    assert json.loads(b"".join(chunks)) == {**NAMES, "url": "https://example.com/ä.pdf"}
    assert body.bytes_yielded == body.bytes_total == len(b"".join(chunks))
    assert chunks[-1] == b'"}'


async def test_a_name_that_is_no_text_still_goes() -> None:
    body = LinkBody("https://example.com/a.pdf", file_name="a\udcff.pdf", xn_address="a@b")
    content = b"".join([chunk async for chunk in body])
    assert json.loads(content)["file_name"] == "a?.pdf"


async def test_progress_is_told_seldom_and_at_the_end_before_the_last_byte(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(bytes(20 * CHUNK_BYTES))
    told: list[tuple[int, int]] = []
    async with (
        FileReader(path) as file,
        body_of(file, lambda *both: told.append(both)) as body,
    ):
        chunks = 0
        async for _ in body:
            chunks += 1
            assert told[-1][0] <= body.bytes_yielded
            if body.complete:
                assert told[-1] == (body.bytes_total, body.bytes_total)
    assert [sent for sent, _ in told] == sorted({sent for sent, _ in told})
    assert {total for _, total in told} == {body.bytes_total}
    assert len(told) < chunks


async def test_a_slow_line_gets_small_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(bytes(8 * CHUNK_BYTES))
    clock = 0.0
    monkeypatch.setattr("capout_desktop.capout.upload_body.monotonic", lambda: clock)
    sizes = []
    async with FileReader(path) as file, body_of(file) as body:
        async for chunk in body:
            sizes.append(len(chunk))
            # The first 2 MB vanish in buffers, from then on it is 64 KB a second.
            clock += len(chunk) / 64_000 if body.bytes_yielded > 2_000_000 else 0
    assert max(sizes) <= 256 * 1024
    assert max(sizes[-50:]) <= 32 * 1024


async def test_a_fast_line_gets_whole_chunks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(bytes(16 * CHUNK_BYTES))
    monkeypatch.setattr("capout_desktop.capout.upload_body.monotonic", lambda: 0.0)
    async with FileReader(path) as file, body_of(file) as body:
        assert max([len(chunk) async for chunk in body]) == CHUNK_BYTES * 4 // 3


def grow(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"more")


def shrink(path: Path) -> None:
    os.truncate(path, CHUNK_BYTES + 5)


def rewrite(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"other")
    os.utime(path, ns=(1, 1))


def replace(path: Path) -> None:
    other = path.with_suffix(".tmp")
    other.write_bytes(b"%PDF another")
    other.replace(path)


CHANGES: list[Callable[[Path], None]] = [grow, shrink, rewrite]
if sys.platform != "win32":  # there a file that is open stays where it is
    CHANGES += [replace, Path.unlink]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("after_chunks", [0, 3])
async def test_a_file_that_changes_never_makes_a_complete_body(
    tmp_path: Path, change: Callable[[Path], None], after_chunks: int
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(bytes(3 * CHUNK_BYTES))
    async with FileReader(path) as file, body_of(file) as body:
        with pytest.raises(FileTrouble) as trouble:
            await send_until(body, after_chunks, functools.partial(change, path))
        assert not body.complete
    gone = change is Path.unlink
    assert trouble.value.code == ("file-gone" if gone else "file-changed")
    assert not trouble.value.retryable


class StuckFile(io.BufferedReader):
    """A file whose drive stops to answer after the first chunk."""

    is_back = threading.Event()
    reads = 0

    def readinto(self, buffer: Any) -> int:
        self.reads += 1
        if self.reads > 1:
            self.is_back.wait(60)
        return super().readinto(buffer)


async def test_a_drive_that_stops_to_answer_ends_the_upload_and_never_completes_its_body(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_reader, "ANSWER_SECONDS", 0.2)
    monkeypatch.setattr(os, "fdopen", lambda number, _mode: StuckFile(io.FileIO(number)))
    path = tmp_path / "a.pdf"
    path.write_bytes(bytes(3 * CHUNK_BYTES))
    async with FileReader(path) as file, body_of(file) as body:
        with pytest.raises(FileTrouble) as trouble:
            await asyncio.wait_for(send_until(body, 9, lambda: None), 20)
        assert not body.complete
    StuckFile.is_back.set()
    assert trouble.value.code == "file-no-answer"


async def test_a_missing_file_is_named_before_anything_is_sent(tmp_path: Path) -> None:
    with pytest.raises(FileTrouble) as trouble:
        await sent(tmp_path / "no.pdf")
    assert trouble.value.code == "file-gone"
    assert (trouble.value.body_complete, trouble.value.streamed) == (False, None)


async def test_a_folder_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(FileTrouble) as trouble:
        await sent(tmp_path)
    assert trouble.value.code in {"file-unreadable", "file-no-permission"}


async def test_a_body_left_in_the_middle_closes_its_file(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(bytes(4 * CHUNK_BYTES))
    async with FileReader(path) as file, body_of(file) as body:
        await anext(body)
        await anext(body)
        opened = file._file
        assert opened is not None
        assert not opened.closed
        thread = file._thread
    with pytest.raises(StopAsyncIteration):
        await anext(body)
    thread.join(5)
    assert opened.closed
