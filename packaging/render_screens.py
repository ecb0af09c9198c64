"""Takes a picture of every screen of the window, light and dark, into `build/screens/`.

python3 packaging/dev.py shots [NAME ...]

Names are parts of the pictures' names; without any, all are taken. Some are taken in Spanish, too,
and in a language that is 40 % longer than English. Pictures at 200 % are taken by a second
process, since the scale of a program is settled when it starts.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from gui.pseudo_language import PseudoLanguage  # noqa: E402 - its folder is known only now
from gui.ui_fixtures import (  # noqa: E402
    BAD_KEY,
    NO_KEYRING,
    NOW,
    OFFLINE,
    S,
    balance,
    document,
    every_state,
    stages,
)
from PySide6.QtCore import (  # noqa: E402
    QLocale,
    QMimeData,
    QPoint,
    QSize,
    Qt,
    QTranslator,
    QUrl,
)
from PySide6.QtGui import (  # noqa: E402
    QDragEnterEvent,
    QFont,
    QFontDatabase,
    QPainter,
    QPixmap,
)
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication, QMenu, QWidget  # noqa: E402

from capout_desktop.capout.errors import CertificateNotTrusted  # noqa: E402
from capout_desktop.domain import (  # noqa: E402
    file_problem,
    hold,
    key_problem,
)
from capout_desktop.domain.address_book import AddressBook  # noqa: E402
from capout_desktop.domain.connection_step import (  # noqa: E402
    WEBSOCKET_BLOCKED,
    Finding,
    Step,
    StepResult,
)
from capout_desktop.domain.credit_guard import Estimate, Fit  # noqa: E402
from capout_desktop.domain.credits import BalancePoint, KeyKind  # noqa: E402
from capout_desktop.domain.document import Document  # noqa: E402
from capout_desktop.domain.export_problem import exported, spending_not_exported  # noqa: E402
from capout_desktop.domain.ledger import Charged, Movement  # noqa: E402
from capout_desktop.domain.pdf_judgement import Notice  # noqa: E402
from capout_desktop.domain.problem import Problem  # noqa: E402
from capout_desktop.domain.profile import Colour, Profile  # noqa: E402
from capout_desktop.domain.program_problem import DIAGNOSTICS_COPIED, WAIT_FOR_OK  # noqa: E402
from capout_desktop.domain.proxy_choice import ProxyMode  # noqa: E402
from capout_desktop.domain.showing import Show  # noqa: E402
from capout_desktop.domain.spending import SpendingBy, spending  # noqa: E402
from capout_desktop.domain.timeline import HistoryEntry, What  # noqa: E402
from capout_desktop.domain.typical_cost import TypicalCost  # noqa: E402
from capout_desktop.domain.update import Update, announcement  # noqa: E402
from capout_desktop.resources import resource_path  # noqa: E402
from capout_desktop.services.licences import bundled_parts, own_licence  # noqa: E402
from capout_desktop.services.pdf_inspector import PdfInspector  # noqa: E402
from capout_desktop.store.look_file import Look  # noqa: E402
from capout_desktop.store.settings import Settings, WatchFolder  # noqa: E402
from capout_desktop.ui.about import AboutDialog  # noqa: E402
from capout_desktop.ui.address_entry import AddressEntry  # noqa: E402
from capout_desktop.ui.connection_check_dialog import ConnectionCheckDialog  # noqa: E402
from capout_desktop.ui.document_table import DocumentTable  # noqa: E402
from capout_desktop.ui.filter_chips import FilterChips  # noqa: E402
from capout_desktop.ui.grouping import GroupBy  # noqa: E402
from capout_desktop.ui.main_window import LEAST_SIZE, MainWindow  # noqa: E402
from capout_desktop.ui.palette import DARK, LIGHT  # noqa: E402
from capout_desktop.ui.profile_row import KeyState, ProfileRow  # noqa: E402
from capout_desktop.ui.questions import ask_to_overspend, explain_tray  # noqa: E402
from capout_desktop.ui.scope_switch import ScopeSwitch  # noqa: E402
from capout_desktop.ui.shortcuts_sheet import ShortcutsSheet  # noqa: E402
from capout_desktop.ui.theme import Theme  # noqa: E402
from capout_desktop.ui.update_actions import UpdateActions  # noqa: E402

FOLDER = ROOT / "build" / "screens"
Screen = Callable[[MainWindow], QWidget | None]
"""Brings the window into a state; may return another widget that belongs into the picture."""


def empty(window: MainWindow) -> None:
    """The invitation, with a key that spends real credits."""
    window.show_key_kind(KeyKind.LIVE)
    window.show_addresses(["restoration-team@example.xn"], "restoration-team@example.xn")
    window.show_credits(balance(), False, None)
    window.show_connection("Live", "News of your documents come in at once", "good")


def first_paint(window: MainWindow) -> None:
    """Before anything is known."""
    del window


def sandbox(window: MainWindow) -> None:
    """The invitation on the sandbox, with its sample estimates."""
    empty(window)
    window.show_key_kind(KeyKind.SANDBOX)
    window.show_addresses(["demo-team@sandbox"], "demo-team@sandbox")


def dragging(window: MainWindow) -> None:
    """Three PDFs and a folder are dragged over the window."""
    mixed(window)
    _drag(window, "a.pdf", "b.PDF", "c.pdf", "Storm of April 14")


def dragging_a_mail(window: MainWindow) -> None:
    """An attachment is dragged straight out of a mail program."""
    empty(window)
    data = QMimeData()
    data.setData('application/x-qt-windows-mime;value="FileGroupDescriptorW"', b"scope.pdf")
    _enter(window, data)


def mixed(window: MainWindow) -> None:
    """Documents in all states."""
    empty(window)
    window.apply(every_state())


def storm_day(window: MainWindow) -> None:
    """What a usual day looks like: most are done, some are on their way."""
    empty(window)
    marks = ["ddr..", "dr...", "r....", "dddd r".replace(" ", "")]
    names = ["Alvarez kitchen", "Brightwater HOA building C", "Castillo roof", "Delgado garage"]
    documents = [
        document(
            S.UPLOADING,
            file_name="Harrison 1182 Oak Ridge.pdf",
            size=24 << 20,
            page_count=88,
            bytes_sent=14 << 20,
            bytes_total=32 << 20,
            attempts=1,
        )
    ]
    documents += [
        document(S.PROCESSING, file_name=f"{name}.pdf", stages=stages(mark), page_count=6 + 5 * n)
        for n, (name, mark) in enumerate(zip(names, marks, strict=True))
    ]
    documents += [
        document(
            S.COMPLETE,
            file_name=f"{name}.pdf",
            stages=stages("ddddd"),
            changed_at=NOW - timedelta(minutes=7 * n),
        )
        for n, name in enumerate(("Kim windstorm", "Larsen", "Morales attic", "Nguyen roof"), 1)
    ]
    documents.append(every_state()[13])
    window.apply(documents)


def selected(window: MainWindow) -> None:
    """Rows are selected and the keyboard is in the table."""
    mixed(window)
    window.model.flush()
    table = _part(window, "documents")
    table.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(table, key)
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)


def context_menu(window: MainWindow) -> QWidget | None:
    """The context menu of an upload."""
    mixed(window)
    window.model.flush()
    table = _part(window, "documents")
    viewport = _part(table, "qt_scrollarea_viewport")
    place = QPoint(120, 30)
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    table.customContextMenuRequested.emit(place)
    return QApplication.activePopupWidget()


def first_start(window: MainWindow) -> None:
    """No key is known yet."""
    window.show_setup()


def first_start_error(window: MainWindow) -> None:
    """The key was refused."""
    window.show_setup("restoration-team@example.xn")
    QTest.keyClicks(_part(window, "key"), "capout_live_0123456789abcdef")
    window.show_setup_problem(BAD_KEY)


def first_start_busy(window: MainWindow) -> None:
    """The key is being tested."""
    window.show_setup("restoration-team@example.xn")
    window.show_setup_problem(None, busy=True)


def first_start_no_keyring(window: MainWindow) -> None:
    """The key cannot be stored; there is a list to go back to."""
    window.apply(every_state())
    window.model.flush()
    window.show_setup("restoration-team@example.xn", storage=NO_KEYRING)


def first_start_keyring_waits(window: MainWindow) -> None:
    """The keyring asks for its password, perhaps behind the window."""
    window.show_setup("restoration-team@example.xn", storage=key_problem.WAITING)


def first_start_keyring_locked(window: MainWindow) -> None:
    """The question for the keyring's password was cancelled."""
    window.show_setup("restoration-team@example.xn", storage=key_problem.LOCKED)


def first_start_plaintext(window: MainWindow) -> None:
    """The only keyring writes plain text."""
    window.show_setup("restoration-team@example.xn", storage=key_problem.PLAINTEXT)


def first_start_lost(window: MainWindow) -> None:
    """The keyring lost the key of an organisation."""
    _organisations(window)
    window.show_setup("restoration-team@example.xn")
    window.show_setup_problem(key_problem.lost("Harbor Restoration"))


def first_start_odd_key(window: MainWindow) -> None:
    """What was pasted does not look like a key."""
    window.show_setup("restoration-team@example.xn")
    QTest.keyClicks(_part(window, "key"), "restoration-team@example.xn")
    QTest.keyClick(_part(window, "key"), Qt.Key.Key_Return)


PROFILES = (
    ProfileRow(
        Profile(
            id="1",
            label="Acme Restoration & Roofing",
            organization_id="org_4f2c81d09b",
            xn_address="restoration-team@example.xn",
            colour=Colour.BLUE,
        ),
        KeyState.STORED,
    ),
    ProfileRow(
        Profile(
            id="2",
            label="Harbor Restoration",
            organization_id="org_90aa17c3e2",
            xn_address="desk@harbor",
            colour=Colour.ORANGE,
        ),
        KeyState.NEEDED,
        key_problem.lost("Harbor Restoration"),
    ),
    ProfileRow(
        Profile(
            id="3",
            label="Brightwater Claims Estimating of the North West",
            organization_id="org_5512bb7f10",
            xn_address="brightwater-claims-estimating@northwest",
            colour=Colour.GREEN,
            kind=KeyKind.TEST,
        ),
        KeyState.FOR_SESSION,
        key_problem.NO_KEYRING,
    ),
    ProfileRow(
        Profile(id="4", label="Practice", organization_id="org_77", colour=Colour.PURPLE),
        KeyState.TESTING,
    ),
)


def _organisations(window: MainWindow) -> None:
    storm_day(window)
    window.keys.show(PROFILES, "1")


def switcher(window: MainWindow) -> QWidget | None:
    """The menu beside the address, with the other organisations."""
    _organisations(window)
    button = window.keys.switcher
    menu = button.menu()
    place = QPoint(button.width() - menu.sizeHint().width(), button.height())
    menu.popup(button.mapToGlobal(place))
    return menu


def switcher_long(window: MainWindow) -> None:
    """An organisation of a long name, with a test key; another one needs its key."""
    storm_day(window)
    window.show_key_kind(KeyKind.TEST)
    window.keys.show(PROFILES, "3")
    harbor = key_problem.lost("Harbor Restoration")
    window.show_banner(key_problem.needs_key("Harbor Restoration", harbor), "Enter its key")


def account_menu(window: MainWindow) -> QWidget | None:
    """The menu of the account."""
    _organisations(window)
    return _open_menu(window, 3)


def _open_menu(window: MainWindow, number: int) -> QWidget:
    """Open the menu that stands there, whatever it is called."""
    action = window.menuBar().actions()[number]
    menu = action.menu()
    if not isinstance(menu, QMenu):
        raise TypeError(f"{action.text()} is no menu")
    corner = window.menuBar().actionGeometry(action).bottomLeft()
    menu.popup(window.menuBar().mapToGlobal(corner))
    return menu


def organisations_dialog(window: MainWindow) -> QWidget | None:
    """The organisations, the keyring having lost the key of one."""
    _organisations(window)
    dialog = window.keys.open_dialog()
    dialog.select("2")
    return dialog


def organisations_dialog_session(window: MainWindow) -> QWidget | None:
    """A key that is kept for this session only."""
    _organisations(window)
    dialog = window.keys.open_dialog()
    dialog.select("3")
    return dialog


def organisations_add(window: MainWindow) -> QWidget | None:
    """Adding an organisation; the key is refused."""
    _organisations(window)
    dialog = window.keys.open_dialog()
    dialog.add_button.click()
    dialog.form.label_field.setText("Castillo & Sons")
    dialog.form.key_field.setText("capout_live_0123456789abcdef")
    dialog.form.show_outcome(BAD_KEY)
    return dialog


def organisations_remove(window: MainWindow) -> QWidget | None:
    """The question before an organisation is removed."""
    _organisations(window)
    dialog = window.keys.open_dialog()
    dialog.remove_button.click()
    return dialog


def confirming(window: MainWindow) -> None:
    """Nobody knows yet whether two documents arrived; the connection is gone."""
    empty(window)
    window.apply([d for d in every_state() if d.state in {S.CONFIRMING, S.QUEUED, S.HELD}])
    window.show_connection("Offline since 14:02", "Trying again by itself", "warning")
    window.show_banner(OFFLINE, "Try now")


def credits_stale(window: MainWindow) -> None:
    """The credits could not be refreshed; what is shown is old."""
    storm_day(window)
    old = replace(balance(), as_of=NOW - timedelta(hours=2))
    window.show_credits(old, False, OFFLINE)
    window.show_connection("Reconnecting…", "The connection broke a moment ago", "warning")


def credits_low(window: MainWindow) -> None:
    """Few credits are left."""
    storm_day(window)
    window.credits.indicator.show_threshold(100)
    window.show_credits(balance(62, 12), False, None)


def credits_none(window: MainWindow) -> None:
    """No credits are left."""
    storm_day(window)
    window.show_credits(replace(balance(0, 0), buckets=()), False, None)


def credits_panel(window: MainWindow) -> QWidget | None:
    """The panel above the credits, with a month of readings."""
    storm_day(window)
    window.credits.open_panel()
    return _filled_panel(window, _month_of_readings(), TypicalCost(9.5, 8, 12, 31, False))


def credits_panel_new(window: MainWindow) -> QWidget | None:
    """The panel on the first day, with an old figure."""
    storm_day(window)
    window.show_credits(replace(balance(1240, 0), as_of=NOW - timedelta(hours=2)), False, OFFLINE)
    window.credits.open_panel()
    return _filled_panel(window, _month_of_readings()[-1:], None)


def _filled_panel(
    window: MainWindow, points: list[BalancePoint], typical: TypicalCost | None
) -> QWidget | None:
    panel = window.credits.panel
    if panel is not None:
        panel.show_history(points, NOW, 500, typical)
    return panel


def _month_of_readings() -> list[BalancePoint]:
    points, total = [], 2150
    for hours in range(32 * 24, 0, -7):
        at = NOW - timedelta(hours=hours)
        total -= (hours * 7919) % 61 if at.weekday() < 5 else 0
        total += 1000 if total < 300 else 0
        points.append(BalancePoint("org_1", at, total))
    return [*points, BalancePoint("org_1", NOW, 1240)]


def spending_by_day(window: MainWindow) -> QWidget | None:
    """What the credits went to, day by day."""
    return _spending(window, SpendingBy.DAY)


def spending_by_address(window: MainWindow) -> QWidget | None:
    """What the credits went to, by address; the export could not be written."""
    report = _spending(window, SpendingBy.ADDRESS)
    if window.credits.report is not None:
        window.credits.report.show_exported("", spending_not_exported("Permission denied"))
    return report


def spending_empty(window: MainWindow) -> QWidget | None:
    """Nothing was spent yet."""
    storm_day(window)
    window.credits.open_report()
    if window.credits.report is not None:
        window.credits.report.show_lines([], str)
    return window.credits.report


def _spending(window: MainWindow, by: SpendingBy) -> QWidget | None:
    storm_day(window)
    window.credits.open_report()
    report = window.credits.report
    if report is not None:
        report.by_box.setCurrentIndex(report.by_box.findData(by))
        report.show_lines(spending(_movements(), by), str)
    return report


def _movements() -> list[Movement]:
    addresses = ("restoration-team@example.xn", "estimating@northwest", "dana.k@example.xn")
    moved = []
    for day in range(9):
        at = NOW - timedelta(days=day)
        for number in range((day * 5) % 7 + 1):
            names = addresses[: 1 + (number % 4 == 3)]
            charges = tuple(Charged(f"{day}-{number}-{n}", "", n) for n in names)
            if number % 3:
                charges = (Charged(f"{day}-{number}", "", addresses[number % 3]),)
            moved.append(Movement("org_1", at, at, 0, 0, spent=9 * len(charges), charges=charges))
        lost = Movement("org_1", at, at, 0, 0, unexplained=24 * (day == 2), expired=60 * (day == 5))
        moved.append(lost if day != 4 else replace(lost, added=1000))
    return moved


def overspending(window: MainWindow) -> QWidget | None:
    """A batch is likely to cost more than is left."""
    storm_day(window)
    estimate = Estimate(12, 120, 144, 80, 0, Fit.SHORT)
    ask_to_overspend(window, estimate, lambda: None)
    return QApplication.activeModalWidget()


def odd_address(window: MainWindow) -> None:
    """The XactNet address looks unusual."""
    storm_day(window)
    window.show_key_kind(KeyKind.TEST)
    window.show_addresses(["restoration-team"], "restoration-team")


def searching(window: MainWindow) -> None:
    """A search with results, sorted by name."""
    mixed(window)
    window.model.flush()
    table = window.findChild(DocumentTable)
    if table is None:
        raise RuntimeError("the window has no table")
    table.horizontalHeader().setSortIndicator(0, Qt.SortOrder.AscendingOrder)
    _part(window, "search").setFocus()
    QTest.keyClicks(_part(window, "search"), "a team")


def nothing_found(window: MainWindow) -> None:
    """No document has what was typed."""
    mixed(window)
    window.model.flush()
    QTest.keyClicks(_part(window, "search"), "harrisson")


def organisation(window: MainWindow) -> None:
    """What the organisation submitted elsewhere stands among this computer's own."""
    storm_day(window)
    window.model.flush()
    _show_others(window, problem=None)


def organisation_old(window: MainWindow) -> None:
    """The list of the organisation could not be had anew."""
    storm_day(window)
    window.model.flush()
    _show_others(window, problem=OFFLINE)
    _part(window, "search").setFocus()


def organisation_only(window: MainWindow) -> None:
    """Nothing was added on this computer yet, and others have submitted something."""
    empty(window)
    _show_others(window, problem=None)


def organisation_empty(window: MainWindow) -> None:
    """Nobody has submitted anything, as far as is known."""
    empty(window)
    window.organisation.show([], None, OFFLINE)
    _show_everything(window)


def _show_others(window: MainWindow, problem: Problem | None) -> None:
    others = [
        document(
            state,
            id=f"elsewhere:{name}",
            document_id=f"doc_{number}",
            file_name=f"{name}.pdf",
            source="",
            size=None,
            xn_address="" if number == 2 else "estimating@northwest",
            stages=stages(marks) if marks else None,
            added_at=NOW + timedelta(minutes=5 - 3 * number),
            changed_at=NOW - timedelta(minutes=4 * number),
        )
        for number, (name, state, marks) in enumerate(
            (
                ("Petersen hail claim 77120", S.PROCESSING, "dr..."),
                ("Ramirez fire", S.COMPLETE, "ddddd"),
                ("scan0042", S.FAILED, "dx..."),
                ("Thompson water loss", S.COMPLETE, ""),
            )
        )
    ]
    as_of = NOW - timedelta(minutes=25 if problem else 0)
    window.organisation.show(others, as_of, problem)
    _show_everything(window)


def filtered(window: MainWindow) -> None:
    """Only what needs the person is listed."""
    mixed(window)
    window.model.flush()
    _choose_chip(window, Show.ATTENTION)


def filtered_out(window: MainWindow) -> None:
    """Nothing needs the person."""
    empty(window)
    window.apply([d for d in every_state() if d.state in {S.COMPLETE, S.PROCESSING}])
    window.model.flush()
    _choose_chip(window, Show.ATTENTION)


def filtered_search(window: MainWindow) -> None:
    """What was typed is there, though not under the chip that was chosen."""
    mixed(window)
    window.model.flush()
    _choose_chip(window, Show.COMPLETE)
    QTest.keyClicks(_part(window, "search"), "schmidt")


def grouped_by_day(window: MainWindow) -> None:
    """Under a heading for each day."""
    _days(window)
    window.look.documents.view.group(GroupBy.DAY)


def grouped_by_address(window: MainWindow) -> None:
    """Under a heading for each address, the keyboard in the table."""
    _days(window)
    window.look.documents.view.group(GroupBy.ADDRESS)
    table = _part(window, "documents")
    table.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(table, Qt.Key.Key_Down)


def compact(window: MainWindow) -> None:
    """Rows of one line."""
    mixed(window)
    window.model.flush()
    window.look.set_density("compact")


def compact_groups(window: MainWindow) -> None:
    """Rows of one line under headings."""
    _days(window)
    window.look.documents.view.group(GroupBy.DAY)
    window.look.set_density("compact")


def view_menu(window: MainWindow) -> QWidget | None:
    """What the View menu offers."""
    storm_day(window)
    window.model.flush()
    return _open_menu(window, 2)


def exported_list(window: MainWindow) -> None:
    """The list was written into a file."""
    storm_day(window)
    window.show_banner(exported(10, "CapOut documents 2026-04-14.csv"), "Show in folder")


def _choose_chip(window: MainWindow, show: Show) -> None:
    chips = window.findChild(FilterChips)
    if chips is None:
        raise RuntimeError("the window has no chips")
    chips.chips[show].click()


def _days(window: MainWindow) -> None:
    """Documents of several days, for several addresses."""
    empty(window)
    addresses = ("restoration-team@example.xn", "estimating@northwest", "")
    window.apply(
        replace(
            made,
            added_at=NOW - timedelta(days=(0, 0, 1, 1, 6)[number % 5], seconds=number),
            changed_at=NOW - timedelta(days=(0, 0, 1, 1, 6)[number % 5], minutes=number),
            xn_address=addresses[min(number % 4, 2)],
        )
        for number, made in enumerate(every_state())
    )
    window.model.flush()


def quit_question(window: MainWindow) -> QWidget | None:
    """Closing the window while uploads run."""
    mixed(window)
    window.set_uploads_running(3)
    window.close()
    return QApplication.activeModalWidget()


def settings_sending(window: MainWindow) -> QWidget | None:
    """The settings, as they open."""
    return _settings(window, "sending", Settings())


def settings_addresses(window: MainWindow) -> QWidget | None:
    """The address book among the settings."""
    return _settings(window, "addresses", Settings(default_address="team@northwest"))


def settings_watch(window: MainWindow) -> QWidget | None:
    """A watched folder."""
    watch = WatchFolder(
        folder="/home/dana/Documents/Estimates from carriers", xn_address="team@northwest"
    )
    return _settings(window, "watch", Settings(watch=watch))


def settings_no_watch(window: MainWindow) -> QWidget | None:
    """No folder is watched."""
    return _settings(window, "watch", Settings())


def settings_notifications(window: MainWindow) -> QWidget | None:
    """How much is said."""
    return _settings(window, "notifications", Settings())


def settings_appearance(window: MainWindow) -> QWidget | None:
    """How the window looks."""
    return _settings(window, "appearance", Settings())


def settings_network(window: MainWindow) -> QWidget | None:
    """A proxy with a password in its address."""
    proxy = "http://dana:secret@proxy.example.com:8080"
    return _settings(window, "network", Settings(proxy=ProxyMode.MANUAL, proxy_url=proxy))


def settings_bad_proxy(window: MainWindow) -> QWidget | None:
    """An address that cannot be a proxy's."""
    dialog = _settings(window, "network", Settings(proxy=ProxyMode.MANUAL))
    field = _part(dialog, "proxyUrl")
    field.setFocus()
    QTest.keyClicks(field, "proxy.example.com")
    QTest.keyClick(field, Qt.Key.Key_Return)
    return dialog


def settings_data(window: MainWindow) -> QWidget | None:
    """Where everything is."""
    return _settings(window, "data", Settings())


def _settings(window: MainWindow, page: str, settings: Settings) -> QWidget:
    storm_day(window)
    settings.addresses = ["restoration-team@example.xn", "team@northwest"]
    settings.address_labels = {"team@northwest": "Northwest"}
    window.settings.show_settings(settings)
    window.settings.show_look(Look())
    window.settings.show_places(
        Path("/home/dana/.local/share/CapOut Desktop"),
        Path("/home/dana/.local/state/CapOut Desktop/log"),
    )
    window.settings.open(page)
    QTest.qWait(50)
    return _part(window, "settings")


def details(window: MainWindow) -> None:
    """The details of a document that CapOut works on."""
    _show_details(window, every_state()[2])


def details_failed(window: MainWindow) -> None:
    """The details of a document that CapOut refused, with what the server said."""
    _show_details(window, every_state()[12])


def details_scan(window: MainWindow) -> None:
    """The details of a scan that is complete, with links and further fields."""
    done = replace(
        every_state()[9],
        notices=(Notice.SCAN, Notice.MANY_PAGES),
        page_count=212,
        extra={
            "downloads": {
                "contractor_esx": "https://downloads.capout.example/contractor.esx",
                "carrier_esx": "https://downloads.capout.example/carrier.esx",
            },
            "message": "Two rooms without a name were merged.",
            "claim": {"carrier_id": "SM-48213", "rooms": 7},
        },
    )
    _show_details(window, done)


def details_of_many(window: MainWindow) -> None:
    """Several documents are selected."""
    mixed(window)
    window.model.flush()
    table = window.findChild(DocumentTable)
    if table is None:
        raise RuntimeError("the window has no table")
    table.selectAll()
    window.details.action.setChecked(True)
    QTest.qWait(700)


def details_of_none(window: MainWindow) -> None:
    """The panel is open, and nothing is selected."""
    mixed(window)
    window.details.action.setChecked(True)


def details_elsewhere(window: MainWindow) -> None:
    """The details of what a teammate submitted."""
    storm_day(window)
    window.model.flush()
    _show_others(window, problem=None)
    _open_details(window, "elsewhere:Ramirez fire")


def _show_details(window: MainWindow, shown: Document) -> None:
    empty(window)
    shown = replace(
        shown, sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    )
    others = [d for d in every_state() if d.id != shown.id]
    window.apply([shown, *others])
    window.model.flush()
    _open_details(window, shown.id)
    sample = next((ROOT / "resources" / "samples").glob("*.pdf"))
    width = round(96 * window.devicePixelRatioF())
    window.details.show_preview(shown.id, PREVIEWS.first_page(str(sample), width))
    window.details.show_history(shown.id, _timeline_of(shown))


def _open_details(window: MainWindow, local_id: str) -> None:
    row = window.model.row_of(local_id)
    table = window.findChild(DocumentTable)
    if row is None or table is None:
        raise LookupError(local_id)
    table.selectRow(row)
    window.details.action.setChecked(True)
    QTest.qWait(60)


def _timeline_of(shown: Document) -> list[HistoryEntry]:
    told = [
        (What.ADDED, S.CHECKING, ""),
        (What.CHECKED, S.QUEUED, ",".join(shown.notices)),
        (What.HELD, S.HELD, "Waiting for an XactNet address"),
        (What.ADDRESSED, S.HELD, shown.xn_address),
        (What.RELEASED, S.QUEUED, ""),
        (What.ATTEMPT, S.UPLOADING, "1"),
    ]
    if shown.state is S.FAILED and shown.problem is not None:
        told += [(What.REFUSED, S.FAILED, shown.problem.title)]
    else:
        told += [
            (What.REFUSED, S.QUEUED, "CapOut cannot be reached"),
            (What.ATTEMPT, S.UPLOADING, "2"),
            (What.ACCEPTED, S.PROCESSING, shown.document_id),
            (What.STAGES, S.PROCESSING, "ocr running "),
            (What.STAGES, S.PROCESSING, "ocr done \nstructure running "),
            (What.STAGES, S.PROCESSING, "structure done \nactions running "),
        ]
    if shown.state is S.COMPLETE:
        told.append((What.ENDED, S.COMPLETE, ""))
    begin = NOW - timedelta(days=1)
    return [
        HistoryEntry(shown.id, begin + timedelta(hours=7 * n // 2), what, state, note)
        for n, (what, state, note) in enumerate(told)
    ]


def update_there(window: MainWindow) -> None:
    """A newer version is to be had."""
    storm_day(window)
    news = ("Documents go up twice as fast.", "The window speaks Spanish.")
    update = Update("1.4.0", news, "https://capout.example")
    UpdateActions(window, True).show(announcement(update), offer_page=True)


def updates_in_menu(window: MainWindow) -> QWidget | None:
    """The Help menu, with the lines about updates."""
    UpdateActions(window, True)
    return help_menu(window)


def check_running(window: MainWindow) -> QWidget:
    """The connection check is under way."""
    dialog = _check(window, 4)
    dialog.show_running(Step.KEY)
    return dialog


def check_good(window: MainWindow) -> QWidget:
    """The way to CapOut is free."""
    dialog = _check(window, 8)
    dialog.end()
    return dialog


def check_failed(window: MainWindow) -> QWidget:
    """An office inspects the traffic, and its certificate is missing."""
    dialog = _check(window, 3)
    problem = CertificateNotTrusted("self-signed certificate in certificate chain").problem
    dialog.show_result(StepResult(Step.SECURITY, Finding.BAD, 0.21, problem=problem))
    for step in list(Step)[4:]:
        dialog.show_result(StepResult(step, Finding.SKIPPED))
    dialog.end()
    return dialog


def check_remark(window: MainWindow) -> QWidget:
    """All works, and live updates go the second way."""
    dialog = _check(window, 6)
    dialog.show_result(StepResult(Step.WEBSOCKET, Finding.NOTE, 15.0, problem=WEBSOCKET_BLOCKED))
    dialog.show_result(StepResult(Step.SSE, Finding.GOOD, 0.3))
    dialog.end()
    return dialog


def _check(window: MainWindow, good: int) -> ConnectionCheckDialog:
    storm_day(window)
    proxy = "proxy.contoso.example:8080"
    facts = (proxy, "10.20.0.4", proxy, "TLSv1.3, Let's Encrypt", "1240", "", "", "")
    seconds = (0.002, 0.014, 0.032, 0.118, 0.24, 0.21, 0.33, 0.19)
    dialog = ConnectionCheckDialog(window)
    dialog.begin()
    for step, fact, took in list(zip(Step, facts, seconds, strict=True))[:good]:
        dialog.show_result(StepResult(step, Finding.GOOD, took, fact))
    dialog.open()
    return dialog


def shortcuts(window: MainWindow) -> QWidget:
    """Every key of the window."""
    storm_day(window)
    sheet = ShortcutsSheet(window)
    sheet.open()
    return sheet


def about(window: MainWindow) -> QWidget:
    """The program and its parts."""
    storm_day(window)
    dialog = AboutDialog(window)
    dialog.show_parts(bundled_parts(), own_licence())
    dialog.open()
    return dialog


def help_menu(window: MainWindow) -> QWidget | None:
    """The Help menu, open."""
    storm_day(window)
    return _open_menu(window, -1)


def diagnostics_copied(window: MainWindow) -> None:
    """The diagnostics are on the clipboard."""
    storm_day(window)
    window.show_banner(DIAGNOSTICS_COPIED, None)


def tray_explained(window: MainWindow) -> QWidget:
    """Closing the window leaves the program in the tray: said once."""
    storm_day(window)
    return explain_tray(window, window.hide, window.hide)


def batch_good(window: MainWindow) -> QWidget:
    """Several files came, and all of them can go."""
    names = ("Alvarez kitchen", "Brightwater HOA building C", "Castillo roof", "Delgado garage")
    return _sheet(window, [_waiting(f"{name}.pdf") for name in names])


def batch_mixed(window: MainWindow) -> QWidget:
    """Some can go, some went before, some cannot, one is still being checked."""
    content = {"sha256": "5ca9" * 16}
    documents = [
        _waiting("Alvarez kitchen.pdf"),
        _waiting("Harrison_1182 Oak Ridge Dr_State Farm estimate final rev 3.pdf", page_count=88),
        _waiting("Kim windstorm.pdf", notices=(Notice.SCAN,)),
        _waiting("Larsen.pdf", **content),
        _waiting("Larsen (1).pdf", **content),
        _waiting("Morales attic.pdf", problem=hold.already_sent(date(2026, 11, 12))),
        _waiting("Nguyen roof.pdf", xn_address="estimating@northwest"),
        _waiting("Osei fire.pdf", xn_address="northwest"),
        document(
            S.REJECTED,
            file_name="Baker estimate.pdf",
            problem=file_problem.PASSWORD_NEEDED,
            waits_for_start=True,
        ),
        document(S.CHECKING, file_name="Petrov basement.pdf", waits_for_start=True),
    ]
    return _sheet(window, documents, Estimate(7, 210, 260, 1240, 0, Fit.FITS))


def batch_again(window: MainWindow) -> QWidget:
    """The person ticked a file that went before; an address is missing."""
    sheet = batch_mixed(window)
    table = _part(sheet, "batch")
    for row in (5, 0):
        for _ in range(row):
            QTest.keyClick(table, Qt.Key.Key_Down)
        if row:
            QTest.keyClick(table, Qt.Key.Key_Space)
            QTest.keyClick(table, Qt.Key.Key_F2)
    return sheet


def batch_large(window: MainWindow) -> QWidget:
    """A folder of 200 files, more of which are still being found."""
    short = Estimate(200, 4800, 6000, 1240, 0, Fit.SHORT)
    sheet = _sheet(window, [_waiting(f"Claim {n:04}.pdf") for n in range(1, 201)], short)
    window.questions().show_reading(True)
    return sheet


def address_book(window: MainWindow) -> QWidget | None:
    """The address book."""
    storm_day(window)
    window.questions().show_addresses(_BOOK, _BOOK.default)
    window.questions().manage_addresses()
    return QApplication.activeModalWidget()


def address_book_empty(window: MainWindow) -> QWidget | None:
    """Nothing was sent yet."""
    empty(window)
    window.questions().manage_addresses()
    return QApplication.activeModalWidget()


def address_entry(window: MainWindow) -> QWidget | None:
    """An entry whose address looks unusual."""
    book = address_book(window)
    if book is None:
        return None
    entry = AddressEntry(book, "northwest", "Northwest, water losses")
    entry.open()
    return entry


def address_question(window: MainWindow) -> QWidget | None:
    """Three documents shall go to somebody else, typed in an unusual way."""
    storm_day(window)
    window.questions().show_addresses(_BOOK, _BOOK.default)
    window.questions().ask_address(["1", "2", "3"], _BOOK.default)
    question = QApplication.activeModalWidget()
    if question is not None:
        field = question.focusWidget()
        QTest.keyClicks(field, "northwest")
        QTest.keyClick(field, Qt.Key.Key_Return)
    return question


def waits_for_ok(window: MainWindow) -> None:
    """The sheet was put away: what came waits, and the window says so."""
    storm_day(window)
    window.apply([_waiting("Osei fire.pdf"), _waiting("Petrov basement.pdf")])
    window.show_banner(WAIT_FOR_OK, "Review…")


_BOOK = AddressBook(
    ("restoration-team@example.xn", "estimating@northwest", "brightwater-claims@northwest"),
    {"restoration-team@example.xn": "Our own team", "estimating@northwest": "Northwest Estimating"},
    "restoration-team@example.xn",
)


def _waiting(name: str, **values: object) -> Document:
    defaults = {"problem": hold.WAITS_FOR_START, "waits_for_start": True, "sha256": name}
    return document(S.HELD, file_name=name, **{**defaults, **values})


def _sheet(
    window: MainWindow, documents: list[Document], estimate: Estimate | None = None
) -> QWidget:
    empty(window)
    window.apply(documents)
    questions = window.questions()
    questions.show_addresses(_BOOK, _BOOK.default)
    questions.ask_about(documents)
    number = len(documents)
    likely = Estimate(number, number * 24, number * 30, 1240, 0, Fit.FITS)
    questions.show_credits(estimate or likely, NOW)
    sheet = window.findChild(QWidget, "sheet")
    if sheet is None:
        raise RuntimeError("no sheet is open")
    return sheet


SCREENS: tuple[Screen, ...] = (
    first_paint,
    empty,
    sandbox,
    dragging,
    dragging_a_mail,
    storm_day,
    mixed,
    selected,
    context_menu,
    first_start,
    first_start_error,
    first_start_busy,
    first_start_no_keyring,
    first_start_keyring_waits,
    first_start_keyring_locked,
    first_start_plaintext,
    first_start_lost,
    first_start_odd_key,
    switcher,
    switcher_long,
    account_menu,
    organisations_dialog,
    organisations_dialog_session,
    organisations_add,
    organisations_remove,
    confirming,
    credits_stale,
    credits_low,
    credits_none,
    credits_panel,
    credits_panel_new,
    spending_by_day,
    spending_by_address,
    spending_empty,
    overspending,
    odd_address,
    quit_question,
    searching,
    nothing_found,
    organisation,
    organisation_old,
    organisation_only,
    organisation_empty,
    filtered,
    filtered_out,
    filtered_search,
    grouped_by_day,
    grouped_by_address,
    compact,
    compact_groups,
    view_menu,
    exported_list,
    settings_sending,
    settings_addresses,
    settings_watch,
    settings_no_watch,
    settings_notifications,
    settings_appearance,
    settings_network,
    settings_bad_proxy,
    settings_data,
    details,
    details_failed,
    details_scan,
    details_of_many,
    details_of_none,
    details_elsewhere,
    check_running,
    check_good,
    check_failed,
    check_remark,
    shortcuts,
    about,
    help_menu,
    diagnostics_copied,
    tray_explained,
    batch_good,
    batch_mixed,
    batch_again,
    batch_large,
    address_book,
    address_book_empty,
    address_entry,
    address_question,
    waits_for_ok,
    update_there,
    updates_in_menu,
)
SMALL_TOO = {
    "update_there",
    "empty",
    "mixed",
    "first_start_error",
    "dragging",
    "confirming",
    "switcher_long",
    "searching",
    "nothing_found",
    "organisation_old",
    "compact",
    "grouped_by_day",
    "details_scan",
}
LANGUAGES = {"": "en_US", "-es": "es_US", "-long": "en_US"}
"""What the names of pictures end with, and how figures are written there."""
_PARTS_IN_OTHER_LANGUAGES = (
    *("settings", "details", "batch", "address", "check", "spending", "update"),
    *("first_start", "switcher", "account", "organisation", "filtered"),
)
IN_OTHER_LANGUAGES = {
    "empty",
    "mixed",
    "storm_day",
    "confirming",
    "quit_question",
    "grouped_by_day",
    "nothing_found",
    "credits_panel",
    "exported_list",
    "shortcuts",
    "about",
    "help_menu",
    "view_menu",
    "tray_explained",
    "waits_for_ok",
    "overspending",
    "diagnostics_copied",
    *(
        screen.__name__
        for screen in SCREENS
        for part in _PARTS_IN_OTHER_LANGUAGES
        if screen.__name__.startswith(part)
    ),
}
PREVIEWS = PdfInspector()
DOUBLE_TOO = {
    "storm_day",
    "first_start",
    "credits_panel",
    "compact_groups",
    "settings_network",
    "details_scan",
    "check_failed",
    "batch_mixed",
}


def main(wanted: list[str]) -> int:
    """Take the pictures whose name contains one of `wanted`; all where it is empty."""
    if sys.platform == "linux":  # there a window gets the keyboard only from a window manager
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    double = os.environ.get("QT_SCALE_FACTOR") == "2"
    application = QApplication(["capout-desktop"])
    application.setQuitOnLastWindowClosed(False)
    _use_good_font(application)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        translator = _speak(application, language)
        for plain_name, screen, size in _pictures(double):
            name = f"{plain_name}{language}"
            if language and screen.__name__ not in IN_OTHER_LANGUAGES:
                continue
            if wanted and not any(part in name for part in wanted):
                continue
            # What words need does not depend on the colours.
            for palette in (LIGHT,) if language else (LIGHT, DARK):
                Theme.current().use(palette)
                path = FOLDER / f"{name}-{'dark' if palette.dark else 'light'}.png"
                _take(application, screen, size, path)
                print(path.relative_to(ROOT))
        application.removeTranslator(translator)
    PREVIEWS.close()
    if double:
        return 0
    again = [sys.executable, __file__, *wanted]
    return subprocess.call(again, env={**os.environ, "QT_SCALE_FACTOR": "2"})


def _speak(application: QApplication, language: str) -> QTranslator:
    QLocale.setDefault(QLocale(LANGUAGES[language]))
    translator = PseudoLanguage(application) if language == "-long" else QTranslator(application)
    if language == "-es" and not translator.load("capout_es", str(resource_path("translations"))):
        raise RuntimeError("no Spanish: run dev.py translate")
    application.installTranslator(translator)
    return translator


def _pictures(double: bool) -> Iterator[tuple[str, Screen, QSize | None]]:
    for screen in SCREENS:
        name = screen.__name__
        if double:
            if name in DOUBLE_TOO:
                yield f"{name}-200", screen, None
            continue
        yield name, screen, None
        if name in SMALL_TOO:
            yield f"{name}-small", screen, LEAST_SIZE


def _take(application: QApplication, screen: Screen, size: QSize | None, path: Path) -> None:
    window = MainWindow()
    if size is not None:
        window.resize(size)
    window.show()
    QTest.qWaitForWindowExposed(window)
    if screen is not first_paint:
        _settle(application)
    other = screen(window)
    _settle(application)
    picture = window.grab()
    if other is not None:
        ratio = picture.devicePixelRatio()
        place = other.mapToGlobal(QPoint(0, 0)) - window.mapToGlobal(QPoint(0, 0))
        picture.setDevicePixelRatio(ratio)
        _paste(picture, other.grab(), place)
    picture.save(str(path))
    if other is not None:
        other.close()
    window.hide()
    window.deleteLater()
    _settle(application)


def _paste(picture: QPixmap, other: QPixmap, place: QPoint) -> None:
    painter = QPainter(picture)
    painter.drawPixmap(place, other)
    painter.end()


def _settle(application: QApplication) -> None:
    QTest.qWait(120)
    application.processEvents()


def _use_good_font(application: QApplication) -> None:
    """Prefer what comes near to the fonts of Windows and macOS where it is installed."""
    families = set(QFontDatabase.families())
    for family in ("Segoe UI", "Open Sans", "Noto Sans"):
        if family in families:
            application.setFont(QFont(family, 9))
            return


def _drag(window: MainWindow, *names: str) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(f"/home/dana/{name}") for name in names])
    _enter(window, data)


def _enter(window: MainWindow, data: QMimeData) -> None:
    event = QDragEnterEvent(
        window.rect().center(),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(window, event)


def _show_everything(window: MainWindow) -> None:
    scope = window.findChild(ScopeSwitch)
    if scope is None:
        raise RuntimeError("the window has no switch")
    scope.everything_button.click()


def _part(owner: QWidget, name: str) -> QWidget:
    part = owner.findChild(QWidget, name)
    if part is None:
        raise LookupError(name)
    return part


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
