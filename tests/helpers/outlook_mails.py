"""Writer of Outlook mails (.msg), good and hostile: the open specifications MS-CFB and MS-OXMSG."""

from __future__ import annotations

import struct
from collections.abc import Mapping

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
    entries: list[list[object]] = []  # name, kind, child, right, content

    def add(name: str, node: bytes | Tree, kind: int) -> int:
        at = len(entries)
        content = node if isinstance(node, bytes) else b""
        entries.append([name, kind, NONE, NONE, content])
        if not isinstance(node, bytes):
            below = [
                add(inner, each, STREAM if isinstance(each, bytes) else STORAGE)
                for inner, each in sorted(node.items(), key=lambda i: (len(i[0]), i[0].upper()))
            ]
            if below:
                entries[at][2] = below[0]
            # Only right siblings: a tree that is not balanced, but in order.
            for left, right in zip(below, below[1:], strict=False):
                entries[left][3] = right
        return at

    add("Root Entry", tree, ROOT)
    sectors: list[bytes] = []
    fat: list[int] = []
    small, small_fat = bytearray(), []
    places: list[tuple[int, int]] = []

    def store(content: bytes) -> int:
        if not content:
            return END
        first = len(sectors)
        for start in range(0, len(content), SECTOR):
            sectors.append(content[start : start + SECTOR].ljust(SECTOR, b"\0"))
            fat.append(len(sectors))
        fat[-1] = END
        return first

    for name, kind, _, _, content in entries:
        assert isinstance(content, bytes)
        if kind != STREAM or not content:
            places.append((END if kind == STREAM else 0, len(content)))
        elif len(content) >= CUTOFF:
            places.append((store(content), len(content)))
        else:
            first = len(small) // SMALL_SECTOR
            count = -(-len(content) // SMALL_SECTOR)
            small += content.ljust(count * SMALL_SECTOR, b"\0")
            small_fat += [*range(first + 1, first + count), END]
            places.append((first, len(content)))
        del name
    places[0] = (store(bytes(small)), len(small))
    packed_small_fat = b"".join(struct.pack("<I", link) for link in small_fat)
    small_fat_at = store(
        packed_small_fat.ljust(-(-len(packed_small_fat) // SECTOR) * SECTOR, b"\xff")
    )
    directory = b"".join(
        _entry(str(name), int(str(kind)), int(str(child)), int(str(right)), *place)
        for (name, kind, child, right, _), place in zip(entries, places, strict=True)
    )
    directory_at = store(directory.ljust(-(-len(directory) // SECTOR) * SECTOR, b"\0"))
    fat_sectors = 1
    while fat_sectors * (SECTOR // 4) < len(sectors) + fat_sectors:
        fat_sectors += 1
    fat_at = len(sectors)
    links = fat + [FAT_SECTOR] * fat_sectors
    packed = b"".join(struct.pack("<I", link) for link in links)
    packed = packed.ljust(fat_sectors * SECTOR, b"\xff")
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII",
        bytes.fromhex("d0cf11e0a1b11ae1"),
        bytes(16),
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        bytes(6),
        0,
        fat_sectors,
        directory_at,
        0,
        CUTOFF,
        small_fat_at,
        -(-len(packed_small_fat) // SECTOR),
        END,
        0,
    )
    assert fat_sectors <= 109, "larger files need further lists of sectors"
    lists = [fat_at + n if n < fat_sectors else FREE for n in range(109)]
    header += b"".join(struct.pack("<I", number) for number in lists)
    return header + b"".join(sectors) + packed


def _entry(name: str, kind: int, child: int, right: int, first: int, size: int) -> bytes:
    encoded = (name + "\0").encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16sIQQIQ",
        encoded,
        len(encoded),
        kind,
        1,
        NONE,
        right,
        child,
        bytes(16),
        0,
        0,
        0,
        first,
        size,
    )
