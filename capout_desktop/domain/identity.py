"""Definition of "the same document": the same content for the same address.

The module also has `FileState`, a file in one state, and `confusable`, which compares file names as
a server's list may show them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import unquote

import msgspec

from capout_desktop.domain.document import Document

ContentAndAddress = tuple[str, str]

SILENT_AFTER = timedelta(days=1)
"""Time without news after which a document of CapOut no longer counts as in progress."""

SHORTEST_CUT = 20
"""Minimum length of a name that a list may have cut. Lists cut at 24 characters or later."""

_SUFFIX = re.compile(r"(\.pdf)+$")
_COPY_NUMBER = re.compile(r"[\s_]*[(\[_]\d{1,3}[)\]_]$")
_STAMP = re.compile(r"(?=.*\d)[0-9a-z]{6,}")
_SPELLED_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae", "œ": "oe"}
)
_PLAIN = str.maketrans({"ø": "o", "æ": "a", "œ": "o", "ł": "l", "đ": "d"})
_OTHER_SCRIPT = "\0"
"""Placeholder for letters that a server may transliterate in any way, or leave out."""


class FileState(msgspec.Struct, frozen=True):
    """Path with the state of its file. A path whose file changed is a new document.

    Attributes:
        path: Absolute path, as given.
        size: Size in bytes.
        modified_ns: The file's modification time, in nanoseconds.
        sha256: Hex digest of its content; empty if it was not read yet.
        inode: None if the file system has none.
    """

    path: str
    size: int
    modified_ns: int
    sha256: str = ""
    inode: int | None = None

    def is_unchanged(self, now: FileState) -> bool:
        """Return whether `now` is the same path in the same state.

        If both hashes are known, they decide: a touched file is unchanged, and another file with
        the same size and time is not.
        """
        if self.path != now.path or self.size != now.size:
            return False
        if self.sha256 and now.sha256:
            return self.sha256 == now.sha256
        same_file = None in (self.inode, now.inode) or self.inode == now.inode
        return same_file and self.modified_ns == now.modified_ns


def is_in_progress(document: Document, at: datetime) -> bool:
    """Return whether the document is on the list and not finished: its file needs no second row.

    A status that CapOut never ends must not keep the file from being added for ever.
    """
    if document.state.is_terminal or document.removed:
        return False
    return not document.document_id or at - document.changed_at < SILENT_AFTER


def checked_state(document: Document) -> FileState | None:
    """Return the state in which the document's file was checked; None if it was not yet."""
    if document.size is None or document.modified_ns is None:
        return None
    return FileState(document.source, document.size, document.modified_ns, document.sha256 or "")


def normal_name(name: str) -> str:
    """Return a file name in normal form for exact comparison."""
    return unicodedata.normalize("NFC", name)


@lru_cache(maxsize=256)  # every document that was sent keeps it
def normal_address(xn_address: str) -> str:
    """Return an address in normal form for comparison."""
    return unicodedata.normalize("NFC", xn_address).strip().casefold()


def content_and_address(document: Document) -> ContentAndAddress:
    """Return the key that two documents share if and only if they are the same document.

    The content of a link is unknown, so the link is used instead of a hash.
    """
    return document.sha256 or document.source, normal_address(document.xn_address)


def same_document(one: Document, other: Document) -> bool:
    """Return whether both have the same content and the same address."""
    return content_and_address(one) == content_and_address(other)


def confusable(one: str, other: str) -> bool:
    """Return whether a server's list could show both file names alike, or one as the other.

    Servers change case, blanks, accents and escapes, cut names, drop copy numbers and repeated
    suffixes, write other scripts in Latin letters, and put a stamp before or after a name.
    """
    is_cut = min(len(_stem(one)), len(_stem(other))) >= SHORTEST_CUT
    return any(
        _may_be_form_of(a, b, is_cut=is_cut) or _may_be_form_of(b, a, is_cut=is_cut)
        for a in _forms(one)
        for b in _forms(other)
    )


def _stem(name: str) -> str:
    """Return the name without escapes, case and suffix."""
    for _ in range(2):  # names may be escaped twice: `%2520`, `&amp;amp;`
        name = _without_entities(unquote(name))
    name = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name).casefold())
    return _SUFFIX.sub("", name.strip())


def _without_entities(name: str) -> str:
    if "&" not in name:
        return name
    import html  # noqa: PLC0415 - half a megabyte of entities, which hardly any name has

    return html.unescape(name)


@lru_cache(maxsize=1024)  # half a kilobyte each
def _forms(name: str) -> tuple[str, ...]:
    """Return the forms in which servers may show a name, reduced to letters and digits."""
    escaped = _SUFFIX.sub("", unicodedata.normalize("NFC", name).casefold().strip())
    stems = {_stem(name), escaped}
    stems |= {_COPY_NUMBER.sub("", stem) for stem in stems}
    forms = {
        _letters(variant)
        for stem in stems
        for variant in (stem, stem.translate(_SPELLED_OUT), stem.translate(_PLAIN))
    }
    forms |= {
        "".join(c for c in stem if c.isascii() and c.isalnum())
        for stem in stems
        if any(c.isascii() and c.isalnum() for c in stem)
    }
    return tuple(forms)  # a set of one takes four times as much memory


def _letters(text: str) -> str:
    """Keep only ASCII letters and digits; replace each run of other letters with a placeholder."""
    letters: list[str] = []
    for char in unicodedata.normalize("NFKD", text):
        if char.isascii():
            if char.isalnum():
                letters.append(char)
        elif char.isalnum() and letters[-1:] != [_OTHER_SCRIPT]:
            letters.append(_OTHER_SCRIPT)
    return "".join(letters)


def _may_be_form_of(short: str, long: str, *, is_cut: bool) -> bool:
    if short == long:
        return True
    if _OTHER_SCRIPT in short:
        return _has_parts_in_order(long, short.split(_OTHER_SCRIPT))
    if not short:
        return False
    if is_cut and long.startswith(short):
        return True
    for rest in (long.removeprefix(short), long.removesuffix(short)):
        if rest != long and _STAMP.fullmatch(rest):
            return True
    return False


def _has_parts_in_order(text: str, parts: Sequence[str]) -> bool:
    """Return whether the text is these parts in this order, with anything between them.

    A regular expression would need hours for some names, since it tries every distribution.
    """
    first, *middle, last = parts
    end = len(text) - len(last)
    position = len(first)
    if position > end or not text.startswith(first) or not text.endswith(last):
        return False
    for part in middle:
        found = text.find(part, position, end)
        if found < 0:
            return False
        position = found + len(part)
    return True


def name_and_address(document: Document) -> tuple[str, str]:
    """Return the key that two documents share if CapOut's list may not tell them apart.

    CapOut may change the case of names and compose or decompose accents.
    """
    decomposed = unicodedata.normalize("NFD", document.file_name).casefold()
    return unicodedata.normalize("NFD", decomposed), document.xn_address.strip().lower()
