"""How Python is tuned for a window beside busy threads, each knob with its measurement.

No Qt, and nothing that is not loaded by the first paint anyway.

Switch interval
    Qt asks for Python many times while it paints, and each time waits until a busy thread hands
    the interpreter on. Measured: at Python's usual 5 ms a few threads that encode uploads are
    enough to make the window miss frames.
Encoding lock
    Encoding a chunk needs Python for itself, whatever the switch interval. Measured: with four
    uploads at once the window missed frames until one file was encoded at a time. Several at once
    gain nothing: only one thread runs Python at any moment.
Cyclic garbage collector
    By itself it runs on whichever thread happens to allocate. If the garbage then holds a Qt
    object, Qt destroys it on the wrong thread, and the program crashes some events later: measured
    in three test runs of five, and in none since collecting is left to the thread of the window.
"""

from __future__ import annotations

import gc
import sys
import threading
import time

SWITCH_SECONDS = 0.0002
"""How long a busy thread may keep Python from the others; the usual is 25 times as long."""

LONG_COLLECTION_SECONDS = 0.008
"""Half a frame. Where a collection takes longer, many rows live long: no use to look at them
again and again."""

ENCODING = threading.Lock()
"""Held while a chunk of a file is encoded: one file at a time."""


def switch_often() -> None:
    """Let busy threads hand Python on often enough for the window to paint."""
    sys.setswitchinterval(SWITCH_SECONDS)


class Collector:
    """The cyclic garbage collector, run by hand, generation by generation, as Python's own would.

    From when it is made Python collects nothing by itself. All calls must come from one thread.
    """

    def __init__(self) -> None:
        self._thresholds = gc.get_threshold()
        gc.disable()
        # What is there by now, the modules above all, stays as long as the program.
        gc.freeze()

    def collect_what_is_due(self) -> None:
        """Collect the oldest generation whose threshold has been passed, if any."""
        counts = gc.get_count()
        for generation in (2, 1, 0):
            if counts[generation] > self._thresholds[generation]:
                began = time.perf_counter()
                gc.collect(generation)
                if time.perf_counter() - began > LONG_COLLECTION_SECONDS:
                    gc.collect()
                    gc.freeze()
                return

    def close(self) -> None:
        """Collect all that is left, and give the work back to Python."""
        gc.unfreeze()
        gc.collect()
        gc.enable()
