"""The second line of a row as it is painted: what tells files apart is there in a small window."""

from __future__ import annotations

from typing import Any, NamedTuple
from xml.etree import ElementTree

import pytest
from helpers.estimates import alvarez, value
from helpers.shown import Shown
from helpers.ui_fixtures import S, document, stages
from PySide6.QtCore import QBuffer, QIODevice, QPoint
from PySide6.QtGui import QPainter, QRegion
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QApplication, QWidget

from capout_desktop.domain import file_problem
from capout_desktop.domain.document import Document
from capout_desktop.domain.estimate import Estimate
from capout_desktop.ui.documents.caption import CaptionPart, fitted_line, shortened_name

LONG = alvarez(
    insured_name=value("Priya and Daniel Ramanathan-Whitfield"),
    claim_number=value("2026-TX-7718843"),
    carrier=value("Lone Prairie Farm Mutual Insurance Company"),
)
WHOLE = "Alvarez · claim 0417-55320 · Harrow Mutual · hail, Mar 14 · RCV $18,593.81 · 12 lines"


class Painted(NamedTuple):
    """A text as it is painted, shortened if it is, and its place in the widget."""

    text: str
    left: float
    baseline: float


def painted(widget: QWidget) -> list[Painted]:
    """Return every text that a widget paints."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    drawing = QSvgGenerator()
    drawing.setOutputDevice(buffer)
    drawing.setSize(widget.size())
    drawing.setResolution(widget.logicalDpiX())
    painter = QPainter(drawing)
    widget.render(painter, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
    painter.end()
    texts = ElementTree.fromstring(bytes(buffer.data().data())).iterfind(".//{*}text")
    return [Painted(t.text or "", float(t.attrib["x"]), float(t.attrib["y"])) for t in texts]


def row_of(shown: Shown, one: Document) -> list[str]:
    """Return the texts that are painted in the row of a document."""
    QApplication.processEvents()
    row = shown.model.row_of(one.id)
    assert row is not None
    top, height = shown.table.rowViewportPosition(row), shown.table.rowHeight(row)
    texts = painted(shown.table.viewport())
    return [text.text for text in texts if top < text.baseline < top + height]


def shown_of(shown: Shown, estimate: Estimate, **values: Any) -> list[str]:
    state = values.pop("state", S.QUEUED)
    one = document(state, file_name="a.pdf", estimate=estimate, **values)
    shown.add([one])
    return row_of(shown, one)


@pytest.mark.parametrize("width", [1120, 1024])
def test_insured_claim_rcv_and_lines_are_painted_whatever_the_state(
    shown: Shown, width: int
) -> None:
    shown.window.resize(width, 720)
    processing = {"state": S.PROCESSING, "stages": stages("ddr..")}
    for values in ({"state": S.QUEUED}, processing, {"state": S.COMPLETE}):
        words = shown_of(shown, alvarez(), **values)
        (line,) = (text for text in words if text.startswith("Alvarez"))
        parts = {"Alvarez", "claim 0417-55320", "RCV $18,593.81", "12 lines"}
        assert parts <= set(line.split(" · ")), (values, words)
        assert "restoration-team" in words


def test_a_row_without_stages_says_everything(shown: Shown) -> None:
    shown.window.resize(1120, 720)
    assert WHOLE in shown_of(shown, alvarez(), state=S.COMPLETE)
    held = {"state": S.HELD, "xn_address": ""}
    assert WHOLE in shown_of(shown, alvarez(), **held)


def test_long_names_are_shortened_at_a_word_and_numbers_never(shown: Shown) -> None:
    seen = set()
    for width in range(800, 1700, 60):
        shown.window.resize(width, 720)
        words = shown_of(shown, LONG)
        (line,) = (text for text in words if "claim" in text)
        parts = {"claim 2026-TX-7718843", "RCV $18,593.81", "12 lines", "hail, Mar 14"}
        parts |= {LONG.insured_name.value, LONG.carrier.value}
        parts |= {"Priya and Daniel…", "Lone Prairie Farm…"}
        assert set(line.split(" · ")) <= parts, (width, words)
        seen |= set(line.split(" · "))
    assert seen >= {"Priya and Daniel…", "claim 2026-TX-7718843", "RCV $18,593.81", "12 lines"}


def test_an_address_of_two_parts_is_seen_in_one_line_where_another_text_is_below(
    shown: Shown,
) -> None:
    long_address = "brightwater-claims-estimating@northwest"
    shown.window.resize(1120, 720)
    words = shown_of(shown, alvarez(), xn_address=long_address)
    (shortened,) = (text for text in words if text.startswith("bright"))
    assert shortened.endswith("west"), "its beginning and its end"
    shown.window.resize(1900, 720)
    words = shown_of(shown, alvarez(), xn_address=long_address)
    assert "@northwest" in words
    assert WHOLE in words


def test_an_address_that_is_not_whole_shows_that_it_is_not(shown: Shown) -> None:
    seen = set()
    for width in range(900, 1900, 40):
        shown.window.resize(width, 720)
        words = shown_of(shown, alvarez())
        (first,) = (text for text in words if text.startswith("resto"))
        rest = [text for text in words if text.startswith(("@", "…"))]
        assert "…" in first or (first == "restoration-team" and len(rest) == 1), (width, words)
        seen |= {first, *rest}
    assert {"@example.xn", "restoration-team"} <= seen


def test_a_reason_goes_on_below_the_next_columns_up_to_the_button(shown: Shown) -> None:
    locked = document(S.REJECTED, id="a", file_name="a.pdf", problem=file_problem.PASSWORD_NEEDED)
    words = "in the queue of large estimates"
    waits = document(S.PROCESSING, id="b", file_name="b.pdf", server_status=words)
    shown.window.resize(1120, 720)
    shown.add([locked, waits])
    assert "The PDF needs a password to open" in row_of(shown, locked)
    assert words in row_of(shown, waits)
    shown.window.resize(800, 600)
    (cut,) = (text for text in row_of(shown, locked) if text.startswith("The PDF"))
    assert cut.endswith("…"), "the button is there"


def test_what_was_recognized_in_a_scan_says_so_however_narrow_the_row_is(shown: Shown) -> None:
    scan = alvarez(insured_name=value("Alvarez", from_scan=True))
    for width in (1120, 900, 780):
        shown.window.resize(width, 720)
        words = shown_of(shown, scan)
        (line,) = (text for text in words if "check" in text)
        assert line.startswith("from a scan, check"), (width, words)


@pytest.mark.parametrize("width", range(0, 100, 3))
def test_a_part_is_there_as_a_whole_or_not_at_all(width: int) -> None:
    parts = (
        CaptionPart("Own team"),
        CaptionPart(
            "Priya and Daniel Ramanathan", 2, shortened_name("Priya and Daniel Ramanathan")
        ),
        CaptionPart("claim 2026-7718843", 1),
        CaptionPart("Harrow Mutual", 4),
        CaptionPart("RCV $18,593.81", 3),
    )
    line = fitted_line(parts, width, len)
    assert len(line) <= width or line == "Own team"
    shown = line.split(" · ")
    assert shown[0] == "Own team"
    whole = {part.text for part in parts} | {part.short for part in parts}
    assert set(shown) <= whole
    assert "claim 2026-7718843" in shown or width < len("Own team · claim 2026-7718843")


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Alvarez", ""),
        ("Lone Prairie Farm Mutual", "Lone Prairie Farm…"),
        ("Nguyen, Thanh and Mai Phuong", "Nguyen, Thanh and…"),
        ("Ramanathan-Whitfield-Okonkwo", ""),
    ],
)
def test_a_name_is_shortened_at_the_end_of_a_word(name: str, short: str) -> None:
    assert shortened_name(name) == short
