"""Where a file of the outbox comes from."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class CopyKind(StrEnum):
    """Why a file is sent from the outbox and not from its own place."""

    TEMPORARY = "temporary"
    """Its own place is a temporary folder, which may be emptied before it is sent."""
    UNPACKED = "unpacked"
    """It was inside a mail or an archive."""
    UNLOCKED = "unlocked"
    """It is a copy that needs no password."""
    PAGES = "pages"
    """It has some of the pages of the original."""
    PICTURES = "pictures"
    """It was made of pictures."""


class CopiedFrom(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """The original of a file of the outbox; the program never changes it.

    Attributes:
        kind: Why there is a copy.
        path: Absolute path of the original, or of the mail or archive that it was in. It is
            shown and compared; a part that is not valid text is replaced.
        name: File name of the original.
        container: File name of the mail or archive; empty if it was in none.
        sha256: Hex digest of the original.
        pages: Which pages of the original it has, such as `1-12, 15`; empty for all.
    """

    kind: CopyKind
    path: str
    name: str
    container: str = ""
    sha256: str = ""
    pages: str = ""

    @property
    def place(self) -> str:
        """What two copies share if they are of the same original with the same content."""
        return "\0".join((self.path, self.name, self.sha256))
