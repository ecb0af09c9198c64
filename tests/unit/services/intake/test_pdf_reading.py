"""What is said of a PDF's pages and attachments, read in this process."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from helpers.pdfium_handles import all_closed
from helpers.pdfs import (
    cut_off_pdf,
    damaged_pdf,
    dangling_pdf,
    equipped_pdf,
    locked_pdf,
    no_pages_pdf,
    pdf,
    portfolio_pdf,
    protected_pdf,
    scanned_pdf,
    unfinished_update_pdf,
    written_pdf,
    xfa_pdf,
)
from helpers.plain_pdfs import file_of
from pypdfium2 import raw

from capout_desktop.services.intake import pdf_reading
from capout_desktop.services.intake.pdf_protocol import Contents, Inspect, Opening
from capout_desktop.services.intake.pdf_reading import (
    FEW_LETTERS,
    OpenPdf,
    contents,
    inspect,
    samples,
)


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


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, []),
        (1, [0]),
        (2, [0, 1]),
        (3, [1, 2, 0]),
        (13, [4, 8, 0, 12, 1, 2, 3, 5, 7, 9, 10, 11]),
        (34, [11, 22, 0, 33, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30]),
        (1000, [333, 666, 0, 999, 91, 182, 272, 363, 454, 545, 636, 727, 817, 908]),
    ],
)
def test_samples_are_pages_from_the_middle_and_then_from_everywhere(
    count: int, expected: list[int]
) -> None:
    assert samples(count) == expected


@pytest.mark.parametrize(
    ("pdf", "expected"),
    [
        (damaged_pdf(), [Opening(raw.FPDF_ERR_FORMAT)]),
        (b"", [Opening(raw.FPDF_ERR_FORMAT)]),
        (locked_pdf() + b"%/Filter /EBX_HANDLER", [Opening(raw.FPDF_ERR_PASSWORD)]),
        (protected_pdf(), [Opening(raw.FPDF_ERR_SECURITY, "MicrosoftIRMServices")]),
        (protected_pdf("Unknown"), [Opening(raw.FPDF_ERR_SECURITY)]),
        (protected_pdf("FOPN_" + "x" * 95), [Opening(raw.FPDF_ERR_SECURITY, "FOPN_" + "x" * 95)]),
        (protected_pdf("FOPN_" + "x" * 96), [Opening(raw.FPDF_ERR_SECURITY, "FOPN_" + "x" * 95)]),
        (no_pages_pdf(), [Opening(), Contents()]),
        (pdf(3), [Opening(page_count=3), Contents()]),
        (written_pdf(3), [Opening(page_count=3), Contents(is_scan=False)]),
        (scanned_pdf(3), [Opening(page_count=3), Contents(is_scan=True)]),
        (dangling_pdf(1, 1), [Opening(page_count=1), Contents(missing_pages=1)]),
        (dangling_pdf(5, 3), [Opening(page_count=5), Contents(missing_pages=3)]),
        (cut_off_pdf(), [Opening(page_count=2), Contents(is_scan=False, has_end=False)]),
        (xfa_pdf(), [Opening(page_count=1), Contents(is_scan=False, is_form=True)]),
        (portfolio_pdf(), [Opening(page_count=1), Contents(has_attached_pdfs=True)]),
        (
            portfolio_pdf(encrypted=True),
            [Opening(page_count=1), Contents(has_attached_pdfs=True, is_wrapper=True)],
        ),
        (
            written_pdf(1) + b"%/EncryptedPayload /Collection",
            [Opening(page_count=1), Contents(is_scan=False)],
        ),
    ],
    ids=range(18),
)
def test_how_a_pdf_opens_and_what_is_in_it(
    pdf: bytes, expected: list[Opening | Contents], monkeypatch: pytest.MonkeyPatch
) -> None:
    with all_closed(monkeypatch):
        assert [*inspect(Inspect(), pdf)] == expected


def test_an_error_of_the_file_before_is_not_taken_for_one_of_this_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with OpenPdf(locked_pdf()) as locked:
        assert locked.error == raw.FPDF_ERR_PASSWORD
    monkeypatch.setattr(raw, "FPDF_LoadCustomDocument", lambda *_: None)
    with (tmp_path / "a.pdf").open("wb") as file, OpenPdf(file.fileno()) as silent:
        assert silent.error == raw.FPDF_ERR_FORMAT


def test_a_pdf_is_read_from_memory_or_from_an_open_file_with_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = locked_pdf("s3cret")
    (tmp_path / "a.pdf").write_bytes(content)
    with all_closed(monkeypatch) as opened:
        with (tmp_path / "a.pdf").open("rb") as file, OpenPdf(file.fileno(), b"s3cret") as pdf:
            assert (pdf.error, pdf.page_count, pdf.data) == (0, 1, b"")
        with OpenPdf(content, b"s3cret") as pdf:
            assert (pdf.error, pdf.page_count, pdf.data) == (0, 1, content)
        with OpenPdf(content, b"secret") as pdf:
            assert (pdf.error, pdf.page_count) == (raw.FPDF_ERR_PASSWORD, 0)
    assert opened == {"FPDF_LoadMemDocument64": 1, "FPDF_LoadCustomDocument": 1}


def tree_without_a_list(content: bytes, pages: int) -> bytes:
    """Return a PDF whose list of so many pages is gone; its root has the content instead."""
    entries = b"/MediaBox [0 0 612 792] /Contents %d 0 R" % (pages + 3)
    return file_of(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Count 1 %b >>" % entries,
        *[b"<< /Type /Page /Parent 2 0 R >>"] * pages,
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
    )


@pytest.mark.parametrize(
    ("content", "pages", "missing"),
    [(b"", 1, 0), (b"", 2, 1), (b"", 3, 1), (b"0 0 9 9 re f", 2, 0)],
)
def test_what_is_left_of_a_list_of_pages_is_no_page(
    content: bytes, pages: int, missing: int
) -> None:
    opening, contents = inspect(Inspect(), tree_without_a_list(content, pages))
    assert isinstance(opening, Opening)
    assert isinstance(contents, Contents)
    assert (opening.page_count, contents.missing_pages) == (1, missing)


class Clock:
    """Says times in turn, and the last one for good."""

    def __init__(self, *times: float) -> None:
        self.times = [*times]

    def monotonic(self) -> float:
        return self.times.pop(0) if len(self.times) > 1 else self.times[0]


@pytest.mark.parametrize(
    ("times", "missing"),
    [
        ((7, 8.0), 198),
        ((7, 8.1), 0),
        ((7, 8.0, 8.1), 63),
        ((7, 8.0, 8.0, 8.1), 127),
    ],
)
def test_pages_that_are_not_reached_in_time_count_as_present(
    times: tuple[float, ...], missing: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_reading, "time", Clock(*times))
    with OpenPdf(dangling_pdf(200, 198)) as document:
        monkeypatch.setattr(pdf_reading, "SAMPLING_SECONDS", -1)
        found = contents(document, 200)
    assert (found.missing_pages, found.is_scan) == (missing, None)


WORDS, PICTURE, BLANK = True, False, None


@pytest.mark.parametrize(
    ("pages", "is_scan", "looked_at"),
    [
        ([WORDS, WORDS, PICTURE, PICTURE], False, [1, 2, 0, 3]),
        ([PICTURE, WORDS, WORDS, PICTURE], False, [1, 2]),
        ([WORDS], False, [0]),
        ([PICTURE], True, [0]),
        ([BLANK, BLANK], None, [0, 1]),
        ([BLANK, PICTURE, BLANK], True, [1, 2, 0]),
        ([WORDS, PICTURE, PICTURE], True, [1, 2, 0]),
        ([PICTURE, WORDS, PICTURE], True, [1, 2, 0]),
        ([PICTURE, PICTURE, WORDS], True, [1, 2, 0]),
        ([WORDS, PICTURE], False, [0, 1]),
        ([WORDS, WORDS, PICTURE], False, [1, 2, 0]),
        ([BLANK, WORDS, PICTURE], False, [1, 2, 0]),
        ([PICTURE, WORDS, BLANK, WORDS], False, [1, 2, 0, 3]),
        ([PICTURE] * 3 + [WORDS] * 2, False, [1, 3, 0, 4, 2]),
        ([PICTURE] * 4 + [WORDS] * 2, True, [2, 4, 0, 5, 1, 3]),
    ],
    ids=range(15),
)
def test_a_scan_has_two_pictures_of_three_pages(
    pages: list[bool | None],
    is_scan: bool | None,
    looked_at: list[int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[int] = []

    def has_words(_document: object, index: int) -> bool | None:
        asked.append(index)
        return pages[index // 2]

    monkeypatch.setattr(pdf_reading, "_has_words", has_words)
    with OpenPdf(pdf(2 * len(pages))) as document:
        # Every second page is missing.
        present = [place % 2 == 0 for place in range(2 * len(pages))]
        monkeypatch.setattr(pdf_reading, "_present_pages", lambda *_: present)
        found = contents(document, len(present))
    assert (found.is_scan, found.missing_pages) == (is_scan, len(pages))
    assert asked == [2 * place for place in looked_at]


@pytest.mark.parametrize(
    ("first", "late", "is_scan"),
    [
        (WORDS, 3.0, True),
        (WORDS, 3.1, False),
        (PICTURE, 3.1, None),
        (BLANK, 3.1, None),
    ],
)
def test_slow_pages_prove_no_scan(
    first: bool | None, late: float, is_scan: bool | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds = {1: first}
    monkeypatch.setattr(pdf_reading, "_has_words", lambda _, index: kinds.get(index, PICTURE))
    monkeypatch.setattr(pdf_reading, "COUNTING_SECONDS", 100.0)
    monkeypatch.setattr(pdf_reading, "time", Clock(0, 0, 0, late))
    with OpenPdf(pdf(4)) as document:
        assert contents(document, 4).is_scan is is_scan


def test_spaces_are_no_letters() -> None:
    line = "BT /F1 2 Tf 60 {} Td ({}) Tj ET\n"
    few = "".join(line.format(300 + row, "x " * 20) for row in (0, 9, 18)).encode()
    scan = picture(0, 36, 612, 756)
    assert contents_of(equipped_pdf(scan + few)).is_scan
    one = line.format(400, "x").encode()
    assert contents_of(equipped_pdf(scan + few + one)).is_scan is False


def test_a_page_is_covered_from_an_exact_share_on(monkeypatch: pytest.MonkeyPatch) -> None:
    half = equipped_pdf(picture(0, 36, 153, 756) + text(1) + picture(306, 36, 153, 756))
    monkeypatch.setattr(pdf_reading, "COVERING", 0.5)
    assert contents_of(half).is_scan
    monkeypatch.setattr(pdf_reading, "COVERING", math.nextafter(0.5, 1))
    assert contents_of(half).is_scan is False
    monkeypatch.setattr(pdf_reading, "COVERING", 0.5)
    monkeypatch.setattr(pdf_reading, "MOST_OBJECTS", 2)
    assert contents_of(half).is_scan is False, "the second picture is not reached"


UPDATE = b"7 0 obj\n<< >>\nendobj\nxref\n0 0\ntrailer\n<< /Root 1 0 R /Size 8 >>\n%%EOF\n"
FOREIGN = b"From: a gateway\n" * 200


@pytest.mark.parametrize(
    ("pdf", "most", "has_end"),
    [
        (written_pdf(2), 9, True),
        (written_pdf(2) + FOREIGN, 9, True),
        (unfinished_update_pdf(), 9, False),
        (written_pdf(2) + UPDATE + FOREIGN, 9, True),
        (written_pdf(2) + UPDATE + b"8 0 obj <<" + FOREIGN, 9, False),
        (written_pdf(2) + UPDATE + b"8 0 obj <<" + FOREIGN, 2, False),
        (written_pdf(2) + UPDATE + b"8 0 obj <<" + FOREIGN, 1, True),  # too many to look at
        (unfinished_update_pdf(), 1, False),
        (cut_off_pdf().replace(b"drywall", b"%%EOF y") + FOREIGN, 9, False),
        (cut_off_pdf() + FOREIGN, 9, False),
    ],
    ids=range(10),
)
def test_a_pdf_has_an_end_unless_objects_follow_it(
    pdf: bytes, most: int, has_end: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_reading, "MOST_TRAILERS", most)
    assert contents_of(pdf).has_end is has_end


@pytest.mark.parametrize(
    ("pdf", "is_form"),
    [
        (xfa_pdf(words="Estimate"), True),
        (xfa_pdf(dynamic=False, words="PLEASE   Wait"), True),
        (xfa_pdf(dynamic=False, words="Estimate"), False),
        (xfa_pdf(dynamic=False, words="x" * 389 + "Please wait"), True),
        (xfa_pdf(dynamic=False, words="x" * 390 + "Please wait"), False),
        (written_pdf(1).replace(b"Remove and", b"Please wait"), False),
    ],
    ids=range(6),
)
def test_a_form_for_another_program_is_known(pdf: bytes, is_form: bool) -> None:
    assert contents_of(pdf).is_form is is_form


@pytest.mark.parametrize(
    ("names", "most", "has_pdfs"),
    [
        (["a.xlsx", "b.PDF"], 9, True),
        (["a.pdf", "b.xlsx"], 9, True),
        (["a.xlsx", "b.PDF"], 2, True),
        (["a.xlsx", "b.PDF"], 1, False),
        (["a.xlsx", "b.pdf.zip"], 9, False),
        (["", "x" * 2043 + ".pdf"], 9, True),
        (["", "x" * 2044 + ".pdf"], 9, False),
    ],
    ids=range(7),
)
def test_pdfs_are_found_among_the_first_of_several_attachments(
    names: list[str], most: int, has_pdfs: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_reading, "MOST_ATTACHMENTS", most)
    listed = "".join(f"({n}) {4 + n} 0 R " for n in range(len(names)))
    embedded = f"<< /EmbeddedFiles << /Names [{listed}] >> >>"
    attached = file_of(
        f"<< /Type /Catalog /Pages 2 0 R /Names {embedded} >>".encode(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>",
        *(f"<< /Type /Filespec /F ({name}) /UF ({name}) >>".encode() for name in names),
    )
    assert contents_of(attached).has_attached_pdfs is has_pdfs
