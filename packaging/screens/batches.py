"""Screens of the drafts and of the address book."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from helpers.clock import ShiftedClock
from helpers.estimates import CONFLICTING, alvarez, value
from helpers.open_dialogs import newest_dialog
from helpers.ui_fixtures import NOW, S, document, stages
from msgspec.structs import replace
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from capout_desktop.domain import file_problem, hold
from capout_desktop.domain.address_book import AddressBook
from capout_desktop.domain.batch import Batch, BatchOrigin
from capout_desktop.domain.batch_review import BatchReview
from capout_desktop.domain.credit_guard import Estimate, Fit
from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.destination import Destination
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.draft import Draft
from capout_desktop.domain.estimate import EstimateKind, Field, TextQuality
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.pdf_notice import Notice
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.program_problem import WAIT_FOR_OK
from capout_desktop.services.runtime import clock
from capout_desktop.ui.addresses.entry import AddressEntry
from capout_desktop.ui.batch.drafts import FRAME_MS
from capout_desktop.ui.documents.model import PACE_MS
from capout_desktop.ui.shell.main_window import MainWindow
from capout_desktop.ui.widgets.banner_action import Action
from capout_desktop.ui.widgets.dialogs import open_dialog, room_on_screen
from screens.scene_helpers import empty, part, storm_day

NAMES = ("Smith", "Osei", "Petrov", "Alvarez", "Kim")
_BOOK = AddressBook(
    ("restoration-team@example.xn", "estimating@northwest", "brightwater-claims@northwest"),
    {"restoration-team@example.xn": "Our own team", "estimating@northwest": "Northwest Estimating"},
    "restoration-team@example.xn",
)


def draft_good(window: MainWindow) -> None:
    """Show a draft in which all files can be sent."""
    names = ("Alvarez kitchen", "Brightwater HOA building C", "Castillo roof", "Delgado garage")
    empty(window)
    _draft(window, [_waiting(f"{name}.pdf") for name in names])


def draft_mixed(window: MainWindow) -> None:
    """Show a draft with ready, duplicate, skipped and unusable files, above a storm day."""
    storm_day(window)
    _draft(window, _mixed(), Estimate(7, 63, 80, 1240, 0, Fit.FITS))


def draft_estimates(window: MainWindow) -> None:
    """Show a draft of estimates, some of which will not convert well."""
    empty(window)
    scope = alvarez(kind=EstimateKind.XACTIMATE_SCOPE, rcv=Field())
    letter = alvarez(kind=EstimateKind.NO_ESTIMATE, line_items=None)
    scan = alvarez(text=TextQuality.OCR, claim_number=value("0417-55320", from_scan=True))
    rows = [
        _waiting("Alvarez.pdf", estimate=alvarez()),
        _waiting("Alvarez scope.pdf", estimate=scope),
        _waiting("Alvarez cover letter.pdf", estimate=letter),
        _waiting("Alvarez scan.pdf", estimate=scan),
        _waiting("Kim.pdf", estimate=alvarez(kind=EstimateKind.SYMBILITY)),
        _waiting("Kim two claims.pdf", estimate=alvarez(claim_number=CONFLICTING)),
        _waiting("Osei.pdf", estimate=alvarez(missing_page_numbers=(3, 4))),
        _waiting("Petrov 2.pdf", estimate=alvarez(), claim_sent_at=NOW - timedelta(days=3)),
    ]
    _draft(window, rows)


def draft_narrow(window: MainWindow) -> None:
    """Show the same draft in a small window; there may not be enough credits."""
    window.resize(QSize(800, 600).boundedTo(room_on_screen(window)))
    storm_day(window)
    _draft(window, _mixed(), Estimate(7, 63, 80, 40, 0, Fit.SHORT))


def draft_edited(window: MainWindow) -> None:
    """Show a draft in which an address is being typed; one file is sent a second time."""
    storm_day(window)
    again = replace(_mixed()[5], again_chosen=True)
    documents = [again if row.id == again.id else row for row in _mixed()]
    _draft(window, documents, Estimate(8, 72, 90, 1240, 0, Fit.FITS))
    table = part(window, "documents")
    for key in (Qt.Key.Key_Home, *[Qt.Key.Key_Down] * 3, Qt.Key.Key_F2):
        QTest.keyClick(table, key)


def draft_scrolled(window: MainWindow) -> None:
    """Show the middle of a long draft: its heading stays in sight."""
    window.resize(QSize(1024, 600).boundedTo(room_on_screen(window)))
    empty(window)
    _draft(window, [_waiting(f"Gulf-Coast_Claim-{n:04}_Hail.pdf") for n in range(1, 43)])
    table = part(window, "documents")
    for _ in range(24):
        QTest.keyClick(table, Qt.Key.Key_Down)


def draft_large(window: MainWindow) -> None:
    """Show a draft of a folder of which more files are still being found."""
    empty(window)
    rows = [_waiting(f"Gulf-Coast_Claim-{n:04}_Hail.pdf") for n in range(1, 201)]
    _draft(window, rows, Estimate(200, 1800, 2200, 1240, 0, Fit.SHORT), is_reading=True)


def drafts_two(window: MainWindow) -> None:
    """Show two drafts, each with its own address, above a storm day."""
    storm_day(window)
    window.apply_batches([_batch("morning", "", NOW)])
    rows = [_waiting(f"Scope {n}.pdf", xn_address="estimating@northwest") for n in (1, 2, 3)]
    older = [replace(row, batch_id="morning") for row in rows]
    _draft(window, _mixed()[:4], older=older)


def batches_running(window: MainWindow) -> None:
    """Show a batch on its way that ran out of credits, a done one, and a single document."""
    empty(window)
    window.offer_web_app(True)
    sent = {"storm": "Gulf Coast storm", "twelve": "Twelve roofs", "alone": ""}
    window.apply_batches(
        replace(_batch(id_, name, NOW - timedelta(minutes=5 * n)), sent_at=NOW)
        for n, (id_, name) in enumerate(sent.items())
    )

    def member(of: str, state: DocumentState, n: int, **values: Any) -> Document:
        name = f"Gulf-Coast-Casualty_Claim-70{n:03}_Hail_{NAMES[n % len(NAMES)]}.pdf"
        at = NOW - timedelta(minutes=5 * list(sent).index(of))
        common = {"id": f"{of}{n}", "batch_id": of, "added_at": at, "document_id": ""}
        return document(state, file_name=name, **common | values)

    short = Problem(HoldReason.NO_CREDITS)
    locked = file_problem.PASSWORD_NEEDED
    upload = {"size": 24 << 20, "bytes_total": 32 << 20, "attempts": 1}
    window.apply(
        [
            document(S.COMPLETE, file_name="Brightwater_HOA_bldg_C.pdf", batch_id="alone"),
            *(member("twelve", S.COMPLETE, n, document_id=f"t{n}") for n in range(12)),
            *(member("storm", S.COMPLETE, n, document_id=f"s{n}") for n in range(12, 46)),
            member("storm", S.UPLOADING, 50, bytes_sent=14 << 20, **upload),
            member("storm", S.PROCESSING, 51, document_id="p", stages=stages("dr...")),
            member("storm", S.QUEUED, 52, size=24 << 20),
            member("storm", S.REJECTED, 53, problem=locked),
            member("storm", S.FAILED, 54),
            *(member("storm", S.HELD, n, problem=short) for n in range(60, 64)),
        ]
    )
    window.model.flush()
    _upload_for_a_while(window, member("storm", S.UPLOADING, 50, **upload))


def _upload_for_a_while(window: MainWindow, upload: Document) -> None:
    """Let ten seconds pass in which 14 MB of an upload go."""
    time = ShiftedClock()
    before = clock.install(time)
    for second in range(11):
        time.seconds += 1
        window.apply([replace(upload, bytes_sent=(14 << 20) + second * 1_400_000)])
        window.model.flush()
    QTest.qWait(PACE_MS + 100)
    clock.install(before)


def address_book(window: MainWindow) -> QWidget | None:
    """Show the address book."""
    storm_day(window)
    window.address_dialogs().show_addresses(_BOOK)
    window.address_dialogs().manage_addresses()
    return newest_dialog()


def address_book_empty(window: MainWindow) -> QWidget | None:
    """Show an empty address book, before anything was sent."""
    empty(window)
    window.address_dialogs().manage_addresses()
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
    window.address_dialogs().show_addresses(_BOOK)
    window.address_dialogs().ask_address(["1", "2", "3"], _BOOK.default)
    question = newest_dialog()
    if question is not None:
        field = question.focusWidget()
        QTest.keyClicks(field, "northwest")
        QTest.keyClick(field, Qt.Key.Key_Return)
    return question


def waits_for_ok(window: MainWindow) -> None:
    """Show the notice that single files wait for the person's word."""
    storm_day(window)
    window.apply([_waiting("Osei fire.pdf"), _waiting("Petrov basement.pdf")])
    window.show_banner(WAIT_FOR_OK, Action("Show", lambda: None))


def _waiting(name: str, **values: object) -> Document:
    defaults = {
        "problem": Problem(HoldReason.WAITS_FOR_START),
        "id": name,
        "waits_for_start": True,
        "sha256": name,
    }
    return document(S.HELD, file_name=name, **{**defaults, **values})


def _mixed() -> list[Document]:
    content = {"sha256": "5ca9" * 16}
    return [
        _waiting("Alvarez kitchen.pdf"),
        _waiting("Harrison_1182 Oak Ridge Dr_State Farm estimate final rev 3.pdf", page_count=88),
        _waiting("Kim windstorm.pdf", notices=(Notice.SCAN,)),
        _waiting("Larsen.pdf", **content),
        _waiting("Larsen (1).pdf", **content),
        _waiting("Morales attic.pdf", problem=hold.already_sent(date(2026, 11, 12))),
        _waiting("Nguyen roof.pdf", xn_address="estimating@northwest", skipped=True),
        _waiting("Osei fire.pdf", xn_address="northwest"),
        document(
            S.REJECTED,
            id="Baker",
            file_name="Baker estimate.pdf",
            problem=file_problem.PASSWORD_NEEDED,
            waits_for_start=True,
        ),
        document(S.CHECKING, id="Petrov", file_name="Petrov basement.pdf", waits_for_start=True),
    ]


def _batch(local_id: str, name: str, at: datetime) -> Batch:
    payer = Destination(
        organization_id="org_1",
        credential_id="cred_1",
        key_kind=KeyKind.LIVE,
        server="https://api.example.test",
        xn_address=_BOOK.default,
    )
    return Batch(local_id, name, at, BatchOrigin.DROP, payer)


def _draft(
    window: MainWindow,
    documents: list[Document],
    cost: Estimate | None = None,
    *,
    is_reading: bool = False,
    older: Sequence[Document] = (),
) -> None:
    hail = _batch("hail", "Tuesday hail", NOW)
    rows = [replace(row, batch_id="hail") for row in documents]
    window.apply_batches([hail])
    window.apply([*older, *rows])
    drafts = []
    for batch_, members in ((hail, rows), (_batch("morning", "", NOW), older)):
        review = BatchReview()
        review.take(members)
        summary = review.summary
        number = summary.will_go
        likely = Estimate(number, number * 9, number * 12, 1240, 0, Fit.FITS)
        shown = cost if batch_ is hail and cost is not None else likely
        drafts.append(Draft(batch_, review, summary, shown, is_reading and batch_ is hail))
    window.drafts.show_book(_BOOK)
    window.drafts.read_from(lambda: [draft for draft in drafts if len(draft.review)])
    window.drafts.go_to("hail")
    QTest.qWait(3 * FRAME_MS)


SCREENS = (
    draft_good,
    draft_mixed,
    draft_estimates,
    draft_narrow,
    draft_edited,
    draft_scrolled,
    draft_large,
    drafts_two,
    batches_running,
    address_book,
    address_book_empty,
    address_entry,
    address_question,
    waits_for_ok,
)
