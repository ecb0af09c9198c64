"""Texts and icons of organizations: color, kind of key, state of the key."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QCoreApplication, QPointF
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.organization import Color
from capout_desktop.ui.organizations.organization_row import KeyState, OrganizationRow
from capout_desktop.ui.style.theme import Theme
from capout_desktop.ui.style.tone import Tone

_SIZE = 12
_INKS = {
    Color.BLUE: ("#1b5bd0", "#79aeff"),
    Color.GREEN: ("#12703f", "#63cf93"),
    Color.ORANGE: ("#b35400", "#f5a05a"),
    Color.PURPLE: ("#7a3cc0", "#c09bf5"),
    Color.RED: ("#b3261e", "#ff948a"),
    Color.TEAL: ("#0b6f7d", "#5cc9d8"),
}


def dot(color: Color) -> QIcon:
    """Return a disc of an organization's color, for the current scheme."""
    light, dark = _INKS[color]
    return _disc(dark if Theme.current().palette.dark else light)


@cache
def _disc(ink: str) -> QIcon:
    ratio = QApplication.primaryScreen().devicePixelRatio()
    picture = QPixmap(round(_SIZE * ratio), round(_SIZE * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(QColor(0, 0, 0, 0))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(0, 0, 0, 0))
    painter.setBrush(QColor(ink))
    painter.drawEllipse(QPointF(_SIZE / 2, _SIZE / 2), 5, 5)
    painter.end()
    made = QIcon(picture)
    made.addPixmap(picture, QIcon.Mode.Selected)  # otherwise a selected row would tint it
    return made


def color_word(color: Color) -> str:
    """Return the name of a color."""
    return {
        Color.BLUE: _tr("Blue"),
        Color.GREEN: _tr("Green"),
        Color.ORANGE: _tr("Orange"),
        Color.PURPLE: _tr("Purple"),
        Color.RED: _tr("Red"),
        Color.TEAL: _tr("Teal"),
    }[color]


def kind_word(kind: KeyKind) -> str:
    """Return the kind of a key in a word."""
    return {
        KeyKind.LIVE: _tr("Live"),
        KeyKind.TEST: _tr("Test"),
        KeyKind.SANDBOX: _tr("Sandbox"),
    }[kind]


def state_word(row: OrganizationRow) -> str:
    """Return the state of an organization's key."""
    return {
        KeyState.LOOKING: _tr("Asking the keyring…"),
        KeyState.TESTING: _tr("Testing…"),
        KeyState.OFFLINE: _tr("Not tested: offline"),
        KeyState.NEEDED: _tr("Needs a key"),
        KeyState.STORED: _tr("Works"),
        KeyState.FOR_SESSION: _tr("This session only"),
    }[row.state]


def state_tone(row: OrganizationRow) -> Tone:
    """Return the tone of that state."""
    return {
        KeyState.NEEDED: Tone.BAD,
        KeyState.OFFLINE: Tone.WARNING,
        KeyState.FOR_SESSION: Tone.WARNING,
        KeyState.STORED: Tone.GOOD,
    }.get(row.state, Tone.NEUTRAL)


def _tr(text: str) -> str:
    return QCoreApplication.translate("profiles", text)
