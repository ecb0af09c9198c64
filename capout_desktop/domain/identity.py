"""What makes two documents the same to CapOut, or one hard to tell from the other."""

from __future__ import annotations

import unicodedata

from capout_desktop.domain.document import Document


def content_and_address(document: Document) -> tuple[str, str]:
    """Return what two documents share that are the same content for the same address.

    A link stands for its content, and so does a file that was not read yet.
    """
    return document.sha256 or document.source, document.xn_address.lower()


def name_and_address(document: Document) -> tuple[str, str]:
    """Return what two documents share that CapOut's list may not tell apart.

    CapOut writes names its own way: in capitals or not, accents as letters of their own or not.
    """
    decomposed = unicodedata.normalize("NFD", document.file_name).casefold()
    return unicodedata.normalize("NFD", decomposed), document.xn_address.strip().lower()
