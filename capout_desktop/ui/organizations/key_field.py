"""Field for an API key: masked, cleaned on paste, and checked for its shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton

from capout_desktop.domain.api_key import clean_api_key, oddness

if TYPE_CHECKING:
    from capout_desktop.domain.problem import Problem


class KeyField(QLineEdit):
    """Password field that warns once about a key of an unusual shape.

    Attributes:
        forgotten: Emitted when the field was cleared because its key is not needed here any more.
    """

    forgotten = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._questioned = ""
        self.setObjectName("key")
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.setPlaceholderText("capout_…")
        self.setAccessibleName(_tr("API key"))
        self.setAcceptDrops(False)  # drops are handled by the window

    def doubt(self) -> Problem | None:
        """Return a warning about the text; None if it looks right or was warned about before."""
        key = clean_api_key(self.text())
        problem = oddness(key) if key and key != self._questioned else None
        self._questioned = key
        return problem

    def show_wrong(self, wrong: bool) -> None:
        """Mark the text as wrong, and select it so that the next key replaces it."""
        self.setProperty("odd", "bad" if wrong else "")
        self.style().unpolish(self)
        self.style().polish(self)
        if wrong:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self.selectAll()

    def forget(self) -> None:
        """Clear the field, so that nothing brings the key back.

        `clear` would leave the key to Undo.
        """
        self.setText("")
        self.forgotten.emit()
        self._questioned = ""


class RevealButton(QPushButton):
    """Button that shows or masks the key of a field."""

    def __init__(self, line: KeyField) -> None:
        super().__init__(_tr("Show"))
        self._line = line
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setAccessibleName(_tr("Show the API key"))
        self.toggled.connect(self._reveal)
        line.forgotten.connect(lambda: self.setChecked(False))

    def _reveal(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self._line.setEchoMode(mode)
        self.setText(_tr("Hide") if shown else _tr("Show"))
        self.setAccessibleName(_tr("Hide the API key") if shown else _tr("Show the API key"))


def _tr(text: str) -> str:
    return QCoreApplication.translate("key", text)
