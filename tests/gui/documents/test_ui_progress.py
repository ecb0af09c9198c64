"""The progress column as it is painted: five stages at equal distances, and quiet once complete."""

from __future__ import annotations

from itertools import combinations, groupby, pairwise

import pytest
from helpers.shown import Shown
from helpers.ui_fixtures import S, document, stages
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPixmap, QRegion, QStaticText
from PySide6.QtWidgets import QApplication

from capout_desktop.domain.pdf_notice import Notice
from capout_desktop.ui.documents.columns import PROGRESS, STATUS
from capout_desktop.ui.documents.progress_view import ProgressView, Shape
from capout_desktop.ui.documents.row_painter import RowPainter
from capout_desktop.ui.documents.stage_strip import MARK, StageStrip
from capout_desktop.ui.documents.table import DocumentTable
from capout_desktop.ui.documents.table_style import TableStyle
from capout_desktop.ui.style.theme import Theme


def marks(width: int) -> list[float]:
    """The centers of the painted marks in a strip of a width, from the left."""
    look = TableStyle(Theme.current())
    view = ProgressView(Shape.STAGES, stages=stages("ddddd"))
    image = QImage(width, look.row_height, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    StageStrip(look).paint(painter, QRectF(image.rect()), view)
    painter.end()
    first, _ = look.lines(QRectF(image.rect()))
    rows = range(int(first.center().y()) - MARK // 2, int(first.center().y()) + MARK // 2)
    white = QColor("white").rgb()

    def is_mark(x: int) -> bool:  # the lines between them are thin
        return sum(image.pixel(x, y) != white for y in rows) >= MARK // 2

    runs = (list(run) for found, run in groupby(range(width), is_mark) if found)
    return [(run[0] + run[-1]) / 2 for run in runs]


@pytest.mark.parametrize("width", [150, 320, 420])
@pytest.mark.usefixtures("shown")
def test_the_five_stages_are_at_equal_distances(width: int) -> None:
    centers = marks(width)
    assert len(centers) == 5
    distances = [after - before for before, after in pairwise(centers)]
    assert max(distances) - min(distances) <= 1


class Painted(QObject):
    """Records the height of what the list paints."""

    def __init__(self, table: DocumentTable) -> None:
        super().__init__()
        self.heights: list[int] = []
        table.viewport().installEventFilter(self)

    def eventFilter(self, _viewport: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if isinstance(event, QPaintEvent):
            self.heights.append(event.region().boundingRect().height())
        return False


def test_only_changed_rows_in_sight_are_painted(shown: Shown) -> None:
    files = [document(S.COMPLETE, id=str(n), file_name=f"{n}.pdf") for n in range(100)]
    shown.add(files)
    for _ in range(20):  # the layout needs some turns
        QApplication.processEvents()
    seen = {shown.model.document(row).id for row in shown.table.rows_in_sight()}
    hidden = [file for file in files if file.id not in seen]
    painted = Painted(shown.table)
    # The list hears of all of them in one range.
    shown.add([replace(file, file_name=f"new {file.file_name}") for file in hidden])
    QApplication.processEvents()
    assert painted.heights == []
    first = shown.model.document(shown.table.rows_in_sight()[1])
    shown.add([replace(file, file_name="x.pdf") for file in (first, *hidden)])
    QApplication.processEvents()
    assert len(painted.heights) == 1
    assert painted.heights[0] < 2 * shown.table.rowHeight(1)


def test_a_complete_row_is_one_quiet_line_with_its_time(shown: Shown) -> None:
    shown.add([document(S.COMPLETE, id="1", stages=stages("ddddd"))])
    QApplication.processEvents()
    view = shown.model.row(0).progress
    assert view.shape is Shape.NOTE
    assert view.caption.startswith("Done ")
    assert shown.model.index(0, PROGRESS.index).data()


class Recorder(QPainter):
    """Painter that notes where icons and texts are painted."""

    def __init__(self, image: QImage) -> None:
        super().__init__(image)
        self.boxes: list[QRectF] = []

    def drawPixmap(self, place: QPointF, icon: QPixmap) -> None:  # type: ignore[override]  # noqa: N802 - Qt's
        self.boxes.append(QRectF(place, icon.deviceIndependentSize()))

    def drawStaticText(self, place: QPointF, text: QStaticText) -> None:  # type: ignore[override]  # noqa: N802 - Qt's
        self.boxes.append(QRectF(place, text.size()))


@pytest.mark.parametrize("compact", [False, True])
def test_the_warning_of_a_status_is_not_painted_over_its_reason(
    shown: Shown, compact: bool
) -> None:
    shown.add([document(S.PROCESSING, notices=(Notice.SCAN,))])
    shown.table.set_compact(compact)
    look = TableStyle(Theme.current())
    look.compact = compact
    look.refresh()
    image = QImage(shown.table.viewport().size(), QImage.Format.Format_RGB32)
    recorder = Recorder(image)
    RowPainter(shown.table, shown.model, look).paint(recorder, QRegion(image.rect()))
    recorder.end()
    left = shown.table.columnViewportPosition(STATUS.index)
    right = left + shown.table.columnWidth(STATUS.index)
    status = [box for box in recorder.boxes if left <= box.left() < right]
    assert len(status) == 4, "its icon, its word, the warning, the reason"
    for one, other in combinations(status, 2):
        assert not one.intersects(other)
