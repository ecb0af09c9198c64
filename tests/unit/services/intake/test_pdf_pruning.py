"""What stays of a PDF: what its pages use, and no more, or all if that cannot be told."""

from __future__ import annotations

import re
import zlib

import pytest
from helpers.plain_pdfs import file_of

from capout_desktop.services.intake import pdf_pruning
from capout_desktop.services.intake.pdf_objects import Ref, UnexpectedPdfError, WrittenPdf
from capout_desktop.services.intake.pdf_pruning import pruned
from capout_desktop.services.intake.pdf_selection import Span

SECRET = b"<</Type/XObject/Subtype/Image/Secret true/Length 6>>\nstream\nSECRET\nendstream"


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (entries, len(content), content)


def copy_of(*objects: bytes) -> bytes:
    return pruned_copy(file_of(*objects))


def pruned_copy(content: bytes) -> bytes:
    parts = list(pruned(WrittenPdf(content, len(content))))
    spans = [part for part in parts if isinstance(part, Span)]
    assert spans == sorted(spans)
    copy = b"".join(
        content[part.start : part.end] if isinstance(part, Span) else part for part in parts
    )
    again = WrittenPdf(copy, len(copy))  # it can be read once more
    assert again.trailer["Size"] == b"%d" % (len(spans) + 1)
    assert all(again.object(number) is not None for number in range(1, len(spans) + 1))
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
    as_it_is = stream(b"/Used Do")
    monkeypatch.setattr(pdf_pruning, "MOST_CONTENT", 8)
    assert b"SECRET" not in page_of(as_it_is)
    monkeypatch.setattr(pdf_pruning, "MOST_CONTENT", 7)
    assert b"SECRET" in page_of(as_it_is)


@pytest.mark.parametrize(
    "contents", [b"[4 0 R null 99 0 R]", b"[null 4 0 R]", b"99 0 R", b"null", b"[]"]
)
def test_contents_that_are_nothing_name_nothing(contents: bytes) -> None:
    copy = copy_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Contents %b/Resources<</XObject<</Secret 5 0 R/Used 6 0 R>>>>>>" % contents,
        USES,
        SECRET,
        b"<</There true>>",
    )
    assert b"SECRET" not in copy
    assert (b"There" in copy) is (b"4" in contents)


def test_what_describes_the_file_stays_and_what_else_its_end_names_does_not() -> None:
    content = file_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Next 5 0 R/Again 3 0 R>>",
        b"<</Title(Estimate)/To 3 0 R>>",
        b"<</Type/Page/Gone true>>",
    )
    end = b"/Root 1 0 R"
    copy = pruned_copy(content.replace(end, end + b"/Info 4 0 R/ID[<01><02>]/Encrypt 5 0 R"))
    again = WrittenPdf(copy, len(copy))
    assert again.trailer == {
        "Size": b"5",
        "Root": Ref(1),
        "Info": Ref(4),
        "ID": [b"<01>", b"<02>"],
    }
    assert again.resolve(Ref(4)) == {"Title": b"(Estimate)", "To": Ref(3)}
    assert again.resolve(Ref(3)) == {
        "Type": "Page",
        "Parent": Ref(2),
        "Next": Ref(0),
        "Again": Ref(3),
    }
    assert again.resolve(Ref(1)) == {"Type": "Catalog", "Pages": Ref(2)}


def test_only_pages_that_are_objects_of_their_own_are_listed() -> None:
    copy = copy_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[<</Type/Page/Inside true>> 4 0 R 99 0 R 3 0 R 5]/Count 5>>",
        b"<</Type/Page>>",
        b"(no page)",
    )
    again = WrittenPdf(copy, len(copy))
    assert again.resolve(Ref(2)) == {"Type": "Pages", "Count": b"1", "Kids": [Ref(3)]}


@pytest.mark.parametrize(("nodes", "is_there"), [(100, True), (101, False)])
def test_pages_are_looked_for_up_to_a_depth(nodes: int, is_there: bool) -> None:
    node = b"<</Type/Pages/Kids[%d 0 R]/Count 1>>"
    tree = [node % (number + 3) for number in range(nodes)]
    copy = copy_of(b"<</Type/Catalog/Pages 2 0 R>>", *tree, b"<</Type/Page/There true>>")
    assert (b"There" in copy) is is_there


def test_fields_keep_those_above_them_and_lose_those_on_other_pages() -> None:
    copy = copy_of(
        b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R 10 0 R 6 0 R 9 0 R]/DA(x)>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Annots[5 0 R 7 0 R 10 0 R 11 0 R]>>",
        b"<</T(both)/Kids[5 0 R 8 0 R]/Parent 4 0 R>>",  # above itself
        b"<</Subtype/Widget/Parent 4 0 R/Number 1>>",
        b"<</T(one)/Kids[7 0 R]>>",
        b"<</Subtype/Widget/FT/Tx/Parent 6 0 R>>",
        b"<</Subtype/Widget/T(gone)/Parent 4 0 R>>",
        b"<</T(elsewhere)/Kids[8 0 R]>>",
        b"<</Subtype/Widget/Bare true>>",
        b"<</Subtype/Link>>",
    )
    again = WrittenPdf(copy, len(copy))
    assert [again.resolve(Ref(number)) for number in range(4, 10)] == [
        {"T": b"(both)", "Kids": [Ref(5)], "Parent": Ref(4)},
        {"Subtype": "Widget", "Parent": Ref(4), "Number": b"1"},
        {"T": b"(one)", "Kids": [Ref(7)]},
        {"Subtype": "Widget", "FT": "Tx", "Parent": Ref(6)},
        {"Subtype": "Widget", "Bare": b"true"},
        {"Subtype": "Link"},
    ]
    assert again.resolve(Ref(1)) == {
        "Type": "Catalog",
        "Pages": Ref(2),
        "AcroForm": {"Fields": [Ref(4), Ref(6)], "DA": b"(x)"},
    }


def test_a_form_without_a_field_that_stays_is_left_out() -> None:
    copy = copy_of(
        b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]/DA(x)>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page>>",
        b"<</Subtype/Widget/T(gone)>>",
    )
    assert b"AcroForm" not in copy


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


def test_a_file_whose_end_names_no_catalog_is_refused() -> None:
    content = file_of(b"<</Type/Catalog>>")
    for end in (b"/Root 5", b"/Boot 1 0 R"):
        changed = content.replace(b"/Root 1 0 R", end)
        with pytest.raises(UnexpectedPdfError):
            pruned(WrittenPdf(changed, len(changed)))
