"""A key that was accepted does not come back into its field."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from capout_desktop.ui.organizations.key_field import KeyField, RevealButton


def test_no_undo_brings_a_key_back_and_the_next_one_is_masked(qtbot: QtBot) -> None:
    field = KeyField()
    show = RevealButton(field)
    for part in (field, show):
        qtbot.addWidget(part)
    QTest.keyClicks(field, "capout_live_1")
    show.click()
    assert field.echoMode() is QLineEdit.EchoMode.Normal
    field.forget()
    assert field.echoMode() is QLineEdit.EchoMode.Password
    assert not field.isUndoAvailable()
    show.click()
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(
        field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert field.text() == ""
