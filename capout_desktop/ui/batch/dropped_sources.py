"""Files and links of a drag or the clipboard, judged by their names; no file is opened."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QCoreApplication, QMimeData, QUrl

from capout_desktop.ui.text.formatting import count_text

_ABSOLUTE = re.compile(r"/[^/\s]|[A-Za-z]:[\\/][^\\/\s]|\\\\[^\\]")
"""Start of an absolute path that names something, unlike `/` and `//`."""
_LINKS = ("https://", "http://")
_LONGEST = 32_767
"""Longest link in characters that is read."""
_PROMISES = ("filegroupdescriptor", "file-promise", "promised-file", "filecontents", "filepromise")
"""Parts of the MIME types with which mail programs and web browsers drag files that are not yet on
disk."""


class DroppedSources(NamedTuple):
    """Sources that can be added.

    Attributes:
        sources: Absolute paths and https links in their original order, without duplicates.
        pdfs: Number of names that end like a PDF.
        others: Number of folders and other files; only reading them shows what they are.
        links: Number of links.
    """

    sources: tuple[str, ...] = ()
    pdfs: int = 0
    others: int = 0
    links: int = 0

    def __bool__(self) -> bool:
        return bool(self.sources)


def sources_of(data: QMimeData) -> DroppedSources:
    """Return the usable sources of a drag or the clipboard; empty if there are none."""
    if data.hasUrls():
        found = sources_of_urls(data.urls())
        if data.hasImage() and found.links and not (found.pdfs or found.others):
            return DroppedSources()  # an image dragged from a web page
        return found
    lines = [_from_line(line) for line in data.text().splitlines() if line.strip()]
    # One line that is no path makes it a text, in which even a path may mean something else.
    return _sources(lines) if all(lines) else DroppedSources()


def sources_of_urls(urls: Iterable[QUrl]) -> DroppedSources:
    """Return the sources of the URLs of a file dialog or a drag.

    If some can be added, all others are included: their rows say why they cannot be sent.
    """
    named = list(urls)
    found = _sources(filter(None, map(_from_url, named)))
    return _sources(filter(None, map(_from_any_url, named))) if found else found


def sources_named(names: Iterable[str]) -> DroppedSources:
    """Return sources of which only the names are known."""
    return _sources(names)


def is_promise(data: QMimeData) -> bool:
    """Return whether the data promises files that a program has not written to disk yet."""
    return any(
        promise in name.replace(" ", "").lower() for name in data.formats() for promise in _PROMISES
    )


def drop_words(found: DroppedSources) -> str:
    """Return what dropping does: `Drop to add 3 PDFs and look into 1 folder or other file`."""
    add = []
    if found.pdfs:
        add.append(count_text(found.pdfs, "{number} PDF", "{number} PDFs"))
    if found.links:
        add.append(count_text(found.links, "{number} link", "{number} links"))
    look = count_text(
        found.others, "{number} folder or other file", "{number} folders or other files"
    )
    if not add:
        return _tr("Drop to add {others}").format(others=look)
    added = _tr("Drop to add {sources}").format(sources=_tr(" and ").join(add))
    if not found.others:
        return added
    return _tr("{added} and {others}").format(added=added, others=look)


def _sources(found: Iterable[str]) -> DroppedSources:
    sources = tuple(dict.fromkeys(found))
    links = sum(source.startswith(_LINKS) for source in sources)
    pdfs = sum(
        source.lower().endswith(".pdf") and not source.startswith(_LINKS) for source in sources
    )
    return DroppedSources(sources, pdfs, len(sources) - links - pdfs, links)


def _from_url(url: QUrl) -> str:
    if url.isLocalFile():
        encoded = bytes(url.toEncoded().data())
        try:
            unquote_to_bytes(encoded).decode()
        except UnicodeDecodeError:  # a name on Linux that is not valid text
            return encoded.decode("ascii")
        return url.toLocalFile()
    if url.scheme() == "https" and url.host():
        return str(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
    return ""


def _from_any_url(url: QUrl) -> str:
    return _from_url(url) or str(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))


def _from_line(line: str) -> str:
    """Return the path or link of a line of text, as `Copy as path` and address bars write it."""
    text = line.strip().strip('"').strip()
    if text.startswith(_LINKS) and len(text) > _LONGEST:
        return text  # Qt takes seconds to read it, and its row says that it is none
    if text.startswith((*_LINKS, "file://")):
        return _from_any_url(QUrl(text))
    return text if _ABSOLUTE.match(text) else ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("drop", text)
