"""Screens of the first start: the empty window, dragged files, the input of the key."""

from __future__ import annotations

from helpers.ui_fixtures import BAD_KEY, NO_KEYRING, every_state
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest

from capout_desktop.domain import key_problem
from capout_desktop.domain.credits import KeyKind
from capout_desktop.ui.shell.main_window import MainWindow
from screens.scene_helpers import drag, drag_over, empty, mixed, part


def first_paint(window: MainWindow) -> None:
    """Show the window as it is first painted, before any data is loaded."""
    del window


def sandbox(window: MainWindow) -> None:
    """Show the empty window on the sandbox, with its sample estimates."""
    empty(window)
    window.show_key_kind(KeyKind.SANDBOX)
    window.show_addresses(["demo-team@sandbox"], "demo-team@sandbox")


def dragging(window: MainWindow) -> None:
    """Drag three PDFs and a folder over the window."""
    mixed(window)
    drag(window, "a.pdf", "b.PDF", "c.pdf", "Storm of April 14")


def dragging_a_mail(window: MainWindow) -> None:
    """Drag an attachment from a mail program over the window."""
    empty(window)
    data = QMimeData()
    data.setData('application/x-qt-windows-mime;value="FileGroupDescriptorW"', b"scope.pdf")
    drag_over(window, data)


def first_start(window: MainWindow) -> None:
    """Show the panel that asks for a key."""
    window.show_key_needed(True)
    window.show_setup()


def first_start_error(window: MainWindow) -> None:
    """Show that the key was refused."""
    window.show_key_needed(True)
    window.show_setup("restoration-team@example.xn")
    QTest.keyClicks(part(window, "key"), "capout_live_0123456789abcdef")
    window.show_setup_problem(BAD_KEY)


def first_start_busy(window: MainWindow) -> None:
    """Show that the key is being tested."""
    window.show_key_needed(True)
    window.show_setup("restoration-team@example.xn")
    window.show_setup_problem(None, busy=True)


def first_start_no_keyring(window: MainWindow) -> None:
    """Show that the key cannot be stored, with the button that returns to the list."""
    window.apply(every_state())
    window.model.flush()
    window.show_key_needed(True)
    window.show_setup("restoration-team@example.xn", storage=NO_KEYRING)


def first_start_keyring_waits(window: MainWindow) -> None:
    """Show that the keyring asks for its password, perhaps behind the window."""
    window.show_key_needed(True)
    window.show_setup("restoration-team@example.xn", storage=key_problem.WAITING)


def first_start_keyring_locked(window: MainWindow) -> None:
    """Show that the keyring's password dialog was canceled."""
    window.show_key_needed(True)
    window.show_setup("restoration-team@example.xn", storage=key_problem.LOCKED)


def first_start_plaintext(window: MainWindow) -> None:
    """Show that the only keyring stores plain text."""
    window.show_key_needed(True)
    window.show_setup("restoration-team@example.xn", storage=key_problem.PLAINTEXT)


def first_start_odd_key(window: MainWindow) -> None:
    """Show that the pasted text does not look like a key."""
    window.show_key_needed(True)
    window.show_setup("restoration-team@example.xn")
    QTest.keyClicks(part(window, "key"), "restoration-team@example.xn")
    QTest.keyClick(part(window, "key"), Qt.Key.Key_Return)


def signs(window: MainWindow) -> None:
    """Show everything that documents can wait for, and a watched folder."""
    mixed(window)
    window.show_key_needed(True)
    window.signs.show_paused(True)
    window.signs.show_credits_needed(215, "Harbor Restoration")
    window.watch_sign.show_watch("/home/dana/Documents/Estimates from carriers", 12, "")


SCREENS = (
    first_paint,
    empty,
    signs,
    sandbox,
    dragging,
    dragging_a_mail,
    first_start,
    first_start_error,
    first_start_busy,
    first_start_no_keyring,
    first_start_keyring_waits,
    first_start_keyring_locked,
    first_start_plaintext,
    first_start_odd_key,
)
