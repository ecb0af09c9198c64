"""Buttons in the rows of the list: real ones, laid over the rows that are in sight."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import chain, pairwise
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QRegion, QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QWidget,
)

from capout_desktop.ui.documents.table import DocumentTable
from capout_desktop.ui.documents.table_style import PAD
from capout_desktop.ui.style.theme import SMALL, TIGHT

MOST_IDLE = 24
"""Maximum number of buttons that are kept for later."""


class RowButton(NamedTuple):
    """One button of a row.

    Attributes:
        key: Identifies the button while rows move and change.
        spoken: Text for screen readers, which names the row.
        press: Called when it is pressed.
        kind: The `kind` of its style.
        enabled: Whether it can be pressed.
        menu: Fills the menu that it opens, just before it does; None if it has none.
    """

    key: Hashable
    text: str
    spoken: str
    press: Callable[[], object]
    kind: str = "row"
    enabled: bool = True
    menu: Callable[[QMenu], object] | None = None


class RowButtons(QObject):
    """Places the buttons at the right edge of their rows, and keeps Tab in their order.

    A button belongs to its key as long as it is in sight, so that one that is pressed or has the
    keyboard focus never becomes that of another row.
    """

    def __init__(
        self, table: DocumentTable, buttons_of: Callable[[int], Sequence[RowButton]]
    ) -> None:
        """`buttons_of` returns the buttons of a row, from left to right."""
        super().__init__(table)
        self._table = table
        self._buttons_of = buttons_of
        self._placed: dict[Hashable, _Button] = {}
        self._order: list[Hashable] = []
        self._idle: list[_Button] = []
        model = table.documents
        for signal in (
            table.verticalScrollBar().valueChanged,
            table.horizontalScrollBar().valueChanged,
            table.horizontalHeader().geometriesChanged,
            table.laid_out,
            model.rows_changed,
            model.rearranged,
            model.rowsInserted,
            model.rowsRemoved,
        ):
            signal.connect(self.place)
        self._layer = _Layer(table)
        table.viewport().installEventFilter(self)

    def place(self, *_: object) -> None:
        """Show the buttons of the rows in sight where their rows are."""
        table, before = self._table, self._placed
        placed: dict[Hashable, _Button] = {}
        covered: dict[int, int] = {}
        above: Sequence[_Button] = ()
        table.pinned.place()
        rows = table.rows_in_sight() if table.isVisible() else range(0)
        pinned = table.pinned.row
        in_order = chain(() if pinned < 0 else (pinned,), (row for row in rows if row != pinned))
        wanted = {row: buttons for row in in_order if (buttons := self._buttons_of(row))}
        keys = {button.key for buttons in wanted.values() for button in buttons}
        free = [key for key, widget in before.items() if key not in keys and widget.is_free]
        for row, buttons in wanted.items():
            shown = []
            for button in buttons:
                widget = before.pop(button.key, None)
                if widget is None:
                    # One that is shown already: to show a hidden one takes a thousand times longer.
                    widget = before.pop(free.pop()) if free and not button.menu else None
                    widget = widget or self._new_button()
                widget.show_button(button)
                placed[button.key] = widget
                shown.append(widget)
            covered[row] = self._line_up(row, shown)
            if row == pinned:
                above = shown
        for button_above in above:
            button_above.raise_()
        self._placed = placed
        self._dismiss(before.values())
        if list(placed) != self._order:
            self._order = list(placed)
            for one, next_ in pairwise((table, *placed.values())):
                QWidget.setTabOrder(one, next_)
        self._layer.lie_over_rows(
            [widget.geometry() for widget in placed.values()],
            [widget.geometry() for widget in above],
        )
        table.cover(covered)

    def _line_up(self, row: int, widgets: Sequence[_Button]) -> int:
        """Place the buttons of a row; return where the leftmost one begins."""
        table = self._table
        top, height = table.rowViewportPosition(row), table.rowHeight(row)
        if row == table.pinned.row:
            top = table.pinned.y()
        right = table.viewport().width() - PAD
        for widget in reversed(widgets):
            size = widget.sizeHint()
            size.setHeight(min(size.height(), height - TIGHT))
            place = QPoint(right - size.width(), top + (height - size.height()) // 2)
            if widget.pos() != place or widget.size() != size:
                widget.setGeometry(place.x(), place.y(), size.width(), size.height())
            if widget.isHidden():
                widget.show()
            right = place.x() - SMALL
        return right

    def _dismiss(self, gone: Iterable[_Button]) -> None:
        for widget in gone:
            if widget.hasFocus():
                self._table.setFocus(Qt.FocusReason.OtherFocusReason)
            widget.hide()
            if len(self._idle) < MOST_IDLE and widget.menu() is None:
                self._idle.append(widget)
            else:
                widget.deleteLater()

    def _new_button(self) -> _Button:
        return self._idle.pop() if self._idle else _Button(self._table, self._layer)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Place the buttons again after the table was resized, shown or hidden."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide}:
            self.place()
        return super().eventFilter(watched, event)


_PANES = (QSplitter, QStackedWidget)


class _Layer(QWidget):
    """Transparent widget over the rows, beside the table, which holds the buttons.

    Screen readers do not find them in the table: it has only cells there.
    """

    def __init__(self, table: DocumentTable) -> None:
        super().__init__(table)
        self._table = table
        self.setObjectName("rowButtons")
        self.setAccessibleName(self.tr("Actions in the rows"))
        self.hide()

    def lie_over_rows(self, buttons: Sequence[QRect], on_pinned: Sequence[QRect]) -> None:
        """Cover the rows; the mouse reaches them everywhere but at the buttons.

        Of the buttons, only those `on_pinned` are seen where the pinned heading is.
        """
        table, parent = self._table, self._table.parentWidget()
        while isinstance(parent, _PANES):  # they would take it for another pane, or hide it
            parent = parent.parentWidget()
        if not buttons or parent is None:
            self.hide()
            return
        if self.parentWidget() is not parent:
            self.setParent(parent)
        viewport = table.viewport()
        self.setGeometry(QRect(viewport.mapTo(parent, QPoint()), viewport.size()))
        region = QRegion()
        for button in buttons:
            region += button
        if table.pinned.isVisible():
            region -= table.pinned.geometry()
        for button in on_pinned:
            region += button
        if region != self.mask():
            self.setMask(region)
        if self.isHidden():
            self.show()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the mouse wheel scroll the table also over a button."""
        QApplication.sendEvent(self._table.viewport(), event)


class _Button(QPushButton):
    """Button over a row."""

    def __init__(self, table: DocumentTable, layer: QWidget) -> None:
        super().__init__(layer)
        self._table = table
        self._press: Callable[[], object] | None = None
        self._fill: Callable[[QMenu], object] | None = None
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.clicked.connect(self._pressed)

    @property
    def is_free(self) -> bool:
        """Whether it can become another row's button: nobody is about to press it."""
        return self.menu() is None and not (self.hasFocus() or self.isDown())

    def show_button(self, button: RowButton) -> None:
        """Show a button's texts in its style."""
        self._press, self._fill = button.press, button.menu
        if button.menu is not None and self.menu() is None:
            self._offer_menu()
        if self.text() != button.text:
            self.setText(button.text)
        if self.isEnabled() != button.enabled:
            self._enable(button.enabled)
        if self.accessibleName() != button.spoken:
            self.setAccessibleName(button.spoken)
        if self.property("kind") != button.kind:
            self.setProperty("kind", button.kind)
            self.style().polish(self)

    def _offer_menu(self) -> None:
        menu = QMenu(self)
        menu.aboutToShow.connect(self._fill_menu)
        self.setMenu(menu)

    def _fill_menu(self) -> None:
        menu = self.menu()
        menu.clear()
        if self._fill is not None:
            self._fill(menu)

    def _enable(self, enabled: bool) -> None:
        if not enabled and self.hasFocus():
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setEnabled(enabled)

    def _pressed(self) -> None:
        if self._press is not None:
            self._press()
