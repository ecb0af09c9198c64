"""Text of a PDF's pages with its places, as a person sees it: lines, and cells within them."""

from __future__ import annotations

import msgspec


class Cell(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Part of a line without a wide gap in it, such as a value in a column.

    Attributes:
        x0: Left edge in points, from the left edge of the page as it is shown.
        x1: Right edge in points.
        text: Words with one blank between them; never empty.
    """

    x0: float
    x1: float
    text: str


class VisualLine(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Cells on one baseline.

    Attributes:
        page: Number of the page, from 1.
        y: Baseline in points, from the upper edge of the page as it is shown.
        cells: From left to right; never empty.
    """

    page: int
    y: float
    cells: tuple[Cell, ...]

    @property
    def text(self) -> str:
        """Texts of the cells with one blank between them."""
        return " ".join(cell.text for cell in self.cells)


class PageText(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Text of one page.

    Attributes:
        page: Number of the page, from 1.
        width: Points, as the page is shown.
        height: Points, as the page is shown.
        lines: From top to bottom.
        picture_share: Share of the page that pictures cover, from 0 to 1.
        is_invisible: Whether most of the text is drawn invisibly, as behind a scanned page.
    """

    page: int
    width: float
    height: float
    lines: tuple[VisualLine, ...] = ()
    picture_share: float = 0.0
    is_invisible: bool = False
