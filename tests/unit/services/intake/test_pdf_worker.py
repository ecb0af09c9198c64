"""What the worker process does with a call, in this process."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from helpers.pdfs import written_pdf

if sys.platform == "win32":
    pytest.skip("the line to the program is another one there", allow_module_level=True)

from capout_desktop.services.intake import IN_BACKGROUND, pdf_worker
from capout_desktop.services.intake.pdf_protocol import (
    LENGTH,
    MAX_REQUEST_BYTES,
    Began,
    Call,
    Contents,
    Count,
    Done,
    Inspect,
    Measured,
    Opening,
    Piece,
    Read,
    Ready,
    Rewrite,
    decode_frame,
    frame,
)

WRITTEN = written_pdf(2)


def message(data: bytes) -> Any:
    (length,) = LENGTH.unpack(data[: LENGTH.size])
    assert length == len(data) - LENGTH.size
    return decode_frame(data[LENGTH.size :])


class Line:
    """A line to a program with some calls, which notes what it is sent, and alarms between."""

    def __init__(self, *calls: tuple[Call, int]) -> None:
        self.calls = [*calls]
        self.sent: list[Any] = []

    def next_call(self) -> tuple[Call, int] | None:
        return self.calls.pop(0) if self.calls else None

    def send(self, data: bytes) -> None:
        self.sent.append(message(data))


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Line:
    made = Line()

    def alarm(which: int, seconds: float) -> None:
        assert which == pdf_worker.signal.ITIMER_REAL  # type: ignore[attr-defined]
        made.sent.append(seconds)

    monkeypatch.setattr("signal.setitimer", alarm)
    return made


@pytest.fixture
def file(tmp_path: Path) -> int:
    (tmp_path / "a.pdf").write_bytes(WRITTEN)
    return os.open(tmp_path / "a.pdf", os.O_RDONLY)


def is_closed(file: int) -> bool:
    try:
        os.fstat(file)
    except OSError:
        return True
    return False


def test_answers_are_sent_one_by_one_and_each_puts_the_end_off(line: Line, file: int) -> None:
    pdf_worker._answer(line, Call(Inspect(), 5.0), file)
    assert line.sent == [
        *(Began(), 6.0),
        *(Opening(page_count=2), 6.0),
        *(Contents(is_scan=False), 6.0),
        *(Done(), 0),
    ]
    assert is_closed(file)


def test_a_copy_is_sent_while_it_is_written(line: Line, file: int) -> None:
    pdf_worker._answer(line, Call(Rewrite(), 5.0), file)
    began, _, opening, _, piece, _, measured, *rest = line.sent
    assert (began, opening) == (Began(), Opening(page_count=2))
    assert isinstance(piece, Piece)
    assert measured == Measured(len(piece.content))
    assert rest == [6.0, Done(), 0]
    assert is_closed(file)


def test_a_file_is_closed_also_if_a_call_fails(
    line: Line, file: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_request: object, _file: int) -> Iterator[Any]:
        raise MemoryError

    monkeypatch.setattr(pdf_worker, "ANSWERING", {Count: failing})
    with pytest.raises(MemoryError):
        pdf_worker._answer(line, Call(Count(), 5.0), file)
    assert line.sent == [Began(), 6.0]
    assert is_closed(file)


@pytest.mark.parametrize(
    ("most", "piece", "is_whole"),
    [(10, 4, False), (2000, 7, True), (len(WRITTEN), 1000, True), (len(WRITTEN) - 1, 1, True)],
)
def test_a_file_is_read_from_its_start_and_not_much_beyond_a_limit(
    most: int, piece: int, is_whole: bool, file: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_worker, "MAX_FILE_BYTES", most)
    monkeypatch.setattr(pdf_worker, "_PIECE_BYTES", piece)
    os.lseek(file, 30, os.SEEK_SET)
    assert pdf_worker._whole(file) == (WRITTEN if is_whole else WRITTEN[:12])
    os.close(file)


@pytest.mark.parametrize(
    ("most", "is_open"), [(len(WRITTEN), False), (len(WRITTEN) - 1, True), (1 << 30, False)]
)
def test_a_file_that_is_too_large_to_be_sent_is_read_where_it_is(
    most: int, is_open: bool, file: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def read(request: object, source: object) -> Iterator[Any]:
        asked.extend((request, source))
        return iter(())

    monkeypatch.setattr(pdf_worker, "MAX_FILE_BYTES", most)
    monkeypatch.setattr(pdf_worker, "read", read)
    assert [*pdf_worker.ANSWERING[Read](Read(), file)] == []
    assert asked == [Read(), file if is_open else WRITTEN]
    os.close(file)


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, Any]]:
    here, there = socket.socketpair()
    line = pdf_worker._line_to_program([str(there.detach()), "other"])
    with here, line._socket:  # type: ignore[attr-defined]
        yield here, line


CALL = Call(Count(), 2.5)


def test_a_call_comes_with_its_file_in_any_pieces(
    ends: tuple[socket.socket, Any], file: int
) -> None:
    here, line = ends
    told = frame(CALL)
    socket.send_fds(here, [told[:2]], [file])
    here.sendall(told[2:9])
    here.sendall(told[9:])
    call, received = line.next_call()
    assert call == CALL
    assert os.pread(received, 9, 0) == WRITTEN[:9]
    os.close(received)
    os.close(file)
    line.send(b"answer" * 1000)
    assert here.recv(6000, socket.MSG_WAITALL) == b"answer" * 1000


def test_there_is_no_call_without_a_file_or_after_the_end(
    ends: tuple[socket.socket, Any], file: int
) -> None:
    here, line = ends
    assert line._socket.gettimeout() == pdf_worker.IDLE_SECONDS
    here.sendall(frame(CALL))
    assert line.next_call() is None
    line._socket.recv(1000)
    for size, is_taken in ((MAX_REQUEST_BYTES + 1, False), (MAX_REQUEST_BYTES, True)):
        socket.send_fds(here, [LENGTH.pack(size)], [file])
        if is_taken:
            here.sendall(b"?" * size)
            with pytest.raises(msgspec.DecodeError):
                line.next_call()
        else:
            assert line.next_call() is None
    line._socket.settimeout(0.001)
    assert line.next_call() is None
    socket.send_fds(here, [frame(CALL)[:9]], [file])
    here.shutdown(socket.SHUT_WR)
    with pytest.raises(EOFError):
        line.next_call()
    assert line.next_call() is None
    os.close(file)


def test_a_worker_answers_calls_until_there_is_none(
    line: Line, file: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    nice: list[int] = []
    line.calls = [(CALL, file)]
    monkeypatch.setattr(pdf_worker, "_line_to_program", lambda _: line)
    monkeypatch.setattr(pdf_worker, "confine", lambda: ("Landlock",))
    monkeypatch.setattr("os.nice", nice.append)
    before = dict(pdf_worker.ANSWERING)
    pdf_worker.main(["7"])
    count = [Began(), 3.5, Opening(page_count=2), 3.5, Done(), 0]
    assert line.sent == [Ready(("Landlock",)), *count]
    assert nice == []
    pdf_worker.main(["7", IN_BACKGROUND])
    assert nice == [pdf_worker.BACKGROUND_NICENESS]
    assert before == pdf_worker.ANSWERING, "it opens no containers"
    for error in (EOFError, OSError, KeyboardInterrupt, msgspec.DecodeError):

        def failing(error: type[BaseException] = error) -> tuple[str, ...]:
            raise error

        monkeypatch.setattr(pdf_worker, "confine", failing)
        pdf_worker.main(["7"])  # ends quietly
