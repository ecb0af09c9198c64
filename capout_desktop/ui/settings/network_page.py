"""Settings page for the proxy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

from capout_desktop.domain.proxy_choice import (
    PASSWORD_IN_FILE,
    BadProxyUrl,
    ProxyMode,
    check_proxy_url,
    proxy_password,
)
from capout_desktop.store.settings import Settings
from capout_desktop.ui.settings.page import INDENT, Choice, SettingsPage, field_name
from capout_desktop.ui.style.theme import Theme
from capout_desktop.ui.style.tone import Tone
from capout_desktop.ui.widgets.inline_problem import InlineProblem

if TYPE_CHECKING:
    from capout_desktop.domain.problem import Problem


class NetworkPage(SettingsPage):
    """Proxy settings; an invalid address is explained beside its field, and not used."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        theme = Theme.current()
        self.mode = Choice(
            self.tr("Internet connection"),
            {
                ProxyMode.SYSTEM: self.tr("Use the &system's settings"),
                ProxyMode.NONE: self.tr("&Direct, without a proxy"),
                ProxyMode.MANUAL: self.tr("Through &this proxy:"),
            },
        )
        self.mode.chosen.connect(self._choose)
        self.url = QLineEdit()
        self.url.setObjectName("proxyUrl")
        self.url.setPlaceholderText("http://proxy.example.com:8080")
        self.url.setAccessibleName(self.tr("Proxy address"))
        self.url.textEdited.connect(lambda _: self._show_problem(None))
        self.url.editingFinished.connect(self._use)
        self.trouble = InlineProblem(theme)
        self.note = InlineProblem(theme, Tone.WARNING)
        self.add_caption(self.tr("Internet connection"))
        self.add(self.mode)
        self.add_indented(self.url, INDENT)
        self.add_indented(self.trouble, INDENT)
        self.add_indented(self.note, INDENT)
        self.add_gap()
        self.add_explanation(
            self.tr("Applies to new uploads right away. Uploads in progress are not affected.")
        )
        self.end()

    def show_settings(self, settings: Settings) -> None:
        """Show the current settings; unfinished input and its error message are kept."""
        if self.url.hasFocus() or not self.trouble.isHidden():
            return
        self.mode.show_value(settings.proxy)
        self.url.setText(settings.proxy_url)
        self._enable()

    def _choose(self, mode: ProxyMode) -> None:
        self._show_problem(None)
        self._enable()
        if mode == ProxyMode.MANUAL:
            self.url.setFocus()
            if self.url.text().strip():
                self._use()
        else:
            self.changed.emit({field_name(Settings.proxy): ProxyMode(mode)})

    def _use(self) -> None:
        """Apply the typed address, or show why it is invalid; the proxy is then not changed."""
        if self.mode.value != ProxyMode.MANUAL:
            return
        try:
            url = check_proxy_url(self.url.text())
        except BadProxyUrl as error:
            self._show_problem(error.problem)
            return
        self._show_problem(None)
        if url != self.url.text():
            self.url.setText(url)
        self._show_password(url)
        mode, address = field_name(Settings.proxy), field_name(Settings.proxy_url)
        self.changed.emit({mode: ProxyMode.MANUAL, address: url})

    def _enable(self) -> None:
        manual = self.mode.value == ProxyMode.MANUAL
        self.url.setEnabled(manual)
        self._show_password(self.url.text() if manual else "")

    def _show_password(self, url: str) -> None:
        try:
            has_password = bool(proxy_password(url))
        except ValueError:
            has_password = False
        self.note.show_problem(PASSWORD_IN_FILE if has_password else None)

    def _show_problem(self, problem: Problem | None) -> None:
        self.trouble.show_problem(problem)
        if problem is not None:
            self.note.show_problem(None)
        self.url.setProperty("odd", "bad" if problem else "")
        self.url.style().unpolish(self.url)
        self.url.style().polish(self.url)
