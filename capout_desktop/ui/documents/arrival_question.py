"""Dialog that asks whether an upload without an answer is one of CapOut's documents."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from capout_desktop.domain.decision import Choice
from capout_desktop.domain.document import Document
from capout_desktop.ui.style.theme import LARGE, MEDIUM, SMALL, WIDE
from capout_desktop.ui.text.formatting import count_text, full_moment_text
from capout_desktop.ui.text.tool_tip import tool_tip
from capout_desktop.ui.widgets.accessibility import announce
from capout_desktop.ui.widgets.text_label import TextLabel

SIZE = QSize(760, 440)
ROW_HEIGHT = 30
_ID = Qt.ItemDataRole.UserRole


class ArrivalQuestion(QDialog):
    """Shows the entries that may be the document; it stays open until the answer is stored.

    Attributes:
        picked: Emitted with CapOut's id of the entry that is the document.
        resend: Emitted if it is none of these and is to be sent again.
        set_aside: Emitted if it was never sent and is not to be sent.
    """

    picked = Signal(str)
    resend = Signal()
    set_aside = Signal()

    def __init__(self, window: QWidget, document: Document) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("sheet")
        self.setWindowTitle(self.tr("Did it arrive?"))
        self._title = _label()
        self._title.setProperty("type", "heading")
        self._about = _label(
            self.tr("{name} went to {address} at {time}, and CapOut did not answer.").format(
                name=document.file_name,
                address=document.xn_address,
                time=full_moment_text(document.attempt_at or document.added_at),
            )
        )
        self._advice = _label()
        self._advice.setProperty("role", "muted")
        self.list = QTreeWidget(self)
        self.list.setObjectName("parts")
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAllColumnsShowFocus(True)
        self.list.setAccessibleName(self.tr("Documents that CapOut lists"))
        self.list.setHeaderLabels(
            [self.tr("Name"), self.tr("Address"), self.tr("Time"), self.tr("Status")]
        )
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in ((1, 190), (2, 170), (3, 110)):
            self.list.setColumnWidth(column, width)
        self._failure = _label()
        self._failure.setProperty("role", "bad")
        self._failure.hide()
        self.pick_button = QPushButton(self.tr("&This is it"), self)
        self.pick_button.setProperty("kind", "primary")
        self.resend_button = QPushButton(self)
        self.aside_button = QPushButton(self.tr("It was &never sent: set it aside"), self)
        self.later_button = QPushButton(self.tr("Decide &later"), self)
        for button in self._buttons:
            button.setAutoDefault(False)
        self._lay_out()
        self.resize(SIZE)
        self.list.itemSelectionChanged.connect(self._enable)
        self.list.itemActivated.connect(lambda _item, _column: self._pick())
        self.pick_button.clicked.connect(self._pick)
        self.resend_button.clicked.connect(self.resend)
        self.aside_button.clicked.connect(self.set_aside)
        self.later_button.clicked.connect(self.reject)

    @property
    def _buttons(self) -> tuple[QPushButton, ...]:
        return (self.pick_button, self.resend_button, self.aside_button, self.later_button)

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Show the entries; the selected one stays selected."""
        selected = self._selected()
        present = self.list.currentItem()
        place = present.data(0, _ID) if present is not None else ""
        self.list.clear()
        for choice in choices:
            item = QTreeWidgetItem(self.list, _cells(choice))
            for column in range(item.columnCount()):
                item.setToolTip(column, tool_tip(item.text(column)))
            item.setSizeHint(0, QSize(0, ROW_HEIGHT))
            item.setData(0, _ID, choice.entry.entry_id)
            if choice.entry.entry_id == selected:
                item.setSelected(True)
            # Without one, the keyboard would have nothing to select.
            if self.list.currentItem() is None or choice.entry.entry_id == place:
                keep = QItemSelectionModel.SelectionFlag.NoUpdate
                self.list.setCurrentItem(item, 0, keep)
        number = len(choices)
        self.list.setVisible(bool(number))
        if not self.isVisible():
            first = self.list if number else self.later_button
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.pick_button.setVisible(bool(number))
        if number:
            self._title.setText(
                count_text(
                    number,
                    "CapOut lists {number} document from that time. Is it this one?",
                    "CapOut lists {number} documents from that time. Is it one of these?",
                )
            )
            self._advice.setText(
                self.tr("Names, addresses and times may differ a little from what was sent.")
            )
            self.resend_button.setText(self.tr("N&one of these: send again (may cost credits)"))
        else:
            self._title.setText(self.tr("CapOut's list does not show whether it arrived"))
            self._advice.setText(
                self.tr(
                    "Look for it in CapOut's web app first. The list that CapOut gives this"
                    " program may be late or incomplete. It goes on being looked up meanwhile."
                )
            )
            self.resend_button.setText(self.tr("It is n&ot there: send again (may cost credits)"))
            self.resize(SIZE.width(), self.sizeHint().height())
        self._enable()

    def show_waiting(self) -> None:
        """Show that the answer is being stored."""
        self._failure.hide()
        for button in self._buttons:
            button.setEnabled(False)

    def show_failure(self) -> None:
        """Show that the answer was not stored, so that nothing has changed."""
        text = self.tr("Your answer could not be saved, so nothing has changed. Try again.")
        self._failure.setText(text)
        self._failure.show()
        announce(self, text)
        for button in self._buttons:
            button.setEnabled(True)
        self._enable()

    def _lay_out(self) -> None:
        buttons = QGridLayout()
        buttons.setSpacing(SMALL)
        buttons.addWidget(self.pick_button, 0, 0)
        buttons.addWidget(self.resend_button, 0, 1)
        buttons.addWidget(self.later_button, 1, 0)
        buttons.addWidget(self.aside_button, 1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, WIDE, LARGE)
        column.setSpacing(MEDIUM)
        column.addWidget(self._title)
        column.addWidget(self._about)
        column.addWidget(self.list, 1)
        column.addWidget(self._advice)
        column.addWidget(self._failure)
        column.addStretch()
        column.addLayout(buttons)

    def _selected(self) -> str:
        items = self.list.selectedItems()
        return str(items[0].data(0, _ID)) if items else ""

    def _enable(self) -> None:
        self.pick_button.setEnabled(bool(self._selected()))

    def _pick(self) -> None:
        if selected := self._selected():
            self.picked.emit(selected)


def _label(text: str = "") -> TextLabel:
    label = TextLabel(text)
    label.setWordWrap(True)
    return label


def _cells(choice: Choice) -> list[str]:
    entry = choice.entry
    time = full_moment_text(entry.created_at) if entry.created_at is not None else ""
    return [entry.file_name or entry.entry_id, entry.xn_address or "", time, choice.status]
