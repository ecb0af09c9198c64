"""Reader of the mails that Outlook saves (.msg): subject and attachments.

Such a file is a compound file with a tree of storages and streams, in which each property has a
stream of its own, named after the property and its type. Source: the open specification MS-OXMSG.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

import olefile

_SUBJECT, _MESSAGE_CODE_PAGE, _INTERNET_CODE_PAGE = 0x0037, 0x3FFD, 0x3FDE
_CONTENT, _SHORT_NAME, _LONG_NAME, _KIND = 0x3701, 0x3704, 0x3707, 0x370E
_STRING8, _UNICODE, _BINARY, _EMBEDDED = 0x001E, 0x001F, 0x0102, 0x000D
_INTEGER = 0x0003
_ATTACHMENT = "__attach_version1.0_#"
_PROPERTIES = "__properties_version1.0"
_HEADER_BYTES = {True: 32, False: 24}
"""Bytes before the properties of a message: of the file's own, and of one that is attached."""

_PROPERTY = struct.Struct("<HHI8s")
_LONGEST_TEXT = 64 << 10
_DEFAULT_CODE_PAGE = 1252
_UTF8_CODE_PAGE = 65001
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attachment of a mail, or of a mail that is attached to it.

    Attributes:
        name: Its file name; empty if it has none.
        kind: Its media type; empty if it has none.
        size: Number of its bytes.
        stream: Where it is in the file.
    """

    name: str
    kind: str
    size: int
    stream: tuple[str, ...]


class OutlookMail:
    """A mail as Outlook saves it."""

    def __init__(self, file: IO[bytes]) -> None:
        """Read the directory of the file.

        Raises:
            ValueError: It is no such file, or it is damaged.
        """
        try:
            self._file = olefile.OleFileIO(file)
            # With the sizes, which the library would search for one by one.
            self._streams = dict(_streams(self._file.root, ()))
        except Exception as error:
            # The library lets many kinds of errors of damaged files through.
            if isinstance(error, MemoryError | RecursionError):
                raise
            raise ValueError("no compound file") from error
        if (_PROPERTIES,) not in self._streams:
            raise ValueError("no mail")

    @property
    def subject(self) -> str:
        """The subject; empty if there is none."""
        return self._text((), _SUBJECT, self._code_page(()))

    def attachments(self) -> Iterator[Attachment | None]:
        """Yield the attachments, and None for each mail among them, whose attachments follow."""
        waiting: list[tuple[tuple[str, ...], int]] = [((), 0)]
        while waiting:
            message, depth = waiting.pop()
            code_page = self._code_page(message)
            for storage in self._attachments_of(message):
                inner = (*storage, _stream(_CONTENT, _EMBEDDED))
                content = (*storage, _stream(_CONTENT, _BINARY))
                if (*inner, _PROPERTIES) in self._streams and depth < _DEEPEST:
                    yield None
                    waiting.append((inner, depth + 1))
                elif content in self._streams:
                    name = self._text(storage, _LONG_NAME, code_page)
                    yield Attachment(
                        name=name or self._text(storage, _SHORT_NAME, code_page),
                        kind=self._text(storage, _KIND, code_page).lower(),
                        size=self._streams[content],
                        stream=content,
                    )

    def read(self, attachment: Attachment) -> bytes:
        """Return the content of an attachment.

        Raises:
            ValueError: It is damaged.
        """
        content = self._read(attachment.stream)
        if len(content) != attachment.size:
            raise ValueError("cut short")
        return content

    def _attachments_of(self, message: tuple[str, ...]) -> list[tuple[str, ...]]:
        deep = len(message)
        return sorted(
            {
                path[: deep + 1]
                for path in self._streams
                if len(path) > deep + 1
                and path[:deep] == message
                and path[deep].lower().startswith(_ATTACHMENT)
            }
        )

    def _text(self, storage: tuple[str, ...], what: int, code_page: int) -> str:
        for kind, encoding in ((_UNICODE, "utf-16-le"), (_STRING8, _encoding(code_page))):
            stream = (*storage, _stream(what, kind))
            if self._streams.get(stream, _LONGEST_TEXT) < _LONGEST_TEXT:
                try:
                    content = self._read(stream)
                except ValueError:
                    continue
                return content.decode(encoding, "replace").rstrip("\0")
        return ""

    def _code_page(self, message: tuple[str, ...]) -> int:
        """Return the Windows code page of the message's texts that are not Unicode."""
        stream = (*message, _PROPERTIES)
        if self._streams.get(stream, _LONGEST_TEXT) >= _LONGEST_TEXT:
            return _DEFAULT_CODE_PAGE
        try:
            content = self._read(stream)[_HEADER_BYTES[not message] :]
        except ValueError:
            return _DEFAULT_CODE_PAGE
        pages = {}
        whole = len(content) - len(content) % _PROPERTY.size
        for kind, what, _, value in _PROPERTY.iter_unpack(content[:whole]):
            if kind == _INTEGER:
                pages[what] = int.from_bytes(value[:4], "little")
        return pages.get(_MESSAGE_CODE_PAGE) or pages.get(_INTERNET_CODE_PAGE) or _DEFAULT_CODE_PAGE

    def _read(self, stream: tuple[str, ...]) -> bytes:
        try:
            with self._file.openstream(list(stream)) as opened:
                return bytes(opened.read())
        except Exception as error:
            # As in the constructor.
            if isinstance(error, MemoryError | RecursionError):
                raise
            raise ValueError("damaged") from error


def _streams(storage: Any, above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield the path and the number of bytes of each stream in a storage."""
    for entry in storage.kids:
        path = (*above, str(entry.name))
        if entry.entry_type == olefile.STGTY_STREAM:
            yield path, int(entry.size)
        else:
            yield from _streams(entry, path)


def _stream(what: int, kind: int) -> str:
    return f"__substg1.0_{what:04X}{kind:04X}"


def _encoding(code_page: int) -> str:
    if code_page == _UTF8_CODE_PAGE:
        return "utf-8"
    name = f"cp{code_page}"
    try:
        "".encode(name)
    except LookupError:
        return f"cp{_DEFAULT_CODE_PAGE}"
    return name
