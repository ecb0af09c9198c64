"""The drafts in the list of a window, used as a person does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from capout_desktop.ui.documents.check_box import LEFT
from capout_desktop.ui.documents.columns import FILE
from capout_desktop.ui.documents.table import DocumentTable
from capout_desktop.ui.documents.table_style import ICON

if TYPE_CHECKING:
    from capout_desktop.ui.documents.model import DocumentModel
    from capout_desktop.ui.shell.main_window import MainWindow

CHECKED, PARTLY, UNCHECKED = (
    Qt.CheckState.Checked, Qt.CheckState.PartiallyChecked, Qt.CheckState.Unchecked,
)  # fmt: skip
_FLAGS = QItemSelectionModel.SelectionFlag


class DraftList:
    """The drafts of a window: their headings with buttons, their files with check boxes."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window

    @property
    def model(self) -> DocumentModel:
        return self.window.model

    @property
    def table(self) -> DocumentTable:
        found = self.window.findChild(DocumentTable)
        assert isinstance(found, DocumentTable)
        return found

    # Headings

    @property
    def headings(self) -> list[int]:
        """The rows of the drafts' headings."""
        drafts, model = self.model.drafts, self.model
        groups = ((row, model.group(row)) for row in model.headings)
        return [row for row, group in groups if group is not None and drafts.of(group) is not None]

    def said(self, row: int = 0) -> str:
        """What a screen reader says of a heading."""
        return str(self.model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole))

    def buttons(self, row: int | None = None) -> dict[str, QPushButton]:
        """The buttons in sight by their texts, of one heading or of all rows."""
        layer = self.table.window().findChild(QWidget, "rowButtons")
        assert layer is not None
        return {
            button.text(): button
            for button in layer.findChildren(QPushButton)
            if button.isVisible()
            and row in {None, self.table.rowAt(button.geometry().center().y())}
        }

    def offers(self, words: str, row: int | None = None) -> bool:
        """Return whether a button with this text can be pressed, and is not covered."""
        button = self.buttons(row).get(words)
        if button is None or not button.isEnabled():
            return False
        center, layer = button.geometry().center(), button.parentWidget()
        assert layer is not None
        return layer.mask().contains(center) and layer.childAt(center) is button

    def press(self, words: str, row: int | None = None) -> None:
        QTest.mouseClick(self.buttons(row)[words], Qt.MouseButton.LeftButton)

    def choose(self, button: QPushButton, words: str) -> None:
        """Open the menu of a button and choose from it."""
        menu = button.menu()
        menu.aboutToShow.emit()
        (action,) = [a for a in menu.actions() if a.text().replace("&", "") == words]
        action.trigger()

    # Files

    def row(self, name: str) -> int:
        """The row of the file with this name, which is shown."""
        rows = range(self.model.rowCount())
        return next(
            row
            for row in rows
            if self.model.group(row) is None and self.model.document(row).file_name == name
        )

    def names(self) -> list[str]:
        """The files of the drafts, from top to bottom."""
        rows = range(self.model.rowCount())
        shown = [row for row in rows if self.model.group(row) is None]
        return [self.model.document(row).file_name for row in shown if self.model.draft_at(row)]

    def select(self, *names: str) -> None:
        """Select rows; the first one is the current one."""
        self.table.setFocus()
        self.table.clearSelection()
        for name in reversed(names):
            index = self.model.index(self.row(name), FILE.index)
            self.table.selectionModel().setCurrentIndex(index, _FLAGS.Select | _FLAGS.Rows)

    def key(self, key: Qt.Key, *names: str, ctrl: bool = False) -> None:
        """Press a key in the table, with these rows selected if any are named."""
        if names:
            self.select(*names)
        held = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(self.table, key, held)

    def toggle(self, *names: str) -> None:
        self.key(Qt.Key.Key_Space, *names)

    def click_box(self, row: int) -> None:
        """Click on the check box of a row or heading."""
        index = self.model.index(row, FILE.index)
        self.table.scrollTo(index)
        place = self.table.visualRect(index).center()
        place.setX(self.table.visualRect(index).left() + LEFT + ICON // 2)
        QTest.mouseClick(self.table.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def state(self, row: int) -> Qt.CheckState | None:
        """The state of the check box of a row or heading; None if it has none."""
        state = self.model.index(row, FILE.index).data(Qt.ItemDataRole.CheckStateRole)
        return None if state is None else Qt.CheckState(state)

    def ticks(self) -> dict[str, bool]:
        """Which of the files of the drafts are checked."""
        return {name: self.state(self.row(name)) is CHECKED for name in self.names()}

    def edit(self, *names: str) -> QLineEdit:
        """Begin to change the address of a row, and return the editor."""
        self.key(Qt.Key.Key_F2, *names)
        # One that was closed just before is still there.
        editors = self.table.findChildren(QLineEdit, "inPlace")
        (editor,) = [editor for editor in editors if editor.isVisible()]
        editor.selectAll()
        return editor

    def readdress(self, address: str, *names: str) -> None:
        """Type an address into a row."""
        editor = self.edit(*names)
        QTest.keyClicks(editor, address)
        QTest.keyClick(editor, Qt.Key.Key_Return)
