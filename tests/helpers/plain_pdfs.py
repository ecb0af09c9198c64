"""PDFs in the one form in which PDFium writes them."""

from __future__ import annotations

from capout_desktop.services.intake.pdf_ending import ending


def file_of(*objects: bytes) -> bytes:
    """Return a file of these objects, which are numbered from 1."""
    made, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    return made + ending(offsets, len(made))
