"""Writer of Outlook mails (.msg), good and hostile: the open specifications MS-CFB and MS-OXMSG."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass

Tree = Mapping[str, "bytes | Tree"]
"""Storages and streams by their names."""

SECTOR, SMALL_SECTOR, CUTOFF = 512, 64, 4096
FREE, END, FAT_SECTOR, NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
STORAGE, STREAM, ROOT = 1, 2, 5


def outlook_mail(
    subject: str,
    attachments: Mapping[str, bytes],
    *,
    forwarded: Mapping[str, Tree] | None = None,
    code_page: int = 0,
    logo: bytes = b"\x89PNG",
) -> bytes:
    """Return a .msg with a signature's logo, the attachments, and mails that are attached.

    Args:
        subject: The subject.
        attachments: Contents by file name.
        forwarded: Attached mails (see `message`) by their names.
        code_page: If not 0, texts are written in this code page instead of Unicode.
        logo: Content of the logo.
    """
    tree = message(
        subject, {"logo.png": logo, **attachments}, forwarded or {}, code_page, header=32
    )
    return compound_file(tree)


def message(
    subject: str,
    attachments: Mapping[str, bytes],
    forwarded: Mapping[str, Tree] | None = None,
    code_page: int = 0,
    *,
    header: int = 24,
) -> Tree:
    """Return the storages of a message; `header` is 32 for that of the file itself."""
    pages = struct.pack("<HHIII", 0x0003, 0x3FFD, 6, code_page, 0) if code_page else b""
    parts: dict[str, bytes | Tree] = {
        "__properties_version1.0": bytes(header) + pages,
        "__nameid_version1.0": {"__substg1.0_00020102": b""},
        **_text(0x0037, subject, code_page),
    }
    contents: list[tuple[str, str, bytes | Tree]] = [
        *((name, "__substg1.0_37010102", content) for name, content in attachments.items()),
        *((name, "__substg1.0_3701000D", tree) for name, tree in (forwarded or {}).items()),
    ]
    for number, (name, stream, content) in enumerate(contents):
        parts[f"__attach_version1.0_#{number:08X}"] = {
            "__properties_version1.0": bytes(8),
            stream: content,
            **_text(0x3704, name[:8], code_page),
            **_text(0x3707, name, code_page),
        }
    return parts


def _text(what: int, text: str, code_page: int) -> dict[str, bytes]:
    if code_page:
        return {f"__substg1.0_{what:04X}001E": text.encode(f"cp{code_page}")}
    return {f"__substg1.0_{what:04X}001F": text.encode("utf-16-le")}


def compound_file(tree: Tree) -> bytes:
    """Return a compound file of version 3 with this tree."""
    directory = _Directory(tree)
    file = _Sectors()
    small = bytearray()
    small_links: list[int] = []
    for entry in directory.entries:
        content = entry.content
        entry.size = len(content)
        if len(content) >= CUTOFF:
            entry.first = file.store(content)
        elif content:
            count = -(-len(content) // SMALL_SECTOR)
            entry.first = len(small_links)
            small_links += [*range(entry.first + 1, entry.first + count), END]
            small += content.ljust(count * SMALL_SECTOR, b"\0")
    root = directory.entries[0]
    root.first, root.size = file.store(bytes(small)), len(small)
    small_fat = _links(small_links)
    small_fat_at = file.store(small_fat)
    directory_at = file.store(b"".join(entry.packed() for entry in directory.entries))
    whole, fat_at, fat_sectors = file.whole()
    assert fat_sectors <= 109, "larger files need further lists of sectors"
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII",
        bytes.fromhex("d0cf11e0a1b11ae1"),
        bytes(16),
        *(0x3E, 3, 0xFFFE, 9, 6),
        bytes(6),
        *(0, fat_sectors, directory_at, 0, CUTOFF),
        *(small_fat_at, len(small_fat) // SECTOR, END, 0),
    )
    return header + _links([*range(fat_at, fat_at + fat_sectors)], 109) + whole


@dataclass
class _Entry:
    name: str
    kind: int
    content: bytes = b""
    child: int = NONE
    left: int = NONE
    right: int = NONE
    first: int = END
    size: int = 0

    def packed(self) -> bytes:
        name = (self.name + "\0").encode("utf-16-le")
        return struct.pack(
            "<64sHBBIII16sIQQIQ",
            name,
            len(name),
            *(self.kind, 1, self.left, self.right, self.child),
            bytes(16),
            *(0, 0, 0, self.first, self.size),
        )


class _Directory:
    def __init__(self, tree: Tree) -> None:
        self.entries: list[_Entry] = []
        self._add("Root Entry", tree, ROOT)

    def _add(self, name: str, node: bytes | Tree, kind: int) -> int:
        at = len(self.entries)
        if isinstance(node, bytes):
            self.entries.append(_Entry(name, kind, node))
            return at
        self.entries.append(_Entry(name, kind))
        below = [
            self._add(inner, each, STREAM if isinstance(each, bytes) else STORAGE)
            for inner, each in sorted(node.items(), key=lambda i: (len(i[0]), i[0].upper()))
        ]
        self.entries[at].child = self._balance(below)
        return at

    def _balance(self, numbers: list[int]) -> int:
        """Make siblings, which are in order, a binary tree, and return its top."""
        if not numbers:
            return NONE
        middle = len(numbers) // 2
        self.entries[numbers[middle]].left = self._balance(numbers[:middle])
        self.entries[numbers[middle]].right = self._balance(numbers[middle + 1 :])
        return numbers[middle]


class _Sectors:
    def __init__(self) -> None:
        self._content = bytearray()
        self._fat: list[int] = []

    def store(self, content: bytes) -> int:
        """Add a stream; return the number of its first sector."""
        if not content:
            return END
        first, count = len(self._fat), -(-len(content) // SECTOR)
        self._content += content.ljust(count * SECTOR, b"\0")
        self._fat += [*range(first + 1, first + count), END]
        return first

    def whole(self) -> tuple[bytes, int, int]:
        """Return all sectors with their table, the table's first sector, and its length."""
        count = 1
        while count * (SECTOR // 4) < len(self._fat) + count:
            count += 1
        table = _links([*self._fat, *[FAT_SECTOR] * count])
        return bytes(self._content) + table, len(self._fat), count


def _links(numbers: list[int], count: int = 0) -> bytes:
    """Return numbers of sectors, filled up to `count` of them, or to whole sectors."""
    per_sector = SECTOR // 4
    count = count or -(-len(numbers) // per_sector) * per_sector
    padded = numbers + [FREE] * (count - len(numbers))
    return struct.pack(f"<{count}I", *padded)
