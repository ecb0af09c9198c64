"""Copies of some pages, made by the real worker and read by other programs."""

from __future__ import annotations

import hashlib
import re
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.pdf_readers import ARE_HERE, faults, page_forms, page_texts
from helpers.pdfs import damaged_pdf, locked_pdf, picture_of, shared_packet_pdf, written_pdf

from capout_desktop.domain.page_choice import ChosenPage
from capout_desktop.services.intake.pdf_inspector import PdfInspector, WrongPassword

pytestmark = pytest.mark.skipif(not ARE_HERE, reason="poppler and qpdf are not installed")


@pytest.fixture(scope="module")
def inspector() -> Iterator[PdfInspector]:
    inspector = PdfInspector()
    yield inspector
    inspector.close()


def copy(inspector: PdfInspector, path: Path, *pages: ChosenPage) -> bytes:
    made = b"".join(inspector.with_pages(str(path), pages))
    assert inspector.size_with_pages(str(path), pages) == len(made)
    return made


@pytest.mark.parametrize("is_inherited", [True, False])
def test_the_chosen_pages_are_the_same_and_nothing_of_the_others_is_left(
    inspector: PdfInspector, tmp_path: Path, is_inherited: bool
) -> None:
    path, trimmed = tmp_path / "packet.pdf", tmp_path / "copy.pdf"
    whole = shared_packet_pdf(9, is_inherited=is_inherited)
    path.write_bytes(whole)
    chosen = (2, 3, 7)
    content = copy(inspector, path, *map(ChosenPage, chosen))
    trimmed.write_bytes(content)
    assert faults(trimmed) == ""
    texts, forms = page_texts(path), page_forms(path)
    assert len({*texts}) == 9
    assert page_texts(trimmed) == [texts[number - 1] for number in chosen]
    assert page_forms(trimmed) == [forms[number - 1] for number in chosen]
    assert len(content) < len(whole) / 2, "each page has a picture of the same size"
    open_text = b"".join([content, *_unpacked(content)])
    assert b"page 3" in open_text
    for number in range(1, 10):
        assert (picture_of(number) in open_text) is (number in chosen)
    assert b"/DefaultRGB" in open_text, "it holds for all colors, though no page names it"
    assert b"/Unused" not in open_text
    for number in set(range(1, 10)) - set(chosen):
        for secret in (f"Outline of page {number}", f"tag of page {number}", f"page {number} of"):
            assert secret.encode() not in open_text
    assert b"of field 2" in open_text
    assert b"of field 4" not in open_text
    choice = re.search(rb"/Kids *\[([^]]*)\] */T *\(choice on each page\)", open_text)
    assert choice is not None
    assert choice[1].count(b"R") == len(chosen)
    fields = re.search(rb"/Fields *\[([^]]*)\]", open_text)
    assert fields is not None
    assert fields[1].count(b"R") == len(chosen) + 1, "one on each page, and the choice"
    assert path.read_bytes() == whole


def _unpacked(content: bytes) -> Iterator[bytes]:
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
        try:
            yield zlib.decompress(found[1])
        except zlib.error:
            yield found[1]


def test_pages_are_put_into_another_order_and_turned(
    inspector: PdfInspector, tmp_path: Path
) -> None:
    path, arranged = tmp_path / "packet.pdf", tmp_path / "copy.pdf"
    path.write_bytes(shared_packet_pdf(4))
    pages = ChosenPage(4, 5), ChosenPage(1, 4), ChosenPage(3, -1)
    arranged.write_bytes(copy(inspector, path, *pages))
    assert [re.findall(r"page (\d)", text)[0] for text in page_texts(arranged)] == ["4", "1", "3"]
    # The fourth page is turned by a quarter already.
    assert [form[1] for form in page_forms(arranged)] == ["180", "0", "270"]
    assert faults(arranged) == ""


def structural_faults(path: Path) -> list[str]:
    """Return what qpdf finds wrong, but for pictures that are made-up bytes."""
    lines = faults(path).splitlines()
    of_pictures = ("error decoding stream data", "stream will be re-processed")
    found = [line for line in lines if "WARNING" in line or "ERROR" in line]
    return [line for line in found if not any(words in line for words in of_pictures)]


def test_large_pictures_of_the_chosen_pages_are_copied_byte_for_byte(
    inspector: PdfInspector, tmp_path: Path
) -> None:
    size, path, trimmed = 150_000, tmp_path / "packet.pdf", tmp_path / "copy.pdf"
    path.write_bytes(shared_packet_pdf(6, picture=size))
    pages = ChosenPage(5), ChosenPage(2, 1)
    content = copy(inspector, path, *pages)
    trimmed.write_bytes(content)
    assert len(content) == inspector.size_with_pages(str(path), pages)
    assert structural_faults(trimmed) == []
    assert [re.findall(r"page (\d)", text)[0] for text in page_texts(trimmed)] == ["5", "2"]
    for page in range(1, 7):
        picture = hashlib.shake_256(b"%d" % page).digest(size)
        assert (picture in content) == (page in {2, 5})


def test_a_text_that_looks_like_the_start_of_a_picture_spoils_no_copy(
    inspector: PdfInspector, tmp_path: Path
) -> None:
    path, trimmed = tmp_path / "packet.pdf", tmp_path / "copy.pdf"
    trap = b"(9 0 obj <</Subtype/Image/Length 150000>>stream\n)"
    path.write_bytes(shared_packet_pdf(4, picture=70_000).replace(b"(of field 2)", trap))
    try:
        trimmed.write_bytes(copy(inspector, path, ChosenPage(2), ChosenPage(4)))
    except OSError:
        return  # said in the dialog
    assert structural_faults(trimmed) == []
    assert page_texts(trimmed) == [page_texts(path)[index] for index in (1, 3)]


def encrypt(source: Path, target: Path, password: str, *how: str) -> None:
    command = ["qpdf", str(source), "--encrypt", password, "owner", *how, "--", str(target)]
    subprocess.run(command, check=True)
    assert b"/Encrypt" in target.read_bytes()


@pytest.mark.parametrize("password", ["claim 7", "Due\u00f1as"])
@pytest.mark.parametrize("bits", ["128", "256"])
def test_a_copy_that_needs_no_password_is_the_same(
    inspector: PdfInspector, tmp_path: Path, password: str, bits: str
) -> None:
    plain, locked, unlocked = (tmp_path / f"{name}.pdf" for name in ("plain", "locked", "unlocked"))
    plain.write_bytes(written_pdf(2))
    encrypt(plain, locked, password, *((bits, "--use-aes=y") if bits == "128" else (bits,)))
    for wrong in ("", password.upper()):
        with pytest.raises(WrongPassword):
            b"".join(inspector.unlocked(str(locked), wrong))
    unlocked.write_bytes(b"".join(inspector.unlocked(str(locked), password)))
    assert faults(unlocked) == ""
    assert page_texts(unlocked) == page_texts(plain) != ["", ""]
    with pytest.raises(FileNotFoundError):
        b"".join(inspector.unlocked(str(tmp_path / "gone.pdf"), password))


def test_a_file_that_may_be_read_freely_is_copied_without_its_restrictions(
    inspector: PdfInspector, tmp_path: Path
) -> None:
    path, trimmed = tmp_path / "restricted.pdf", tmp_path / "copy.pdf"
    open_file = tmp_path / "open.pdf"
    open_file.write_bytes(written_pdf(2))
    encrypt(open_file, path, "", "256", "--print=none", "--extract=n")
    trimmed.write_bytes(copy(inspector, path, ChosenPage(1)))
    assert faults(trimmed) == ""
    assert b"/Encrypt" not in trimmed.read_bytes()
    assert page_texts(trimmed) == page_texts(open_file)[:1] != [""]


@pytest.mark.parametrize(
    ("content", "pages"),
    [
        (damaged_pdf(), [ChosenPage(1)]),
        (locked_pdf(), [ChosenPage(1)]),
        (shared_packet_pdf(2), [ChosenPage(3)]),
        (shared_packet_pdf(2), [ChosenPage(1), ChosenPage(1)]),
        (shared_packet_pdf(2), []),
    ],
    ids=["damaged", "locked", "not there", "twice", "none"],
)
def test_what_cannot_be_copied_is_no_copy(
    inspector: PdfInspector, tmp_path: Path, content: bytes, pages: list[ChosenPage]
) -> None:
    path = tmp_path / "estimate.pdf"
    path.write_bytes(content)
    with pytest.raises(OSError):  # noqa: PT011 - the kind is all that is said
        b"".join(inspector.with_pages(str(path), pages))
