"""What PDFium knows of a PDF before it is sent. Runs in the worker process only."""

from __future__ import annotations

import ctypes
import re
import time
from collections.abc import Iterator
from typing import Any

from pypdfium2 import raw

from capout_desktop.services.intake.pdf_file import access_to
from capout_desktop.services.intake.pdf_protocol import Contents, Inspect, Opening

SAMPLED_PAGES = 12
"""Number of pages examined for text; enough to recognize a scan of hundreds of pages."""
SAMPLING_SECONDS = 3.0
COUNTING_SECONDS = 1.0
"""Longest time for asking which pages are there; 0.05 s suffice for 5,000 pages."""
FEW_LETTERS = 60
"""A page number, a stamp or the line of a fax machine on a scanned page has no more letters."""
COVERING = 0.7
"""Least share of a page that its pictures cover if the page is a scan."""
SCAN_SHARE = 2 / 3
"""Least share of the pages that are pictures if the PDF is a scan.

Photo sheets of an estimate are pictures too, but mostly have captions.
"""
MOST_OBJECTS = 2000
LOOKED_AT = 250
"""Characters of a page, with spaces, among which its letters are counted."""
LOOKED_AT_OF_FORM = 400
TAIL_BYTES = 2048
MOST_TRAILERS = 1000
MOST_ATTACHMENTS = 200
MOST_UNITS = 2048
"""UTF-16 code units of a text, more than are looked at, or of a name."""

_END = b"%%EOF"
_PAGE = re.compile(rb"/Type\s*/Page\b")
_OBJECT = re.compile(rb"\b\d+\s+\d+\s+obj\b")
_HANDLER = re.compile(rb"/Filter\s*/((?:MicrosoftIRM|Adobe\.|Adobe#2E|EBX|FOPN)[A-Za-z0-9_.#]*)")
_WAIT = re.compile(r"please wait|por favor, espere|veuillez patienter|bitte warten", re.IGNORECASE)


class OpenPdf:
    """PDF that PDFium opened; `error` is PDFium's code if it could not.

    Attributes:
        data: The whole file, if it was opened from memory.
    """

    def __init__(self, source: bytes | int, password: bytes | None = None) -> None:
        """Open a PDF from memory, or from an open file, of which only what is needed is read."""
        self.data = source if isinstance(source, bytes) else b""
        # PDFium does not reset its last error, so that one of the file before could be taken for
        # one of this file. Opening nothing sets it to "not a PDF".
        raw.FPDF_LoadMemDocument64(None, 0, None)
        if isinstance(source, bytes):
            self.handle = raw.FPDF_LoadMemDocument64(source, len(source), password)
        else:
            self._access = access_to(source)
            self.handle = raw.FPDF_LoadCustomDocument(self._access, password)
        self.error = 0 if self.handle else int(raw.FPDF_GetLastError())

    def __enter__(self) -> OpenPdf:
        return self

    def __exit__(self, *_: object) -> None:
        raw.FPDF_CloseDocument(self.handle)

    @property
    def page_count(self) -> int:
        """Number of pages that the file says it has."""
        return int(raw.FPDF_GetPageCount(self.handle))


def inspect(_request: Inspect, data: bytes) -> Iterator[Opening | Contents]:
    """Say how a PDF opens, and what is in it."""
    with OpenPdf(data) as document:
        if document.error:
            locked = document.error == raw.FPDF_ERR_SECURITY
            yield Opening(document.error, _protection(data) if locked else "")
            return
        count = document.page_count
        # Sent at once, so that it is known even if a page makes PDFium crash.
        yield Opening(page_count=count)
        yield contents(document, count)


def contents(document: OpenPdf, count: int) -> Contents:
    """Return what is in a PDF of `count` pages."""
    present = _present_pages(document.handle, count)
    if count == 1 and _is_no_page(document):
        present = [False]
    attachments, attached_pdfs = _attachments(document.handle)
    is_portfolio = attachments and b"/Collection" in document.data
    return Contents(
        missing_pages=present.count(False),
        is_scan=_is_scan(document.handle, present),
        has_end=_has_end(document),
        is_form=any(present) and _is_form(document.handle, present.index(True)),
        has_attached_pdfs=bool(attached_pdfs or is_portfolio),
        is_wrapper=bool(attachments and b"/EncryptedPayload" in document.data),
    )


def _protection(data: bytes) -> str:
    """Return the name of the file's security handler; empty if there is none to be found.

    The dictionary that names it is never compressed.
    """
    found = _HANDLER.search(data)
    return found[1].decode("ascii", "replace")[:100] if found else ""


def _present_pages(document: Any, count: int) -> list[bool]:
    """Return for each page whether it can be read; those not reached in time count as such."""
    deadline = time.monotonic() + COUNTING_SECONDS
    size = raw.FS_SIZEF()
    present = [True] * count
    for index in range(count):
        present[index] = bool(raw.FPDF_GetPageSizeByIndexF(document, index, size))
        if index % 64 == 0 and time.monotonic() > deadline:
            break
    return present


def _is_no_page(document: OpenPdf) -> bool:
    """Return whether the only page is not one, but what is left of the list of the pages.

    PDFium takes a page tree without a list for a blank page. The pages are still in the file.
    """
    page = raw.FPDF_LoadPage(document.handle, 0)
    objects = raw.FPDFPage_CountObjects(page)
    raw.FPDF_ClosePage(page)
    return objects <= 0 and len(_PAGE.findall(document.data)) > 1


def _is_scan(document: Any, present: list[bool]) -> bool | None:
    """Return whether most pages are pictures; None if they are blank or too slow to read."""
    deadline = time.monotonic() + SAMPLING_SECONDS
    readable = [index for index, there in enumerate(present) if there]
    pictures = written = 0
    for number, index in enumerate(samples(len(readable))):
        if number and time.monotonic() > deadline:
            return False if written else None  # slow pages do not prove a scan
        kind = _has_words(document, readable[index])
        pictures += kind is False
        written += kind is True
        if number and written == number + 1:
            break  # both pages from the middle have words
    judged = pictures + written
    return pictures >= SCAN_SHARE * judged if judged else None


def samples(count: int) -> list[int]:
    """Return the pages to examine: two from the middle, then the first, the last and others.

    A cover page says nothing of a scan. Two pages in its middle do.
    """
    if not count:
        return []
    last = count - 1
    spread = {round(step * last / (SAMPLED_PAGES - 1)) for step in range(SAMPLED_PAGES)}
    return [*dict.fromkeys((count // 3, 2 * count // 3, 0, last, *sorted(spread)))]


def _has_words(document: Any, index: int) -> bool | None:
    """Return whether a page has words; None if it is blank or cannot be read."""
    page = raw.FPDF_LoadPage(document, index)
    try:
        letters = sum(map(len, _words(page, LOOKED_AT)))
        if letters > FEW_LETTERS:
            return True
        if letters:
            return not _is_covered(page)
        return False if raw.FPDFPage_CountObjects(page) > 0 else None
    finally:
        raw.FPDF_ClosePage(page)


def _is_covered(page: Any) -> bool:
    """Return whether pictures cover most of a page."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    box = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, box)
    area = (box.right - box.left) * (box.top - box.bottom)
    covered = 0.0
    for number in range(min(raw.FPDFPage_CountObjects(page), MOST_OBJECTS)):
        item = raw.FPDFPage_GetObject(page, number)
        if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_IMAGE:
            continue
        raw.FPDFPageObj_GetBounds(item, left, bottom, right, top)
        across = min(right.value, box.right) - max(left.value, box.left)
        up = min(top.value, box.top) - max(bottom.value, box.bottom)
        covered += max(across, 0) * max(up, 0)
    return bool(covered >= COVERING * area)


def _has_end(document: OpenPdf) -> bool:
    data = document.data
    # Most files end as they should; only for others PDFium reads the whole file once more.
    if _END in data[-TAIL_BYTES:]:
        return True
    if _END not in data:
        return False
    ends = (ctypes.c_uint * MOST_TRAILERS)()
    found = raw.FPDF_GetTrailerEnds(document.handle, ends, MOST_TRAILERS)
    if not 0 < found <= MOST_TRAILERS:
        return bool(found > 0)
    # Mail gateways append all kinds of bytes. Objects after the last end are a part that was cut.
    return _OBJECT.search(data, ends[found - 1]) is None


def _is_form(document: Any, first: int) -> bool:
    """Return whether the pages only say that another program has to be used."""
    kind = raw.FPDF_GetFormType(document)
    if kind == raw.FORMTYPE_XFA_FULL:
        return True
    if kind != raw.FORMTYPE_XFA_FOREGROUND:
        return False
    page = raw.FPDF_LoadPage(document, first)
    try:
        return bool(_WAIT.search(" ".join(_words(page, LOOKED_AT_OF_FORM))))
    finally:
        raw.FPDF_ClosePage(page)


def _words(page: Any, characters: int) -> list[str]:
    """Return the words among the first characters of a page's text; none if there is no page."""
    text = raw.FPDFText_LoadPage(page)
    try:
        buffer = (ctypes.c_ushort * MOST_UNITS)()
        raw.FPDFText_GetText(text, 0, characters, buffer)
        return _told(buffer).split()
    finally:
        raw.FPDFText_ClosePage(text)


def _told(units: ctypes.Array[ctypes.c_ushort]) -> str:
    """Return the text that PDFium has written."""
    text = bytes(memoryview(units).cast("B")).decode("utf-16-le", "replace")
    return text.partition("\0")[0]


def _attachments(document: Any) -> tuple[int, int]:
    """Return the number of attached files, and of PDFs among them."""
    count = raw.FPDFDoc_GetAttachmentCount(document)
    pdfs = 0
    for number in range(min(count, MOST_ATTACHMENTS)):
        attachment = raw.FPDFDoc_GetAttachment(document, number)
        name = (ctypes.c_ushort * MOST_UNITS)()
        raw.FPDFAttachment_GetName(attachment, name, ctypes.sizeof(name))
        pdfs += _told(name).lower().endswith(".pdf")
    return count, pdfs
