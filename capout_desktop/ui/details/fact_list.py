"""List of names and values; values that may be needed elsewhere have a Copy button."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from capout_desktop.domain.visible_text import visible_text
from capout_desktop.ui.style import icons
from capout_desktop.ui.style.theme import SMALL, TIGHT, Theme
from capout_desktop.ui.text.tool_tip import tool_tip
from capout_desktop.ui.widgets.accessibility import announce
from capout_desktop.ui.widgets.selectable_text import SelectableText, show_text
from capout_desktop.ui.widgets.text_label import TextLabel

ROOMY = 52
"""Width in characters from which names are placed beside their values."""
NAME_PART = 0.36
ICON = 16
SAID_MS = 1600
"""How long the button confirms that it copied."""


class Fact(NamedTuple):
    """A name with its value.

    Attributes:
        where: Where the value was found; shown after the name.
        page: Page of the PDF on which it was found, which a click shows; 0 if there is none.
        key: What it is called in `correction_wanted`; empty if it cannot be corrected.
    """

    name: str
    value: str
    may_copy: bool = False
    where: str = ""
    page: int = 0
    key: str = ""


class FactList(QWidget):
    """Shows facts; only changed lines are updated.

    Attributes:
        page_wanted: Emitted with the number of a page that the person wants to see.
        correction_wanted: Emitted with the key of the fact that they want to correct.
    """

    page_wanted = Signal(int)
    correction_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, roomy: int = ROOMY) -> None:
        """Create it; names are beside their values from a width of `roomy` characters."""
        super().__init__(parent)
        self._theme = theme
        self._roomy = roomy
        self._rows: list[_Row] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SMALL + 2)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Replace the facts."""
        while len(self._rows) < len(facts):
            made = _Row(self._theme, self._roomy)
            made.page_wanted.connect(self.page_wanted)
            made.correction_wanted.connect(self.correction_wanted)
            made.use_width(self.width())
            self._column.addWidget(made)
            self._rows.append(made)
        for row in self._rows[len(facts) :]:
            row.hide()
        for row, fact in zip(self._rows, facts, strict=False):
            row.show_fact(fact)
            row.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the names beside or above their values, depending on the width."""
        super().resizeEvent(event)
        for row in self._rows:
            row.use_width(self.width())


class _Row(QWidget):
    """Row with a name, its value, and buttons that show its page, correct and copy it."""

    page_wanted = Signal(int)
    correction_wanted = Signal(str)

    def __init__(self, theme: Theme, roomy: int) -> None:
        super().__init__()
        self._theme = theme
        self._roomy = roomy
        self._name = TextLabel()
        self._name.setProperty("role", "muted")
        self._name.setWordWrap(True)
        # The column sets the width; a minimum width here would keep the panel from shrinking.
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._value = SelectableText()
        self._fact = Fact("", "")
        self._copy: _CopyButton | None = None
        self._page: QToolButton | None = None
        self._pencil: QToolButton | None = None
        self._beside: bool | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(TIGHT)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)

    def show_fact(self, fact: Fact) -> None:
        self._fact = fact
        name = visible_text(fact.name)
        self._offer_page(fact)
        self._offer_correction(fact)
        show_text(self._name, f"{name} · {fact.where}" if fact.where else name)
        self._value.show_text(visible_text(fact.value, lines=not fact.may_copy))
        self._value.setAccessibleName(name)
        if fact.may_copy and self._copy is None:
            self._copy = _CopyButton(self._theme)
            self._place(beside=self._beside is not False)
        if self._copy is not None:
            self._copy.setVisible(fact.may_copy)
            self._copy.offer(name, fact.value)

    def _offer_page(self, fact: Fact) -> None:
        if fact.page and self._page is None:
            self._page = QToolButton()
            self._page.setProperty("kind", "link")
            self._page.clicked.connect(lambda: self.page_wanted.emit(self._fact.page))
            self._place(beside=self._beside is not False)
        if self._page is not None:
            self._page.setVisible(fact.page > 0)
            words = self.tr("page {number}").format(number=fact.page)
            self._page.setText(words)
            spoken = self.tr("Show {page} of the PDF: {name}").format(
                page=words, name=visible_text(fact.name)
            )
            self._page.setAccessibleName(spoken)
            self._page.setToolTip(self.tr("Show this page of the PDF"))

    def _offer_correction(self, fact: Fact) -> None:
        if fact.key and self._pencil is None:
            self._pencil = QToolButton()
            self._pencil.setProperty("kind", "icon")
            self._pencil.setIconSize(QSize(ICON, ICON))
            self._pencil.clicked.connect(lambda: self.correction_wanted.emit(self._fact.key))
            self._theme.changed.connect(self._restyle)
            self._restyle()
            self._place(beside=self._beside is not False)
        if self._pencil is not None:
            self._pencil.setVisible(bool(fact.key))
            words = self.tr("Correct {name}…").format(name=visible_text(fact.name))
            self._pencil.setAccessibleName(words)
            self._pencil.setToolTip(tool_tip(words))

    def _restyle(self) -> None:
        if self._pencil is not None:
            self._pencil.setIcon(icons.icon("edit", self._theme.palette.muted, ICON))

    def use_width(self, width: int) -> None:
        beside = width >= self._roomy * QFontMetrics(self.font()).averageCharWidth()
        self._grid.setColumnMinimumWidth(0, round(width * NAME_PART) if beside else 0)
        if beside is not self._beside:
            self._beside = beside
            self._place(beside=beside)

    def _place(self, *, beside: bool) -> None:
        top = Qt.AlignmentFlag.AlignTop
        if beside:
            self._grid.addWidget(self._name, 0, 0, top)
            self._grid.addWidget(self._value, 0, 1, top)
        else:
            self._grid.addWidget(self._name, 0, 0, 1, 2, top)
            self._grid.addWidget(self._value, 1, 0, 1, 2, top)
        rows, place = (1, top) if beside else (2, Qt.AlignmentFlag.AlignVCenter)
        for column, button in ((2, self._page), (3, self._pencil), (4, self._copy)):
            if button is not None:
                self._grid.addWidget(button, 0, column, rows, 1, place)


class _CopyButton(QToolButton):
    """Button that copies a value and confirms it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._name, self._value = "", ""
        self.setProperty("kind", "icon")
        self.setIconSize(QSize(ICON, ICON))
        self._said = QTimer(self)
        self._said.setSingleShot(True)
        self._said.setInterval(SAID_MS)
        self._said.timeout.connect(self._restyle)
        self.clicked.connect(lambda _checked: self._do())
        theme.changed.connect(self._restyle)
        self._restyle()

    def offer(self, name: str, value: str) -> None:
        if (name, value) != (self._name, self._value):
            self._name, self._value = name, value
            words = self.tr("Copy {name}").format(name=name)
            self.setAccessibleName(words)
            self.setToolTip(tool_tip(words))
            self._said.stop()
            self._restyle()

    def _do(self) -> None:
        QGuiApplication.clipboard().setText(self._value)
        self._said.start()
        self._restyle()
        announce(self, self.tr("{name} copied").format(name=self._name))

    def _restyle(self) -> None:
        colors = self._theme.palette
        if self._said.isActive():
            self.setIcon(icons.icon("check", colors.good, ICON))
        else:
            self.setIcon(icons.icon("copy", colors.muted, ICON))
