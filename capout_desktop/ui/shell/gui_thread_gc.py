"""Python's cyclic garbage collector, kept on the GUI thread.

By itself it runs on whichever thread happens to allocate: a worker that reads files, the transfer
thread. If the garbage then holds a Qt object, Qt destroys it on the wrong thread, and the program
crashes some events later.
"""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 2000
LONG_SECONDS = 0.008
"""Half a frame. Where a collection takes longer, many rows live long: no use to look at them
again and again."""


class GuiThreadCollector(QObject):
    """Collects on a timer of the GUI thread, generation by generation, as Python's own would."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        gc.disable()
        # What is there by now, the modules above all, stays as long as the program.
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect_what_is_due)
        self._timer.start(INTERVAL_MS)

    def collect_what_is_due(self) -> None:
        """Collect the oldest generation whose threshold has been passed, if any."""
        counts = gc.get_count()
        for generation in (2, 1, 0):
            if counts[generation] > self._thresholds[generation]:
                began = time.perf_counter()
                gc.collect(generation)
                if time.perf_counter() - began > LONG_SECONDS:
                    gc.collect()
                    gc.freeze()
                return

    def close(self) -> None:
        """Collect all that is left, and give the work back to Python."""
        self._timer.stop()
        gc.unfreeze()
        gc.collect()
        gc.enable()
