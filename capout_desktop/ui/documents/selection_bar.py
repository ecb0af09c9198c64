"""Bar below the list: how many documents are selected, and what can be done with them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from capout_desktop.ui.documents.actions import DocumentActions
from capout_desktop.ui.documents.table import DocumentTable
from capout_desktop.ui.style.theme import LARGE, MEDIUM, SMALL, TIGHT
from capout_desktop.ui.text.formatting import count_text
from capout_desktop.ui.widgets.flow_layout import FlowLayout
from capout_desktop.ui.widgets.text_label import TextLabel

_OFFERED = ("start", "include", "skip", "retry", "readdress", "to-top", "cancel", "remove")


class SelectionBar(QFrame):
    """Shows the actions that apply while several documents are selected; otherwise hidden."""

    def __init__(self, table: DocumentTable, actions: DocumentActions) -> None:
        super().__init__()
        self._table = table
        self.setObjectName("selectionBar")
        self.setAccessibleName(self.tr("Selected documents"))
        self._count = TextLabel()
        self._count.setProperty("type", "strong")
        flow = FlowLayout(gap=SMALL)
        self._buttons = []
        for name in _OFFERED:
            action, button = actions.action(name), QPushButton(actions.row_action(name).button_text)
            button.setProperty("kind", "row")
            button.clicked.connect(lambda _checked, action=action: action.trigger())
            action.changed.connect(self._show_actions)
            flow.addWidget(button)
            self._buttons.append((action, button))
        clear = QPushButton(self.tr("Clear selection"))
        clear.setProperty("kind", "quiet")
        clear.clicked.connect(lambda _checked: self._clear())
        row = QHBoxLayout(self)
        row.setContentsMargins(LARGE, TIGHT, SMALL, TIGHT)
        row.setSpacing(MEDIUM)
        row.addWidget(self._count)
        row.addLayout(flow, 1)
        row.setAlignment(flow, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(clear)
        table.selection_changed.connect(self._show_count)
        table.destroyed.connect(self.deleteLater)
        self._show_actions()
        self.hide()

    def _show_count(self) -> None:
        number = self._table.selected_count()
        if number > 1:
            self._count.setText(count_text(number, "{number} selected", "{number} selected"))
        elif self.isAncestorOf(self.window().focusWidget()):
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setVisible(number > 1)

    def _show_actions(self) -> None:
        for action, button in self._buttons:
            button.setVisible(action.isEnabled())

    def _clear(self) -> None:
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._table.clearSelection()
