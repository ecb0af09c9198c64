"""The program with a person who unlocks PDFs and chooses pages, killed at a step of the outbox."""

from __future__ import annotations

import os
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from faultlab.runner import hurry

DIE_AT = "CAPOUT_LAB_DIE_AT"
"""Environment variable with the step at which the program dies: `row stored 2`; empty for never."""

PASSWORD = "CLM-48213"
CHOSEN = "1-3"
MOST_BYTES = 200_000
"""Stands in for CapOut's limit, so that a small packet is too large."""

STEPS = (
    *("copy begun", "copy half written", "copy written", "copy kept"),
    *("row to be stored", "row stored", "attempt to begin", "attempt begun"),
    *("file to be deleted", "file deleted", "outbox repaired"),
)

_LOOKS_EVERY_MS = 50


class Steps:
    """Counts the steps, and ends the program at one of them without warning."""

    def __init__(self, die_at: str) -> None:
        self._die_at = die_at
        self._counts: Counter[str] = Counter()
        self._lock = threading.Lock()

    def reach(self, step: str) -> None:
        with self._lock:
            self._counts[step] += 1
            number = self._counts[step]
        if f"{step} {number}" == self._die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, owner: type, name: str, before: str, after: str) -> None:
        """Reach a step before and after each call of a method, if they have names."""
        method: Callable[..., Any] = getattr(owner, name)

        def call(*arguments: Any, **options: Any) -> Any:
            if before:
                self.reach(before)
            result = method(*arguments, **options)
            self.reach(after)
            return result

        setattr(owner, name, call)


def die_at_step() -> None:
    """Let the program die at the step that the environment names."""
    from capout_desktop.store.journal import Journal
    from capout_desktop.store.outbox import Outbox, Stored

    steps = Steps(os.environ.get(DIE_AT, ""))
    add = Outbox.add

    def add_in_steps(self: Outbox, content: Iterable[bytes]) -> Stored:
        def parts() -> Iterator[bytes]:
            steps.reach("copy begun")
            for part in content:
                middle = len(part) // 2
                yield part[:middle]
                steps.reach("copy half written")
                yield part[middle:]
            steps.reach("copy written")

        stored = add(self, parts())
        steps.reach("copy kept")
        return stored

    Outbox.add = add_in_steps  # type: ignore[method-assign]
    steps.around(Outbox, "discard", "file to be deleted", "file deleted")
    steps.around(Outbox, "repair", "", "outbox repaired")
    steps.around(Journal, "write", "row to be stored", "row stored")
    steps.around(Journal, "begin_attempt", "attempt to begin", "attempt begun")


def be_a_person() -> None:
    """Type the password where one is asked for, and choose pages of what is too large."""
    from PySide6.QtCore import QTimer
    from PySide6.QtTest import QTest

    from capout_desktop.domain import policy
    from capout_desktop.domain.document import Document
    from capout_desktop.domain.problem import ProblemCode
    from capout_desktop.ui.documents.pages_dialog import PagesDialog
    from capout_desktop.ui.documents.unlock_dialog import UnlockDialog
    from capout_desktop.ui.shell import main_window

    policy.MAX_PDF_BYTES = MOST_BYTES
    actions = {ProblemCode.PASSWORD_NEEDED: "unlock", ProblemCode.FILE_TOO_LARGE: "pages"}

    class Window(main_window.MainWindow):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            self._rows: dict[str, Document] = {}
            self._person = QTimer(self)
            self._person.timeout.connect(self._act)
            self._person.start(_LOOKS_EVERY_MS)

        def apply(self, documents: Iterable[Document]) -> None:
            changed = list(documents)
            self._rows |= {row.id: row for row in changed}
            super().apply(changed)

        def _act(self) -> None:
            unlocking, choosing = self.findChild(UnlockDialog), self.findChild(PagesDialog)
            if isinstance(unlocking, UnlockDialog):
                if unlocking.field.isEnabled():
                    unlocking.field.setText(PASSWORD)
                    unlocking.unlock_button.click()
            elif isinstance(choosing, PagesDialog):
                if choosing.grid.pages.rowCount():
                    choosing.ranges.selectAll()
                    QTest.keyClicks(choosing.ranges, CHOSEN)
                    choosing.send_button.click()
            else:
                for row in self._rows.values():
                    if (action := actions.get(row.problem_code)) is not None:  # type: ignore[call-overload]
                        self.actions_on_rows.run_on(action, row.id)
                        break

    main_window.MainWindow = Window  # type: ignore[misc]


# The process that opens PDFs also imports this module and must not start a second program.
if __name__ == "__main__":
    import sys

    from capout_desktop.cli import main

    hurry()
    die_at_step()
    be_a_person()
    sys.exit(main())
