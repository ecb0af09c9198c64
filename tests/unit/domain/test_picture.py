"""How a picture lies on its page: the paper's size where it is known, upright, and whole."""

from __future__ import annotations

from typing import Any

import pytest

from capout_desktop.domain.picture import (
    Encoding,
    PictureForm,
    is_heic,
    is_picture,
    page_size,
    placement,
)


def form(width: int, height: int, **values: Any) -> PictureForm:
    return PictureForm(width, height, 3, 8, Encoding.JPEG, **values)


@pytest.mark.parametrize(
    ("picture", "size"),
    [
        # Scanned paper has its own size.
        (form(1700, 2200, dpi=200.0), (612.0, 792.0)),
        (form(850, 1100, dpi=100.0), (612.0, 792.0)),
        (form(2200, 1700, dpi=200.0, orientation=6), (612.0, 792.0)),
        (form(2800, 1400, dpi=200.0), (1008.0, 504.0)),  # legal paper
        (form(200, 400, dpi=200.0), (72.0, 144.0)),
        # What is not known, too large or too small fills letter paper.
        (form(850, 1100, dpi=99.0), (612.0, 792.0)),
        (form(2802, 1400, dpi=200.0), (792.0, 395.717)),
        (form(199, 400, dpi=200.0), (394.02, 792.0)),
        (form(400, 199, dpi=200.0), (792.0, 394.02)),
        (form(612, 792), (612.0, 792.0)),
        (form(792, 612), (792.0, 612.0)),
        (form(100, 100), (612.0, 612.0)),
        (form(400, 300), (792.0, 594.0)),
        (form(300, 400), (594.0, 792.0)),
        (form(400, 300, orientation=5), (594.0, 792.0)),
        (form(400, 300, orientation=4), (792.0, 594.0)),
        (form(100, 10_000), (7.92, 792.0)),
        (form(1, 60_000), (3.0, 792.0)),
        (form(60_000, 1), (792.0, 3.0)),
    ],
)
def test_the_size_of_a_page(picture: PictureForm, size: tuple[float, float]) -> None:
    assert page_size(picture) == pytest.approx(size, abs=0.01)


# Where the top left corner of what is seen stands in the data, as column and row from 0 to 1.
CORNERS = {
    1: ((0, 0), (1, 0)),
    2: ((1, 0), (0, 0)),
    3: ((1, 1), (0, 1)),
    4: ((0, 1), (1, 1)),
    5: ((0, 0), (0, 1)),
    6: ((0, 1), (0, 0)),
    7: ((1, 1), (1, 0)),
    8: ((1, 0), (1, 1)),
}
"""For each orientation, the corners of the data that are seen at the top left and top right."""


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_turned_upright(orientation: int) -> None:
    picture = form(400, 300, orientation=orientation)
    across, down = page_size(picture)
    a, b, c, d, e, f = placement(picture)

    def seen(column: float, row: float) -> tuple[float, float]:
        """Return where a corner of the data is drawn: from the left and from the top."""
        x, y = column, 1 - row  # the unit square begins at the bottom left
        return a * x + c * y + e, down - (b * x + d * y + f)

    top_left, top_right = CORNERS[orientation]
    assert seen(*top_left) == pytest.approx((0, 0), abs=0.01)
    assert seen(*top_right) == pytest.approx((across, 0), abs=0.01)


@pytest.mark.parametrize(
    ("name", "picture", "heic"),
    [
        ("photo.jpg", True, False),
        ("PHOTO.JPEG", True, False),
        ("scan.tif", True, False),
        ("scan.TIFF", True, False),
        ("screen.png", True, False),
        ("IMG_1.HEIC", True, True),
        ("img.heif", True, True),
        (".photo.jpg", False, False),
        ("photo.gif", False, False),
        ("jpg", False, False),
    ],
)
def test_names_of_pictures(name: str, picture: bool, heic: bool) -> None:
    assert (is_picture(name), is_heic(name)) == (picture, heic)
