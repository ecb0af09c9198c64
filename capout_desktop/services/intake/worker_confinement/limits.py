"""Resource limits of the PDF worker on Linux and macOS."""

from __future__ import annotations

import resource

OPEN_FILES = 16
"""Standard streams, the line to the program, PDFium's library and one PDF; and some to spare."""


def limit_resources() -> None:
    """Allow no core dump, no further process, few open files, and no growth of a file.

    A core dump would hold the PDF.

    Raises:
        OSError: The system does not allow it.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))


def limit_memory(most: int) -> None:
    """Limit this process to `most` bytes of address space; allocations beyond it fail.

    Raises:
        OSError: The system does not allow it.
    """
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
