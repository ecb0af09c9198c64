"""The window: first start, address, banner, theme, quitting."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any, TypeVar

import pytest
import shiboken6
from helpers.ui_fixtures import (
    BAD_KEY,
    NO_KEYRING,
    NOW,
    OFFLINE,
    S,
    balance,
    document,
    every_state,
)
from helpers.x11_close import close_window_id
from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.document_filter import DocumentFilter
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.program_problem import DISK_TROUBLE
from capout_desktop.ui.addresses.book_window import AddressBookWindow
from capout_desktop.ui.addresses.field import AddressField
from capout_desktop.ui.credits.indicator import CreditsIndicator
from capout_desktop.ui.documents.list_bar import ListBar
from capout_desktop.ui.documents.table import DocumentTable
from capout_desktop.ui.organizations.first_start import FirstStartPage
from capout_desktop.ui.organizations.key_badge import KeyBadge
from capout_desktop.ui.settings.dialog import SettingsDialog
from capout_desktop.ui.shell.main_window import LEAST_SIZE, MainWindow
from capout_desktop.ui.shell.quit_question import QuitQuestion
from capout_desktop.ui.shell.send_bar import SendBar
from capout_desktop.ui.shell.status_bar import StatusBar
from capout_desktop.ui.shell.welcome_page import WelcomePage
from capout_desktop.ui.style.palette import DARK, LIGHT
from capout_desktop.ui.style.theme import Theme
from capout_desktop.ui.style.tone import Tone
from capout_desktop.ui.text import problem_text as problem_words
from capout_desktop.ui.widgets.banner import Banner
from capout_desktop.ui.widgets.banner_action import Action, Priority
from capout_desktop.ui.widgets.elided_label import ElidedLabel
from capout_desktop.ui.widgets.message_boxes import ask_to_send_again

LEFT = Qt.MouseButton.LeftButton
Kind = TypeVar("Kind", bound=QObject)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    window = MainWindow()
    qtbot.addWidget(window)
    window.quit_requested.connect(window.hide)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: window.findChild(DocumentTable) is not None)
    yield window
    window.show_uploads_left(0)


def part(window: QWidget, kind: type[Kind]) -> Kind:
    found = window.findChild(kind)
    assert isinstance(found, kind)
    return found


def heard(signal: Any) -> list[Any]:
    calls: list[Any] = []
    signal.connect(lambda *values: calls.append(values))
    return calls


# First paint and pages


@pytest.mark.usefixtures("qapp")
def test_a_page_that_asked_for_the_key_may_be_gone_a_moment_later(qtbot: QtBot) -> None:
    """As after a change of language; what it was still about to do must not reach for it."""
    page = FirstStartPage(Theme.current())
    page.begin("", None, may_wait=True)
    shiboken6.delete(page)
    later: list[bool] = []
    QTimer.singleShot(0, lambda: later.append(True))
    with qtbot.capture_exceptions() as raised:
        qtbot.waitUntil(lambda: bool(later))
    assert not raised


def test_the_window_opens_with_the_invitation_and_no_button_chosen(window: MainWindow) -> None:
    assert part(window, WelcomePage).isVisible()
    assert not part(window, DocumentTable).isVisible()
    assert not isinstance(window.focusWidget(), QAbstractButton)


def test_the_list_replaces_the_invitation(window: MainWindow) -> None:
    window.apply([document(S.QUEUED)])
    window.model.flush()
    assert part(window, DocumentTable).isVisible()
    assert not part(window, WelcomePage).isVisible()


def test_samples_are_offered_on_the_sandbox_only(window: MainWindow) -> None:
    button = part(window, WelcomePage).samples_button
    wanted = heard(window.samples_requested)
    for kind in (None, KeyKind.LIVE, KeyKind.TEST):
        window.show_key_kind(kind)
        assert not button.isVisible()
    window.show_key_kind(KeyKind.SANDBOX)
    QTest.mouseClick(button, LEFT)
    assert wanted == [()]


@pytest.mark.parametrize(
    ("kind", "words"),
    [(None, ""), (KeyKind.LIVE, "LIVE"), (KeyKind.TEST, "TEST"), (KeyKind.SANDBOX, "SANDBOX")],
)
def test_a_badge_shows_which_credits_are_spent(
    window: MainWindow, kind: KeyKind | None, words: str
) -> None:
    window.show_key_kind(kind)
    badge = part(window, KeyBadge)
    assert badge.isVisible() is bool(words)
    assert badge.text() == words


# First start


def test_the_key_and_the_address_are_submitted_as_typed(window: MainWindow) -> None:
    window.show_setup()
    setup = part(window, FirstStartPage)
    submitted = heard(setup.submitted)
    assert QApplication.focusWidget() is setup.key_field
    QTest.keyClicks(setup.key_field, "capout_test_1 ")
    QTest.keyClicks(setup.address_field, " <team@example> ")
    QTest.keyClick(setup.address_field, Qt.Key.Key_Return)
    assert submitted == [("capout_test_1 ", "team@example")]


def test_the_key_is_hidden_until_it_is_asked_for(window: MainWindow) -> None:
    window.show_setup()
    setup = part(window, FirstStartPage)
    assert setup.key_field.echoMode() is QLineEdit.EchoMode.Password
    QTest.mouseClick(setup.show_key_button, LEFT)
    assert setup.key_field.echoMode() is QLineEdit.EchoMode.Normal
    setup.key_field.setText("capout_live_1")
    window.hide_setup()
    assert setup.key_field.text() == "", "it is not kept in a widget"
    assert setup.key_field.echoMode() is QLineEdit.EchoMode.Password


def test_while_a_key_is_tested_it_is_not_submitted_twice(window: MainWindow) -> None:
    window.show_setup("team@example")
    setup = part(window, FirstStartPage)
    submitted = heard(setup.submitted)
    window.show_setup_problem(None, busy=True)
    QTest.keyClick(setup.key_field, Qt.Key.Key_Return)
    QTest.mouseClick(setup.test_button, LEFT)
    assert submitted == []
    assert "Testing" in setup.test_button.text()
    window.show_setup_problem(BAD_KEY)
    assert setup.trouble.isVisible()
    assert setup.trouble.accessibleName() == problem_words.title(BAD_KEY)
    assert setup.trouble.accessibleDescription() == problem_words.next_step(BAD_KEY)
    QTest.mouseClick(setup.test_button, LEFT)
    assert len(submitted) == 1


def test_a_failed_test_keeps_what_was_typed(window: MainWindow) -> None:
    window.show_setup("old@example")
    setup = part(window, FirstStartPage)
    setup.address_field.setText("new@example")
    setup.key_field.setText("capout_live_1")
    window.show_setup("old@example", storage=NO_KEYRING)
    window.show_setup_problem(BAD_KEY)
    assert setup.address_field.text() == "new@example"
    assert setup.key_field.text() == "capout_live_1"
    assert setup.storage.accessibleName() == problem_words.title(NO_KEYRING)


def test_the_button_that_tests_the_key_is_inside_the_smallest_window(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.resize(LEAST_SIZE)
    window.apply(every_state())
    window.model.flush()
    window.show_setup("old@example", storage=NO_KEYRING)
    page = part(window, FirstStartPage)
    qtbot.waitUntil(
        lambda: page.test_button.visibleRegion().boundingRect() == page.test_button.rect()
    )
    assert not page.key_field.visibleRegion().isEmpty()


def test_documents_that_wait_for_the_key_are_mentioned(window: MainWindow) -> None:
    window.show_setup()
    window.apply([document(S.HELD, id="a"), document(S.HELD, id="b"), document(S.REJECTED)])
    window.model.flush()
    setup = part(window, FirstStartPage)
    assert setup.isVisible(), "the panel stays"
    assert any("2 documents" in label for label in texts(setup))


def texts(widget: QWidget) -> list[str]:
    found = widget.findChildren(QObject)
    return [str(child.property("text") or "") for child in found]


def test_not_now_is_offered_if_there_is_a_list_to_return_to(window: MainWindow) -> None:
    window.show_setup()
    setup = part(window, FirstStartPage)
    assert not setup.later_button.isVisible()
    window.apply(every_state())
    window.model.flush()
    window.show_setup()
    QTest.mouseClick(setup.later_button, LEFT)
    assert part(window, DocumentTable).isVisible()
    assert part(window, SendBar).isVisible()


# The address


def test_an_address_is_emitted_once_editing_is_finished(window: MainWindow) -> None:
    chosen = heard(window.address_changed)
    window.show_addresses(["a@x", "b@y"], "a@x")
    field = part(window, AddressField)
    assert field.currentText() == "a@x"
    line = part(field, QLineEdit)
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, " 'c@z' ")
    assert chosen == []
    QTest.keyClick(line, Qt.Key.Key_Return)
    part(window, DocumentTable).setFocus()
    assert chosen == [("c@z",)]
    assert field.currentText() == "c@z"


def test_the_last_typed_address_applies_to_added_files(window: MainWindow) -> None:
    order: list[str] = []
    window.address_changed.connect(order.append)
    window.sources_given.connect(order.extend)
    line = part(part(window, AddressField), QLineEdit)
    QTest.keyClicks(line, "late@example")
    window.give(["/a.pdf"])
    assert order == ["late@example", "/a.pdf"]


@pytest.mark.parametrize(
    ("address", "odd"),
    [("team@example", False), ("team@example.xn", False), ("team", True), ("a b@c", True)],
)
def test_an_unusual_address_is_pointed_out_and_not_refused(
    window: MainWindow, address: str, odd: bool
) -> None:
    chosen = heard(window.address_changed)
    line = part(part(window, AddressField), QLineEdit)
    QTest.keyClicks(line, address)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert chosen == [(address,)]
    field = part(window, AddressField)
    assert field.is_odd is odd
    assert ("name@instance" in field.accessibleDescription()) is odd


def test_updates_do_not_overwrite_an_address_being_typed(window: MainWindow) -> None:
    window.show_addresses(["a@x"], "a@x")
    line = part(part(window, AddressField), QLineEdit)
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "half-ty")
    window.show_addresses(["a@x", "b@y"], "b@y")
    assert line.text() == "half-ty"


# The foot of the window


def test_the_status_line_counts_the_documents(window: MainWindow) -> None:
    line = part(window, StatusBar)
    assert line.summary == "Ready"
    window.apply(every_state())
    window.model.flush()
    assert line.summary == (
        "2 sending · 3 processing · 2 checking with CapOut · 3 waiting · 2 complete · 1 canceled · "
        "5 need you"
    )


def test_the_status_line_agrees_with_the_chips(window: MainWindow) -> None:
    line, chips = part(window, StatusBar), part(window, ListBar).chips.chips
    one = document(S.HELD, id="a", problem=Problem(HoldReason.NO_ADDRESS))
    later = document(S.HELD, id="b", problem=Problem(HoldReason.LIST_NEEDED))
    asks = document(S.CONFIRMING, id="c", problem=Problem(HoldReason.LOOK_UP_UNCLEAR))
    window.apply([one, later, asks])
    window.model.flush()
    assert line.summary == "1 waiting · 2 need you"
    assert chips[DocumentFilter.ATTENTION].text() == "Needs you  2"
    window.apply([replace(one, skipped=True)])
    window.model.flush()
    assert line.summary == "1 waiting · 1 skipped · 1 needs you"
    assert chips[DocumentFilter.ATTENTION].text() == "Needs you  1"


def test_what_needs_attention_stays_on_the_status_line_of_the_narrowest_window(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.apply(every_state())
    window.model.flush()
    window.show_connection("Checking every 3 s", "", Tone.WARNING)
    window.show_credits(balance(), refreshing=False, problem=None)
    shown = part(part(window, StatusBar), ElidedLabel)
    qtbot.waitUntil(lambda: shown.text() == shown.full_text)
    window.resize(LEAST_SIZE)
    qtbot.waitUntil(lambda: shown.text().endswith("you · …"))
    assert shown.text().startswith("2 sending")
    assert shown.fontMetrics().horizontalAdvance(shown.text()) <= shown.width()
    assert shown.accessibleName() == shown.toolTip() == shown.full_text
    assert "canceled" in shown.full_text


def test_the_connection_is_described_in_words(window: MainWindow) -> None:
    for text, tone in (("Live", "good"), ("Offline since 14:02", "bad"), ("", "neutral")):
        window.show_connection(text, "why", tone)
        assert [t for t in texts(part(window, StatusBar)) if t == text] or not text


# The banner


def test_a_problem_of_the_whole_program_stands_above_the_list(window: MainWindow) -> None:
    window.hide_banner(OFFLINE.code)
    pressed: list[str] = []
    window.show_banner(OFFLINE, Action("Try now", lambda: pressed.append("offline")))
    banner = part(window, Banner)
    assert banner.isVisible()
    assert banner.accessibleName() == problem_words.title(OFFLINE)
    QTest.mouseClick(banner.action_button, LEFT)
    assert pressed == ["offline"]
    QTest.mouseClick(banner.close_button, LEFT)
    assert not banner.isVisible()


def test_no_problem_is_lost_behind_others(window: MainWindow) -> None:
    """The most important one is shown, among equals the latest; each of the others comes back."""
    lost, locked, full = NO_KEYRING, BAD_KEY, DISK_TROUBLE
    window.show_banner(OFFLINE)
    window.show_banner(lost)
    window.show_banner(full, priority=Priority.HIGH)
    window.show_banner(locked)
    window.show_banner(OFFLINE)  # said again: the latest of its equals
    banner = part(window, Banner)
    order = []
    while banner.isVisible():
        order.append(banner.code)
        QTest.mouseClick(banner.close_button, LEFT)
    assert order == [problem.code for problem in (full, OFFLINE, locked, lost)]
    window.show_banner(lost)
    window.show_banner(OFFLINE)
    window.hide_banner(lost.code)
    window.hide_banner(OFFLINE.code)
    assert not banner.isVisible(), "what was solved while it was covered does not come back"


def test_a_banner_of_lower_priority_does_not_replace_a_problem_of_high_priority(
    window: MainWindow,
) -> None:
    pressed: list[str] = []
    window.show_banner(OFFLINE, Action("Try now", lambda: pressed.append("offline")))
    window.show_banner(BAD_KEY, priority=Priority.HIGH)
    banner = part(window, Banner)
    assert banner.code == BAD_KEY.code
    window.hide_banner(BAD_KEY.code)
    assert banner.code == OFFLINE.code, "what was covered is back"
    window.show_banner(BAD_KEY, priority=Priority.HIGH)
    window.hide_banner(OFFLINE.code)
    window.show_banner(OFFLINE, Action("Try now", lambda: pressed.append("later")))
    assert banner.code == BAD_KEY.code
    assert not banner.action_button.isVisible()
    QTest.mouseClick(banner.close_button, LEFT)
    assert banner.code == OFFLINE.code
    QTest.mouseClick(banner.action_button, LEFT)
    assert pressed == ["later"]
    window.hide_banner(OFFLINE.code)
    assert banner.code == ""
    assert not banner.isVisible()


# Closing


def test_closing_an_idle_window_requests_the_end_at_once(window: MainWindow) -> None:
    ended = heard(window.quit_requested)
    window.close()
    assert ended == [()]
    assert window.findChildren(QMessageBox) == []


def test_closing_while_uploads_run_asks_first(window: MainWindow, qtbot: QtBot) -> None:
    ended = heard(window.quit_requested)
    window.show_uploads_left(3)
    window.close()
    window.close()
    (box,) = window.findChildren(QMessageBox)
    assert window.isVisible(), "the question does not stop the program"
    assert "3 uploads are still running" in box.text()
    assert "Nothing is lost" in box.informativeText()
    press(box, "Keep open")
    qtbot.waitUntil(lambda: not window.findChildren(QMessageBox))
    assert ended == []
    window.close()
    press(window.findChildren(QMessageBox)[0], "Stop them and quit")
    assert ended == [()]


def test_escape_keeps_the_program_open(window: MainWindow, qtbot: QtBot) -> None:
    ended = heard(window.quit_requested)
    window.show_uploads_left(1)
    window.close()
    (box,) = window.findChildren(QMessageBox)
    assert "1 upload is still running" in box.text()
    QTest.keyClick(box, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.findChildren(QMessageBox))
    assert ended == []


def test_the_question_follows_the_uploads_while_it_is_open(window: MainWindow) -> None:
    ended = heard(window.quit_requested)
    window.show_uploads_left(2, 1)
    window.close()
    (box,) = window.findChildren(QuitQuestion)
    assert box.text() == "2 uploads are still running"
    assert box.informativeText().startswith("1 more document waits.")
    window.show_uploads_left(1)
    assert box.text() == "1 upload is still running"
    window.show_uploads_left(0)
    assert box.text() == "The uploads have finished"
    assert not box.later_button.isVisible()
    assert ended == [], "it is the person who ends it"
    press(box, "Quit now")
    assert ended == [()]


def test_the_program_can_end_by_itself_once_everything_is_sent(
    window: MainWindow, qtbot: QtBot
) -> None:
    ended = heard(window.quit_requested)
    sign = window.signs.quits
    for keeps in (True, False):
        window.show_uploads_left(2, 40)
        window.close()
        (box,) = window.findChildren(QuitQuestion)
        press(box, "Quit when uploads have finished")
        qtbot.waitUntil(lambda: not window.findChildren(QuitQuestion))
        assert sign.isVisible()
        window.show_uploads_left(0, 3)
        assert ended == [], "between two uploads it is not over"
        if keeps:
            QTest.mouseClick(sign.button, LEFT)
            assert not sign.isVisible()
            window.show_uploads_left(0, 0)
            assert ended == []
    window.show_uploads_left(0, 0)
    assert ended == [()]


@pytest.mark.skipif(sys.platform != "linux", reason="it asks the X server to close the window")
@pytest.mark.parametrize("uploads", [0, 1], ids=["idle", "uploading"])
def test_the_close_button_works_while_a_dialog_is_open(
    window: MainWindow, qtbot: QtBot, uploads: int
) -> None:
    ended = heard(window.quit_requested)
    window.address_dialogs().manage_addresses()
    window.settings.open()
    dialogs = [part(window, AddressBookWindow), part(window, SettingsDialog)]
    qtbot.waitUntil(lambda: all(dialog.isVisible() for dialog in dialogs))
    window.show_uploads_left(uploads)
    close_window_id(int(window.winId()))
    if uploads:
        qtbot.waitUntil(lambda: bool(window.findChildren(QuitQuestion)))
        assert all(dialog.isVisible() for dialog in dialogs), "nothing is decided yet"
        press(part(window, QuitQuestion), "Stop them and quit")
    qtbot.waitUntil(lambda: ended == [()])
    qtbot.waitUntil(lambda: not any(map(is_shown, dialogs)))


def is_shown(dialog: QWidget) -> bool:
    return shiboken6.isValid(dialog) and dialog.isVisible()


def test_the_window_has_the_keyboard_again_after_each_dialog(
    window: MainWindow, qtbot: QtBot
) -> None:
    """Also if the answer to a question closes the dialog that the question is about."""
    window.address_dialogs().manage_addresses()
    book = part(window, AddressBookWindow)
    qtbot.waitUntil(book.isActiveWindow)
    box = ask_to_send_again(book, 2, book.accept)
    qtbot.waitUntil(box.isActiveWindow)
    press(box, "Send again")
    qtbot.waitUntil(window.isActiveWindow)


def press(box: QMessageBox, words: str) -> None:
    (button,) = [b for b in box.findChildren(QPushButton) if b.text() == words]
    QTest.mouseClick(button, LEFT)


# Looks


def test_the_window_changes_between_light_and_dark_while_it_runs(window: MainWindow) -> None:
    window.apply(every_state())
    window.model.flush()
    theme, hints = Theme.current(), QApplication.styleHints()
    try:
        for scheme, palette in ((Qt.ColorScheme.Dark, DARK), (Qt.ColorScheme.Light, LIGHT)):
            hints.colorSchemeChanged.emit(scheme)
            assert theme.palette is palette
            assert QApplication.palette().color(QPalette.ColorRole.Window).name() == palette.window
            corner = window.grab().toImage().pixelColor(4, window.height() // 2)
            assert corner.name() == palette.surface
    finally:
        theme.use(LIGHT)


def test_the_least_size_shows_all_columns_without_scrolling(window: MainWindow) -> None:
    window.resize(LEAST_SIZE)
    window.apply(every_state())
    window.model.flush()
    table = part(window, DocumentTable)
    assert table.isVisible()
    assert not table.horizontalScrollBar().isVisible()
    assert table.horizontalHeader().length() <= table.viewport().width()


def test_rows_keep_one_height(window: MainWindow) -> None:
    window.apply(every_state())
    window.model.flush()
    table = part(window, DocumentTable)
    heights = {table.rowHeight(row) for row in range(window.model.rowCount())}
    assert len(heights) == 1


def test_progress_bars_are_animated_only_while_visible(window: MainWindow, qtbot: QtBot) -> None:
    table = part(window, DocumentTable)
    quiet = [document(S.COMPLETE, id=str(n), added_at=NOW) for n in range(60)]
    window.apply(quiet)
    window.model.flush()
    seen = [table.is_moving]
    window.apply([replace(quiet[0], state=S.PROCESSING)])
    window.model.flush()
    seen.append(table.is_moving)
    table.scrollToBottom()
    qtbot.waitUntil(lambda: not table.is_moving)
    table.scrollToTop()
    seen.append(table.is_moving)
    window.apply(quiet[:1])
    window.model.flush()
    assert [*seen, table.is_moving] == [False, True, True, False]


def nameless(window: MainWindow) -> list[QWidget]:
    buttons = [b for b in window.findChildren(QAbstractButton) if not b.text()]
    fields = [*window.findChildren(QLineEdit), part(window, AddressField), *buttons]
    # What stands inside an address field speaks through it.
    fields = [f for f in fields if not isinstance(f.parentWidget(), AddressField)]
    return [f for f in fields if f.isVisible() and not f.accessibleName()]


def test_every_control_has_a_name(window: MainWindow) -> None:
    window.show_key_kind(KeyKind.SANDBOX)
    window.show_credits(balance(), False, None)
    window.show_banner(OFFLINE, Action("Try now", lambda: None))
    assert nameless(window) == []
    window.apply(every_state())
    window.model.flush()
    assert nameless(window) == []
    window.show_setup()
    assert nameless(window) == []


def test_tab_reaches_every_control_and_leaves_the_table(window: MainWindow) -> None:
    window.show_key_kind(KeyKind.SANDBOX)
    window.show_credits(balance(), False, None)
    window.apply(every_state())
    window.model.flush()
    table = part(window, DocumentTable)
    table.setFocus()
    reached = set()
    for _ in range(12):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        reached.add(window.focusWidget())
    bar = part(window, SendBar)
    assert {bar.add_button, part(window, CreditsIndicator), table} <= reached
    assert reached & {part(window, AddressField), part(part(window, AddressField), QLineEdit)}


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows shows another one meanwhile")
def test_the_icon_is_there_before_the_window_is_shown(qtbot: QtBot) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    assert not window.windowIcon().isNull()
