"""Signs below the bar at the top of what keeps documents from being sent."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from capout_desktop.ui.style import icons
from capout_desktop.ui.style.theme import LARGE, SMALL, TIGHT, Theme
from capout_desktop.ui.text.formatting import count_text
from capout_desktop.ui.widgets.flow_layout import FlowLayout
from capout_desktop.ui.widgets.text_label import TextLabel

ICON = 16


class SignBar(QFrame):
    """Row of signs, each with its remedy as a button; hidden while there is none.

    A sign cannot be dismissed: it stays exactly as long as what it says is true.

    Attributes:
        resume_wanted: Emitted to send again after a pause.
        buy_credits_wanted: Emitted to open the web app where credits are bought.
        add_key_wanted: Emitted to enter a key.
        keep_open_wanted: Emitted to not quit by itself after all.
    """

    resume_wanted = Signal()
    buy_credits_wanted = Signal()
    add_key_wanted = Signal()
    keep_open_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("signBar")
        self.setAccessibleName(self.tr("What documents wait for"))
        self.key = Sign(theme, "key", self.tr("&Add key…"), self.add_key_wanted.emit)
        self.pause = Sign(theme, "pause", self.tr("&Resume"), self.resume_wanted.emit)
        self.credits = Sign(
            theme, "credits", self.tr("&Buy credits"), self.buy_credits_wanted.emit, leaves=True
        )
        self.quits = Sign(theme, "info", self.tr("&Keep open"), self.keep_open_wanted.emit)
        self.quits.show_text(self.tr("CapOut Desktop quits when everything is sent."))
        self.key.show_text(self.tr("No API key yet. Documents wait until you add one."))
        self.pause.show_text(self.tr("Sending is paused. Nothing new starts until you resume."))
        flow = FlowLayout(gap=SMALL)
        self._all = (self.key, self.pause, self.credits, self.quits)
        for sign in self._all:
            flow.addWidget(sign)
        column = QVBoxLayout(self)
        column.setContentsMargins(LARGE, TIGHT, LARGE, TIGHT)
        column.addLayout(flow)
        self.hide()

    def show_key_needed(self, needed: bool) -> None:
        """Show or hide that there is no key."""
        self._show(self.key, needed)

    def show_paused(self, paused: bool) -> None:
        """Show or hide that sending is paused."""
        self._show(self.pause, paused)

    def show_quits(self, quits: bool) -> None:
        """Show or hide that the program ends by itself once everything is sent."""
        self._show(self.quits, quits)

    def show_credits_needed(self, count: int, organization: str = "") -> None:
        """Show how many documents wait for credits; 0 hides it.

        `organization` is the one that has too few; empty if there is only one.
        """
        words = self.tr("Not enough credits")
        if organization:
            words = self.tr("Not enough credits at {organization}").format(
                organization=organization
            )
        waiting = count_text(count, "{number} document waits", "{number} documents wait")
        self.credits.show_text(f"{words} · {waiting}")
        self._show(self.credits, count > 0)

    def offer_web_app(self, offered: bool) -> None:
        """Show or hide the button that opens the web app; practice has none."""
        self.credits.button.setVisible(offered)

    def _show(self, sign: Sign, shown: bool) -> None:
        sign.setVisible(shown)
        self.setHidden(all(one.isHidden() for one in self._all))


class Sign(QFrame):
    """Sign: an icon, a text and a button."""

    def __init__(
        self,
        theme: Theme,
        icon: str,
        button: str,
        act: Callable[[], object],
        *,
        leaves: bool = False,
    ) -> None:
        """Create it, hidden; `leaves` says whether the button opens a web page."""
        super().__init__()
        self.setObjectName("sign")
        self._theme, self._icon, self._leaves = theme, icon, leaves
        self._picture = TextLabel(self)
        self._text = TextLabel(self)
        self.button = QPushButton(button, self)
        self.button.setProperty("kind", "sign")
        self.button.clicked.connect(lambda _checked: act())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 1, SMALL, 1)
        row.setSpacing(SMALL)
        row.addWidget(self._picture)
        row.addWidget(self._text)
        row.addWidget(self.button)
        theme.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    def show_text(self, text: str) -> None:
        """Set the text."""
        self._text.setText(text)
        self.setAccessibleName(text)
        self.button.setAccessibleDescription(text)

    @property
    def text(self) -> str:
        """The text."""
        return self._text.text()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icons again for another screen."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self._restyle()

    def _restyle(self) -> None:
        colors = self._theme.palette
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(icons.pixmap(self._icon, colors.warning, ICON, ratio))
        if self._leaves:
            self.button.setIcon(icons.icon("external", colors.text, ICON))
            self.button.setIconSize(QSize(ICON, ICON))
