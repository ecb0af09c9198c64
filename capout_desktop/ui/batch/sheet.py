"""Batch sheet: asks, before several files are sent, which ones and to whom; shows the cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from capout_desktop.domain.batch_review import FileVerdict
from capout_desktop.domain.credit_guard import Fit
from capout_desktop.ui.addresses.field import AddressField
from capout_desktop.ui.batch.file_input import FileInput
from capout_desktop.ui.batch.model import BatchModel
from capout_desktop.ui.batch.table import BatchTable
from capout_desktop.ui.batch.text import ICONS, TONES, again_words, summary_lines
from capout_desktop.ui.credits.text import estimate_words, shortage_words
from capout_desktop.ui.style import icons
from capout_desktop.ui.style.theme import LARGE, MEDIUM, SMALL, TIGHT, WIDE, Theme
from capout_desktop.ui.text.formatting import count_text, moment_text, number_text, today
from capout_desktop.ui.widgets.text_label import TextLabel

if TYPE_CHECKING:
    from datetime import datetime

    from capout_desktop.domain.batch_review import BatchSummary
    from capout_desktop.domain.credit_guard import Estimate
    from capout_desktop.domain.document import Document

SIZE = QSize(880, 600)
LEAST_TABLE = 48
"""Least height of the table, so that the buttons are inside of a small screen."""
ICON_SIZE = 16
_TYPED_IN = (QLineEdit, QComboBox, QCheckBox)


class BatchSheet(QDialog):
    """Dialog that lists the files while they are checked. Closing it sends nothing.

    Attributes:
        send: Emitted with the documents to send for the first time, those to send again, and those
            to leave out.
        remove: Emitted with the documents to remove from the list.
        readdress: Emitted with the documents and their new address.
        ask_changed: Emitted when the person chose whether to be asked about the next batch.
        given: Emitted when more files were dropped or pasted onto the sheet.
        counted: Emitted with the number of documents that would be sent.
    """

    send = Signal(list, list, list)
    remove = Signal(list)
    readdress = Signal(list, str)
    ask_changed = Signal(bool)
    given = Signal(list)
    counted = Signal(int)

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("sheet")
        self.setWindowTitle(self.tr("Review before sending"))
        self.setAcceptDrops(True)
        self._theme = theme
        self._reading = False
        self._lent_focus = False
        self._cost: Estimate | None = None
        self._own_address: set[str] = set()
        self._address_chosen = False
        self._adding = FileInput(self, theme)
        self._adding.given.connect(self.given)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self, self._adding.paste)
        self._title = TextLabel()
        self._title.setProperty("type", "heading")
        self._title.setWordWrap(True)
        self.summary = BatchSummaryLines(theme, self)
        self.address = AddressField(self)
        self._address_hint = _quiet(role="warning")
        self.model = BatchModel(theme, self.address.choices, self)
        self.table = BatchTable(self.model, self.address.choices, self)
        self.table.setMinimumHeight(LEAST_TABLE)
        self._again = _quiet(role="warning")
        self._credits = _quiet()
        self._shortage = _quiet(role="warning")
        self.ask_box = QCheckBox(self.tr("&Don't ask again"))
        self.ask_box.setToolTip(self.tr("Several files then send right away, like a single one"))
        self.send_button = QPushButton()
        self.later_button = QPushButton(self.tr("&Not now"))
        self.remove_button = QPushButton(self.tr("&Remove all"))
        self._set_up_buttons()
        self._lay_out()
        self._connect()
        self._show_summary()
        self.resize(SIZE)

    # Display

    def apply(self, documents: Iterable[Document]) -> None:
        """Add documents to the batch, or update them."""
        documents = list(documents)
        self.model.apply(documents)
        if self._address_chosen:
            here = self.address.typed
            self._address_all(d for d in documents if d.waits_for_start and d.xn_address != here)

    def update_known(self, documents: Iterable[Document]) -> None:
        """Update documents that are in the batch; ignore all others."""
        known = [document for document in documents if self.model.knows(document.id)]
        if known:
            self.apply(known)

    def show_addresses(
        self, addresses: Sequence[str], current: str, labels: Mapping[str, str]
    ) -> None:
        """Set the address book; `current` is the address of the batch."""
        self.address.show_addresses(addresses, current, labels)

    def show_reading(self, reading: bool) -> None:
        """Show whether files are still being searched for in folders."""
        # A disabled button loses the keyboard focus, so the focus is moved first.
        if reading and self.focusWidget() is self.send_button:
            self._lent_focus = True
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._reading = reading
        self._show_summary()
        if not reading and self._lent_focus:
            self._lent_focus = False
            if self.focusWidget() is self.table:
                self.send_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_credits(self, estimate: Estimate, as_of: datetime | None) -> None:
        """Show the estimated cost of the batch, and the balance with its age."""
        self._cost = estimate
        words = estimate_words(estimate)
        if as_of is not None:
            words = self.tr("{estimate}, as of {time}").format(
                estimate=words, time=moment_text(as_of, today())
            )
        self._credits.setText(words)
        self._credits.setVisible(as_of is not None)
        shortage = shortage_words(estimate)
        self._shortage.setText(shortage)
        self._shortage.setVisible(bool(shortage))

    def _show_summary(self) -> None:
        summary = self.model.batch.summary
        self._title.setText(
            count_text(summary.total, "You added {number} file", "You added {number} files")
        )
        self.summary.show_summary(summary)
        again = again_words(summary)
        self._again.setText(again)
        self._again.setVisible(bool(again))
        may_send = summary.will_go > 0 and not self._reading
        words = self.tr("&Send {number}").format(number=number_text(summary.will_go))
        if self._reading:
            words = self.tr("Reading the folder…")
        elif not summary.will_go:
            words = self.tr("Nothing to send")
        self.send_button.setText(words)
        self.send_button.setEnabled(may_send)
        self.remove_button.setEnabled(not self._reading)
        if not summary.without_address and not self.address.is_odd:
            self._show_hint("")
        self.counted.emit(summary.will_go)

    # User actions

    def _send(self) -> None:
        self.address.settle()
        self.model.flush()
        batch = self.model.batch
        if batch.summary.without_address and not self.address.typed:
            self._show_hint(self.tr("Choose an address to send them to."))
            self.address.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        cost = self._cost
        if cost is not None and cost.fit is Fit.SHORT and cost.files:
            from capout_desktop.ui.credits.overspend_question import ask_to_overspend  # noqa: PLC0415 - seldom

            ask_to_overspend(self, cost, self._let_go, self._let_go_covered)
        else:
            self._let_go()

    def _let_go(self) -> None:
        self.model.flush()
        batch = self.model.batch
        self.send.emit(batch.to_start, batch.to_send_again, batch.left_out)
        self.accept()

    def _let_go_covered(self, number: int) -> None:
        """Send only so many of the files, the first ones."""
        self.model.flush()
        self.model.batch.choose(self.model.batch.to_go[number:], goes=False)
        self._let_go()

    def _remove(self) -> None:
        self.model.flush()
        self.remove.emit(self.model.batch.unsettled)
        self.reject()

    def _address_settled(self, _address: str) -> None:
        self._address_chosen = True
        self.model.flush()
        batch = self.model.batch
        self._address_all(batch[local_id] for local_id in batch.unsettled)

    def _address_all(self, documents: Iterable[Document]) -> None:
        ids = [d.id for d in documents if d.id not in self._own_address]
        if ids:
            self.readdress.emit(ids, self.address.typed)

    def _address_rows(self, ids: list[str], address: str) -> None:
        self._own_address.update(ids)
        self.readdress.emit(ids, address)

    def _go_to_next(self, verdicts: tuple[FileVerdict, ...]) -> None:
        row = self.model.next_row(verdicts, self.table.currentIndex().row())
        if row >= 0:
            self.table.show_row(row)

    def _show_hint(self, hint: str) -> None:
        self._address_hint.setText(hint)
        self._address_hint.setVisible(bool(hint))

    # Construction

    def _set_up_buttons(self) -> None:
        self.send_button.setProperty("kind", "primary")
        self.send_button.setDefault(True)
        for button in (self.later_button, self.remove_button):
            button.setAutoDefault(False)
        self.later_button.setToolTip(
            self.tr("They stay on the list and wait for you. Nothing is sent.")
        )
        self.remove_button.setToolTip(
            self.tr("Takes them off the list. The files themselves are not touched.")
        )

    def _connect(self) -> None:
        self.model.refreshed.connect(self._show_summary)
        self.summary.wanted.connect(self._go_to_next)
        self.address.settled.connect(self._address_settled)
        self.address.oddness_changed.connect(self._show_hint)
        self.table.address_given.connect(self._address_rows)
        self.ask_box.toggled.connect(lambda never: self.ask_changed.emit(not never))
        self.send_button.clicked.connect(self._send)
        self.later_button.clicked.connect(self.reject)
        self.remove_button.clicked.connect(self._remove)

    def _lay_out(self) -> None:
        label = TextLabel(self.tr("Send &to"))
        label.setBuddy(self.address)
        label.setProperty("role", "muted")
        self.address.setMinimumContentsLength(28)
        receiver = QHBoxLayout()
        receiver.setSpacing(SMALL)
        receiver.addWidget(label)
        receiver.addWidget(self.address)
        receiver.addWidget(self._address_hint, 1)
        receiver.addStretch()
        buttons = QHBoxLayout()
        buttons.setSpacing(SMALL)
        buttons.addWidget(self.ask_box)
        buttons.addStretch()
        for button in (self.remove_button, self.later_button, self.send_button):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, WIDE, LARGE)
        column.setSpacing(MEDIUM)
        column.addWidget(self._title)
        column.addWidget(self.summary)
        column.addLayout(receiver)
        column.addWidget(self.table, 1)
        column.addWidget(self._again)
        column.addWidget(self._credits)
        column.addWidget(self._shortage)
        column.addSpacing(TIGHT)
        column.addLayout(buttons)

    # Overridden Qt methods

    def showEvent(self, event: QShowEvent) -> None:
        """Give the focus to the button that sends, so that Enter sends."""
        super().showEvent(event)
        self.table.lay_out_columns()
        self.send_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Distribute the width, and resize the overlay."""
        super().resizeEvent(event)
        self.table.lay_out_columns()
        self._adding.overlay.setGeometry(self.rect())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter in a field only end the typing, not send."""
        ends_typing = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if ends_typing and isinstance(self.focusWidget(), _TYPED_IN):
            event.accept()
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Decide whether the drag can be dropped, as the main window does."""
        self._adding.enter(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Apply the decision that was made when the drag entered."""
        self._adding.move(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Hide the overlay."""
        self._adding.leave()
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add the dropped files to the batch."""
        self._adding.drop(event)


class BatchSummaryLines(QWidget):
    """Lines that summarize the batch; empty ones are hidden.

    Attributes:
        wanted: Emitted when the person wants to step through the files with these verdicts.
    """

    wanted = Signal(tuple)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: list[tuple[tuple[FileVerdict, ...], str]] = []
        self._lines: list[QPushButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        theme.changed.connect(self._paint)

    def show_summary(self, summary: BatchSummary) -> None:
        """Update the lines; those with the same text are not touched."""
        before, self._shown = self._shown, summary_lines(summary)
        if before != self._shown:
            self._paint()

    def _paint(self) -> None:
        while len(self._lines) < len(self._shown):
            self._lines.append(self._line(len(self._lines)))
        for number, line in enumerate(self._lines):
            line.setVisible(number < len(self._shown))
            if number < len(self._shown):
                verdicts, words = self._shown[number]
                line.setText(words)
                ink = self._theme.palette.ink(TONES[verdicts[0]])
                line.setIcon(icons.icon(ICONS[verdicts[0]], ink, ICON_SIZE))

    def _line(self, number: int) -> QPushButton:
        line = QPushButton(self)
        line.setProperty("kind", "line")
        line.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        line.setToolTip(self.tr("Go to the next of these files"))
        line.setAccessibleDescription(line.toolTip())
        line.clicked.connect(lambda: self.wanted.emit(self._shown[number][0]))
        self._column.addWidget(line, 0, Qt.AlignmentFlag.AlignLeft)
        return line


def _quiet(role: str = "muted") -> TextLabel:
    label = TextLabel()
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    label.hide()
    return label
