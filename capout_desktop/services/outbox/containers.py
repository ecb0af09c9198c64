"""Readers of archives and mails. They read the file only, and write nothing.

They run in the worker process (`services/intake/container_reading.py`).
"""

from __future__ import annotations

import contextlib
import functools
import io
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import policy as mail_policy
from email.message import EmailMessage, Message
from email.parser import BytesParser
from typing import IO

from capout_desktop.domain import unpacking
from capout_desktop.domain.problem import Problem
from capout_desktop.services.outbox.outlook_mail import OutlookMail

_DEEPEST = 1
"""Archives in an archive or mail are looked into, those within these are not."""
_DEEPEST_MAIL = 20
_MOST_MAIL_BYTES = 256 << 20
_END_RECORD = struct.Struct("<4s4H2LH")
_END_SIGNATURE = b"PK\x05\x06"
_LONGEST_COMMENT = 1 << 16
_MOST_DIRECTORY_BYTES = 4 << 20
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Part:
    """Something in a mail or archive.

    Attributes:
        name: Its file name; empty if the problem is that of the whole file.
        content: The PDF; None if it is not taken.
        problem: Why it is not taken; None for one that is none of a person's business to send,
            such as the logo of a signature.
    """

    name: str
    content: bytes | None = None
    problem: Problem | None = None


class Container:
    """A mail or archive of which the PDFs are read.

    Attributes:
        title: Subject of a mail, else the name without its ending; known once a part was read.
    """

    def __init__(self, file: IO[bytes], name: str) -> None:
        self._file = file
        self._name = name.lower()
        self._left = unpacking.MOST_BYTES
        self._entries = 0
        self.title = name.rpartition(".")[0] or name

    def parts(self) -> Iterator[Part]:
        """Yield what is in it, one part at a time; blocking.

        Raises:
            OSError: The file cannot be read.
            MemoryError: It needs more memory than there is.
            RecursionError: Its parts are nested too deeply.
        """
        try:
            if self._name.endswith(unpacking.ARCHIVE_ENDING):
                yield from self._archive(self._file, 0)
            elif self._name.endswith(unpacking.MAIL_ENDING):
                yield from self._mail(self._file)
            else:
                yield from self._outlook_mail(self._file)
        except _Refused as refused:
            yield Part("", problem=refused.problem)

    def _archive(self, file: IO[bytes], depth: int) -> Iterator[Part]:
        _check_directory(file)
        try:
            archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
            raise _Refused(unpacking.UNREADABLE) from error
        with archive:
            for info in archive.infolist():
                self._count()
                if not info.is_dir() and not unpacking.is_litter(name := _name_of(info)):
                    yield from self._entry(archive, info, name, depth)

    def _entry(
        self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, depth: int
    ) -> Iterator[Part]:
        shown = unpacking.last_part(name)
        if not unpacking.is_wanted(name):
            yield Part(shown)
        elif (problem := _problem_of(info, name)) is not None:
            yield Part(shown, problem=problem)
        else:
            try:
                with archive.open(info) as entry:
                    content = self._read(entry)
            except _Refused as refused:
                yield Part(shown, problem=refused.problem)
                return
            except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError):
                yield Part(shown, problem=unpacking.ENTRY_DAMAGED)
                return
            yield from self._content(shown, content, depth)

    def _content(self, name: str, content: bytes, depth: int) -> Iterator[Part]:
        """Yield a PDF, or what is in an archive."""
        if not name.lower().endswith(unpacking.ARCHIVE_ENDING):
            yield Part(name, content)
        elif depth >= _DEEPEST:
            yield Part(name, problem=unpacking.ENTRY_TOO_DEEP)
        else:
            try:
                yield from self._archive(io.BytesIO(content), depth + 1)
            except _Refused as refused:
                yield Part(name, problem=refused.problem)

    def _read(self, entry: IO[bytes]) -> bytes:
        """Return the whole entry, whatever it says of its size."""
        most = min(unpacking.MOST_ENTRY_BYTES, self._left)
        parts: list[bytes] = []
        size = 0
        while part := entry.read(_CHUNK):
            size += len(part)
            if size > most:
                raise _Refused(unpacking.ENTRY_TOO_LARGE)
            parts.append(part)
        self._left -= size
        return b"".join(parts)

    def _mail(self, file: IO[bytes]) -> Iterator[Part]:
        raw = file.read(_MOST_MAIL_BYTES + 1)
        if len(raw) > _MOST_MAIL_BYTES:
            raise _Refused(unpacking.TOO_MUCH)
        mail = _parsed(raw)
        with contextlib.suppress(Exception):  # the standard library trips over some headers
            self.title = " ".join(str(mail["subject"] or "").split()) or self.title
        waiting: list[tuple[Message, int]] = [(mail, 0)]
        while waiting:
            part, depth = waiting.pop()
            self._count()
            if part.is_multipart():
                if depth >= _DEEPEST_MAIL:
                    raise _Refused(unpacking.TOO_MUCH)
                inner = part.get_payload()
                if isinstance(inner, list):
                    waiting += [(p, depth + 1) for p in reversed(inner) if isinstance(p, Message)]
                continue
            yield from self._attachment(part)

    def _attachment(self, part: Message) -> Iterator[Part]:
        try:
            name = part.get_filename() or ""
            is_pdf = part.get_content_type() == "application/pdf"
        except (MemoryError, RecursionError):
            raise
        except Exception:  # noqa: BLE001 - the standard library trips over some headers
            if any("pdf" in str(value).lower() for _, value in part.raw_items()):
                yield Part("", problem=unpacking.ENTRY_DAMAGED)
            return

        def read() -> bytes:
            content = part.get_payload(decode=True)
            if not isinstance(content, bytes):
                raise ValueError("no content")
            return content

        yield from self._attached(name, read, is_pdf=is_pdf)

    def _attached(
        self, name: str, read: Callable[[], bytes], *, is_pdf: bool, size: int = 0
    ) -> Iterator[Part]:
        """Yield what an attachment is; without its `size`, one that is too large is read first."""
        shown = unpacking.last_part(name)
        if is_pdf and not unpacking.is_wanted(name):
            name = shown = f"{shown or 'attachment'}.pdf"
        most = min(unpacking.MOST_ENTRY_BYTES, self._left)
        if not name:
            return  # the text of the mail
        if not unpacking.is_wanted(name):
            yield Part(shown)
        elif unpacking.is_unsafe_name(name):
            yield Part(shown, problem=unpacking.ENTRY_NAME_UNSAFE)
        elif size > most:
            yield Part(shown, problem=unpacking.ENTRY_TOO_LARGE)
        else:
            try:
                content = read()
            except ValueError:
                yield Part(shown, problem=unpacking.ENTRY_DAMAGED)
                return
            if len(content) > most:
                yield Part(shown, problem=unpacking.ENTRY_TOO_LARGE)
                return
            self._left -= len(content)
            yield from self._content(shown, content, 0)

    def _outlook_mail(self, file: IO[bytes]) -> Iterator[Part]:
        try:
            mail = OutlookMail(file)
        except ValueError as error:
            raise _Refused(unpacking.UNREADABLE) from error
        self.title = " ".join(mail.subject.split()) or self.title
        for attachment in mail.attachments():
            self._count()
            if attachment is None:
                continue
            yield from self._attached(
                attachment.name,
                functools.partial(mail.read, attachment),
                is_pdf=attachment.kind == "application/pdf",
                size=attachment.size,
            )

    def _count(self) -> None:
        self._entries += 1
        if self._entries > unpacking.MOST_ENTRIES:
            raise _Refused(unpacking.TOO_MUCH)


class _Refused(Exception):  # noqa: N818 - the file is refused
    """It is not read any further; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def _check_directory(file: IO[bytes]) -> None:
    """Refuse an archive whose list of entries would not fit into the memory."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(size - _END_RECORD.size - _LONGEST_COMMENT, 0))
    tail = file.read()
    file.seek(0)
    at = tail.rfind(_END_SIGNATURE)
    if at < 0 or len(tail) - at < _END_RECORD.size:
        raise _Refused(unpacking.UNREADABLE)
    _, _, _, _, entries, directory, _, _ = _END_RECORD.unpack_from(tail, at)
    if entries > unpacking.MOST_ENTRIES or directory > _MOST_DIRECTORY_BYTES:
        raise _Refused(unpacking.TOO_MUCH)


def _problem_of(info: zipfile.ZipInfo, name: str) -> Problem | None:
    if unpacking.is_unsafe_name(name) or "\0" in info.orig_filename:
        return unpacking.ENTRY_NAME_UNSAFE
    if stat.S_ISLNK(info.external_attr >> 16):
        return unpacking.ENTRY_IS_LINK
    if info.flag_bits & _ENCRYPTED:
        return unpacking.ENTRY_LOCKED
    if info.file_size > unpacking.MOST_ENTRY_BYTES:
        return unpacking.ENTRY_TOO_LARGE
    if unpacking.is_bomb(info.file_size, info.compress_size):
        return unpacking.ENTRY_TOO_LARGE
    return None


def _name_of(info: zipfile.ZipInfo) -> str:
    """Return an entry's name; programs on a Mac write UTF-8 without saying so."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        return info.filename.encode("cp437").decode()
    except UnicodeError:
        return info.filename


def _parsed(raw: bytes) -> Message:
    try:
        mail = BytesParser(EmailMessage, policy=mail_policy.default).parsebytes(raw)
    except (MemoryError, RecursionError):
        raise
    except Exception as error:
        raise _Refused(unpacking.UNREADABLE) from error
    if not mail.keys():
        raise _Refused(unpacking.UNREADABLE)
    return mail
