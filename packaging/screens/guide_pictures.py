"""Table of the pictures in the user guide: the screen of each, and the part of it to show."""

from __future__ import annotations

from PySide6.QtCore import QRect

WHOLE = QRect(0, 0, 1120, 720)
DIALOG = QRect()
"""Placeholder for the dialog or panel that the screen opens."""
_DETAILS = QRect(818, 118, 302, 572)

GUIDE_PICTURES: dict[str, QRect] = {
    "first_start": QRect(260, 130, 600, 380),
    "mixed": WHOLE,
    "draft_mixed": WHOLE,
    "details_scan": _DETAILS,
    "details_failed": _DETAILS,
    "switcher": QRect(520, 34, 600, 200),
    "credits_panel": DIALOG,
    "settings_watch": DIALOG,
    "check_failed": DIALOG,
}
"""Part of the window to cut out, by the name of the screen in `screens.every`."""

GUIDE_LANGUAGES = {"en": "", "es": "-es"}
"""Folder of each language below `resources/guide/images`, and its suffix in `render.py`."""
