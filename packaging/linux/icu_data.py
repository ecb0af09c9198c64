"""Leaves out of ICU's data what Qt never asks for: half of 32 MB, the largest file of the program.

ICU, which Qt uses on Linux for sorting, legacy encodings and names of time zones, has its data as
one table in a shared library, `libicudata`. From it also come, for all languages, names of
languages, countries, currencies and units, numbers in words, transliteration, and the dictionaries
that break lines of Thai or Burmese; Qt has its own data for these or does not offer them. ICU
treats an entry that is missing like a language that it does not know, and takes its default.

The format is described in ICU's `ucmndata.h` and `udata.h`: a header, the number of entries, an
offset of the name and one of the data for each, the names in sorted order, the data.
"""

from __future__ import annotations

import re
import struct
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

_LEFT_OUT = re.compile(r"[^/]+/(brkitr|curr|lang|rbnf|region|translit|unit)/")
_MAGIC, _FORMAT = b"\xda\x27", b"CmnD"
_MAGIC_AT, _FORMAT_AT = 2, 12  # in the header, in bytes
_ALIGNMENT = 16  # of each entry's data, in bytes


class UnknownIcuDataError(Exception):
    """The library does not hold a table of ICU's data in the known format."""


@dataclass(frozen=True)
class IcuData:
    """The table of a `libicudata`: its header as it is, and its entries by name."""

    header: bytes
    entries: dict[str, bytes]

    @property
    def symbol(self) -> str:
        """Name by which ICU's other libraries refer to the table, such as `icudt73_dat`."""
        prefix = next(iter(self.entries)).partition("/")[0]  # ends with the byte order
        return f"{prefix[:-1]}_dat"

    def to_bytes(self) -> bytes:
        """Return the table in the form that ICU reads."""
        names = sorted(self.entries)
        name_offset = 4 + 8 * len(names)
        encoded = [name.encode("ascii") + b"\0" for name in names]
        data_offset = _aligned(name_offset + sum(map(len, encoded)))
        offsets, data = bytearray(), bytearray()
        for name, text in zip(names, encoded, strict=True):
            offsets += struct.pack("=II", name_offset, data_offset + len(data))
            name_offset += len(text)
            data += self.entries[name].ljust(_aligned(len(self.entries[name])), b"\0")
        start = struct.pack("=I", len(names)) + offsets + b"".join(encoded)
        return self.header + start.ljust(data_offset, b"\0") + data


def read_icu_data(library: Path) -> IcuData:
    """Return the table in a `libicudata`.

    Raises:
        UnknownIcuDataError: There is none, or it has another format.
    """
    content = library.read_bytes()
    at = content.find(_MAGIC)
    while at >= 0:
        start = at - _MAGIC_AT
        if content[start + _FORMAT_AT :].startswith(_FORMAT):
            return _table(content, start, library)
        at = content.find(_MAGIC, at + 1)
    raise UnknownIcuDataError(f"{library.name} holds no table of ICU's data")


def reduce_icu_data(library: Path, reduced: Path) -> None:
    """Write a `libicudata` like `library`, with the entries that Qt can ask for.

    Raises:
        UnknownIcuDataError: The library has another format.
        CalledProcessError: The linker failed.
    """
    whole = read_icu_data(library)
    kept = {name: data for name, data in whole.entries.items() if not _LEFT_OUT.match(name)}
    data = IcuData(whole.header, kept)
    with tempfile.TemporaryDirectory() as folder:
        # The linker makes names of symbols from the name of the file.
        Path(folder, "table").write_bytes(data.to_bytes())
        _run(folder, "ld", "-r", "-b", "binary", "-z", "noexecstack", "-o", "table.o", "table")
        _run(
            folder,
            "objcopy",
            "--rename-section=.data=.rodata,alloc,load,readonly,data,contents",
            f"--set-section-alignment=.data={_ALIGNMENT}",
            f"--redefine-sym=_binary_table_start={data.symbol}",
            "--strip-symbol=_binary_table_end",
            "--strip-symbol=_binary_table_size",
            "table.o",
        )
        link = ["ld", "-s", "-shared", "-z", "noexecstack", "--build-id=none"]
        output = [f"-soname={library.name}", "-o", str(reduced.absolute())]
        _run(folder, *link, *output, "table.o")


def reduce_in_place(folder: Path) -> None:
    """Reduce each `libicudata` below `folder`; see `reduce_icu_data` for what is raised."""
    for library in folder.rglob("libicudata.so.*"):
        if not library.is_symlink():
            mode = library.stat().st_mode
            # A new file: the present one may share its content with the installed library.
            reduced = library.with_name(f"{library.name}.reduced")
            reduce_icu_data(library, reduced)
            reduced.chmod(mode)
            reduced.replace(library)


def _table(content: bytes, start: int, library: Path) -> IcuData:
    (header_size,) = struct.unpack_from("=H", content, start)
    base = start + header_size
    try:
        (count,) = struct.unpack_from("=I", content, base)
        offsets = list(struct.iter_unpack("=II", content[base + 4 : base + 4 + 8 * count]))
        starts = [data for _name, data in offsets]
        names = [
            content[base + name : content.index(b"\0", base + name)].decode("ascii")
            for name, _data in offsets
        ]
    except (struct.error, ValueError) as error:
        raise UnknownIcuDataError(f"the table in {library.name} is damaged") from error
    if not names or starts != sorted(starts):
        raise UnknownIcuDataError(f"the table in {library.name} is not in the known order")
    # The table does not tell where the last entry ends: after it come at most other sections.
    ends = [*starts[1:], len(content) - base]
    parts = zip(names, starts, ends, strict=True)
    return IcuData(
        content[start:base],
        {name: content[base + begin : base + end] for name, begin, end in parts},
    )


def _aligned(size: int) -> int:
    return -(-size // _ALIGNMENT) * _ALIGNMENT


def _run(folder: str, *command: str) -> None:
    subprocess.run(command, cwd=folder, check=True)
