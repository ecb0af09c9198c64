"""The end of a PDF: its table of objects and its trailer, for those who write one."""

from __future__ import annotations

from collections.abc import Sequence


def ending(offsets: Sequence[int], at: int, entries: bytes = b"/Root 1 0 R") -> bytes:
    """Return what follows the last object.

    Args:
        offsets: Where the objects 1, 2 and so on begin.
        at: Length of the file so far.
        entries: What the trailer says beside the number of objects.
    """
    number = len(offsets) + 1
    table = b"".join(b"%010d 00000 n\r\n" % offset for offset in offsets)
    return (
        b"xref\n0 %d\n0000000000 65535 f\r\n" % number
        + table
        + b"trailer\n<< /Size %d %b >>\nstartxref\n%d\n%%%%EOF\n" % (number, entries, at)
    )
