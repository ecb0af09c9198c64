"""Dialogs that are open, for tests and screens."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QDialog


def open_dialogs() -> list[QDialog]:
    """Return the visible dialogs; one that belongs to another dialog follows it."""
    shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
    return sorted(shown, key=_depth)


def newest_dialog() -> QDialog | None:
    """Return the dialog above all others; None if there is none."""
    shown = open_dialogs()
    return shown[-1] if shown else None


def _depth(dialog: QDialog) -> int:
    depth, above = 0, dialog.parentWidget()
    while above is not None:
        depth, above = depth + 1, above.parentWidget()
    return depth
