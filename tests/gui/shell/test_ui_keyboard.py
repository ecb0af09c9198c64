"""Everything by keyboard: Tab comes round, Esc closes, Enter answers; and each dialog follows the
theme while it is open.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from helpers.ui_fixtures import NOW, S
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QMessageBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from capout_desktop.domain.credit_guard import Estimate, Fit
from capout_desktop.domain.timeline import EntryKind, HistoryEntry
from capout_desktop.ui.addresses.entry import AddressEntry
from capout_desktop.ui.addresses.question import AddressQuestion
from capout_desktop.ui.credits.overspend_question import ask_to_overspend
from capout_desktop.ui.details.timeline_view import TimelineText
from capout_desktop.ui.documents.table import DocumentTable
from capout_desktop.ui.shell.main_window import MainWindow
from capout_desktop.ui.shell.quit_question import QuitQuestion
from capout_desktop.ui.style.palette import DARK, LIGHT
from capout_desktop.ui.style.theme import Theme
from capout_desktop.ui.widgets.dialogs import open_dialog
from capout_desktop.ui.widgets.message_boxes import (
    ask_to_reset,
    ask_to_send_again,
    explain_tray,
)
from screens.every import SCREENS
from screens.scene_helpers import several_days, storm_day, table_of

PATIENCE_MS = 20_000
EDGE = 3  # pixels from a window's corner: inside of its frame, beside everything else

ADDRESS_QUESTION = "address_question"
DIALOGS = (
    ADDRESS_QUESTION,
    "settings_sending",
    "settings_addresses",
    "settings_watch",
    "settings_no_watch",
    "settings_notifications",
    "settings_appearance",
    "settings_network",
    "settings_bad_proxy",
    "settings_data",
    "address_book",
    "address_book_empty",
    "address_entry",
    "organizations_dialog",
    "credits_panel",
    "spending_by_address",
    "spending_empty",
    "overspending",
    "shortcuts",
    "about",
    "check_running",
    "check_failed",
    "tray_explained",
)
FORMS = ("organizations_add", "organizations_remove")

CONTROLS = (QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit)
"""What has to take the keyboard to be of use; other parts say themselves whether they do."""

Question = Callable[[QWidget, Callable[[], None]], QMessageBox]


def asked_to_quit(window: QWidget, go: Callable[[], None]) -> QMessageBox:
    question = QuitQuestion(window)
    question.show_uploads(2, 0)
    question.now_wanted.connect(go)
    open_dialog(question)
    return question


QUESTIONS: dict[str, Question] = {
    "quit": asked_to_quit,
    "send again": lambda window, go: ask_to_send_again(window, 1, go),
    "overspend": lambda window, go: ask_to_overspend(
        window, Estimate(12, 120, 144, 80, 0, Fit.SHORT), go, lambda _number: None
    ),
    "reset": ask_to_reset,
}


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    """The window as it is once its list is there, and the theme as it was afterwards."""
    window = MainWindow()
    qtbot.addWidget(window)
    window.quit_requested.connect(window.hide)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: window.findChild(DocumentTable) is not None, timeout=PATIENCE_MS)
    yield window
    for top in QApplication.topLevelWidgets():
        if top is not window and top.isVisible():
            top.close()
    if Theme.current().palette is not LIGHT:
        Theme.current().use(LIGHT)


def opened(qtbot: QtBot, window: MainWindow, name: str) -> QDialog:
    """The dialog of this screen, which has the keyboard."""
    dialog = ask_address(window) if name == ADDRESS_QUESTION else SCREENS[name](window)
    assert isinstance(dialog, QDialog)
    has_keyboard(qtbot, dialog)
    return dialog


def ask_address(window: MainWindow) -> QWidget | None:
    """The question with nothing typed yet: its screen types before the question is on top."""
    storm_day(window)
    window.address_dialogs().ask_address(["1", "2", "3"], "")
    return window.findChild(AddressQuestion)


def has_keyboard(qtbot: QtBot, dialog: QDialog) -> None:
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow, timeout=PATIENCE_MS)


def answer(qtbot: QtBot, dialog: QDialog, *keys: Qt.Key) -> None:
    """Press these keys one after the other; the last one ends the dialog."""
    ended: list[int] = []
    dialog.finished.connect(ended.append)
    has_keyboard(qtbot, dialog)
    for key in keys:
        assert ended == []
        press(dialog, key)
    qtbot.waitUntil(lambda: len(ended) == 1, timeout=PATIENCE_MS)


def press(window: QWidget, key: Qt.Key) -> None:
    part: QWidget | None = window.focusWidget()  # Qt's stubs leave the None out
    QTest.keyClick(window if part is None else part, key)


def is_usable(part: QWidget) -> bool:
    """Whether the person can do something here just now."""
    if not part.isVisible() or not part.isEnabled() or part.focusProxy() is not None:
        return False
    if isinstance(part, CONTROLS):
        # A field's own button and a list's own header are for the mouse: keys do the same.
        return not isinstance(part.parentWidget(), QLineEdit | QAbstractItemView)
    return bool(part.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)


def is_reached(part: QWidget, reached: list[QWidget]) -> bool:
    """Of a group of which one is chosen, Tab goes to one, and arrows go from there."""
    group = part.group() if isinstance(part, QAbstractButton) else None
    return any(each in reached for each in (group.buttons() if group is not None else [part]))


def called(part: QWidget) -> str:
    words = getattr(part, "text", None)
    text = words() if callable(words) else ""
    return f"{type(part).__name__} {part.objectName() or part.accessibleName() or text}"


def walk(window: QWidget, key: Qt.Key) -> list[QWidget]:
    """What has the keyboard after each press, until it comes round."""
    every = [part for part in window.findChildren(QWidget) if part.window() is window]
    press(window, key)
    reached: list[QWidget] = []
    while True:
        part = window.focusWidget()
        assert part is not None, "the keyboard is nowhere"
        if reached and part is reached[0]:
            break
        assert part not in reached, f"goes round without {called(reached[0])} at {called(part)}"
        QApplication.processEvents()
        assert not part.visibleRegion().isEmpty(), f"{called(part)} is not to be seen"
        reached.append(part)
        press(window, key)
    left = [called(part) for part in every if is_usable(part) and not is_reached(part, reached)]
    assert left == []
    return reached


def come_round(window: QWidget) -> list[QWidget]:
    there = walk(window, Qt.Key.Key_Tab)
    back = walk(window, Qt.Key.Key_Backtab)
    assert set(back) == set(there)
    return there


# Tab


@pytest.mark.parametrize("name", DIALOGS)
def test_tab_reaches_all_of_a_dialog_and_escape_closes_it(
    qtbot: QtBot, window: MainWindow, name: str
) -> None:
    dialog = opened(qtbot, window, name)
    come_round(dialog)
    answer(qtbot, dialog, Qt.Key.Key_Escape)


@pytest.mark.parametrize("name", FORMS)
def test_tab_reaches_all_of_a_form_within_a_dialog(
    qtbot: QtBot, window: MainWindow, name: str
) -> None:
    come_round(opened(qtbot, window, name))


@pytest.mark.parametrize("name", ["empty", "first_start", "first_start_error"])
def test_tab_reaches_all_of_the_window_before_there_are_documents(
    window: MainWindow, name: str
) -> None:
    SCREENS[name](window)
    come_round(window)


def test_tab_reaches_all_of_the_window_with_its_list_and_details(
    qtbot: QtBot, window: MainWindow
) -> None:
    several_days(window)
    table = table_of(window)
    table.selectRow(2)
    qtbot.waitUntil(lambda: bool(table.selected_documents()), timeout=PATIENCE_MS)
    # Answered as the journal does; more lines than the panel has room for.
    window.details.history_wanted.connect(
        lambda local_id: window.details.show_history(
            local_id,
            [
                HistoryEntry(local_id, NOW, EntryKind.ATTEMPT, S.UPLOADING, str(n))
                for n in range(60)
            ],
        )
    )
    window.details.action.setChecked(True)
    qtbot.waitUntil(
        lambda: any(text.isVisible() for text in window.findChildren(TimelineText)),
        timeout=PATIENCE_MS,
    )
    reached = come_round(window)
    names = {part.objectName() for part in reached}
    assert {"search", "documents", "detailArea", "timeline", "credits"} <= names


# Enter


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_enter_keeps_everything_and_the_other_button_has_a_shortcut(
    qtbot: QtBot, window: MainWindow, question: Question
) -> None:
    """What costs or loses something is never what a hasty Enter does."""
    gone: list[bool] = []
    go = partial(gone.append, True)
    answer(qtbot, question(window, go), Qt.Key.Key_Return)
    answer(qtbot, question(window, go), Qt.Key.Key_Escape)
    assert gone == []
    answer(qtbot, question(window, go), Qt.Key.Key_Tab, Qt.Key.Key_Return)
    assert gone == [True]


def test_enter_closes_to_the_tray_and_escape_keeps_the_window(
    qtbot: QtBot, window: MainWindow
) -> None:
    told: list[str] = []
    close, leave = partial(told.append, "close"), partial(told.append, "quit")
    answer(qtbot, explain_tray(window, close, leave), Qt.Key.Key_Escape)
    assert told == []
    answer(qtbot, explain_tray(window, close, leave), Qt.Key.Key_Return)
    assert told == ["close"]


def test_enter_points_out_an_unusual_address_and_then_takes_it(
    qtbot: QtBot, window: MainWindow
) -> None:
    question = opened(qtbot, window, ADDRESS_QUESTION)
    assert isinstance(question, AddressQuestion)
    QTest.keyClicks(question.focusWidget(), "northwest")
    chosen: list[str] = []
    question.chosen.connect(chosen.append)
    answer(qtbot, question, Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert chosen == ["northwest"]


def test_enter_saves_an_entry_of_the_address_book(qtbot: QtBot, window: MainWindow) -> None:
    entry = opened(qtbot, window, "address_entry")
    assert isinstance(entry, AddressEntry)
    given: list[tuple[str, str]] = []
    entry.given.connect(lambda address, label: given.append((address, label)))
    answer(qtbot, entry, Qt.Key.Key_Return)
    assert given == [("northwest", "Northwest, water losses")]


# Looks


@pytest.mark.parametrize("name", [*DIALOGS, *FORMS])
def test_an_open_dialog_changes_between_light_and_dark(
    qtbot: QtBot, window: MainWindow, name: str
) -> None:
    dialog = opened(qtbot, window, name)
    hints = QApplication.styleHints()
    for scheme, palette in ((Qt.ColorScheme.Dark, DARK), (Qt.ColorScheme.Light, LIGHT)):
        hints.colorSchemeChanged.emit(scheme)
        assert Theme.current().palette is palette
        picture = dialog.grab().toImage()
        corner = picture.pixelColor(picture.width() - 1 - EDGE, picture.height() - 1 - EDGE)
        assert corner.name() == palette.surface


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_the_icon_of_an_open_question_changes_between_light_and_dark(
    window: MainWindow, question: Question
) -> None:
    box = question(window, lambda: None)
    hints = QApplication.styleHints()
    for scheme, palette in ((Qt.ColorScheme.Dark, DARK), (Qt.ColorScheme.Light, LIGHT)):
        hints.colorSchemeChanged.emit(scheme)
        sign = box.iconPixmap().toImage()
        places = itertools.product(range(sign.width()), range(sign.height()))
        inks = {sign.pixelColor(*place).name() for place in places}
        assert palette.warning in inks
    box.close()
