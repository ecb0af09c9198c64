"""Reasons why a file cannot be sent."""

from __future__ import annotations

from capout_desktop.domain.copied_from import CopiedFrom
from capout_desktop.domain.problem import Problem, ProblemCode

GONE = Problem(ProblemCode.FILE_GONE)
CHANGED = Problem(ProblemCode.FILE_CHANGED)
EMPTY = Problem(ProblemCode.FILE_EMPTY)
NOT_A_PDF = Problem(ProblemCode.NOT_A_PDF)
NO_PERMISSION = Problem(ProblemCode.FILE_NO_PERMISSION)
PASSWORD_NEEDED = Problem(ProblemCode.PASSWORD_NEEDED)
DAMAGED = Problem(ProblemCode.PDF_DAMAGED)
"""PDFium cannot read it; another reader may, so the user can send it anyway."""
RIGHTS_MANAGED = Problem(ProblemCode.PDF_RIGHTS_MANAGED)
FOR_CERTIFICATE = Problem(ProblemCode.PDF_FOR_CERTIFICATE)
PROTECTED = Problem(ProblemCode.PDF_PROTECTED)
NO_PDFS_IN_FOLDER = Problem(ProblemCode.FOLDER_WITHOUT_PDFS)
LINK_NOT_HTTPS = Problem(ProblemCode.LINK_NOT_HTTPS)
LINK_UNREADABLE = Problem(ProblemCode.LINK_UNREADABLE)
FOLDER_LINKED = Problem(ProblemCode.FOLDER_LINKED)
WHOLE_DISK = Problem(ProblemCode.WHOLE_DISK)
NO_ANSWER = Problem(ProblemCode.FILE_NO_ANSWER)
NOT_A_FILE = Problem(ProblemCode.NOT_A_FILE)
PART_OF_FILE = Problem(ProblemCode.PART_OF_FILE)

MAY_PASS = frozenset(
    {
        *(ProblemCode.FILE_GONE, ProblemCode.FILE_NO_PERMISSION, ProblemCode.FILE_UNREADABLE),
        ProblemCode.FILE_NOT_DOWNLOADED,
    }
)
"""Codes of trouble that often passes: a share that is away, a file that another program locks, a
cloud that cannot be reached."""

TRANSIENT = MAY_PASS | {ProblemCode.FILE_NO_ANSWER}
"""The same, and a drive that does not answer, which is not asked again by itself."""

LOOK_AGAIN_AFTER = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0)
"""Pauses in seconds before a file in such trouble is looked at again."""

LOOK_AGAIN_FOR_MISSING = (0.5, 1.0)
"""The same for a file that is missing in a folder that is there: it may just be replaced."""


def pause_before_next_look(problem: Problem, looks: int, *, folder_is_there: bool) -> float | None:
    """Return the seconds until a file is looked at again; None if the row has to say the problem.

    Args:
        problem: What the last look met with.
        looks: Number of looks that failed so far, at least 1.
        folder_is_there: Whether the folder of the file can be read.
    """
    if problem.code not in MAY_PASS:
        return None
    is_missing = problem.code == ProblemCode.FILE_GONE and folder_is_there
    pauses = LOOK_AGAIN_FOR_MISSING if is_missing else LOOK_AGAIN_AFTER
    return pauses[looks - 1] if looks <= len(pauses) else None


def too_large(size: int, limit: int) -> Problem:
    """Return the problem that the PDF is larger than CapOut accepts; sizes in bytes."""
    return Problem(
        ProblemCode.FILE_TOO_LARGE,
        values=(("size", round(size / 1_000_000)), ("limit", round(limit / 2**20))),
    )


def unreadable(reason: str) -> Problem:
    """Return the problem that the file could not be read; `reason` is the system's text."""
    return Problem(ProblemCode.FILE_UNREADABLE, reason)


def not_downloaded(reason: str) -> Problem:
    """Return the problem that the file is in the cloud and did not arrive from there."""
    return Problem(ProblemCode.FILE_NOT_DOWNLOADED, reason)


def not_copied(reason: str) -> Problem:
    """Return the problem that no copy could be made; `reason` is the system's text."""
    return Problem(ProblemCode.FILE_NOT_COPIED, reason)


def copy_gone(copied_from: CopiedFrom) -> Problem:
    """Return the problem that a file of the outbox is gone, with what has to be added again."""
    name = copied_from.container or copied_from.name
    return Problem(ProblemCode.COPY_GONE, values=(("name", name),))


def path_unusable(reason: str) -> Problem:
    """Return the problem that no file can be opened by this path; `reason` is the system's text."""
    return Problem(ProblemCode.FILE_PATH_UNUSABLE, reason)


def folder_unreadable(reason: str) -> Problem:
    """Return the problem that the folder could not be read; `reason` is the system's text."""
    return Problem(ProblemCode.FOLDER_UNREADABLE, reason)


def place_unreachable(scheme: str) -> Problem:
    """Return the problem that addresses of this kind, such as `mtp`, cannot be read."""
    return Problem(ProblemCode.PLACE_UNREACHABLE, values=(("scheme", scheme),))
