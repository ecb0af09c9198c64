"""Text that nobody can see is not read; text that only looks as if it were hidden is."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from helpers.hidden_texts import (
    HALF_UNSEEN,
    LOOKED_AT,
    NUMBER,
    ROWS,
    SEEN,
    UNSEEN,
    area,
    page_with,
    picture,
    shown,
)
from helpers.pdfs import equipped_pdf

from capout_desktop.domain.estimate import EstimateKind
from capout_desktop.domain.positioned_text import PageText
from capout_desktop.services.intake.pdf_inspector import PdfInspector
from capout_desktop.services.intake.pdf_reading import OpenPdf
from capout_desktop.services.intake.pdf_words import PageReader

CLAIM = f"Claim Number: {NUMBER}"
RECOGNIZED = shown(before="3 Tr", y=650), shown("Policy Number: HO3-77", before="3 Tr", y=635)


def read(pdf: bytes, **options: float) -> PageText:
    with OpenPdf(pdf) as document:
        page = PageReader().read(document.handle, 0, **options)
    assert page is not None
    return page


def lines(page: PageText) -> list[str]:
    return [line.text for line in page.lines]


@pytest.mark.parametrize("how", UNSEEN)
def test_what_nobody_sees_is_not_read(how: str) -> None:
    page = read(page_with(UNSEEN[how]))
    assert lines(page) == ROWS
    assert not page.is_invisible


@pytest.mark.parametrize("how", HALF_UNSEEN)
def test_a_number_that_is_partly_hidden_is_not_read(how: str) -> None:
    page = read(page_with(HALF_UNSEEN[how]))
    assert lines(page)[:2] == ROWS
    for line in lines(page):
        for word in line.split():
            assert word not in NUMBER or "\ufffd" in word


@pytest.mark.parametrize("how", SEEN)
def test_what_can_be_seen_is_read(how: str) -> None:
    assert lines(read(page_with(SEEN[how]))) == [*ROWS, CLAIM]


@pytest.mark.parametrize("size", [(4000, 792), (612, 4000)], ids=["wide", "high"])
def test_a_large_page_is_looked_at_as_a_small_one_is(size: tuple[int, int]) -> None:
    for content in SEEN["white on a dark area"], SEEN["on a picture"]:
        assert lines(read(page_with(content, size=size))) == [*ROWS, CLAIM]
    for content in UNSEEN["white"], UNSEEN["under a black area"]:
        assert lines(read(page_with(content, size=size))) == ROWS


def test_text_under_a_note_is_not_read() -> None:
    assert lines(read(page_with(shown(), noted=True))) == ROWS


def test_text_that_was_recognized_in_a_picture_is_read_where_the_picture_is() -> None:
    # Less of the page is a picture than in a scan of the whole page.
    scan = picture(40, 600, 300, 80)
    elsewhere = shown("Claim Number: 1111-2222", before="3 Tr", y=400)
    content = scan + b"".join(RECOGNIZED) + elsewhere
    page = read(equipped_pdf(content))
    assert lines(page) == [CLAIM, "Policy Number: HO3-77"]
    assert page.is_invisible


def test_text_that_was_recognized_in_a_small_picture_on_a_page_of_text_is_not_read() -> None:
    page = read(page_with(picture() + RECOGNIZED[0]))
    assert lines(page) == ROWS
    assert not page.is_invisible


WHOLE_PAGE = picture(0, 0, 612, 792)
LAYER = b"".join(shown(f"Line {n} of a layer", before="3 Tr", y=500 - 15 * n) for n in range(5))
WHITE_ON_WHITE = area("1 g", 0, 0, 612, 792)
ON_A_SCAN = {
    "light on a light part of it": WHITE_ON_WHITE + shown(before="0.95 g"),
    "white under a white area on it": shown(before="1 g") + area("1 g"),
    "transparent": shown(before="/Clear gs"),
    "black under a white area": shown() + area("1 g"),
    "on a layer that is off": b"/OC /Off BDC\n" + shown() + b"EMC\n",
}


@pytest.mark.parametrize("how", ON_A_SCAN)
@pytest.mark.parametrize("behind", [b"", LAYER], ids=["plain", "recognized"])
def test_what_nobody_sees_on_a_scan_is_not_read(how: str, behind: bytes) -> None:
    known = lines(read(page_with(WHOLE_PAGE + behind)))
    hidden = ON_A_SCAN[how].replace(NUMBER.encode(), b"7777-66666")
    page = read(page_with(WHOLE_PAGE + behind + hidden))
    assert lines(page) == known
    assert page.picture_share == 1


def test_white_text_that_is_seen_on_a_scan_is_read_as_from_one() -> None:
    page = read(page_with(WHOLE_PAGE + shown(before="1 g")))
    assert CLAIM in lines(page)
    assert page.picture_share == 1


@pytest.mark.parametrize("color", ["0 g", "1 g"])
def test_recognized_text_may_lie_under_the_picture_instead_of_being_invisible(color: str) -> None:
    page = read(page_with(shown(before=color) + WHOLE_PAGE))
    assert CLAIM in lines(page)
    assert page.picture_share == 1


def test_invisible_text_without_a_picture_is_no_scan() -> None:
    page = read(equipped_pdf(b"".join(RECOGNIZED)))
    assert lines(page) == []
    assert not page.is_invisible


@pytest.mark.parametrize("how", SEEN)
def test_without_time_left_doubtful_text_is_left_out_and_no_other(how: str) -> None:
    late = time.monotonic() - 1
    expected = ROWS if how in LOOKED_AT else [*ROWS, CLAIM]
    assert lines(read(page_with(SEEN[how]), deadline=late)) == expected


def test_the_confined_worker_can_look_at_doubtful_text(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(page_with(SEEN["white on a dark area"]))
    inspector = PdfInspector()
    try:
        estimate = inspector.estimate(str(tmp_path / "a.pdf"))
    finally:
        inspector.close()
    assert estimate is not None
    assert estimate.kind is EstimateKind.NO_ESTIMATE
