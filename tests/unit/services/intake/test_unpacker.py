"""What is made of a worker's answers about a mail or archive, and what the worker answers."""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from capout_desktop.domain import unpacking
from capout_desktop.domain.problem import Problem, ProblemCode
from capout_desktop.services.intake import container_reading, unpacker
from capout_desktop.services.intake.pdf_protocol import Entry, Opening, Piece, Title, Unpack
from capout_desktop.services.intake.pdf_worker_process import (
    PdfWorkerProcess,
    WorkerEnded,
    WorkerTooSlow,
)
from capout_desktop.services.intake.unpacker import NotUnpacked, Unpacker
from capout_desktop.services.outbox.containers import Part
from capout_desktop.services.runtime.time_limit import TimeLimit

UNREADABLE = Problem(ProblemCode.CONTAINER_UNREADABLE)


class Worker:
    def __init__(self, *answers: Any) -> None:
        self.answers = answers
        self.asked: list[tuple[Any, ...]] = []

    def ask(self, request: Any, file: int, seconds: float, most: int) -> Iterator[Any]:
        os.lseek(file, 0, os.SEEK_SET)
        self.asked.append((request, os.read(file, 4), seconds, most))
        for answer in self.answers:
            if isinstance(answer, Exception):
                raise answer
            yield answer


@pytest.fixture
def path(tmp_path: Path) -> str:
    (tmp_path / "a.zip").write_bytes(b"PK\3\4 and so on")
    return str(tmp_path / "a.zip")


def read(
    worker: Worker, path: str, *, skips: str = "", options: dict[str, bool] | None = None
) -> tuple[list[Any], list[str], Problem | None]:
    """Return the parts with their contents, the titles, and why it is not read any further."""
    found: list[Any] = []
    titles: list[str] = []
    parts = Unpacker(cast("PdfWorkerProcess", worker)).parts(
        path, "a.zip", titles.append, **(options or {})
    )
    try:
        for part in parts:
            content = part.content
            if content is None or part.name == skips:
                found.append((part.name, None, part.problem))
            else:
                found.append((part.name, b"".join(content), part.problem))
    except NotUnpacked as error:
        return found, titles, error.problem
    return found, titles, None


NESTED = Entry("b.zip", problem=ProblemCode.CONTAINER_TOO_MUCH)
AB, C = Piece(b"ab"), Piece(b"c")


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([], ([], [], None)),
        ([Title("Claim")], ([], ["Claim"], None)),
        (
            [Title("Claim"), Entry("a.pdf", size=3), AB, C, Entry("b.txt"), NESTED],
            (
                [
                    ("a.pdf", b"abc", None),
                    ("b.txt", None, None),
                    ("b.zip", None, Problem(ProblemCode.CONTAINER_TOO_MUCH)),
                ],
                ["Claim"],
                None,
            ),
        ),
        (
            [Entry("a.pdf", size=0), Entry("b.txt")],
            ([("a.pdf", b"", None), ("b.txt", None, None)], [], None),
        ),
        ([Entry("a.pdf", size=3), AB], ([], [], UNREADABLE)),
        ([Entry("a.pdf", size=3), AB, AB], ([], [], UNREADABLE)),
        ([Entry("a.pdf", size=3), AB, Piece(b""), C], ([], [], UNREADABLE)),
        ([Entry("a.pdf", size=3), AB, Entry("b.txt")], ([], [], UNREADABLE)),
        ([Entry("b.txt"), AB], ([("b.txt", None, None)], [], UNREADABLE)),
        ([Entry("b.txt"), Opening()], ([("b.txt", None, None)], [], UNREADABLE)),
        (
            [Entry("b.txt"), WorkerTooSlow("slow")],
            ([("b.txt", None, None)], [], unpacking.TOO_SLOW),
        ),
        ([Entry("b.txt"), WorkerEnded("over")], ([("b.txt", None, None)], [], UNREADABLE)),
    ],
    ids=range(12),
)
def test_parts_of_an_archive(answers: list[Any], expected: Any, path: str) -> None:
    assert read(Worker(*answers), path) == expected


def test_a_content_that_nobody_reads_is_passed_over(path: str) -> None:
    answers = Entry("a.pdf", size=3), AB, C, Entry("b.pdf", size=1), C
    found = read(Worker(*answers), path, skips="a.pdf")
    assert found == ([("a.pdf", None, None), ("b.pdf", b"c", None)], [], None)


@pytest.mark.parametrize(
    ("options", "seconds"),
    [
        ({}, unpacker.UNPACKING_SECONDS),
        ({"is_patient": True}, unpacker.UNPACKING_SECONDS),
        ({"is_patient": False}, unpacker.PATIENCE_SECONDS),
    ],
)
def test_a_worker_is_asked_with_the_time_that_it_has(
    options: dict[str, bool], seconds: float, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []

    class Limit(TimeLimit):
        def run(self, call: Callable[..., Any], wait: float) -> Any:
            waits.append(wait)
            return super().run(call, wait)

    monkeypatch.setattr(unpacker, "TimeLimit", Limit)
    worker = Worker()
    read(worker, path, options=options)
    most = unpacker._MOST_ANSWER_BYTES
    assert worker.asked == [(Unpack("a.zip"), b"PK\3\4", seconds, most)]
    assert waits == [min(seconds, unpacker.ANSWER_SECONDS)]
    with pytest.raises(OSError, match="gone"):
        read(worker, f"{path}.gone")


class Container:
    """An archive with these parts, or in which reading them fails."""

    title = "Claim 48213"
    kept: tuple[Any, ...] = ()

    def __init__(self, opened: Any, name: str) -> None:
        assert opened.read() == b"PK\3\4 and so on"
        assert name == "a.zip"

    def parts(self) -> Iterator[Part]:
        for part in self.kept:
            if isinstance(part, BaseException):
                raise part
            yield part


@pytest.mark.parametrize(
    ("parts", "answers"),
    [
        ([], []),
        (
            [Part("a.pdf", b"abcdefg"), Part("b.txt"), Part("c.pdf", b""), Part("d.pdf", b"abc")],
            [
                *(Title("Claim 48213"), Entry("a.pdf", size=7)),
                *(Piece(b"abc"), Piece(b"def"), Piece(b"g")),
                *(Entry("b.txt"), Entry("c.pdf", size=0), Entry("d.pdf", size=3), Piece(b"abc")),
            ],
        ),
        (
            [Part("b.zip", problem=UNREADABLE)],
            [Title("Claim 48213"), Entry("b.zip", problem=ProblemCode.CONTAINER_UNREADABLE)],
        ),
        ([OSError()], [Entry("", problem=ProblemCode.CONTAINER_UNREADABLE)]),
        ([MemoryError()], [Entry("", problem=ProblemCode.CONTAINER_TOO_MUCH)]),
        (
            [Part("b.txt"), RecursionError()],
            [
                *(Title("Claim 48213"), Entry("b.txt")),
                Entry("", problem=ProblemCode.CONTAINER_TOO_MUCH),
            ],
        ),
    ],
    ids=range(6),
)
def test_a_worker_tells_all_parts_and_the_contents_of_pdfs(
    parts: list[Any], answers: list[Any], path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(container_reading, "PIECE_BYTES", 3)
    monkeypatch.setattr(container_reading, "Container", Container)
    monkeypatch.setattr(Container, "kept", tuple(parts))
    with Path(path).open("rb") as file:
        assert [*container_reading.unpack(Unpack("a.zip"), file.fileno())] == answers
        assert os.fstat(file.fileno()), "it is left open"


def test_an_encoding_that_is_not_loaded_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[str, Any]] = []
    monkeypatch.setattr(codecs, "lookup", lambda name: calls.append(("lookup", name)))
    monkeypatch.setattr(codecs, "unregister", lambda search: calls.append(("unregister", search)))
    monkeypatch.setattr(codecs, "register", lambda search: calls.append(("register", search)))
    container_reading.prepare()
    *looked_up, gone, new = calls
    assert {name for what, name in looked_up if what == "lookup"} >= {
        *("utf-8", "cp1250", "cp1258", "iso8859-16", "koi8-r", "euc-kr", "quopri"),
    }
    assert len(looked_up) == len({*looked_up})
    search = container_reading.encodings.search_function  # type: ignore[attr-defined]
    assert gone == ("unregister", search)
    assert new == ("register", container_reading._loaded)
    assert container_reading._loaded("utf-8") is not None

    def unreadable(_name: str) -> None:
        raise OSError

    monkeypatch.setattr("encodings.search_function", unreadable)
    assert container_reading._loaded("utf-8") is None
