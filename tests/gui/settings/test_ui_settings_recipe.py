"""A setting, added as CONTRIBUTING.md says: one field, and one control that is bound to it."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from helpers.desktop import Desktop
from PySide6.QtWidgets import QComboBox, QSpinBox
from pytestqt.qtbot import QtBot

from capout_desktop.store.settings import Settings
from capout_desktop.ui.settings.notifications_page import NotificationsPage
from capout_desktop.ui.settings.page import SettingsPage, field_name


class MoreSettings(Settings, kw_only=True):
    """The settings with fields that no page of the program shows."""

    loud: bool = False
    tries: int = 3
    paper: str = "letter"


class AddedPage(SettingsPage):
    """A page with a control for each of them."""

    def __init__(self) -> None:
        super().__init__("Added")
        self.loud = self.add_box("&Loud", "Says it aloud.", MoreSettings.loud)
        self.tries = QSpinBox()
        self.bind_number(MoreSettings.tries, self.tries)
        self.paper = QComboBox()
        for paper in ("letter", "a4"):
            self.paper.addItem(paper, paper)
        self.bind_list(MoreSettings.paper, self.paper)


@pytest.fixture
def page(qtbot: QtBot) -> AddedPage:
    page = AddedPage()
    for control in (page.tries, page.paper):
        page.add(control)
    qtbot.addWidget(page)
    page.show()
    return page


def test_a_choice_in_an_added_control_is_emitted_with_its_field(page: AddedPage) -> None:
    told: list[dict[str, object]] = []
    page.changed.connect(told.append)
    page.loud.click()
    page.tries.setValue(7)
    page.paper.setCurrentIndex(1)
    page.paper.activated.emit(1)
    assert told == [{"loud": True}, {"tries": 7}, {"paper": "a4"}]


def test_an_added_control_shows_the_current_value_without_emitting_it(page: AddedPage) -> None:
    told: list[dict[str, object]] = []
    page.changed.connect(told.append)
    page.show_settings(MoreSettings(loud=True, tries=9, paper="a4"))
    assert page.loud.isChecked()
    assert (page.tries.value(), page.paper.currentData()) == (9, "a4")
    assert told == []


def test_an_added_field_is_stored_and_reset_without_further_code() -> None:
    settings = MoreSettings(loud=True, tries=9, xn_address="kim@team")
    assert msgspec.json.decode(msgspec.json.encode(settings), type=MoreSettings) == settings
    settings.reset()
    assert (settings.loud, settings.tries) == (False, 3)
    assert settings.xn_address == "kim@team", "what was entered stays"


def test_an_unknown_field_is_detected_at_once() -> None:
    assert field_name(Settings.start_at_once) == "start_at_once"
    with pytest.raises(AttributeError):
        field_name(Settings.strat_at_once)  # type: ignore[attr-defined]


class Told:
    """Counts how often those who depend on the settings are told."""

    def __init__(self) -> None:
        self.times = 0

    def settings_changed(self) -> None:
        self.times += 1


def test_a_choice_is_emitted_once_from_the_dialog_or_a_menu(
    live: Callable[..., Desktop],
) -> None:
    async def scenario(desktop: Desktop) -> None:
        told, window = Told(), desktop.window
        desktop.program._settings_control.follow(told)
        window.settings.open("notifications")
        page = window.findChild(NotificationsPage)
        assert page is not None
        page.credits_low.setValue(7)
        assert told.times == 1
        window.queue.parallel_chosen.emit(5)
        assert told.times == 2
        five = [a.data() for a in window.queue._numbers.actions() if a.isChecked()]
        assert five == [5]

    live(scenario)
