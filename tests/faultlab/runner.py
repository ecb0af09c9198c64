"""The unchanged program with shorter waits: a minute there is a second here."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path

from capout_desktop.capout import errors
from capout_desktop.domain import arrival, policy

GRACE = timedelta(seconds=2.5)
"""As in the program, much longer than the server takes to list an accepted document."""

PACE = GRACE.total_seconds() / arrival.FIRST_ABSENCE_SECONDS
"""Factor on the seconds of the real program and of servers."""

SHOWN = "CAPOUT_LAB_SHOWN"
"""Environment variable with the file for the texts of the window's rows."""
_SHOWN_EVERY_MS = 250


def hurry() -> None:
    """Shorten every wait; call it before the services are imported: some use them as defaults."""
    arrival.FIRST_ABSENCE_SECONDS = GRACE.total_seconds()
    arrival.SECOND_LOOK_SECONDS = 0.6
    arrival.PATIENCE_SECONDS = 6.0
    errors.LONGEST_RETRY_AFTER = 0.5
    policy.SHORTEST_LOOK_INTERVAL = timedelta(seconds=0.1)
    policy.LONGEST_LOOK_INTERVAL = timedelta(seconds=0.3)
    policy.FIRST_RETRY = timedelta(seconds=0.1)
    policy.LONGEST_RETRY = timedelta(seconds=0.5)


def tell_what_is_shown() -> None:
    """Write into a file, again and again, what the rows of the window say to a screen reader."""
    from PySide6.QtCore import Qt, QTimer
    from PySide6.QtWidgets import QTableView

    from capout_desktop.ui.shell import application

    path = Path(os.environ[SHOWN])

    def texts(table: QTableView) -> list[str]:
        model = table.model()
        role = Qt.ItemDataRole.AccessibleTextRole
        columns = range(model.columnCount())
        return [
            " | ".join(str(model.index(row, column).data(role) or "") for column in columns)
            for row in range(model.rowCount())
        ]

    class Application(application.Application):
        def __init__(self, arguments: list[str]) -> None:
            super().__init__(arguments)
            self._timer = QTimer(self)
            self._timer.timeout.connect(self._write)
            self._timer.start(_SHOWN_EVERY_MS)

        def _write(self) -> None:
            tables = [w for w in self.allWidgets() if isinstance(w, QTableView) and w.isVisible()]
            if not tables:
                return  # the program ends, and the window is hidden already
            draft = path.with_suffix(".draft")
            draft.write_text(json.dumps([text for table in tables for text in texts(table)]))
            draft.replace(path)

    application.Application = Application  # type: ignore[misc]


# The process that opens PDFs also imports this module and must not start a second program.
if __name__ == "__main__":
    import sys

    from capout_desktop.cli import main

    hurry()
    tell_what_is_shown()
    sys.exit(main())
