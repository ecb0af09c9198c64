"""What the row says of the estimate in a PDF, and how it is found by it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from helpers.estimates import CONFLICTING, alvarez, value
from helpers.shown import Shown
from helpers.ui_fixtures import S, document
from PySide6.QtCore import Qt

from capout_desktop.domain.batch_review import BatchReview
from capout_desktop.domain.estimate import NOT_STATED, Estimate, EstimateKind, TextQuality
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.problem import Problem
from capout_desktop.ui.documents.columns import FILE, STATUS
from capout_desktop.ui.documents.estimate_text import estimate_line
from capout_desktop.ui.documents.row import DocumentRow

TODAY = date(2026, 4, 2)
WHOLE = "Alvarez · claim 0417-55320 · Harrow Mutual · hail, Mar 14 · RCV $18,593.81 · 12 lines"
RCV = " · RCV $18,593.81"
NO_ESTIMATE = Estimate(EstimateKind.NO_ESTIMATE, TextQuality.TEXT)


def line(estimate: Estimate | None) -> str:
    return estimate_line(document(S.QUEUED, estimate=estimate), TODAY)


@pytest.mark.parametrize(
    ("estimate", "words"),
    [
        (alvarez(), WHOLE),
        (
            alvarez(claim_number=CONFLICTING, rcv=CONFLICTING, carrier=NOT_STATED),
            "Alvarez · hail, Mar 14 · 12 lines",
        ),
        (
            alvarez(claim_number=value("0417-55320", from_scan=True), rcv=NOT_STATED),
            WHOLE.replace("Alvarez", "from a scan, check · Alvarez").replace(RCV, ""),
        ),
        (
            alvarez(date_of_loss=value("2025-03-14"), type_of_loss=NOT_STATED, line_items=1),
            "Alvarez · claim 0417-55320 · Harrow Mutual · Mar 14, 2025 · RCV $18,593.81 · 1 line",
        ),
        (
            alvarez(type_of_loss=value("Hurricane Ida"), date_of_loss=NOT_STATED),
            WHOLE.replace("hail, Mar 14", "Hurricane Ida"),
        ),
        (
            alvarez(date_of_loss=value("14/03"), rcv=value("about"), line_items=0),
            "Alvarez · claim 0417-55320 · Harrow Mutual · hail",
        ),
        (
            alvarez(insured_name=value("Alva\u202erez\n")),
            WHOLE.replace("Alvarez", "Alva[U+202E]rez[U+000A]"),
        ),
        (NO_ESTIMATE, ""),
        (None, ""),
    ],
)
def test_the_line_says_what_is_stated_and_nothing_else(
    estimate: Estimate | None, words: str
) -> None:
    assert line(estimate) == words


def test_the_row_says_what_the_pdf_is_as_soon_as_that_is_read(shown: Shown) -> None:
    before = document(S.QUEUED, file_name="a.pdf")
    shown.add([before])
    index = shown.model.index(0, FILE.index)
    assert "4 pages" in FILE.cell_of(DocumentRow(before, TODAY)).caption
    read = document(S.QUEUED, file_name="a.pdf", estimate=alvarez())
    shown.add([read])
    row = shown.model.row(0)
    assert FILE.cell_of(row).caption == row.estimate == estimate_line(read, date.today())  # noqa: DTZ011
    for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
        words = str(index.data(role))
        assert "claim 0417-55320" in words
        assert "4 pages" in words


@pytest.mark.parametrize(
    "typed",
    ["alvarez", "0417-55320", "claim 0417", "harrow", "hail", "mar 14", "2026-03-14", "03/14/2026",
     "$18,593.81", "18593.81", "rcv 18,593", "12 lines", "txdf8x", "juniper", "hm-88123", "2,500"],
)  # fmt: skip
def test_a_document_is_found_by_anything_in_its_estimate(shown: Shown, typed: str) -> None:
    shown.add(
        [
            document(S.QUEUED, file_name="one.pdf", estimate=alvarez()),
            document(S.QUEUED, file_name="two.pdf", estimate=NO_ESTIMATE),
            document(S.QUEUED, file_name="three.pdf"),
        ]
    )
    shown.model.search(typed)
    assert shown.names == ["one.pdf"]


def test_a_conflicting_value_is_not_searched_either(shown: Shown) -> None:
    shown.add([document(S.QUEUED, file_name="one.pdf", estimate=alvarez(carrier=CONFLICTING))])
    shown.model.search("harrow")
    assert shown.names == []


def test_row_and_draft_warn_of_what_may_not_convert_well(shown: Shown) -> None:
    sent = datetime(2026, 3, 20, 18, tzinfo=UTC)
    waits = {"waits_for_start": True, "problem": Problem(HoldReason.WAITS_FOR_START)}
    again = document(S.HELD, file_name="again.pdf", estimate=alvarez(), claim_sent_at=sent, **waits)
    mild = alvarez(kind=EstimateKind.SYMBILITY)
    symbility = document(S.HELD, file_name="symbility.pdf", estimate=mild, **waits)
    good = document(S.HELD, file_name="good.pdf", estimate=alvarez(), **waits)
    shown.add([again, symbility, good])
    rows = {name: shown.model.row(row) for row, name in enumerate(shown.names)}
    assert [rows[d.file_name].noticed for d in (again, symbility, good)] == [True, False, False]
    tips = {
        name: str(shown.model.index(row, STATUS.index).data(Qt.ItemDataRole.ToolTipRole))
        for row, name in enumerate(shown.names)
    }
    assert "The same claim was sent on Mar 20, 2026" in tips["again.pdf"]
    assert "A Symbility estimate" in tips["symbility.pdf"]
    review = BatchReview()
    review.take([again, symbility, good])
    assert review.to_go == [again.id, symbility.id, good.id], "no warning keeps a file back"
    checked = [DocumentRow(d, TODAY, choice=review.choice(d.id)) for d in (again, symbility, good)]
    assert [row.state for row in checked] == ["Ready"] * 3
    assert [row.reason for row in checked] == [
        "The same claim was sent on Mar 20, 2026", "A Symbility estimate", "",
    ]  # fmt: skip
    assert "supplement" in STATUS.tooltip_text(checked[0], TODAY)
