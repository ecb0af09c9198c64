"""Dialog that asks for the password of a PDF."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from capout_desktop.domain.visible_text import visible_text
from capout_desktop.ui.style.theme import LARGE, MEDIUM
from capout_desktop.ui.text.formatting import count_text
from capout_desktop.ui.widgets.accessibility import announce
from capout_desktop.ui.widgets.text_label import TextLabel

WIDTH = 440


class UnlockDialog(QDialog):
    """Asks for a password; it stays open until the password was right.

    Attributes:
        tried: Emitted with the password, and with whether to try it for the others of the batch.
    """

    tried = Signal(str, bool)

    def __init__(self, window: QWidget, names: list[str], others: int) -> None:
        """Create it for the files of these names; `others` more in the same batch are locked."""
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("sheet")
        self.setWindowTitle(self.tr("Unlock"))
        title = _label(
            self.tr("{name} asks for a password").format(name=visible_text(names[0]))
            if len(names) == 1
            else count_text(
                len(names), "{number} PDF asks for a password", "{number} PDFs ask for a password"
            )
        )
        title.setProperty("type", "heading")
        about = _label(
            self.tr(
                "It is often the claim number. An unlocked copy is sent; your file stays as it "
                "is, and the password is kept nowhere."
            )
        )
        about.setProperty("role", "muted")
        self.field = QLineEdit(self)
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.field.setAccessibleName(self.tr("Password of the PDF"))
        self.field.setAcceptDrops(False)
        self.show_box = QCheckBox(self.tr("&Show the password"), self)
        self.others_box = QCheckBox(
            count_text(
                others,
                "Try it for {number} other locked PDF of this batch",
                "Try it for {number} other locked PDFs of this batch",
            ),
            self,
        )
        self.others_box.setVisible(others > 0)
        self.others_box.setChecked(others > 0)
        self.failure = _label("")
        self.failure.setProperty("role", "bad")
        self.failure.hide()
        buttons = QDialogButtonBox(self)
        self.unlock_button = QPushButton(self.tr("&Unlock"), self)
        self.unlock_button.setProperty("kind", "primary")
        self.unlock_button.setDefault(True)
        self.unlock_button.setEnabled(False)
        self.cancel_button = QPushButton(self.tr("Cancel"), self)
        self.cancel_button.setAutoDefault(False)
        buttons.addButton(self.unlock_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.cancel_button, QDialogButtonBox.ButtonRole.RejectRole)
        column = QVBoxLayout(self)
        column.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        column.setSpacing(MEDIUM)
        parts = (title, about, self.field, self.show_box, self.others_box, self.failure, buttons)
        for part in parts:
            column.addWidget(part)
        self._column = column
        self.setMinimumWidth(WIDTH)
        self.field.textChanged.connect(lambda text: self.unlock_button.setEnabled(bool(text)))
        self.show_box.toggled.connect(self._reveal)
        self.unlock_button.clicked.connect(self._try)
        self.cancel_button.clicked.connect(self.reject)
        self.finished.connect(lambda _result: self._forget())
        self.field.setFocus()

    def show_failure(self, *, is_wrong: bool) -> None:
        """Say that the password is wrong, or that there is no copy; the person may try again."""
        text = (
            self.tr("This is not the password. Check the claim number, and try again.")
            if is_wrong
            else self.tr("No unlocked copy could be made. Print it to a PDF, and add that.")
        )
        self._enable(True)
        self.failure.setText(text)
        self.failure.show()
        self._fit()
        announce(self.failure, text)
        self.field.selectAll()
        self.field.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Give every line of the texts its room."""
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        # The hint of a dialog does not count the lines that a text is wrapped into.
        width = max(self.width(), self.minimumWidth())
        self.setMinimumHeight(self._column.totalHeightForWidth(width))

    def _try(self) -> None:
        self._enable(False)
        self.tried.emit(self.field.text(), self.others_box.isChecked())

    def _enable(self, enabled: bool) -> None:
        self.field.setEnabled(enabled)
        self.unlock_button.setEnabled(enabled)

    def _reveal(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.field.setEchoMode(mode)

    def _forget(self) -> None:
        self.field.setText("")  # `clear` would leave it to Undo


def _label(text: str) -> TextLabel:
    label = TextLabel(text)
    label.setWordWrap(True)
    return label
