"""Worker processes for PDFs that go from test to test; to start one takes as long as many tests."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any, cast

from capout_desktop.services.intake.pdf_protocol import Answer
from capout_desktop.services.intake.pdf_worker_process import PdfWorkerProcess, WorkerEnded

Kind = tuple[bool, bool]
"""Whether it lets other programs go first, and whether it opens containers."""


class KeptWorkers:
    """Stands for `PdfWorkerProcess` where inspectors start one: gives out what others closed.

    Inspectors that are open at the same time have processes of their own, as in the program.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._free: dict[Kind, list[PdfWorkerProcess]] = {}

    def __call__(
        self, *, in_background: bool = False, opens_containers: bool = False
    ) -> PdfWorkerProcess:
        kind = in_background, opens_containers
        with self._lock:
            free = self._free.setdefault(kind, [])
            worker = free.pop() if free else None
        if worker is None:
            worker = PdfWorkerProcess(
                in_background=in_background, opens_containers=opens_containers
            )
        return cast("PdfWorkerProcess", LentWorker(self, worker, kind))

    def take_back(self, worker: PdfWorkerProcess, kind: Kind) -> None:
        with self._lock:
            self._free[kind].append(worker)

    def close(self) -> None:
        """End the processes."""
        for workers in self._free.values():
            for worker in workers:
                worker.close()


class LentWorker:
    """A worker process until it is closed; one that is closed during a request really ends."""

    def __init__(self, owner: KeptWorkers, worker: PdfWorkerProcess, kind: Kind) -> None:
        self._owner = owner
        self._worker = worker
        self._kind = kind
        self._lock = threading.Lock()
        self._requests = 0
        self._closed = False

    @property
    def unconfined(self) -> tuple[str, ...]:
        return self._worker.unconfined

    def ask(self, *request: Any) -> Iterator[Answer]:
        with self._lock:
            if self._closed:
                raise WorkerEnded("closed")
            self._requests += 1
        try:
            yield from self._worker.ask(*request)
        finally:
            with self._lock:
                self._requests -= 1

    def close(self) -> None:
        with self._lock:
            if self._closed:
                return
            self._closed = True
            is_asked = self._requests > 0
        if is_asked:
            self._worker.close()
        else:
            self._owner.take_back(self._worker, self._kind)
