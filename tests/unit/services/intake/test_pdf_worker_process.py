"""How the worker is asked, started again and ended, with lines that follow a script."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from capout_desktop.services.intake import pdf_worker_process
from capout_desktop.services.intake.pdf_protocol import (
    LENGTH,
    MAX_ANSWER_BYTES,
    Began,
    Call,
    Contents,
    Count,
    Done,
    Opening,
    Ready,
    frame,
)
from capout_desktop.services.intake.pdf_worker_process import (
    PdfWorkerProcess,
    WorkerEnded,
    opened,
)

READY, BEGAN, DONE = frame(Ready(())), frame(Began()), frame(Done())
ONE, TWO = Opening(page_count=1), Contents(is_scan=False)


class Line:
    """A line to a worker that says these things, and notes what happens to it."""

    def __init__(self, *said: bytes | Exception, send_fails: Exception | None = None) -> None:
        self.said = [*said]
        self.send_fails = send_fails
        self.events: list[Any] = []
        self.deadlines: list[float] = []
        self.process: Any = SimpleNamespace(
            kill=lambda: self.events.append("killed"),
            wait=lambda timeout=None: self.events.append(("waited", timeout)),
        )

    def send(self, call: Call, file: int, deadline: float) -> None:
        self.events.append((call, file, deadline))
        if self.send_fails is not None:
            raise self.send_fails

    def read(self, size: int, deadline: float) -> bytes:
        self.deadlines.append(deadline)
        if not self.said:
            raise EOFError
        first = self.said[0]
        if isinstance(first, Exception):
            raise first
        taken, rest = first[:size], first[size:]
        assert len(taken) == size
        self.said[:1] = [rest] if rest else []
        return taken

    def close(self) -> None:
        self.events.append("closed")


ENDED = ["killed", ("waited", 1), "closed"]


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(pdf_worker_process, "time", made)
    return made


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> list[Line | Exception]:
    """Return the lines of the workers that will be started, one after the other."""
    waiting: list[Line | Exception] = []

    def start(**_kind: bool) -> Line:
        line = waiting.pop(0)
        if isinstance(line, Exception):
            raise line
        return line

    monkeypatch.setattr(pdf_worker_process, "_start_line", start)
    return waiting


def ask(worker: PdfWorkerProcess, most: int = MAX_ANSWER_BYTES) -> tuple[list[Any], str]:
    """Return the answers, and the kind of the error by which they end."""
    answers: list[Any] = []
    try:
        answers.extend(worker.ask(Count(), 7, 5.0, most))
    except WorkerEnded as error:
        return answers, type(error).__name__
    return answers, ""


def test_a_worker_is_started_once_and_asked_again(lines: list[Any], clock: Clock) -> None:
    line = Line(READY, BEGAN, frame(ONE), frame(TWO), DONE, BEGAN, frame(ONE), DONE)
    lines.append(line)
    worker = PdfWorkerProcess()
    assert ask(worker) == ([ONE, TWO], "")
    clock.now = 200.0
    assert ask(worker) == ([ONE], "")
    assert line.events == [(Call(Count(), 5.0), 7, 105.0), (Call(Count(), 5.0), 7, 205.0)]
    greeted = 100.0 + pdf_worker_process.STARTING_SECONDS
    assert line.deadlines == [*[greeted] * 2, *[105.0] * 8, *[205.0] * 6]
    worker.close()
    assert line.events[2:] == ENDED
    assert ask(worker) == ([], "WorkerEnded"), "it is closed for good"


def test_what_the_caller_does_between_answers_takes_no_time(lines: list[Any], clock: Clock) -> None:
    line = Line(READY, BEGAN, frame(ONE), frame(TWO), DONE)
    lines.append(line)
    for _ in PdfWorkerProcess().ask(Count(), 7, 5.0):
        clock.now += 60
    assert line.deadlines[-6:] == [105.0, 105.0, 165.0, 165.0, 225.0, 225.0]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([], ([], "WorkerEnded")),
        ([BEGAN], ([], "WorkerEnded")),
        ([READY, TimeoutError()], ([], "_Idle")),
        ([READY, frame(ONE)], ([], "WorkerEnded")),
        ([READY, BEGAN], ([], "WorkerEnded")),
        ([READY, BEGAN, frame(ONE), OSError()], ([ONE], "WorkerEnded")),
        ([READY, BEGAN, frame(ONE), TimeoutError()], ([ONE], "WorkerTooSlow")),
        ([READY, BEGAN, frame(ONE), READY], ([ONE], "WorkerEnded")),
        ([READY, BEGAN, frame(ONE), BEGAN], ([ONE], "WorkerEnded")),
        ([READY, BEGAN, LENGTH.pack(3) + b"{}}"], ([], "WorkerEnded")),
        ([READY, BEGAN, LENGTH.pack(MAX_ANSWER_BYTES + 1), DONE], ([], "WorkerEnded")),
    ],
    ids=range(11),
)
def test_a_worker_that_says_something_else_is_ended_and_another_started(
    said: list[Any], expected: Any, lines: list[Any]
) -> None:
    bad, good = Line(*said), Line(READY, BEGAN, frame(TWO), DONE)
    lines += [bad, good]
    worker = PdfWorkerProcess()
    assert ask(worker) == expected
    assert bad.events[-3:] == ENDED
    assert ask(worker) == ([TWO], "")
    assert good.events == [good.events[0]]


@pytest.mark.parametrize(("extra", "error"), [(0, ""), (-1, "WorkerEnded")])
def test_answers_have_a_size_that_they_may_have_together(
    extra: int, error: str, lines: list[Any]
) -> None:
    long = Opening(1, "x" * 100)
    least = pdf_worker_process._LEAST_COUNTED
    sizes = [max(len(frame(one)) - LENGTH.size, least) for one in (long, ONE)]
    lines.append(Line(READY, BEGAN, frame(long), frame(ONE), DONE))
    answers, ended = ask(PdfWorkerProcess(), sum(sizes) + extra)
    assert (answers, ended) == ([long, ONE][: 2 + extra], error)


@pytest.mark.parametrize("how", [OSError(), EOFError(), "garbage", "gone"])
def test_a_worker_that_ended_while_idle_is_replaced_without_a_word(
    how: Any, lines: list[Any]
) -> None:
    said = [] if how == "gone" else [LENGTH.pack(1) + b"?"] if how == "garbage" else [how]
    old = Line(READY, BEGAN, frame(ONE), DONE, *said)
    new = Line(READY, BEGAN, frame(TWO), DONE)
    lines += [old, new]
    worker = PdfWorkerProcess()
    ask(worker)
    assert ask(worker) == ([TWO], "")
    assert old.events[-3:] == ENDED


def test_a_worker_to_which_nothing_can_be_sent_is_replaced_once(lines: list[Any]) -> None:
    lines += [
        Line(READY, BEGAN, frame(ONE), DONE),
        Line(READY, send_fails=BrokenPipeError()),
    ]
    worker = PdfWorkerProcess()
    ask(worker)
    first = worker._line
    assert isinstance(first, Line)
    first.send_fails = BrokenPipeError()
    assert ask(worker) == ([], "_Idle")
    lines.append(OSError("no memory"))
    assert ask(worker) == ([], "WorkerEnded")


def test_a_worker_whose_answers_nobody_wants_is_ended(lines: list[Any]) -> None:
    left = Line(READY, BEGAN, frame(ONE), frame(TWO), DONE)
    lines.append(left)
    answers = PdfWorkerProcess().ask(Count(), 7, 5.0)
    assert next(answers) == ONE
    answers.close()  # type: ignore[attr-defined]
    assert left.events[-3:] == ENDED


def test_closing_during_a_request_ends_the_process_and_then_the_line(lines: list[Any]) -> None:
    line = Line(READY, BEGAN, frame(ONE), frame(TWO), DONE)
    lines.append(line)
    worker = PdfWorkerProcess()
    answers = worker.ask(Count(), 7, 5.0)
    assert next(answers) == ONE
    worker.close()
    assert line.events[1:] == ENDED[:2]
    assert [*answers] == [TWO]
    assert line.events[1:] == [*ENDED[:2], *ENDED]


def test_what_the_system_lacks_is_told_once(
    lines: list[Any], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(PdfWorkerProcess, "_told_missing", set())
    lacking = frame(Ready(("Landlock", "seccomp")))
    lines += [Line(lacking, BEGAN, DONE) for _ in range(2)] + [Line(READY, BEGAN, DONE)]
    for missing in (("Landlock", "seccomp"),) * 2, ((),):
        for one in missing:
            worker = PdfWorkerProcess()
            assert worker.unconfined == ()
            ask(worker)
            assert worker.unconfined == one
    assert caplog.text.count("Landlock; seccomp") == 1


def test_a_process_that_takes_its_time_to_end_is_waited_for_elsewhere(lines: list[Any]) -> None:
    line = Line(READY, BEGAN, DONE)
    lines.append(line)
    worker = PdfWorkerProcess()
    ask(worker)

    ended = threading.Event()

    def wait(timeout: float | None = None) -> None:
        if timeout is not None:
            line.events.append(("waited", timeout))
            raise subprocess.TimeoutExpired("worker", timeout)
        ended.set()

    line.process.wait = wait
    worker.close()
    assert line.events[1:] == ENDED
    assert ended.wait(60)


def test_only_regular_files_are_opened_and_closed_again(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"abc")
    with opened(str(tmp_path / "a.pdf")) as file:
        assert os.read(file, 9) == b"abc"
    with pytest.raises(OSError, match=r"Bad file|handle"):
        os.fstat(file)
    for path in (str(tmp_path), str(tmp_path / "gone.pdf"), "a\0b"):
        with pytest.raises(OSError, match=r"no regular|No such|null|denied"), opened(path):
            pass


def test_few_variables_reach_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = min(pdf_worker_process._KEPT_VARIABLES)
    names = {kept: "1", kept.lower(): "2", "_PYI_X": "3", "X_PYI_": "4", "CAPOUT_KEY": "5"}
    monkeypatch.setattr(os, "environ", names)
    expected = {kept: "1", kept.lower(): "2", "_PYI_X": "3"}
    assert pdf_worker_process._environment() == expected


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has pipes instead")
@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        ({"in_background": False, "opens_containers": False}, []),
        ({"in_background": True, "opens_containers": False}, ["in-background"]),
        ({"in_background": True, "opens_containers": True}, ["in-background", "opens-containers"]),
    ],
)
def test_a_worker_is_told_its_line_and_its_kind(
    kind: dict[str, bool], arguments: list[str], monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    started: list[tuple[list[str], dict[str, Any]]] = []

    def popen(command: list[str], **options: Any) -> Any:
        started.append((command, options))
        (line,) = options["pass_fds"]
        os.write(line, b"hello")
        return "process"

    monkeypatch.setattr(subprocess, "Popen", popen)
    line: Any = pdf_worker_process._start_line(**kind)
    ((command, options),) = started
    (number,) = options["pass_fds"]
    assert command == [*pdf_worker_process._command(), str(number), *arguments]
    assert options["env"] == pdf_worker_process._environment()
    assert line.process == "process"
    assert (line.read(2, 101.0), line.read(3, 101.0)) == (b"he", b"llo")
    with pytest.raises(EOFError):
        line.read(1, 101.0)
    for late in (100.0, 99.0):
        with pytest.raises(TimeoutError):
            line.read(1, late)
    line.close()

    def failing(*_: object, **__: object) -> Any:
        raise OSError("no memory")

    monkeypatch.setattr(subprocess, "Popen", failing)
    with pytest.raises(OSError, match="no memory"):
        pdf_worker_process._start_line(**kind)
