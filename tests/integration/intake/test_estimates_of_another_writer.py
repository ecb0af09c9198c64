"""Estimates that Qt wrote: embedded fonts with other widths, in glyphs, as printer drivers do."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.estimate_corpus import RECIPES
from helpers.estimate_corpus.made import Draft, Made
from helpers.estimate_corpus.score import Score
from helpers.estimate_corpus.sheets import BOLD, HEIGHT, WIDTH, Printing
from PySide6.QtCore import QMarginsF, QPointF, QSizeF
from PySide6.QtGui import QFont, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QApplication

from capout_desktop.inspect_command import as_object, inspect
from capout_desktop.services.intake.pdf_inspector import PdfInspector

SCALE = 10
NAMES = (
    *("final draft, full, one_line", "final draft, without tax, stacked", "scope"),
    *("abbreviated", "rough draft", "state farm style", "symbility", "contractor's bid"),
    *("payment letter alone", "guide before an xactimate estimate", "mixed packet"),
    *("two claims", "several coverages", "letter with a longer claim number"),
    *("claim number left out, one_line", "wrapped claim number, one_line"),
    *("member number instead", "carrier and contractor", "spanish names", "missing pages"),
)


@pytest.fixture(scope="module")
def inspector() -> Iterator[PdfInspector]:
    made = PdfInspector()
    yield made
    made.close()


def write(draft: Draft, path: Path, family: str) -> None:
    writer = QPdfWriter(str(path))
    writer.setResolution(72 * SCALE)
    writer.setPageSize(QPageSize(QSizeF(WIDTH, HEIGHT), QPageSize.Unit.Point))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter(writer)
    for number, sheet in enumerate(draft.sheets):
        if number:
            writer.newPage()
        for x, y, text, size, name in sheet.texts:
            font = QFont(family)
            font.setPixelSize(round(size * SCALE * 0.86))  # these fonts are wider
            font.setBold(name == BOLD)
            painter.setFont(font)
            painter.drawText(QPointF(x * SCALE, (HEIGHT - y) * SCALE), text)
    painter.end()


@pytest.mark.parametrize(
    ("family", "names"), [("sans-serif", NAMES[::2]), ("serif", NAMES[1::2])], ids=["sans", "serif"]
)
def test_nothing_wrong_is_read(
    qapp: QApplication,
    inspector: PdfInspector,
    tmp_path: Path,
    family: str,
    names: tuple[str, ...],
) -> None:
    measured = Score()
    for number, name in enumerate(names):
        draft = RECIPES[name](random.Random(f"{name} {family}"))
        assert draft.printing == Printing()
        path = tmp_path / f"{number}.pdf"
        write(draft, path, family)
        measured.add(Made(name, b"", draft.expected), as_object(inspect(str(path), inspector)))
    assert [str(one) for one in measured.harmful] == []
    for field in ("claim_number", "insured_name", "date_of_loss", "price_list", "rcv", "net_claim"):
        recall = measured.recall(field)
        assert recall is not None
        assert recall >= 0.9, (field, measured.missed)
