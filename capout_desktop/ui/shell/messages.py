"""Messages of the window: the banner, the toast and the signs of what documents wait for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from capout_desktop.domain.web_app import CREDITS
from capout_desktop.ui.style.theme import Theme
from capout_desktop.ui.widgets.banner_action import Action, Priority

if TYPE_CHECKING:
    from collections.abc import Callable

    from capout_desktop.domain.problem import Problem
    from capout_desktop.ui.shell.sign_bar import SignBar
    from capout_desktop.ui.widgets.banner import Banner
    from capout_desktop.ui.widgets.toast import Toast

BELOW_TOP = 1
"""Place in the column of what stands directly below the bar at the top."""


class Messages:
    """Creates the widgets on demand.

    A problem that lasts is a banner, what has ended a toast, and what keeps documents waiting a
    sign.
    """

    def __init__(
        self,
        theme: Theme,
        place: QWidget,
        column: QVBoxLayout,
        open_web_page: Callable[[str], object],
        keep_open: Callable[[], object],
    ) -> None:
        """Create it.

        Toasts are shown at the lower edge of `place`, the rest in its `column`, whose first widget
        is the bar at the top. `open_web_page` is called with the address of a page of the web app,
        `keep_open` if the program is not to end by itself.
        """
        self._open_web_page = open_web_page
        self._keep_open = keep_open
        self._theme = theme
        self._place = place
        self._column = column
        self._banner: Banner | None = None
        self._toast: Toast | None = None
        self._signs: SignBar | None = None

    @property
    def signs(self) -> SignBar:
        """The signs below the bar at the top."""
        if self._signs is None:
            from capout_desktop.ui.shell.sign_bar import SignBar  # noqa: PLC0415 - on demand

            self._signs = SignBar(self._theme)
            self._signs.keep_open_wanted.connect(self._keep_open)
            self._signs.buy_credits_wanted.connect(lambda: self._open_web_page(CREDITS))
            self._column.insertWidget(BELOW_TOP, self._signs)
        return self._signs

    def show_banner(self, problem: Problem, action: Action | None, priority: Priority) -> None:
        """Show a problem until it is dismissed or hidden."""
        if self._banner is None:
            from capout_desktop.ui.widgets.banner import Banner  # noqa: PLC0415 - on demand

            self._banner = Banner(self._theme)
            self.add_notice(self._banner)
        self._banner.show_problem(problem, action, priority)

    def hide_banner(self, code: str) -> None:
        """Hide the problem with this code if it is shown."""
        if self._banner is not None:
            self._banner.hide_problem(code)

    def show_toast(self, message: Problem, action: Action | None) -> None:
        """Show for a while that something has ended."""
        if self._toast is None:
            from capout_desktop.ui.widgets.toast import Toast  # noqa: PLC0415 - on demand

            self._toast = Toast(self._theme, self._place)
        self._toast.show_message(message, action)

    def hide_toast(self, code: str) -> None:
        """Hide the message with this code if it is shown."""
        if self._toast is not None:
            self._toast.hide_message(code)

    def add_notice(self, notice: QWidget) -> None:
        """Add a widget below the signs."""
        self._column.insertWidget(BELOW_TOP + (self._signs is not None), notice)
