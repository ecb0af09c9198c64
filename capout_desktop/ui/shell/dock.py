"""The program's icon in macOS' Dock."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication


def show_badge(number: int) -> None:
    """Show a number on the icon; 0 takes it away."""
    application = QGuiApplication.instance()
    if isinstance(application, QGuiApplication):
        application.setBadgeNumber(number)
