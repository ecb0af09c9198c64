"""Parts of the window about credits: the indicator, its panel and the spending report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from capout_desktop.ui.style.theme import SMALL, Theme

if TYPE_CHECKING:
    from capout_desktop.ui.credits.indicator import CreditsIndicator
    from capout_desktop.ui.credits.panel import CreditsPanel
    from capout_desktop.ui.credits.spending_report import SpendingReport


class CreditsView(QObject):
    """Creates the panel and the report on demand.

    Attributes:
        panel: The panel that a click on the indicator opens; None until it was first opened.
        report: The spending report; None while it is closed.
        panel_opened: Emitted when the panel is open and needs its data.
        report_wanted: Emitted when the report needs its data, or new data.
        refresh_wanted: Emitted when the person wants the current balance.
        export_wanted: Emitted with the absolute path to export the report to.
        returned: Emitted when the person returned to the program.
    """

    panel_opened = Signal()
    report_wanted = Signal()
    refresh_wanted = Signal()
    export_wanted = Signal(str)
    returned = Signal()

    def __init__(self, window: QWidget, theme: Theme, indicator: CreditsIndicator) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self.indicator = indicator
        self.panel: CreditsPanel | None = None
        self.report: SpendingReport | None = None
        indicator.clicked.connect(self.open_panel)
        indicator.shown.connect(self._fill_panel)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self._state_changed)

    def open_panel(self) -> None:
        """Open the panel above the indicator."""
        if self.panel is None:
            from capout_desktop.ui.credits.panel import CreditsPanel  # noqa: PLC0415 - on demand

            self.panel = CreditsPanel(self._theme, self._window)
            self.panel.refresh_wanted.connect(self.refresh_wanted)
            self.panel.spending_wanted.connect(self.open_report)
        corner = self._window.rect().bottomRight()
        above = self.indicator.mapTo(self._window, QPoint(0, 0)).y()
        place = QPoint(corner.x() - SMALL, above - SMALL)
        self._show_in(self.panel)
        self.panel_opened.emit()
        self.panel.open_above(self._window.mapToGlobal(place))

    def open_report(self) -> None:
        """Open the report next to the window, or bring it to the front."""
        if self.report is None:
            from capout_desktop.ui.credits.spending_report import SpendingReport  # noqa: PLC0415 - on demand
            from capout_desktop.ui.widgets.dialogs import room_on_screen  # noqa: PLC0415 - as above

            self.report = SpendingReport(self._theme, self._window)
            self.report.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self.report.wanted.connect(self.report_wanted)
            self.report.export_wanted.connect(self.export_wanted)
            self.report.finished.connect(self._forget_report)
            self.report.resize(self.report.size().boundedTo(room_on_screen(self.report)))
        self.report_wanted.emit()
        self.report.show()
        self.report.raise_()
        self.report.activateWindow()

    @property
    def panel_is_open(self) -> bool:
        """Whether the panel is visible."""
        return self.panel is not None and self.panel.isVisible()

    def _fill_panel(self) -> None:
        if self.panel is not None and self.panel.isVisible():
            self._show_in(self.panel)

    def _show_in(self, panel: CreditsPanel) -> None:
        shown = self.indicator
        panel.show_credits(shown.balance, shown.refreshing, shown.problem)

    def _forget_report(self) -> None:
        self.report = None

    def _state_changed(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            self.returned.emit()
