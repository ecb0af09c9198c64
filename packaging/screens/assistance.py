"""Screens of the Help menu, and of explanations that are shown once."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from capout_desktop.capout.errors import CertificateNotTrusted
from capout_desktop.domain.connection_step import WEBSOCKET_BLOCKED, Step, StepFinding, StepResult
from capout_desktop.domain.program_problem import DIAGNOSTICS_COPIED
from capout_desktop.domain.update import Update, announcement
from capout_desktop.services.support.licenses import bundled_parts, own_license
from capout_desktop.ui.help.about import AboutDialog
from capout_desktop.ui.help.connection_check_dialog import ConnectionCheckDialog
from capout_desktop.ui.help.shortcuts_sheet import ShortcutsSheet
from capout_desktop.ui.help.update_actions import UpdateActions
from capout_desktop.ui.shell.main_window import MainWindow
from capout_desktop.ui.widgets.dialogs import open_dialog
from capout_desktop.ui.widgets.message_boxes import explain_tray
from screens.scene_helpers import open_menu, storm_day


def check_running(window: MainWindow) -> QWidget:
    """Show a connection check in progress."""
    dialog = _check(window, 4)
    dialog.show_running(Step.KEY)
    return dialog


def check_good(window: MainWindow) -> QWidget:
    """Show a connection check without problems."""
    dialog = _check(window, 8)
    dialog.end()
    return dialog


def check_failed(window: MainWindow) -> QWidget:
    """Show a check that failed because the certificate of a TLS-inspecting proxy is missing."""
    dialog = _check(window, 3)
    problem = CertificateNotTrusted("self-signed certificate in certificate chain").problem
    dialog.show_result(StepResult(Step.SECURITY, StepFinding.BAD, 0.21, problem=problem))
    for step in list(Step)[4:]:
        dialog.show_result(StepResult(step, StepFinding.SKIPPED))
    dialog.end()
    return dialog


def check_remark(window: MainWindow) -> QWidget:
    """Show a check that passed, with live updates through the fallback connection."""
    dialog = _check(window, 6)
    dialog.show_result(
        StepResult(Step.WEBSOCKET, StepFinding.NOTE, 15.0, problem=WEBSOCKET_BLOCKED)
    )
    dialog.show_result(StepResult(Step.SSE, StepFinding.GOOD, 0.3))
    dialog.end()
    return dialog


def shortcuts(window: MainWindow) -> QWidget:
    """Show all keyboard shortcuts."""
    storm_day(window)
    sheet = ShortcutsSheet(window)
    open_dialog(sheet)
    return sheet


def about(window: MainWindow) -> QWidget:
    """Show the About dialog with the program's components."""
    storm_day(window)
    dialog = AboutDialog(window)
    dialog.show_parts(bundled_parts(), own_license())
    open_dialog(dialog)
    return dialog


def help_menu(window: MainWindow) -> QWidget | None:
    """Open the Help menu."""
    storm_day(window)
    return open_menu(window, -1)


def diagnostics_copied(window: MainWindow) -> None:
    """Show that the diagnostics were copied to the clipboard."""
    storm_day(window)
    window.show_toast(DIAGNOSTICS_COPIED)


def tray_explained(window: MainWindow) -> QWidget:
    """Show the explanation, given once, that closing the window keeps the program in the tray."""
    storm_day(window)
    return explain_tray(window, window.hide, window.hide)


def _check(window: MainWindow, good: int) -> ConnectionCheckDialog:
    storm_day(window)
    proxy = "proxy.contoso.example:8080"
    facts = (proxy, "10.20.0.4", proxy, "TLSv1.3, Let's Encrypt", "1240", "", "", "")
    seconds = (0.002, 0.014, 0.032, 0.118, 0.24, 0.21, 0.33, 0.19)
    dialog = ConnectionCheckDialog(window)
    dialog.begin()
    for step, fact, took in list(zip(Step, facts, seconds, strict=True))[:good]:
        dialog.show_result(StepResult(step, StepFinding.GOOD, took, fact))
    open_dialog(dialog)
    return dialog


def _update_actions(window: MainWindow) -> UpdateActions:
    return UpdateActions(window, window.help_menu, window.add_notice, daily=True)


def update_there(window: MainWindow) -> None:
    """Show the notice that a newer version is available."""
    storm_day(window)
    news = ("Documents go up twice as fast.", "The window speaks Spanish.")
    update = Update("1.4.0", news, "https://capout.example")
    _update_actions(window).show(announcement(update), offer_page=True)


def updates_in_menu(window: MainWindow) -> QWidget | None:
    """Open the Help menu with the items about updates."""
    _update_actions(window)
    return help_menu(window)


SCREENS = (
    check_running,
    check_good,
    check_failed,
    check_remark,
    shortcuts,
    about,
    help_menu,
    diagnostics_copied,
    tray_explained,
    update_there,
    updates_in_menu,
)
