"""A timer that has Python's cyclic garbage collected on the GUI thread; see `interpreter`."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from capout_desktop.interpreter import Collector

INTERVAL_MS = 2000


class GuiThreadCollector(QObject):
    """Collects from the event loop, until it is closed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._collector = Collector()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._collector.collect_what_is_due)
        self._timer.start(INTERVAL_MS)

    def close(self) -> None:
        """Collect all that is left, and give the work back to Python."""
        self._timer.stop()
        self._collector.close()
