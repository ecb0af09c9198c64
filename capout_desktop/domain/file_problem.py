"""Why a file cannot go, in words that a contractor understands."""

from __future__ import annotations

from capout_desktop.domain.problem import Problem

GONE = Problem(
    "file-gone",
    "The file is not there any more",
    "It was moved, renamed or deleted after it was added. Add it again from where it is now.",
)
CHANGED = Problem(
    "file-changed",
    "The file changed after it was added",
    "Press Retry to send it as it is now.",
)
EMPTY = Problem(
    "file-empty",
    "The file is empty",
    "It may not have finished downloading. Save it again from the email, then press Retry.",
)
NOT_A_PDF = Problem(
    "not-a-pdf",
    "This is not a PDF",
    "CapOut takes PDF estimates only. Ask the carrier for the PDF, or print the file to PDF.",
)
NO_PERMISSION = Problem(
    "file-no-permission",
    "This computer does not let you read the file",
    "Close the program that has it open, or copy it to your Documents folder, then press Retry.",
)
PASSWORD_NEEDED = Problem(
    "password-needed",
    "The PDF needs a password to open",
    "Open it with the password, print it to a new PDF without one, and add that.",
)
DAMAGED = Problem(
    "pdf-damaged",
    "The PDF is damaged or incomplete",
    "Download or save it once more from the email, then press Retry.",
)
NO_PDFS_IN_FOLDER = Problem(
    "folder-without-pdfs",
    "No PDFs in this folder",
    "Open the folder and look where the estimates are, then add those.",
)
LINK_NOT_HTTPS = Problem(
    "link-not-https",
    "CapOut takes links that begin with https:// only",
    "Download the PDF in your browser and add the file.",
)


def too_large(size: int, limit: int) -> Problem:
    """The PDF is larger than CapOut takes; sizes in bytes."""
    return Problem(
        "file-too-large",
        "Too large: {size} MB, and CapOut takes up to {limit} MB",
        "Print it to PDF at a lower quality, or split it into parts, and add those.",
        values=(("size", round(size / 1_000_000)), ("limit", round(limit / 2**20))),
    )


def unreadable(reason: str) -> Problem:
    """The system could not read the file; `reason` is its own word."""
    return Problem(
        "file-unreadable",
        "The file could not be read",
        "If it is on a network drive or a stick, check that it is connected, then press Retry.",
        reason,
    )
