"""Files that Windows' mail programs drag although they are on no disk yet.

A drag has a list of their names (`FileGroupDescriptorW`) and the content of each (`FileContents`).
Qt hands out both under their Windows names; that of a content takes the file's number. It gives
no content where a program has only a storage for it, as Outlook for a whole mail.
"""

from __future__ import annotations

import struct

from PySide6.QtCore import QMimeData

from capout_desktop.domain.given_file import GivenFile
from capout_desktop.domain.unpacking import MOST_ENTRY_BYTES, last_part

_FORMAT = 'application/x-qt-windows-mime;value="{}"'
_NAMES = _FORMAT.format("FileGroupDescriptorW")
_CONTENT = _FORMAT.format("FileContents") + ";index={}"
_COUNT = struct.Struct("<I")
_DESCRIPTOR = struct.Struct("<I16s8s8sI24sII520s")
_IS_FOLDER = 0x10
_SAYS_ATTRIBUTES, _SAYS_SIZE = 0x4, 0x40
MOST_FILES = 200


def names_of(data: QMimeData) -> list[str]:
    """Return the names of the virtual files of a drag; empty if there are none. Reads no file."""
    return [name for _, name, _ in _described(data)]


def files_of(data: QMimeData) -> list[GivenFile]:
    """Return the virtual files of a drag that its program hands over.

    It has to be called while the drop is handled: the program hands over nothing later.
    """
    found = []
    for number, name, size in _described(data):
        if size is None or size <= MOST_ENTRY_BYTES:
            content = bytes(data.data(_CONTENT.format(number)).data())
            if content:
                found.append(GivenFile(name, content))
    return found


def _described(data: QMimeData) -> list[tuple[int, str, int | None]]:
    """Return number, name and size in bytes of each file; the size is None where it is unknown."""
    # Browsers drag pictures of web pages in this way, and their address besides.
    if data.hasUrls() or not data.hasFormat(_NAMES):
        return []
    raw = bytes(data.data(_NAMES).data())
    if len(raw) < _COUNT.size:
        return []
    (count,) = _COUNT.unpack_from(raw)
    found: list[tuple[int, str, int | None]] = []
    for number in range(min(count, MOST_FILES)):
        at = _COUNT.size + number * _DESCRIPTOR.size
        if at + _DESCRIPTOR.size > len(raw):
            break
        flags, _, _, _, attributes, _, high, low, text = _DESCRIPTOR.unpack_from(raw, at)
        name = last_part(text.decode("utf-16-le", "replace").partition("\0")[0])
        is_folder = flags & _SAYS_ATTRIBUTES and attributes & _IS_FOLDER
        if name and not is_folder:
            found.append((number, name, (high << 32) + low if flags & _SAYS_SIZE else None))
    return found
