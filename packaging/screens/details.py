"""Screens of the details panel."""

from __future__ import annotations

import contextlib
from datetime import timedelta

from helpers.estimates import CONFLICTING, alvarez, value
from helpers.ui_fixtures import NOW, S, every_state
from msgspec.structs import replace
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from capout_desktop.domain.document import Document
from capout_desktop.domain.estimate import Coverage, EstimateKind, Field, TextQuality
from capout_desktop.domain.estimate_correction import Correction, corrected
from capout_desktop.domain.pdf_notice import Notice
from capout_desktop.domain.timeline import EntryKind, HistoryEntry
from capout_desktop.resources import resource_path
from capout_desktop.services.intake.pdf_inspector import PdfInspector
from capout_desktop.ui.details.comparison_dialog import ComparisonDialog
from capout_desktop.ui.details.correction_dialog import CorrectionDialog
from capout_desktop.ui.details.coverage_table import CoverageTable
from capout_desktop.ui.details.page import DocumentPage
from capout_desktop.ui.details.pdf_page_view import PdfPageDialog, PdfPageView
from capout_desktop.ui.shell.main_window import MainWindow
from capout_desktop.ui.widgets.dialogs import open_dialog
from screens.scene_helpers import empty, mixed, show_others, storm_day, table_of


def details(window: MainWindow) -> None:
    """Show the details of a document that CapOut is processing."""
    _show_details(window, every_state()[2])


def details_failed(window: MainWindow) -> None:
    """Show the details of a document that CapOut refused, with the server's message."""
    _show_details(window, every_state()[12])


def details_scan(window: MainWindow) -> None:
    """Show the details of a completed scan, with links and further fields."""
    done = replace(
        next(document for document in every_state() if document.state is S.COMPLETE),
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


def details_estimate(window: MainWindow) -> None:
    """Show the details of a completed document with what was read in its estimate."""
    done = next(document for document in every_state() if document.state is S.COMPLETE)
    _show_details(window, replace(done, estimate=alvarez()))
    for page in window.findChildren(DocumentPage):
        for area in window.findChildren(QScrollArea, "detailArea"):
            area.verticalScrollBar().setValue(page.check_list_section.y())


def details_estimate_scan(window: MainWindow) -> None:
    """Show the details of a document whose estimate was recognized in a scan."""
    unsure = alvarez(
        kind=EstimateKind.SYMBILITY,
        text=TextQuality.OCR,
        claim_number=CONFLICTING,
        insured_name=value("Alvarez", from_scan=True),
        rcv=CONFLICTING,
        coverages=(*alvarez().coverages, Coverage("Other Structures", 5, value("2210.00", 5))),
    )
    _show_details(window, replace(every_state()[2], estimate=unsure))


def details_of_many(window: MainWindow) -> None:
    """Show the panel with several documents selected."""
    mixed(window)
    window.model.flush()
    table_of(window).selectAll()
    window.details.action.setChecked(True)
    QTest.qWait(700)


def details_of_none(window: MainWindow) -> None:
    """Show the panel with nothing selected."""
    mixed(window)
    window.details.action.setChecked(True)


def details_elsewhere(window: MainWindow) -> None:
    """Show the details of a document that a teammate submitted."""
    storm_day(window)
    window.model.flush()
    show_others(window, problem=None)
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
    sample = min(resource_path("samples").glob("*.pdf"))
    width = round(96 * window.devicePixelRatioF())
    with contextlib.closing(PdfInspector()) as inspector:
        window.details.show_preview(shown.id, inspector.page(str(sample), 1, width))
    window.details.show_history(shown.id, _timeline_of(shown))


def _open_details(window: MainWindow, local_id: str) -> None:
    row = window.model.row_of(local_id)
    if row is None:
        raise LookupError(local_id)
    table_of(window).selectRow(row)
    window.details.action.setChecked(True)
    QTest.qWait(60)


def _timeline_of(shown: Document) -> list[HistoryEntry]:
    told = [
        (EntryKind.ADDED, S.CHECKING, ""),
        (EntryKind.CHECKED, S.QUEUED, ",".join(shown.notices)),
        (EntryKind.HELD, S.HELD, "Waiting for an XactNet address"),
        (EntryKind.ADDRESSED, S.HELD, shown.xn_address),
        (EntryKind.RELEASED, S.QUEUED, ""),
        (EntryKind.ATTEMPT, S.UPLOADING, "1"),
    ]
    if shown.state is S.FAILED and shown.problem is not None:
        told += [(EntryKind.REFUSED, S.FAILED, shown.problem.code)]
    else:
        told += [
            (EntryKind.REFUSED, S.QUEUED, "Can't reach CapOut"),
            (EntryKind.ATTEMPT, S.UPLOADING, "2"),
            (EntryKind.ACCEPTED, S.PROCESSING, shown.document_id),
            (EntryKind.STAGES, S.PROCESSING, "ocr running "),
            (EntryKind.STAGES, S.PROCESSING, "ocr done \nstructure running "),
            (EntryKind.STAGES, S.PROCESSING, "structure done \nactions running "),
        ]
    if shown.state is S.COMPLETE:
        told.append((EntryKind.ENDED, S.COMPLETE, ""))
    begin = NOW - timedelta(days=1)
    return [
        HistoryEntry(shown.id, begin + timedelta(hours=7 * n // 2), what, state, note)
        for n, (what, state, note) in enumerate(told)
    ]


def details_coverages(window: MainWindow) -> None:
    """Show an estimate with several coverages, of a claim of which another file was sent."""
    coverages = (
        *alvarez().coverages,
        Coverage("Other Structures", 5, value("2210.00", 5), net_claim=value("2210.00", 5)),
        Coverage("Contents", 6),
    )
    unsure = {name: Field() for name in ("rcv", "depreciation", "acv", "deductible", "net_claim")}
    held = every_state()[2]
    several = alvarez(coverages=coverages, **unsure)
    said = Correction("insured_name", "Alvarez, Maria & Carlos", value("Alvarez"))
    shown = replace(
        held,
        estimate=corrected(several, [said]),
        corrections=(said,),
        claim_sent_at=NOW - timedelta(days=3),
    )
    _show_details(window, shown)
    QTest.qWait(50)
    for area in window.findChildren(QScrollArea, "detailArea"):
        for page in window.findChildren(DocumentPage):
            for table in page.findChildren(CoverageTable):
                area.verticalScrollBar().setValue(table.mapTo(page, QPoint()).y() - 300)


def correction(window: MainWindow) -> QWidget:
    """Show the dialog that corrects what was read."""
    said = Correction("insured_name", "Alvarez, Maria & Carlos", value("Alvarez"))
    shown = replace(
        every_state()[2],
        estimate=corrected(alvarez(policy_number=CONFLICTING, carrier=Field()), [said]),
        corrections=(said,),
    )
    empty(window)
    dialog = CorrectionDialog(window, shown, "claim_number")
    open_dialog(dialog)
    return dialog


def comparison(window: MainWindow) -> QWidget:
    """Show two files of one claim side by side."""
    more = alvarez(rcv=value("20110.40", 4), net_claim=value("13400.33", 4), line_items=15)
    one, other = (
        replace(every_state()[2], page_count=5, file_name=name)
        for name in ("Alvarez supplement 1.pdf", "Alvarez.pdf")
    )
    here = replace(one, id="here", estimate=more)
    sent = replace(other, id="sent", estimate=alvarez(), attempt_at=NOW - timedelta(days=3))
    empty(window)
    dialog = ComparisonDialog(window, here, sent)
    open_dialog(dialog)
    for view in dialog.views:
        _draw(view, 1)
    return dialog


def pdf_page(window: MainWindow) -> QWidget:
    """Show one page of a PDF."""
    empty(window)
    dialog = PdfPageDialog(window, replace(every_state()[2], page_count=5), 2)
    open_dialog(dialog)
    _draw(dialog.view, 2)
    return dialog


def _draw(view: PdfPageView, number: int) -> None:
    sample = min(resource_path("samples").glob("*.pdf"))
    asked: list[tuple[str, int, int]] = []
    view.wanted.connect(lambda *one: asked.append(one))
    view.turn_to(number)
    QApplication.processEvents()
    local_id, page, width = asked[-1]
    with contextlib.closing(PdfInspector()) as inspector:
        view.show_picture(local_id, page, inspector.page(str(sample), page, width))


SCREENS = (
    details_coverages,
    correction,
    comparison,
    pdf_page,
    details,
    details_failed,
    details_estimate,
    details_estimate_scan,
    details_scan,
    details_of_many,
    details_of_none,
    details_elsewhere,
)
