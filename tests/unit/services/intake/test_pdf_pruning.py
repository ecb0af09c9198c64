"""What stays of a PDF: what its pages use, and no more, or all if that cannot be told."""

from __future__ import annotations

import re
import zlib

import pytest
from helpers.plain_pdfs import file_of

from capout_desktop.services.intake import pdf_pruning
from capout_desktop.services.intake.pdf_objects import UnexpectedPdfError, WrittenPdf
from capout_desktop.services.intake.pdf_pruning import pruned
from capout_desktop.services.intake.pdf_selection import Span

SECRET = b"<</Type/XObject/Subtype/Image/Secret true/Length 6>>\nstream\nSECRET\nendstream"


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (entries, len(content), content)


def copy_of(*objects: bytes) -> bytes:
    content = file_of(*objects)
    parts = pruned(WrittenPdf(content, len(content)))
    copy = b"".join(
        content[part.start : part.end] if isinstance(part, Span) else part for part in parts
    )
    WrittenPdf(copy, len(copy))  # it can be read once more
    return copy


def page_of(content: bytes, *used: bytes, resources: bytes = b"") -> bytes:
    """Return the copy of a page with this content (object 4), resources, and objects from 6.

    Object 5 is a picture, which the page may use as `Secret`.
    """
    named = b"/XObject<</Secret 5 0 R/Used 6 0 R>>" + resources
    return copy_of(
        b"<</Type/Catalog/Pages 2 0 R/Outlines 5 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<%b>>>>" % named,
        content,
        SECRET,
        *(used or (b"null",)),
    )


FORM = b"/Subtype/Form/BBox[0 0 1 1]"
USES = stream(b"/Used Do")
WHAT_STAYS = {
    "names it": (stream(b"q /Secret Do Q"), True),
    "does not name it": (USES, False),
    "names it as it may be": (stream(b"/#53ecret Do"), True),
    "packs its name": (stream(zlib.compress(b"/Secret Do"), b"/Filter/FlateDecode"), True),
    "packs another name": (stream(zlib.compress(b"/Used Do"), b"/Filter/FlateDecode"), False),
    "packs it in a list": (stream(zlib.compress(b"/Used Do"), b"/Filter[/FlateDecode]"), False),
    "has an empty list": (stream(b"/Used Do", b"/Filter[]/DecodeParms[]"), False),
    "is packed otherwise": (stream(b"x", b"/Filter/LZWDecode"), True),
    "is packed twice": (stream(b"x", b"/Filter[/ASCIIHexDecode/FlateDecode]"), True),
    "is packed with parameters": (
        stream(zlib.compress(b"/Used Do"), b"/Filter/FlateDecode/DecodeParms<</Predictor 1>>"),
        True,
    ),
    "is damaged": (stream(b"damaged", b"/Filter/FlateDecode"), True),
    "is cut": (stream(zlib.compress(b"/Used Do")[:-3], b"/Filter/FlateDecode"), True),
    "is no stream": (b"<</Length 3>>", True),
    "is nothing": (b"null", True),
}
"""By what the content of a page does: it, and whether the picture stays."""


@pytest.mark.parametrize("how", WHAT_STAYS)
def test_what_the_content_names_stays_and_all_if_it_cannot_be_read(how: str) -> None:
    content, stays = WHAT_STAYS[how]
    assert (b"SECRET" in page_of(content)) is stays


@pytest.mark.parametrize(
    ("used", "stays"),
    [
        (stream(b"/Secret Do", FORM), True),
        (stream(b"q Q", FORM), False),
        (stream(b"/Secret Do", FORM + b"/Resources<<>>"), False),  # it means another one
        (stream(b"/Secret Do", FORM + b"/Resources<</XObject<</Secret 5 0 R>>>>"), True),
        (stream(b"q Q", FORM + b"/Resources<</XObject<</Secret 5 0 R>>>>"), False),
        (stream(b"x", FORM + b"/Filter/LZWDecode/Resources<</XObject<</A 5 0 R>>>>"), True),
        (stream(b"x", b"/Subtype/Image"), False),
    ],
)
def test_what_a_form_names_stays_unless_it_has_a_list_of_its_own(used: bytes, stays: bool) -> None:
    assert (b"SECRET" in page_of(USES, used)) is stays


@pytest.mark.parametrize(
    ("resources", "stays"),
    [
        (b"/Font<</F1<</Subtype/Type1>>>>", False),
        (b"/Font<</F1<</Subtype/Type3>>>>", True),
        (b"/Font<</F1<</Subtype/Type3/Resources<<>>>>>>", False),
        (b"/Pattern<</F1<</PatternType 1>>>>", True),
        (b"/Pattern<</F1<</PatternType 2>>>>", False),
        (b"/ExtGState<</F1<</SMask<</G<</Subtype/Form>>>>>>>>", True),
        (b"/ExtGState<</F1<</SMask<</G<</Resources<<>>>>>>>>>>", False),
        (b"/ExtGState<</F1<</SMask/None>>>>", False),
        (b"/Properties<</DefaultX 5 0 R>>", True),  # it holds though nobody names it
        (b"/Properties<</Other 5 0 R>>", False),
    ],
)
def test_what_may_use_anything_of_the_page_keeps_all(resources: bytes, stays: bool) -> None:
    copy = page_of(stream(b"/F1 gs"), resources=resources)
    assert (b"SECRET" in copy) is stays


def test_a_content_that_is_too_large_keeps_all(monkeypatch: pytest.MonkeyPatch) -> None:
    content = stream(zlib.compress(b"/Used Do" + b" " * 100), b"/Filter/FlateDecode")
    assert b"SECRET" not in page_of(content)
    monkeypatch.setattr(pdf_pruning, "MOST_CONTENT", 50)
    assert b"SECRET" in page_of(content)


def test_pages_have_what_the_nodes_above_them_have_and_nothing_leads_elsewhere() -> None:
    copy = copy_of(
        b"<</Type/Catalog/Pages 2 0 R/Lang(en)/Names 9 0 R/AcroForm 8 0 R>>",
        b"<</Type/Pages/Kids[3 0 R 7 0 R]/Count 2/MediaBox[0 0 1 2]/Rotate 90>>",
        b"<</Type/Pages/Parent 2 0 R/Kids[4 0 R]/Count 1/Rotate 180/CropBox[0 0 1 1]>>",
        b"<</Type/Page/Parent 3 0 R/StructParents 4/B[9 0 R]/Annots[5 0 R]/Next 6 0 R>>",
        b"<</Subtype/Widget/T(here)/FT/Tx>>",
        b"<</Type/Page/Gone true>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 3 4]>>",
        b"<</Fields[5 0 R 10 0 R]/XFA 9 0 R/CO[5 0 R]/DA(x)>>",
        b"<</Elsewhere true>>",
        b"<</Subtype/Widget/T(gone)/FT/Tx>>",
    )
    for gone in (b"Elsewhere", b"Gone", b"(gone)", b"XFA", b"/CO", b"StructParents", b"/B["):
        assert gone not in copy
    for there in (b"/Lang", b"(here)", b"/DA"):
        assert there in copy
    pages = re.findall(rb"<<[^<>]*/Type ?/Page\b[^<>]*>>", copy)
    assert len(pages) == 2
    first, second = pages
    for entry in (rb"/MediaBox ?\[0 0 1 2\]", rb"/CropBox ?\[0 0 1 1\]", rb"/Rotate 180"):
        assert re.search(entry, first)
    for entry in (rb"/MediaBox ?\[0 0 3 4\]", rb"/Rotate 90"):
        assert re.search(entry, second)
    assert b"CropBox" not in second
    assert re.search(rb"/Count 2\b", copy)


@pytest.mark.parametrize(
    "objects",
    [
        (b"<</Type/Catalog/Pages<<>>>>",),
        (b"<</Type/Catalog>>",),
    ],
)
def test_what_has_no_tree_of_pages_is_refused(objects: tuple[bytes, ...]) -> None:
    with pytest.raises(UnexpectedPdfError):
        copy_of(*objects)
