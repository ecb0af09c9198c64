"""Screens of the batch sheet and of the address book."""

from __future__ import annotations

from datetime import date

from helpers.open_dialogs import newest_dialog
from helpers.ui_fixtures import NOW, S, document
from msgspec.structs import replace
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from capout_desktop.domain import file_problem, hold
from capout_desktop.domain.address_book import AddressBook
from capout_desktop.domain.batch import Batch, BatchOrigin
from capout_desktop.domain.batch_review import BatchSummary
from capout_desktop.domain.credit_guard import Estimate, Fit
from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.destination import Destination
from capout_desktop.domain.document import Document
from capout_desktop.domain.draft import Draft
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.pdf_notice import Notice
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.program_problem import WAIT_FOR_OK
from capout_desktop.ui.addresses.entry import AddressEntry
from capout_desktop.ui.batch.batch_dialogs import ROWS_FIRST_MS
from capout_desktop.ui.shell.main_window import MainWindow
from capout_desktop.ui.widgets.banner_action import Action
from capout_desktop.ui.widgets.dialogs import open_dialog, room_on_screen
from screens.scene_helpers import empty, part, storm_day

_BOOK = AddressBook(
    ("restoration-team@example.xn", "estimating@northwest", "brightwater-claims@northwest"),
    {"restoration-team@example.xn": "Our own team", "estimating@northwest": "Northwest Estimating"},
    "restoration-team@example.xn",
)


def batch_good(window: MainWindow) -> QWidget:
    """Show a batch in which all files can be sent."""
    names = ("Alvarez kitchen", "Brightwater HOA building C", "Castillo roof", "Delgado garage")
    return _sheet(window, [_waiting(f"{name}.pdf") for name in names])


def batch_mixed(window: MainWindow) -> QWidget:
    """Show a batch with sendable, duplicate and unusable files and one that is being checked."""
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
    """Show a batch without an address, in which a file that was sent before is ticked."""
    sheet = batch_mixed(window)
    table = part(sheet, "batch")
    for row in (5, 0):
        for _ in range(row):
            QTest.keyClick(table, Qt.Key.Key_Down)
        if row:
            QTest.keyClick(table, Qt.Key.Key_Space)
            QTest.keyClick(table, Qt.Key.Key_F2)
    return sheet


def batch_large(window: MainWindow) -> QWidget:
    """Show a batch of a folder with 200 files, while more are still being found."""
    short = Estimate(200, 4800, 6000, 1240, 0, Fit.SHORT)
    sheet = _sheet(window, [_waiting(f"Claim {n:04}.pdf") for n in range(1, 201)], short)
    window.batch_dialogs().show_reading(True)
    return sheet


def address_book(window: MainWindow) -> QWidget | None:
    """Show the address book."""
    storm_day(window)
    window.batch_dialogs().show_addresses(_BOOK, _BOOK.default)
    window.batch_dialogs().manage_addresses()
    return newest_dialog()


def address_book_empty(window: MainWindow) -> QWidget | None:
    """Show an empty address book, before anything was sent."""
    empty(window)
    window.batch_dialogs().manage_addresses()
    return newest_dialog()


def address_entry(window: MainWindow) -> QWidget | None:
    """Show an entry of the address book whose address looks unusual."""
    book = address_book(window)
    if book is None:
        return None
    entry = AddressEntry(book, "northwest", "Northwest, water losses")
    open_dialog(entry)
    return entry


def address_question(window: MainWindow) -> QWidget | None:
    """Show the dialog that changes the address of three documents, with an unusual address."""
    storm_day(window)
    window.batch_dialogs().show_addresses(_BOOK, _BOOK.default)
    window.batch_dialogs().ask_address(["1", "2", "3"], _BOOK.default)
    question = newest_dialog()
    if question is not None:
        field = question.focusWidget()
        QTest.keyClicks(field, "northwest")
        QTest.keyClick(field, Qt.Key.Key_Return)
    return question


def draft(window: MainWindow) -> None:
    """Show a draft above the list after the batch sheet was closed, the newer one of two."""
    _drafts(window, Estimate(11, 108, 130, 1240, 0, Fit.FITS))


def draft_short(window: MainWindow) -> None:
    """Show a draft for which there may not be enough credits, in a narrow window."""
    room = room_on_screen(window)
    window.resize(QSize(800, 600).boundedTo(room))
    _drafts(window, Estimate(11, 108, 130, 80, 0, Fit.SHORT))


def _drafts(window: MainWindow, cost: Estimate) -> None:
    storm_day(window)
    rows = [_waiting("Osei fire.pdf"), _waiting("Petrov basement.pdf", skipped=True)]
    window.apply([replace(row, batch_id="hail") for row in rows])
    payer = Destination(
        organization_id="org_1",
        credential_id="cred_1",
        key_kind=KeyKind.LIVE,
        server="https://api.example.test",
        xn_address=_BOOK.default,
    )
    hail = Batch("hail", "Tuesday hail", NOW, BatchOrigin.DROP, payer)
    summary = BatchSummary(total=12, will_go=11, left_out=1)
    shown = Draft(hail, summary, _BOOK.default, 2, cost)
    unnamed = Draft(replace(hail, id="other", name=""), summary, _BOOK.default, 0, cost)
    window.drafts.show_book(_BOOK)
    window.drafts.read_from(lambda: [shown, unnamed])
    QTest.qWait(3 * ROWS_FIRST_MS)


def waits_for_ok(window: MainWindow) -> None:
    """Show the notice that files wait for confirmation after the batch sheet was closed."""
    storm_day(window)
    window.apply([_waiting("Osei fire.pdf"), _waiting("Petrov basement.pdf")])
    window.show_banner(WAIT_FOR_OK, Action("Review…", lambda: None))


def _waiting(name: str, **values: object) -> Document:
    defaults = {
        "problem": Problem(HoldReason.WAITS_FOR_START),
        "waits_for_start": True,
        "sha256": name,
    }
    return document(S.HELD, file_name=name, **{**defaults, **values})


def _sheet(
    window: MainWindow, documents: list[Document], estimate: Estimate | None = None
) -> QWidget:
    empty(window)
    window.apply(documents)
    questions = window.batch_dialogs()
    questions.show_addresses(_BOOK, _BOOK.default)
    questions.ask_about(documents)
    QTest.qWait(3 * ROWS_FIRST_MS)
    number = len(documents)
    likely = Estimate(number, number * 24, number * 30, 1240, 0, Fit.FITS)
    questions.show_credits(estimate or likely, NOW)
    return part(window, "sheet")


SCREENS = (
    batch_good,
    batch_mixed,
    batch_again,
    batch_large,
    address_book,
    address_book_empty,
    address_entry,
    address_question,
    draft,
    draft_short,
    waits_for_ok,
)
