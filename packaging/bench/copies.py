"""Probes of `dev.py bench copies`: unlocked and trimmed copies of a large PDF.

`copies.py unlock PATH PASSWORD FOLDER | trim PATH FIRST LAST FOLDER`: each runs in a fresh process,
makes the copy several times as the program does, and prints its figures as one line of JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from capout_desktop.domain.page_choice import ChosenPage
from capout_desktop.services.intake.pdf_inspector import PdfInspector
from capout_desktop.store.outbox import Outbox

PASSES = 5


def measure(copy: Callable[[PdfInspector], Iterator[bytes]], folder: str) -> dict[str, float]:
    """Return the best time in seconds, and what the copy adds to the worker's memory in bytes."""
    inspector, outbox = PdfInspector(), Outbox(Path(folder, "outbox"))
    inspector.page_count(__file__)  # starts the worker
    (worker,) = psutil.Process().children()
    idle = worker.memory_info().rss
    seconds = []
    for _ in range(PASSES):
        began = time.perf_counter()
        stored = outbox.add(copy(inspector))
        seconds.append(time.perf_counter() - began)
        outbox.discard(stored.path)
    peak = _peak(worker.pid)
    inspector.close()
    return {"seconds": min(seconds), "extra": max(peak - idle, 0), "size": stored.size}


def _peak(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


def main() -> None:
    what, path, *rest = sys.argv[1:]
    if what == "unlock":
        password, folder = rest
        figures = measure(lambda inspector: inspector.unlocked(path, password), folder)
    else:
        first, last, folder = rest
        pages = [ChosenPage(number) for number in range(int(first), int(last) + 1)]
        figures = measure(lambda inspector: inspector.with_pages(path, pages), folder)
    print(json.dumps(figures))


main()
