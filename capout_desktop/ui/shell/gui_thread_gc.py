"""Timer that keeps memory small from the GUI thread: collects garbage, gives back what is free.

See `interpreter` for both.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from capout_desktop.interpreter import Collector, FreeMemory

INTERVAL_MS = 2000


class GuiThreadCollector(QObject):
    """Runs the collector, and looks after free memory, from the event loop until it is closed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._collector = Collector()
        self._free_memory = FreeMemory(self._collector)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._collector.collect_what_is_due)
        self._timer.timeout.connect(self._free_memory.look)
        self._timer.start(INTERVAL_MS)

    def close(self) -> None:
        """Collect the remaining garbage, and enable Python's automatic collection again."""
        self._timer.stop()
        self._collector.close()
