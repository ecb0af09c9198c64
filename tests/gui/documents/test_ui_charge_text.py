"""What a document did to the credits, in words that are true wherever it stands."""

from __future__ import annotations

import pytest
from helpers.ui_fixtures import S, document
from PySide6.QtWidgets import QApplication

from capout_desktop.domain.document import Document
from capout_desktop.ui.documents import document_text as wording

SAID = {
    "Not charged": (document(S.CANCELED), "Nothing was charged"),
    "Checking…": (document(S.CONFIRMING), "has not confirmed yet"),
    "Charged": (document(S.PROCESSING, document_id="doc_1"), "accepted it, and"),
}
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
