"""Display of all screens in turn; a separate process, because a scale applies to a process.

`screen_walk.py cut LANGUAGE` prints every text that has less space than it needs, as a line of
JSON, and then the number of screens. `cut-small LANGUAGE` does so with windows as small as on the
smallest screen, and also prints windows that are larger than that.
`screen_walk.py show` shows the screens whose names it reads and answers when each is shown.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "packaging")]

from helpers.kept_workers import KeptWorkers  # noqa: E402 - needs the path set above
from helpers.pseudo_language import PseudoLanguage  # noqa: E402
from PySide6.QtCore import QEvent, QSize, QSocketNotifier, QTranslator  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import (  # noqa: E402
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QMenu,
    QWidget,
)

from capout_desktop.resources import resource_path  # noqa: E402
from capout_desktop.services.intake import pdf_inspector  # noqa: E402
from capout_desktop.ui.organizations.organization_switcher import OrganizationSwitcher  # noqa: E402
from capout_desktop.ui.shell.application import Application  # noqa: E402
from capout_desktop.ui.shell.main_window import MainWindow  # noqa: E402
from capout_desktop.ui.widgets.elided_label import ElidedLabel  # noqa: E402
from screens.every import SCREENS  # noqa: E402

REST_MS = 25
SHOWN_MS = 60_000
"""Several walks on a busy machine may keep a window waiting."""
SHORTENED = ElidedLabel, OrganizationSwitcher
"""Widgets that shorten their text themselves, and give all of it to screen readers."""
LAYOUT_SECONDS = 3.0
SMALLEST = QSize(853, 410)
"""What 1280 x 720 pixels at 150 % leave beside a title bar and a task bar."""
SLACK = 1  # device-independent pixels that rounding may take


def cut_texts(window: QWidget) -> Iterator[str]:
    """Yield each text of a label, button or combo box that has less space than it needs."""
    for part in window.findChildren(QWidget):
        if not part.isVisibleTo(window) or not _text(part) or isinstance(part, SHORTENED):
            continue
        why = _lacks(part)
        if why:
            yield f"{type(part).__name__} {_text(part)!r}: {why}"


def cut_for_good(window: QWidget) -> list[str]:
    """Return the texts that are still cut after the window had time to update its layout."""
    deadline = time.monotonic() + LAYOUT_SECONDS
    while cut := list(cut_texts(window)):
        if time.monotonic() > deadline:
            break
        QTest.qWait(REST_MS)
    return cut


def too_large(window: QWidget) -> str:
    """Return whether a window is larger than the smallest screen leaves, or nothing."""
    size = window.size()
    if size.width() > SMALLEST.width() or size.height() > SMALLEST.height():
        return f"{type(window).__name__} is {size.width()} x {size.height()}"
    return ""


def _text(part: QWidget) -> str:
    if isinstance(part, QLabel | QAbstractButton):
        return part.text()
    return part.currentText() if isinstance(part, QComboBox) else ""


def _lacks(part: QWidget) -> str:
    size, hint = part.size(), part.sizeHint()
    if isinstance(part, QLabel) and part.wordWrap():
        needed = part.heightForWidth(size.width())
        if size.height() + SLACK < needed:
            return f"{needed} high, has {size.height()}"
        widest = max(part.fontMetrics().horizontalAdvance(word) for word in part.text().split())
        if size.width() + SLACK < widest:
            return f"a word is {widest} wide, has {size.width()}"
    elif isinstance(part, QComboBox):
        needed = part.fontMetrics().horizontalAdvance(part.currentText())
        if not part.isEditable() and size.width() < needed:
            return f"{needed} wide, has {size.width()}"
    elif size.width() + SLACK < hint.width() or size.height() + SLACK < hint.height():
        return f"{hint.width()} x {hint.height()}, has {size.width()} x {size.height()}"
    seen = part.visibleRegion().boundingRect().size()
    if not _may_scroll(part) and seen != size and not part.visibleRegion().isEmpty():
        return (
            f"{size.width()} x {size.height()}, of which {seen.width()} x {seen.height()} is seen"
        )
    return ""


def _may_scroll(part: QWidget) -> bool:
    above = part.parentWidget()
    while above is not None and not isinstance(above, QAbstractScrollArea):
        if above.objectName() == "rowButtons":  # they scroll with the rows of the table beside it
            return True
        above = None if above.isWindow() else above.parentWidget()
    return above is not None


class Walk:
    """Sequence of windows, each with one screen."""

    def __init__(self, language: str = "") -> None:
        self.application = Application(["capout-desktop"])
        self.application.setQuitOnLastWindowClosed(False)
        if language == "long":
            self.application.installTranslator(PseudoLanguage(self.application))
        elif language:
            translator = QTranslator(self.application)
            assert translator.load(f"capout_{language}", str(resource_path("translations")))
            self.application.installTranslator(translator)
        self._window: MainWindow | None = None
        self._pdf_workers = KeptWorkers()
        vars(pdf_inspector)["PdfWorkerProcess"] = self._pdf_workers

    def show(self, name: str) -> list[QWidget]:
        """Show a screen; return the windows that belong to it."""
        self._leave()
        window = self._window = MainWindow()
        window.show()
        assert QTest.qWaitForWindowExposed(window, SHOWN_MS)
        QTest.qWait(REST_MS)
        other = SCREENS[name](window)
        QTest.qWait(REST_MS)
        return [window] if other is None or isinstance(other, QMenu) else [window, other]

    def end(self) -> None:
        """End the walk."""
        self._leave()
        self._pdf_workers.close()

    def _leave(self) -> None:
        """Close the last screen."""
        for top in self.application.topLevelWidgets():
            if top is not self._window and top.isVisible():
                top.close()
        if self._window is not None:
            self._window.hide()
            self._window.deleteLater()
            self._window = None
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _show_next(walk: Walk) -> None:
    name = sys.stdin.readline().strip()
    if not name:
        walk.application.exit()  # `quit` would ask the window first, which refuses
        return
    try:
        walk.show(name)
    except Exception:
        walk.application.exit()  # otherwise the caller would wait for the screen forever
        raise
    sys.stdout.write(f"{name}\n")
    sys.stdout.flush()


def main() -> None:
    """Run the command of the command line."""
    command, *rest = sys.argv[1:]
    walk = Walk(*filter(None, rest))
    if command.startswith("cut"):
        for name in SCREENS:
            for window in walk.show(name):
                if command == "cut-small" and (why := too_large(window)):
                    sys.stdout.write(json.dumps([name, why]) + "\n")
                for cut in cut_for_good(window):
                    sys.stdout.write(json.dumps([name, cut]) + "\n")
        sys.stdout.write(f"{len(SCREENS)}\n")
    else:
        # In Qt's event loop, so that the window answers screen readers between two names.
        reader = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
        reader.activated.connect(lambda *_: _show_next(walk))
        walk.application.exec()
    walk.end()


if __name__ == "__main__":
    main()
