"""Words of real PDFs and their places, however the pages draw them."""

from __future__ import annotations

import pytest
from helpers.pdfs import drawn_pdf

from capout_desktop.domain.estimate import EstimateKind, PageKind
from capout_desktop.domain.positioned_text import PageText
from capout_desktop.services.intake import estimate_reading
from capout_desktop.services.intake.pdf_protocol import Read
from capout_desktop.services.intake.pdf_reading import OpenPdf
from capout_desktop.services.intake.pdf_words import PageReader

ROWS = (
    (700, (60, "Claim Number:"), (160, "0417-55320"), (330, "Policy Number:"), (430, "HO3-77")),
    (685, (60, "Insured:"), (160, "ALVAREZ, MARIA")),
)
LINES = [
    "Claim Number: 0417-55320 Policy Number: HO3-77",
    "Insured: ALVAREZ, MARIA",
]
UPRIGHT, LEFT, RIGHT, OVER = "1 0 0 1", "0 1 -1 0", "0 -1 1 0", "-1 0 0 -1"


def show(x: float, y: float, text: str, matrix: str = UPRIGHT) -> bytes:
    return f"BT /F1 10 Tf {matrix} {x} {y} Tm ({text}) Tj ET\n".encode()


def read(*contents: bytes, page: int = 0) -> PageText:
    with OpenPdf(drawn_pdf(*contents)) as document:
        found = PageReader().read(document.handle, page)
    assert found is not None
    return found


def lines(page: PageText) -> list[str]:
    return [line.text for line in page.lines]


def rows(matrix: str = UPRIGHT) -> list[bytes]:
    places = {
        UPRIGHT: lambda x, y: (x, y),
        LEFT: lambda x, y: (612 - y + 90, x),
        RIGHT: lambda x, y: (y - 90, 792 - x),
        OVER: lambda x, y: (612 - x, 792 - y),
    }
    return [show(*places[matrix](x, y), text, matrix) for y, *cells in ROWS for x, text in cells]


@pytest.mark.parametrize("matrix", [UPRIGHT, LEFT, RIGHT, OVER])
def test_text_is_read_from_wherever_it_is_upright(matrix: str) -> None:
    page = read(b"".join(rows(matrix)))
    assert lines(page) == LINES
    widths = {UPRIGHT: 612, OVER: 612, LEFT: 792, RIGHT: 792}
    assert page.width == widths[matrix]
    assert [line.y for line in page.lines] == pytest.approx(
        [92, 107] if matrix in {UPRIGHT, OVER} else [2, 17], abs=0.1
    )
    assert [cell.text for cell in page.lines[0].cells][:2] == ["Claim Number:", "0417-55320"]
    reach = [(60, 125.8), (160, 213), (330, 396.9), (430, 464.7), (60, 95.3), (160, 242.7)]
    found = [(cell.x0, cell.x1) for line in page.lines for cell in line.cells]
    assert found == [pytest.approx(place, abs=0.2) for place in reach]


def test_the_order_of_drawing_does_not_matter() -> None:
    drawn = rows()
    expected = read(b"".join(drawn)).lines
    for order in ([5, 4, 3, 2, 1, 0], [3, 1, 5, 0, 4, 2]):
        assert read(b"".join(drawn[place] for place in order)).lines == expected


def test_a_cell_that_is_drawn_behind_one_on_its_right_is_a_cell_of_its_own() -> None:
    page = read(show(400, 700, "RIGHT") + show(60, 700, "LEFT") + show(200, 700, "MID"))
    assert [cell.text for line in page.lines for cell in line.cells] == ["LEFT", "MID", "RIGHT"]


def test_text_beside_the_page_is_not_there() -> None:
    beside = show(700, 700, "999-888") + show(60, 900, "above") + show(60, -20, "below")
    assert lines(read(b"".join(rows()) + beside)) == LINES


def test_what_is_partly_on_the_page_is_there() -> None:
    at_edges = show(-8, 680, "left") + show(608, 660, "right")
    at_edges += show(100, 0.5, "low") + show(100, 791.5, "high")
    outside = show(-60, 640, "outside") + show(612.5, 620, "outside")
    outside += show(100, -0.5, "outside") + show(100, 792.5, "outside")
    assert lines(read(at_edges + outside)) == ["high", "left", "right", "low"]


def test_a_column_of_short_words_is_upright() -> None:
    words = [f"{letter}{place}" for place, letter in enumerate("ABCDEFGH")]
    drawn = b"".join(show(60, 700 - 15 * place, word) for place, word in enumerate(words))
    assert lines(read(drawn)) == words


def test_a_slanted_word_is_one_word() -> None:
    slanted = show(200, 300, "SAMPLE", "0.7 0.7 -0.7 0.7")
    page = read(b"".join(rows()) + slanted)
    assert lines(page) == [*LINES, "SAMPLE"]


@pytest.mark.parametrize(
    ("start", "is_read_as"),
    [
        ("(re) Tj 1.5 Ts (in-) Tj", [["rein-"]]),
        ("(re) Tj -1.5 Ts (in-) Tj", [["rein-"]]),
        ("(re) Tj -2.5 Ts (in-) Tj", [["re"], ["in-"]]),
        ("[(re) 200 (in-)] TJ", [["rein-"]]),
        ("[(re) 400 (in-)] TJ", [["re in-"]]),
        ("10 Tc (rein-) Tj", [["rein-"]]),
        ("12 Tc (rein-) Tj", [["r", "e", "i", "n", "-"]]),
    ],
)
def test_a_word_that_goes_on_in_the_next_line_is_a_word_in_each(
    start: str, is_read_as: list[list[str]]
) -> None:
    # PDFium says that it is one word because of the hyphen.
    usual = b"".join(show(60, 400 - 15 * line, "5555555") for line in range(8))
    broken = f"BT /F1 10 Tf 300 700 Td {start} 0 Ts 0 Tc -240 -12 Td (sulated roof) Tj ET\n"
    found = [[cell.text for cell in line.cells] for line in read(usual + broken.encode()).lines]
    assert found == [*is_read_as, ["sulated roof"], *[["5555555"]] * 8]
    alone = broken.replace("sulated roof", "sulated")  # the last word of the page
    found = [[cell.text for cell in line.cells] for line in read(usual + alone.encode()).lines]
    assert found == [*is_read_as, ["sulated"], *[["5555555"]] * 8]


@pytest.mark.parametrize(
    ("slope", "is_read"), [("1 0.005 -0.005 1", True), ("1 0.05 -0.05 1", False)]
)
def test_slanted_lines_are_not_read(slope: str, is_read: bool) -> None:
    drawn = b"".join(show(x, y, text, slope) for y, *cells in ROWS for x, text in cells)
    assert (lines(read(drawn)) == LINES) is is_read
    assert bool(lines(read(drawn))) is is_read


def test_text_behind_a_picture_is_told_apart() -> None:
    picture = b"q 612 0 0 792 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q\n"
    page = read(picture + b"3 Tr\n" + b"".join(rows()))
    assert (page.is_invisible, page.picture_share) == (True, 1.0)
    assert lines(page) == LINES
    assert not read(b"".join(rows())).is_invisible


def test_a_scan_in_many_strips_covers_its_page() -> None:
    strips = b"".join(
        f"q 612 0 0 11 0 {11 * n} cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q\n".encode("latin-1")
        for n in range(72)
    )
    assert read(strips + b"".join(rows())).picture_share == pytest.approx(1, abs=0.05)
    logo = b"q 80 0 0 40 20 740 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q\n"
    assert read(logo + b"".join(rows())).picture_share < 0.02


def test_each_page_is_read_by_itself() -> None:
    first, second = show(60, 700, "First"), show(60, 700, "Second")
    assert lines(read(first, second, page=1)) == ["Second"]
    assert lines(read(first, b"q Q", page=1)) == []


def test_first_and_last_pages_are_read_first_and_each_once() -> None:
    found = estimate_reading.order(30)
    assert found[:13] == [0, 1, 2, 3, 4, 5, 6, 7, 26, 27, 28, 29, 8]
    for count in range(40):
        assert sorted(estimate_reading.order(count)) == list(range(count))


def test_pages_for_which_there_is_no_time_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(estimate_reading, "LEAST_SECONDS", -1)
    monkeypatch.setattr(estimate_reading, "SECONDS_PER_PAGE", -1)
    pdf = drawn_pdf(*[b"".join(rows())] * 3)
    (reading,) = estimate_reading.read(Read(), pdf)
    assert reading.estimate.page_kinds == (PageKind.UNREAD,) * 3
    assert reading.estimate.kind is EstimateKind.UNREADABLE
    monkeypatch.undo()
    (reading,) = estimate_reading.read(Read(), pdf)
    assert reading.estimate.page_kinds == (PageKind.OTHER,) * 3
