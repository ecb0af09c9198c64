"""What is said of a PDF's pages and attachments, read in this process."""

from __future__ import annotations

import pytest
from helpers.pdfs import equipped_pdf, portfolio_pdf

from capout_desktop.services.intake.pdf_protocol import Contents, Inspect
from capout_desktop.services.intake.pdf_reading import FEW_LETTERS, inspect, samples


def contents_of(pdf: bytes) -> Contents:
    _, contents = inspect(Inspect(), pdf)
    assert isinstance(contents, Contents)
    return contents


@pytest.mark.parametrize(
    ("name", "is_pdf"),
    [("estimate.pdf", True), ("ESTIMATE.PDF", True), ("pdf", False), ("prices.xlsx", False)],
)
def test_attached_pdfs_are_known_by_their_names(name: str, is_pdf: bool) -> None:
    # Without a list of what is attached, which hides the page.
    attached = portfolio_pdf(name).replace(b"/Collection", b"/Kollection")
    assert contents_of(attached).has_attached_pdfs is is_pdf
    assert contents_of(portfolio_pdf(name)).has_attached_pdfs, "nobody sees the page"


def picture(left: float, bottom: float, width: float, height: float) -> bytes:
    drawn = b"BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI"
    return f"q {width:g} 0 0 {height:g} {left:g} {bottom:g} cm ".encode() + drawn + b" Q\n"


def text(letters: int) -> bytes:
    return f"BT /F1 8 Tf 60 300 Td ({'x ' * letters}) Tj ET\n".encode()


# The crop box leaves out the lowest 36 points of 792; 0.7 of a page has to be covered.
@pytest.mark.parametrize(
    ("pictures", "is_scan"),
    [
        ([(0, 36, 612, 756)], True),
        ([(0, 0, 612, 792)], True),
        ([(-600, -600, 2000, 2000)], True),
        ([(0, 36, 612, 400), (0, 436, 612, 356)], True),
        ([(0, 36, 612, 600)], True),
        ([(0, 36, 612, 500)], False),
        ([(0, -64, 612, 600)], False),
        ([(0, 36, 450, 756)], True),
        ([(0, 36, 400, 756)], False),
        ([(-200, 36, 612, 756)], False),
        ([(700, 900, 612, 756)], False),  # beside the page and above it
        ([(-900, 36, 612, 756)] * 2, False),
        ([(0, -900, 612, 756)] * 2, False),
        ([], False),
    ],
)
def test_a_page_with_few_letters_is_a_scan_if_pictures_cover_it(
    pictures: list[tuple[float, float, float, float]], is_scan: bool
) -> None:
    drawn = b"".join(picture(*one) for one in pictures)
    assert contents_of(equipped_pdf(drawn + text(3))).is_scan is is_scan


@pytest.mark.parametrize(
    ("content", "is_scan"),
    [
        (b"", None),
        (picture(0, 36, 50, 50), True),
        (b"0.5 g 0 36 612 756 re f\n", True),
        (picture(0, 36, 612, 756) + text(FEW_LETTERS), True),
        (picture(0, 36, 612, 756) + text(FEW_LETTERS + 1), False),
        (text(1), False),
    ],
)
def test_a_page_without_letters_is_a_scan_and_one_with_many_is_not(
    content: bytes, is_scan: bool | None
) -> None:
    assert contents_of(equipped_pdf(content)).is_scan is is_scan


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 8, 30, 1000])
def test_samples_are_pages_from_everywhere(count: int) -> None:
    found = samples(count)
    assert len({*found}) == len(found) <= max(count, 0)
    assert all(0 <= page < count for page in found)
    if count:
        assert {0, count - 1} <= {*found}
        assert found[0] == count // 3
    if count >= 3:
        assert found[1] == 2 * count // 3
    if count >= 30:
        assert (
            max(b - a for a, b in zip(sorted(found), sorted(found)[1:], strict=False)) < count / 3
        )
