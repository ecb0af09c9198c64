"""About dialog: the program's version, and the licenses of its parts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, qVersion
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from capout_desktop import __version__
from capout_desktop.services.support.licenses import BundledPart
from capout_desktop.ui.style import icons
from capout_desktop.ui.style.theme import LARGE, MEDIUM, SMALL, TIGHT, WIDE
from capout_desktop.ui.text.tool_tip import tool_tip
from capout_desktop.ui.widgets.text_label import TextLabel

ICON = 56
ROW = 26


def qt_version() -> str:
    """Return the version of Qt at run time."""
    return qVersion()


class AboutDialog(QDialog):
    """Shows name, version, purpose, and the license of every part."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("sheet")
        self.setWindowTitle(self.tr("About CapOut Desktop"))
        self._parts: Sequence[BundledPart] = ()
        self.parts = QTreeWidget()
        self.parts.setObjectName("parts")
        self.parts.setRootIsDecorated(False)
        self.parts.setIndentation(0)
        self.parts.setUniformRowHeights(True)
        self.parts.setHeaderLabels([self.tr("Part"), self.tr("Version"), self.tr("License")])
        self.parts.setAccessibleName(self.tr("Parts and their licenses"))
        self.parts.currentItemChanged.connect(lambda item, _: self._show_text(item))
        self.text = QPlainTextEdit()
        self.text.setObjectName("license")
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.tr("Text of the license"))
        self.close_button = QPushButton(self.tr("Close"))
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.accept)
        self._lay_out()
        self.resize(680, 560)

    def show_parts(self, parts: Sequence[BundledPart], own_license: str) -> None:
        """Show the parts; the program itself comes first."""
        own = BundledPart(self.tr("CapOut Desktop"), __version__, "MIT", own_license)
        self._parts = (own, *parts)
        self.parts.clear()
        for part in self._parts:
            license_name = part.license or self.tr("See its text")
            item = QTreeWidgetItem([part.name, part.version, license_name])
            item.setSizeHint(2, QSize(0, ROW))
            item.setToolTip(2, tool_tip(license_name))
            self.parts.addTopLevelItem(item)
        for column in (0, 1):
            self.parts.resizeColumnToContents(column)
        first = self.parts.topLevelItem(0)
        if first is not None:
            self.parts.setCurrentItem(first)

    def _show_text(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            part = self._parts[self.parts.indexOfTopLevelItem(item)]
            self.text.setPlainText(part.text or self._instead_of_a_text(part))

    def _instead_of_a_text(self, part: BundledPart) -> str:
        if part.home:
            words = self.tr("This part brings no license text of its own: {home}")
            return words.format(home=part.home)
        return self.tr("This part brings no license text.")

    def _lay_out(self) -> None:
        picture = TextLabel()
        picture.setPixmap(icons.pixmap("app", "#000000", ICON, self.devicePixelRatioF()))
        name = TextLabel(self.tr("CapOut Desktop"))
        name.setProperty("type", "title")
        version = TextLabel(
            self.tr("Version {version}, with Qt {qt}").format(version=__version__, qt=qVersion())
        )
        version.setProperty("role", "muted")
        version.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words = QVBoxLayout()
        words.setSpacing(TIGHT)
        words.addWidget(name)
        words.addWidget(version)
        head = QHBoxLayout()
        head.setSpacing(LARGE)
        head.addWidget(picture)
        head.addLayout(words, 1)
        purpose = TextLabel(
            self.tr(
                "Drag insurers' PDF estimates onto the window, and follow each one into Xactimate."
            )
        )
        purpose.setWordWrap(True)
        both = QSplitter(Qt.Orientation.Vertical)
        both.addWidget(self.parts)
        both.addWidget(self.text)
        both.setChildrenCollapsible(False)
        both.setHandleWidth(SMALL)
        both.setSizes([200, 220])
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, WIDE, LARGE)
        column.setSpacing(MEDIUM)
        column.addLayout(head)
        column.addWidget(purpose)
        column.addWidget(both, 1)
        column.addLayout(buttons)
