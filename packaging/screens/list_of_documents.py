"""Screens of the document list: states, search, filters and grouping."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

from helpers.estimate_corpus import made
from helpers.estimates import CONFLICTING, alvarez, value
from helpers.ui_fixtures import NOW, OFFLINE, S, document, every_state
from msgspec.structs import replace
from PySide6.QtCore import QBuffer, QByteArray, QPoint, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QImage, QImageWriter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from capout_desktop.domain import file_problem, link_answer
from capout_desktop.domain.attempt import SeenEntry
from capout_desktop.domain.copied_from import CopiedFrom, CopyKind
from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.decision import Choice
from capout_desktop.domain.document import SourceKind
from capout_desktop.domain.document_filter import DocumentFilter
from capout_desktop.domain.estimate import EstimateKind, TextQuality
from capout_desktop.domain.export_problem import exported
from capout_desktop.domain.hold import look_up_unclear
from capout_desktop.domain.page_choice import estimate_pages
from capout_desktop.services.intake.pdf_inspector import PdfInspector
from capout_desktop.services.tracking.follower import Connection
from capout_desktop.ui.documents.arrival_question import ArrivalQuestion
from capout_desktop.ui.documents.grouping import GroupBy
from capout_desktop.ui.documents.pages_dialog import PagesDialog
from capout_desktop.ui.documents.unlock_dialog import UnlockDialog
from capout_desktop.ui.shell.connection_text import connection_words
from capout_desktop.ui.shell.main_window import MainWindow
from capout_desktop.ui.shell.quit_question import QuitQuestion
from capout_desktop.ui.widgets.banner_action import Action
from capout_desktop.ui.widgets.dialogs import open_dialog
from screens.scene_helpers import (
    choose_chip,
    empty,
    mixed,
    open_menu,
    part,
    several_days,
    show_everything,
    show_others,
    storm_day,
    table_of,
)


def selected(window: MainWindow) -> None:
    """Select rows and give the table the keyboard focus."""
    mixed(window)
    window.model.flush()
    table = part(window, "documents")
    table.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(table, key)
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)


def context_menu(window: MainWindow) -> QWidget | None:
    """Open the context menu of an upload."""
    mixed(window)
    window.model.flush()
    table = part(window, "documents")
    viewport = part(table, "qt_scrollarea_viewport")
    place = QPoint(120, 30)
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(viewport, QContextMenuEvent(reason, place, viewport.mapToGlobal(place)))
    return QApplication.activePopupWidget()


def confirming(window: MainWindow) -> None:
    """Show two uploads with unknown outcome while the connection is lost."""
    empty(window)
    window.apply([d for d in every_state() if d.state in {S.CONFIRMING, S.QUEUED, S.HELD}])
    window.show_connection(*connection_words(Connection(since=NOW)))
    window.show_banner(OFFLINE, Action("Try now", lambda: None))


def odd_address(window: MainWindow) -> None:
    """Show an unusual XactNet address."""
    storm_day(window)
    window.show_key_kind(KeyKind.TEST)
    window.show_addresses(["restoration-team"], "restoration-team")


def quit_question(window: MainWindow) -> QWidget | None:
    """Show the question that is asked when the window is closed during uploads."""
    mixed(window)
    window.show_uploads_left(3, 39)
    window.close()
    return window.findChild(QuitQuestion)


def searching(window: MainWindow) -> None:
    """Show a search with results, sorted by name."""
    mixed(window)
    window.model.flush()
    table_of(window).horizontalHeader().setSortIndicator(0, Qt.SortOrder.AscendingOrder)
    part(window, "search").setFocus()
    QTest.keyClicks(part(window, "search"), "a team")


def nothing_found(window: MainWindow) -> None:
    """Show a search without results."""
    mixed(window)
    window.model.flush()
    QTest.keyClicks(part(window, "search"), "harrisson")


def organization(window: MainWindow) -> None:
    """Show documents submitted on other computers together with those of this computer."""
    storm_day(window)
    window.model.flush()
    show_others(window, problem=None)


def organization_old(window: MainWindow) -> None:
    """Show that the organization's list could not be refreshed."""
    storm_day(window)
    window.model.flush()
    show_others(window, problem=OFFLINE)
    part(window, "search").setFocus()


def organization_only(window: MainWindow) -> None:
    """Show the organization's documents before any was added on this computer."""
    empty(window)
    show_others(window, problem=None)


def organization_empty(window: MainWindow) -> None:
    """Show the organization's empty list."""
    empty(window)
    window.organization.show([], None, OFFLINE)
    show_everything(window)


def filtered(window: MainWindow) -> None:
    """Show only the documents that need the user's attention."""
    mixed(window)
    window.model.flush()
    choose_chip(window, DocumentFilter.ATTENTION)


def filtered_out(window: MainWindow) -> None:
    """Show the same filter with no documents left."""
    empty(window)
    window.apply([d for d in every_state() if d.state in {S.COMPLETE, S.PROCESSING}])
    window.model.flush()
    choose_chip(window, DocumentFilter.ATTENTION)


def filtered_search(window: MainWindow) -> None:
    """Show a search whose only results are outside of the chosen filter."""
    mixed(window)
    window.model.flush()
    choose_chip(window, DocumentFilter.COMPLETE)
    QTest.keyClicks(part(window, "search"), "schmidt")


def grouped_by_day(window: MainWindow) -> None:
    """Show the list grouped by day."""
    several_days(window)
    window.look.documents.view.group(GroupBy.DAY)


def grouped_by_address(window: MainWindow) -> None:
    """Show the list grouped by address, with the keyboard focus in the table."""
    several_days(window)
    window.look.documents.view.group(GroupBy.ADDRESS)
    table = part(window, "documents")
    table.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(table, Qt.Key.Key_Down)


def compact(window: MainWindow) -> None:
    """Show compact rows of one line."""
    mixed(window)
    window.model.flush()
    window.look.set_density("compact")


def compact_groups(window: MainWindow) -> None:
    """Show compact rows in a grouped list."""
    several_days(window)
    window.look.documents.view.group(GroupBy.DAY)
    window.look.set_density("compact")


def view_menu(window: MainWindow) -> QWidget | None:
    """Open the View menu."""
    storm_day(window)
    window.model.flush()
    return open_menu(window, 2)


def exported_list(window: MainWindow) -> None:
    """Show that the list was exported into a file."""
    storm_day(window)
    window.show_toast(
        exported(10, "CapOut documents 2026-04-14.csv"), Action("Show in folder", lambda: None)
    )


def _asked(window: MainWindow, choices: list[Choice]) -> QWidget:
    empty(window)
    problem = look_up_unclear(len(choices))
    confirming = next(d for d in every_state() if d.state is S.CONFIRMING)
    window.apply([replace(confirming, problem=problem)])
    question = ArrivalQuestion(window, confirming)
    question.show_choices(choices)
    open_dialog(question)
    return question


def arrival_question(window: MainWindow) -> QWidget:
    """Ask which entry of CapOut's list is the document."""
    names = ("Smith Roof.pdf", "2026-04-14_Smith_Roof_final_draft_of_the_estimate.pdf", None)
    return _asked(
        window,
        [
            Choice(
                SeenEntry(f"doc_{number}", NOW, name, "team@example", NOW - timedelta(minutes=9)),
                "processing",
            )
            for number, name in enumerate(names, 1)
        ],
    )


def arrival_question_without_entries(window: MainWindow) -> QWidget:
    """Ask whether a document arrived that the list does not show."""
    return _asked(window, [])


def estimates(window: MainWindow) -> None:
    """List what was read in estimates, in the rows."""
    empty(window)
    read = (
        alvarez(),
        alvarez(
            insured_name=value("Priya and Daniel Ramanathan-Whitfield"),
            claim_number=value("2026-TX-7718843"),
            carrier=value("Lone Prairie Farm Mutual Insurance Company"),
        ),
        alvarez(claim_number=value("0417-55320", from_scan=True), text=TextQuality.OCR),
        alvarez(kind=EstimateKind.XACTIMATE_SCOPE, rcv=CONFLICTING),
        None,
    )
    documents = every_state()
    with_estimates = (
        replace(document, estimate=read[number % len(read)] if document.size else None)
        for number, document in enumerate(documents)
    )
    window.apply(list(with_estimates))
    window.model.flush()


def estimate_columns(window: MainWindow) -> None:
    """Show the columns of estimates, grouped by claim."""
    estimates(window)
    view = window.look.documents.view
    view.columns.restore("insured,claim,loss,rcv,lines", "", "")
    view.group(GroupBy.CLAIM)


def files_for_a_decision(window: MainWindow) -> None:
    """Show files that go once the person has decided about them: links, locked or large PDFs."""
    empty(window)
    link = "https://portal.carrier.example/claims/1182/scope.pdf"
    facts = {"size": None, "sha256": None, "page_count": None, "source_kind": SourceKind.LINK}
    problems = (link_answer.NEEDS_SIGN_IN, link_answer.WEB_PAGE, link_answer.NOTHING_THERE)
    mail = CopiedFrom(CopyKind.UNPACKED, "/Mail/Re Alvarez.eml", "roof.pdf", "Re Alvarez.eml")
    locked, large = file_problem.PASSWORD_NEEDED, file_problem.too_large(61_000_000, 50 << 20)
    window.apply(
        [
            *(
                document(S.REJECTED, file_name=name, source=link, problem=problem, **facts)
                for name, problem in zip(("scope.pdf", "1182", "old.pdf"), problems, strict=True)
            ),
            document(S.REJECTED, file_name="roof.pdf", copied_from=mail, problem=locked, size=None),
            document(S.REJECTED, file_name="Kim packet with photos.pdf", problem=large),
            document(S.REJECTED, file_name="water.pdf", problem=file_problem.copy_gone(mail)),
        ]
    )
    window.model.flush()


def unlock(window: MainWindow) -> QWidget:
    """Ask for the password of a PDF, after a wrong one."""
    mixed(window)
    dialog = UnlockDialog(window, ["Baker scope of loss 2026-04-14 final draft.pdf"], 3)
    dialog.field.setText("48213")
    dialog.show_failure(is_wrong=True)
    open_dialog(dialog)
    return dialog


def choose_pages(window: MainWindow) -> QWidget:
    """Choose the pages of a packet in which the estimate is the smaller part."""
    mixed(window)
    dialog = PagesDialog(window, "Alvarez packet with photos 2026-04-14.pdf")
    open_dialog(dialog)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "packet.pdf")
        path.write_bytes(made("mixed packet", 3).pdf)
        inspector = PdfInspector()
        estimate = inspector.estimate(str(path))
        count = inspector.page_count(str(path))
        dialog.page_wanted.connect(
            lambda number, width: dialog.show_page(number, inspector.page(str(path), number, width))
        )
        kinds = () if estimate is None else estimate.page_kinds
        dialog.show_pages(count, kinds, estimate_pages(kinds, count))
        QApplication.processEvents()
        inspector.close()
    dialog.show_size(dialog.grid.pages.chosen, 1_240_000)
    return dialog


def arrange_pictures(window: MainWindow) -> QWidget:
    """Arrange the pages of a PDF that was made of pictures."""
    mixed(window)
    dialog = PagesDialog(window, "IMG_2041.pdf", may_arrange=True)
    open_dialog(dialog)
    dialog.show_pages(4, (), (1, 2, 4))
    for number, color in enumerate((b"#88a", b"#a88", b"#8a8", b"#aa8"), start=1):
        photo = QImage(300, 220 + 40 * number, QImage.Format.Format_RGB32)
        photo.fill(QColor(color.decode()))
        buffer = QBuffer()
        buffer.open(QBuffer.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"PNG")).write(photo)
        dialog.show_page(number, bytes(buffer.data().data()))
    dialog.grid.setCurrentIndex(dialog.grid.pages.index(1))
    dialog.grid.pages.turn([1])
    dialog.show_size(dialog.grid.pages.chosen, 8_240_000)
    return dialog


SCREENS = (
    storm_day,
    estimates,
    estimate_columns,
    mixed,
    selected,
    context_menu,
    confirming,
    arrival_question,
    arrival_question_without_entries,
    files_for_a_decision,
    unlock,
    choose_pages,
    arrange_pictures,
    odd_address,
    quit_question,
    searching,
    nothing_found,
    organization,
    organization_old,
    organization_only,
    organization_empty,
    filtered,
    filtered_out,
    filtered_search,
    grouped_by_day,
    grouped_by_address,
    compact,
    compact_groups,
    view_menu,
    exported_list,
)
