"""PDFs of mails and archives, which a confined worker process reads."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass

from capout_desktop.domain import unpacking
from capout_desktop.domain.problem import Problem
from capout_desktop.services.intake.pdf_protocol import Answer, Entry, Piece, Title, Unpack
from capout_desktop.services.intake.pdf_worker_process import (
    PdfWorkerProcess,
    WorkerEnded,
    WorkerTooSlow,
    opened,
)
from capout_desktop.services.runtime.time_limit import TimeLimit

UNPACKING_SECONDS = 20.0
"""Longest wait for all that is in a mail or archive; 64 MB take about 2 s."""
PATIENCE_SECONDS = 3.0
"""Longest time for which a mail or archive keeps other files waiting; what takes longer is read
once more after them."""
ANSWER_SECONDS = 10.0
"""Longest wait for a drive when the file is opened."""
_MOST_ANSWER_BYTES = unpacking.MOST_BYTES + (16 << 20)


class NotUnpacked(Exception):  # noqa: N818 - the file is refused
    """The mail or archive is not read any further; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Unpacked:
    """Part of a mail or archive; see `containers.Part`.

    Attributes:
        content: The PDF in pieces, to be read before the next part; None if it is not taken.
    """

    name: str
    content: Iterator[bytes] | None = None
    problem: Problem | None = None


class Unpacker:
    """Reads mails and archives in a worker process.

    A hostile one can take no more than its time and memory, and costs its own row only. Calls
    block. They may come from any thread.
    """

    def __init__(self, worker: PdfWorkerProcess) -> None:
        """Create it; the worker must have been told that it `opens_containers`."""
        self._worker = worker

    def parts(
        self,
        path: str,
        name: str,
        on_title: Callable[[str], object],
        *,
        is_patient: bool = True,
    ) -> Iterator[Unpacked]:
        """Yield what is in the mail or archive at `path`, whose file name is `name`.

        `on_title` gets the subject of a mail, or the name of an archive. Unless it `is_patient`,
        it takes `PATIENCE_SECONDS` at most instead of `UNPACKING_SECONDS`.

        Raises:
            OSError: It cannot be opened.
            NotUnpacked: There is more in it that cannot be read. What was yielded before stands;
                it is also raised while a content is read.
        """
        with contextlib.ExitStack() as stack:
            limit = stack.enter_context(contextlib.closing(TimeLimit("open a mail or archive")))
            held = opened(path)
            seconds = UNPACKING_SECONDS if is_patient else PATIENCE_SECONDS
            file = limit.run(held.__enter__, min(seconds, ANSWER_SECONDS))
            stack.push(held.__exit__)
            request = Unpack(unpacking.shortened(name))
            answers = self._answers(request, file, seconds)
            stack.enter_context(contextlib.closing(answers))
            yield from _parts(answers, on_title)

    def _answers(self, request: Unpack, file: int, seconds: float) -> Generator[Answer]:
        try:
            yield from self._worker.ask(request, file, seconds, _MOST_ANSWER_BYTES)
        except WorkerTooSlow as error:
            raise NotUnpacked(unpacking.TOO_SLOW) from error
        except WorkerEnded as error:
            raise NotUnpacked(unpacking.UNREADABLE) from error


def _parts(answers: Iterator[Answer], on_title: Callable[[str], object]) -> Iterator[Unpacked]:
    for answer in answers:
        if isinstance(answer, Title):
            on_title(answer.text)
        elif not isinstance(answer, Entry):
            raise NotUnpacked(unpacking.UNREADABLE)
        elif answer.size is None:
            problem = None if answer.problem is None else Problem(answer.problem)
            yield Unpacked(answer.name, problem=problem)
        else:
            content = _content(answers, answer.size)
            yield Unpacked(answer.name, content)
            for _ in content:  # what the caller has not read
                pass


def _content(answers: Iterator[Answer], size: int) -> Iterator[bytes]:
    left = size
    while left:
        answer = next(answers, None)
        if not isinstance(answer, Piece) or not 0 < len(answer.content) <= left:
            raise NotUnpacked(unpacking.UNREADABLE)
        left -= len(answer.content)
        yield answer.content
