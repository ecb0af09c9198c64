"""Table of all screens by name."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from capout_desktop.ui.shell.main_window import MainWindow
from screens import (
    assistance,
    batches,
    beginning,
    credits_left,
    details,
    list_of_documents,
    organizations,
    settings,
)

Screen = Callable[[MainWindow], QWidget | None]
"""Function that prepares the window; may return another widget to include in the picture."""

_SUBJECTS: tuple[tuple[Screen, ...], ...] = (
    beginning.SCREENS,
    organizations.SCREENS,
    list_of_documents.SCREENS,
    credits_left.SCREENS,
    settings.SCREENS,
    details.SCREENS,
    assistance.SCREENS,
    batches.SCREENS,
)
SCREENS: dict[str, Screen] = {screen.__name__: screen for some in _SUBJECTS for screen in some}
