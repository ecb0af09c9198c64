"""Page that is shown while there are no documents."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from capout_desktop.ui.style import icons
from capout_desktop.ui.style.theme import LARGE, SMALL, Theme
from capout_desktop.ui.widgets.text_label import TextLabel

PICTURE = 116
TEXT_WIDTH = 400


class WelcomePage(QWidget):
    """Invites the person to drop files.

    Attributes:
        browse_clicked: Emitted when the person wants to choose files.
        samples_clicked: Emitted when the person wants to try sample estimates.
    """

    browse_clicked = Signal()
    samples_clicked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._picture = TextLabel(self)
        self._title = _centered(TextLabel(self.tr("Drop PDF estimates here"), self))
        self._title.setProperty("type", "title")
        self._text = _centered(
            TextLabel(
                self.tr(
                    "Drag files or a whole folder here. CapOut sends each one to "
                    "Xactimate at the address above."
                ),
                self,
            )
        )
        self._text.setWordWrap(True)
        self._text.setFixedWidth(TEXT_WIDTH)
        self._text.setProperty("role", "muted")
        self.browse_button = QPushButton(self.tr("Browse…"), self)
        self.browse_button.setAccessibleDescription(self.tr("Choose PDF estimates"))
        self.browse_button.clicked.connect(self.browse_clicked)
        self.samples_button = QPushButton(self.tr("Try it with three sample estimates"), self)
        self.samples_button.setProperty("kind", "primary")
        self.samples_button.clicked.connect(self.samples_clicked)
        self.samples_button.hide()
        facts = self.tr("PDF up to 50 MB  ·  Ctrl+V pastes files, too")
        self._facts = _centered(TextLabel(facts, self))
        self._facts.setProperty("role", "muted")
        self._facts.setProperty("type", "small")
        self._lay_out()
        self.setAccessibleName(self._title.text())
        self.setAccessibleDescription(self._text.text())
        theme.changed.connect(self._restyle)
        self._restyle()

    def offer_samples(self, offered: bool) -> None:
        """Show or hide the sample estimates; they are offered only if no real credits are spent."""
        self.samples_button.setVisible(offered)

    def _lay_out(self) -> None:
        place = QFrame(self)
        place.setObjectName("invitation")
        around = QVBoxLayout(self)
        around.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        around.addWidget(place)
        column = QVBoxLayout(place)
        column.setContentsMargins(LARGE, SMALL, LARGE, SMALL)
        column.setSpacing(0)
        column.addStretch(5)
        column.addLayout(_centered_row(self._picture))
        column.addSpacing(LARGE)
        column.addWidget(self._title)
        column.addSpacing(SMALL)
        column.addLayout(_centered_row(self._text))
        column.addSpacing(LARGE + SMALL // 2)
        column.addLayout(_centered_row(self.samples_button, self.browse_button))
        column.addSpacing(LARGE)
        column.addWidget(self._facts)
        column.addStretch(6)

    def _restyle(self) -> None:
        colors = self._theme.palette
        self._picture.setPixmap(
            icons.pixmap("drop", colors.muted, PICTURE, self.devicePixelRatioF(), colors.accent)
        )


def _centered(label: TextLabel) -> TextLabel:
    label.setProperty("centered", True)
    return label


def _centered_row(*parts: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(SMALL)
    row.addStretch(1)
    for part in parts:
        row.addWidget(part)
    row.addStretch(1)
    return row
