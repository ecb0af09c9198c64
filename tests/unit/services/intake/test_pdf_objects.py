"""Objects of a PDF in the one form that is read, and what is in no such form."""

from __future__ import annotations

import mmap

import pytest
from helpers.plain_pdfs import file_of

from capout_desktop.services.intake.pdf_objects import (
    Name,
    Ref,
    UnexpectedPdfError,
    WrittenPdf,
    references,
    written,
)


def opened(content: bytes) -> WrittenPdf:
    return WrittenPdf(content, len(content))


def test_objects_are_read_from_their_places() -> None:
    content = file_of(
        rb"<</A#42(text \) (inner) )/List[1 -2.5 true null<6F>]/To 2 0 R/Empty<<>>>>",
        b"<</Length 6>>\nstream\nendobj\nendstream",
        b"4 0 R",
        b"3 0 R",
        b"5",
    )
    pdf = opened(content)
    assert pdf.header == b"%PDF-1.7\n"
    assert pdf.trailer == {"Size": b"6", "Root": Ref(1)}
    first = pdf.object(1)
    assert first is not None
    assert first.value == {
        "AB": rb"(text \) (inner) )",
        "List": [b"1", b"-2.5", b"true", b"null", b"<6F>"],
        "To": Ref(2),
        "Empty": {},
    }
    assert content[first.start : first.end].startswith(b"1 0 obj")
    assert content[first.start : first.end].endswith(b"endobj")
    assert content[first.value_end :].startswith(b"\nendobj")
    stream = pdf.resolve(Ref(2)), pdf.object(2)
    assert stream[0] == {"Length": b"6"}
    assert stream[1] is not None
    assert bytes(stream[1].body or b"") == b"endobj"
    assert pdf.resolve(b"5") == b"5"
    assert pdf.resolve(Ref(5)) == b"5"
    assert pdf.resolve(Ref(3)) is None, "it leads round and round"
    assert pdf.resolve(Ref(99)) is None
    assert references(first.value) == [2]
    assert written({"A B": [Name("#"), Ref(7), b"5"]}, lambda number: number + 1) == (
        b"<</A#20B [/#23 8 0 R 5]>>"
    )
    pdf.close()


def test_an_object_is_read_once_and_nothing_keeps_the_bytes_of_a_closed_pdf() -> None:
    content = file_of(b"<</Length 4>>\nstream\nBODY\nendstream")
    memory = mmap.mmap(-1, len(content))
    memory[:] = content
    pdf = WrittenPdf(memory, len(content))
    assert pdf.object(1) is pdf.object(1)
    pdf.close()
    memory.close()  # would fail if anything still pointed to its bytes


def test_references_are_followed_up_to_a_limit() -> None:
    links = [b"%d 0 R" % number for number in range(2, 22)]
    pdf = opened(file_of(*links, b"(end)"))
    assert pdf.resolve(Ref(3)) == b"(end)"  # nineteen of them
    assert pdf.resolve(Ref(2)) is None


def test_what_only_looks_like_a_stream_has_no_body() -> None:
    number = opened(file_of(b"5\nstream\nBODY\nendstream")).object(1)
    assert number is not None
    assert (number.value, number.body) == (b"5", None)


def test_a_table_without_objects_and_a_trailer_without_a_space_are_read() -> None:
    empty = opened(file_of())
    assert (empty.header, empty.object(1)) == (b"", None)
    assert opened(GOOD.replace(b"trailer\n<<", b"trailer<<")).trailer == opened(GOOD).trailer


GOOD = file_of(b"<<>>")
ENTRY = b"%010d 00000 n\r\n" % GOOD.index(b"1 0 obj")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        GOOD.replace(b"startxref", b"startxfer"),
        GOOD.replace(b"\nxref", b"\nfrex"),
        GOOD.replace(ENTRY, b""),
        GOOD.replace(b"trailer", b"leader"),
        GOOD.replace(b"<< /Size 2 /Root 1 0 R >>", b"5"),
        GOOD.replace(b"<< /Size 2 /Root 1 0 R >>", b">>"),
        GOOD.replace(b"<< /Size 2 /Root 1 0 R >>", b"{}"),
        GOOD.replace(b"<< /Size 2 /Root 1 0 R >>", b"<< /Size >>"),
        GOOD.replace(b"<< /Size 2 /Root 1 0 R >>", b"<< 1 /Size >>"),
        GOOD.replace(b"<< /Size 2 /Root 1 0 R >>", b"<< /Size ("),
        GOOD[: GOOD.index(b"trailer")] + b"trailer",
    ],
    ids=range(12),
)
def test_a_file_in_another_form_is_refused(content: bytes) -> None:
    with pytest.raises(UnexpectedPdfError):
        opened(content)


@pytest.mark.parametrize(
    "body",
    [
        b"<< /Length 6 0 R >>\nstream\nendstream",
        b"<< /Length -1 >>\nstream\nendstream",
        b"<< /Length 9999 >>\nstream\nendstream",
        b"<< >>\nstream\nendstream",
        b"]",
        b"(",
    ],
)
def test_an_object_in_another_form_is_refused(body: bytes) -> None:
    with pytest.raises(UnexpectedPdfError):
        opened(file_of(body)).object(1)


def test_an_object_that_is_not_at_its_place_is_refused() -> None:
    with pytest.raises(UnexpectedPdfError):
        opened(GOOD.replace(b"1 0 obj", b"2 0 obj")).object(1)
    with pytest.raises(UnexpectedPdfError):
        opened(GOOD.replace(b"1 0 obj", b"nothing")).object(1)
    end = GOOD.index(b"endobj")
    with pytest.raises(UnexpectedPdfError):
        opened(GOOD[:end] + b"      " + GOOD[end + 6 :]).object(1)
