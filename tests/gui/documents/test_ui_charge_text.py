"""What a document did to the credits, in words that are true wherever it stands."""

from __future__ import annotations

import dataclasses

import pytest
from helpers.shown import Shown
from helpers.ui_fixtures import NOW, S, document
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from capout_desktop.domain.document import Document
from capout_desktop.domain.typical_cost import DocumentCost, TypicalCost, row_cost
from capout_desktop.ui.documents import document_text as wording
from capout_desktop.ui.documents.columns import CREDITS

SAID = {
    "Not charged": (document(S.CANCELED), "Nothing was charged"),
    "Checking…": (document(S.CONFIRMING), "has not confirmed yet"),
    "Charged": (document(S.PROCESSING, document_id="doc_1"), "accepted it, and"),
}
KNOWN = DocumentCost(before=250, after=244, spent=6, together=1, at=NOW)
TYPICAL = TypicalCost(median=8.6, lowest=8, highest=9, known=5, from_batches=False)
MAY_BE = [
    (document(S.FAILED, document_id="doc_1"), "and then failed"),
    (document(S.CANCELED, sent_before=(("team@example", "doc_1"),)), "and then failed"),
    (document(S.CANCELED, sent_before=(("team@example", ""),)), "has not confirmed yet"),
]


@pytest.mark.parametrize("word", SAID)
def test_the_charge_has_a_short_and_a_long_text(qapp: QApplication, word: str) -> None:
    row, sentence = SAID[word]
    assert wording.charge_word(row) == word
    assert sentence in wording.charge_explanation(row)


@pytest.mark.parametrize(("row", "sentence"), MAY_BE)
def test_a_document_sent_before_may_be_charged(
    qapp: QApplication, row: Document, sentence: str
) -> None:
    assert wording.charge_word(row) == "May be charged"
    assert sentence in wording.charge_explanation(row)


@pytest.mark.parametrize(
    ("cost", "typical", "row", "said"),
    [
        (KNOWN, TYPICAL, "6", "6 credits"),
        (dataclasses.replace(KNOWN, spent=1), None, "1", "1 credit"),
        (dataclasses.replace(KNOWN, spent=17, together=2), None, "≈ 8", "about 8 credits"),
        (dataclasses.replace(KNOWN, spent=None), TYPICAL, "≈ 9", "about 9 credits"),
        (None, TYPICAL, "≈ 9", "about 9 credits"),
        (None, None, "Charged", "Charged"),
    ],
)
def test_the_row_of_an_accepted_document_says_the_amount_as_soon_as_it_is_known(
    shown: Shown, cost: DocumentCost | None, typical: TypicalCost | None, row: str, said: str
) -> None:
    shown.add([document(S.COMPLETE, document_id="doc_1"), document(S.CANCELED, id="2")])
    cells = [shown.model.index(at, CREDITS.index) for at in range(2)]
    assert [cell.data() for cell in cells] == ["Charged", "Not charged"]
    shown.model.show_costs(lambda _: row_cost(cost, typical))
    assert [cell.data() for cell in cells] == [row, "Not charged"]
    assert cells[0].data(Qt.ItemDataRole.AccessibleTextRole) == said
    tip = str(cells[0].data(Qt.ItemDataRole.ToolTipRole))
    assert "that costs credits" in tip
    assert (said in tip) is (said != "Charged")
