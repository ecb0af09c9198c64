"""Dialog that lists the organizations with the states of their keys, and edits them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QPushButton,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from capout_desktop.domain.organization import Color
from capout_desktop.domain.visible_text import visible_text
from capout_desktop.ui.organizations import organization_text as words
from capout_desktop.ui.organizations.organization_form import OrganizationForm
from capout_desktop.ui.organizations.organization_row import KeyState, OrganizationRow
from capout_desktop.ui.style.theme import LARGE, MEDIUM, SMALL, WIDE, Theme
from capout_desktop.ui.style.tone import Tone
from capout_desktop.ui.text import problem_text as problem_words
from capout_desktop.ui.text.tool_tip import tool_tip
from capout_desktop.ui.widgets.accessibility import announce
from capout_desktop.ui.widgets.flow_layout import FlowLayout
from capout_desktop.ui.widgets.inline_problem import InlineProblem
from capout_desktop.ui.widgets.text_label import TextLabel

if TYPE_CHECKING:
    from capout_desktop.domain.problem import Problem

SIZE = QSize(860, 460)
_ID = Qt.ItemDataRole.UserRole


class OrganizationsDialog(QDialog):
    """List of organizations, replaced by a form or question while one is open.

    Attributes:
        chosen: Emitted with the id of the organization for new documents.
        add_wanted: Emitted with a label, perhaps empty, and a key as it was pasted.
        replace_wanted: Emitted with an organization's id, and a key as it was pasted.
        rename_wanted: Emitted with an organization's id and its new label.
        color_wanted: Emitted with an organization's id and its new color.
        test_wanted: Emitted with the id of an organization whose key is to be tested.
        remove_wanted: Emitted with the id of the organization to remove with its key.
    """

    chosen = Signal(str)
    add_wanted = Signal(str, str)
    replace_wanted = Signal(str, str)
    rename_wanted = Signal(str, str)
    color_wanted = Signal(str, Color)
    test_wanted = Signal(str)
    remove_wanted = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("sheet")
        self.setWindowTitle(self.tr("Organizations"))
        self.resize(SIZE)
        self._theme = Theme.current()
        self._rows: dict[str, OrganizationRow] = {}
        self._active = ""
        self._pages = QStackedWidget()
        self.tree = QTreeWidget()
        self.trouble = InlineProblem(self._theme)
        self.note = InlineProblem(self._theme, Tone.WARNING)
        self.use_button = _button(self.tr("&Use for new documents"))
        self.rename_button = _button(self.tr("Re&name…"))
        self.color_button = _button(self.tr("&Color"))
        self.replace_button = _button(self.tr("Replace &key…"))
        self.test_button = _button(self.tr("&Test key"))
        self.remove_button = _button(self.tr("&Remove…"))
        self.add_button = _button(self.tr("&Add an organization…"))
        self.add_button.setProperty("kind", "primary")
        self.close_button = _button(self.tr("Close"))
        self.form = OrganizationForm(self._theme)
        self.color_button.setProperty("kind", "menu")
        self._set_up_tree()
        self._lay_out()
        self._connect()

    def show_profiles(self, rows: Sequence[OrganizationRow], active: str) -> None:
        """Show the organizations and the active one; the selection is kept."""
        selected = self._selected
        self._rows, self._active = {row.organization.id: row for row in rows}, active
        self.tree.clear()
        for row in rows:
            item = self._item(row)
            self.tree.addTopLevelItem(item)
            if row.organization.id == (selected or active):
                self.tree.setCurrentItem(item)
        self._selection_changed()

    def select(self, credential_id: str) -> None:
        """Select an organization."""
        for number in range(self.tree.topLevelItemCount()):
            item = self.tree.topLevelItem(number)
            if item is not None and item.data(0, _ID) == credential_id:
                self.tree.setCurrentItem(item)

    def show_outcome(self, problem: Problem | None) -> None:
        """Show the outcome of the last task; None means success."""
        if self.form.is_busy:
            self.form.show_outcome(problem)
            if problem is None:
                self._back()
        else:
            self._show_problem(problem)
            if problem is None and not self.test_button.isEnabled():
                self.test_button.setText(self.tr("The key works"))
                announce(self.test_button, self.tr("The key works"))
            self.test_button.setEnabled(True)

    def _set_up_tree(self) -> None:
        tree = self.tree
        tree.setObjectName("parts")
        tree.setRootIsDecorated(False)
        tree.setUniformRowHeights(True)
        tree.setIconSize(QSize(12, 12))
        tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        tree.setHeaderLabels(
            [
                self.tr("Organization"),
                self.tr("Organization ID"),
                self.tr("Sends to"),
                self.tr("Key type"),
                self.tr("Key"),
            ]
        )
        tree.setAccessibleName(self.tr("Organizations"))
        header = tree.header()
        header.setStretchLastSection(False)
        header.setSectionsClickable(False)
        for column, (mode, width) in enumerate(
            (
                (QHeaderView.ResizeMode.Stretch, 0),
                (QHeaderView.ResizeMode.Fixed, 130),
                (QHeaderView.ResizeMode.Fixed, 180),
                (QHeaderView.ResizeMode.Fixed, 100),
                (QHeaderView.ResizeMode.Fixed, 140),
            )
        ):
            header.setSectionResizeMode(column, mode)
            if width:
                header.resizeSection(column, width)
        colors = QMenu(self.color_button)
        for color in Color:
            action = colors.addAction(words.dot(color), words.color_word(color))
            action.triggered.connect(
                lambda _checked, c=color: self.color_wanted.emit(self._selected, c)
            )
        self.color_button.setMenu(colors)

    def _lay_out(self) -> None:
        title = TextLabel(self.tr("Organizations"))
        title.setProperty("type", "heading")
        intro = TextLabel(
            self.tr(
                "Each has its own key in this computer's keyring. Documents stay with "
                "the organization they were added for."
            )
        )
        intro.setWordWrap(True)
        intro.setProperty("role", "muted")
        actions = FlowLayout(gap=SMALL)
        for button in (
            self.use_button,
            self.test_button,
            self.replace_button,
            self.rename_button,
            self.color_button,
            self.remove_button,
        ):
            actions.addWidget(button)
        foot = QHBoxLayout()
        foot.addWidget(self.add_button)
        foot.addStretch()
        foot.addWidget(self.close_button)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(MEDIUM)
        for part in (title, intro, self.tree, self.trouble, self.note):
            column.addWidget(part, int(part is self.tree))
        column.addLayout(actions)
        column.addLayout(foot)
        self._pages.addWidget(page)
        self._pages.addWidget(self.form)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(WIDE, WIDE, WIDE, LARGE)
        outer.addWidget(self._pages)

    def _connect(self) -> None:
        self.tree.currentItemChanged.connect(lambda _now, _before: self._selection_changed())
        self.use_button.clicked.connect(lambda: self.chosen.emit(self._selected))
        self.test_button.clicked.connect(self._test)
        self.add_button.clicked.connect(lambda: self._open(self.form.begin_adding))
        self.replace_button.clicked.connect(
            lambda: self._open(lambda: self.form.begin_replacing(self._profile_row))
        )
        self.rename_button.clicked.connect(
            lambda: self._open(lambda: self.form.begin_renaming(self._profile_row))
        )
        self.remove_button.clicked.connect(
            lambda: self._open(lambda: self.form.begin_removing(self._profile_row))
        )
        self.close_button.clicked.connect(self.reject)
        form = self.form
        form.left.connect(self._back)
        form.added.connect(self.add_wanted)
        form.replaced.connect(self.replace_wanted)
        form.renamed.connect(self.rename_wanted)
        form.removed.connect(self.remove_wanted)

    def _item(self, row: OrganizationRow) -> QTreeWidgetItem:
        organization = row.organization
        label = visible_text(organization.label)
        if organization.id == self._active:
            label = self.tr("{organization} (in use)").format(organization=label)
        item = QTreeWidgetItem(
            [
                label,
                visible_text(organization.organization_id),
                visible_text(organization.xn_address),
                words.kind_word(organization.kind),
                words.state_word(row),
            ]
        )
        item.setData(0, _ID, organization.id)
        item.setIcon(0, words.dot(organization.color))
        item.setForeground(4, QColor(self._theme.palette.ink(words.state_tone(row))))
        for column in range(1, 4):
            item.setToolTip(column, tool_tip(item.text(column)))
        item.setToolTip(4, tool_tip(problem_words.title(row.problem) if row.problem else ""))
        item.setSizeHint(0, QSize(0, 34))
        return item

    @property
    def _selected(self) -> str:
        item = self.tree.currentItem()
        return str(item.data(0, _ID)) if item is not None else ""

    @property
    def _profile_row(self) -> OrganizationRow:
        return self._rows[self._selected]

    def _selection_changed(self) -> None:
        row = self._rows.get(self._selected)
        self.test_button.setText(self.tr("&Test key"))
        for button in (self.test_button, self.color_button, self.rename_button):
            button.setEnabled(row is not None)
        is_kept = row is not None and not row.organization.is_for_session
        self.replace_button.setEnabled(is_kept)
        self.remove_button.setEnabled(is_kept)
        self.use_button.setEnabled(row is not None and row.organization.id != self._active)
        self._show_problem(row.problem if row is not None else None, row)

    def _show_problem(self, problem: Problem | None, row: OrganizationRow | None = None) -> None:
        works = row is not None and row.state is not KeyState.NEEDED
        self.note.show_problem(problem if works else None)
        self.trouble.show_problem(None if works else problem)

    def _test(self) -> None:
        self.test_button.setEnabled(False)
        self.test_button.setText(self.tr("Testing…"))
        self.test_wanted.emit(self._selected)

    def _open(self, begin: Callable[[], None]) -> None:
        begin()
        self._pages.setCurrentWidget(self.form)

    def _back(self) -> None:
        self._pages.setCurrentIndex(0)
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)


def _button(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    return button
