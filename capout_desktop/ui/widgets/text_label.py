"""Label that shows its text as it is, whoever wrote it."""

from __future__ import annotations

from typing import overload

from PySide6.QtWidgets import QLabel, QWidget

from capout_desktop.domain.visible_text import visible_text

_PLAIN_TEXT = 0
"""`Qt.TextFormat.PlainText`; the first paint does without the enumerations of `Qt`, see `theme`."""


class TextLabel(QLabel):
    """Label that never takes its text for markup, and makes control characters visible.

    A plain QLabel guesses: a file named `<img src="/dev/zero">.pdf` would be loaded as a picture.
    """

    @overload
    def __init__(self, parent: QWidget | None = None, /) -> None: ...
    @overload
    def __init__(self, text: str, parent: QWidget | None = None, /) -> None: ...
    def __init__(self, text: str | QWidget | None = None, parent: QWidget | None = None, /) -> None:
        """Create a label, with its text or empty."""
        super().__init__(parent if isinstance(text, str) else text)
        self.setProperty("textFormat", _PLAIN_TEXT)
        if isinstance(text, str):
            self.setText(text)

    def setText(self, text: str) -> None:
        """Implement Qt's method: show a text of one or several lines."""
        super().setText(visible_text(text, lines=True))
