"""A file as PDFium reads it, part by part. Runs in the worker process only."""

from __future__ import annotations

import ctypes
import os
from typing import Any

from pypdfium2 import raw


def _read_block(file: int | None, position: int, buffer: Any, size: int) -> int:
    """Read some of the file whose descriptor is `file`; return whether all of it was there."""
    data = b""
    try:
        os.lseek(file or 0, position, os.SEEK_SET)
        while len(data) < size and (part := os.read(file or 0, size - len(data))):
            data += part
    except OSError:
        return 0
    if len(data) != size:
        return 0
    ctypes.memmove(buffer, data, size)
    return 1


# Made when the module is imported: a confined process may not make a callback.
_access = raw.FPDF_FILEACCESS()
_get_block = type(_access.m_GetBlock)(_read_block)


def access_to(file: int) -> raw.FPDF_FILEACCESS:
    """Return PDFium's access to an open file, which must be kept as long as PDFium reads it."""
    access = raw.FPDF_FILEACCESS()
    access.m_FileLen = os.fstat(file).st_size
    access.m_GetBlock = _get_block
    access.m_Param = file
    return access
