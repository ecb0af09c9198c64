"""ICU's data, cut down to what Qt uses (Linux): 5 MB instead of 32.

Qt calls ICU to compare names as the person's language does, and for capital letters. The rest of
ICU's data is never opened: names of languages, currencies, units and time zones, old encodings,
dictionaries. ICU is made to do without: its manual describes how to leave data out.
"""

from __future__ import annotations

import re
import struct
import subprocess
from collections.abc import Sequence
from pathlib import Path

from release.frozen_parts import Part

LIBRARY = re.compile(r"libicudata\.so\.(\d+)$")

_UNUSED = re.compile(
    r"(brkitr|curr|lang|rbnf|region|translit|unit|zone)/"
    r"|.*\.(cnv|cfu|spp)$|(cnvalias|unames)\.icu$"
    r"|[a-z]{2,3}(_\w+)?\.res$"  # how one language writes dates and numbers; Qt has its own
)
_MAGIC = b"\xda\x27"
_FORMAT = b"CmnD\x01"
_ALIGNMENT = 16


def with_reduced_icu(parts: Sequence[Part], folder: Path) -> list[Part]:
    """Replace ICU's data by a reduced copy below `folder`.

    Raises:
        ValueError: See `write_reduced`.
        subprocess.CalledProcessError: The linker failed.
    """
    smaller = []
    for destination, source, kind in parts:
        if LIBRARY.search(destination) and kind == "BINARY":
            copy = folder / Path(destination).name
            write_reduced(Path(source), copy)
            smaller.append((destination, str(copy), kind))
        else:
            smaller.append((destination, source, kind))
    return smaller


def write_reduced(library: Path, target: Path) -> None:
    """Write `libicudata` with only the data that Qt uses, the same bytes each time.

    Raises:
        ValueError: The library has another form than that of ICU 73.
        subprocess.CalledProcessError: The linker failed.
    """
    version = LIBRARY.search(library.name)
    if version is None:
        raise ValueError(f"{library.name} is not ICU's data")
    target.parent.mkdir(parents=True, exist_ok=True)
    data = target.with_name("data")
    data.write_bytes(_reduced(_data_in(library.read_bytes())))
    made = target.with_name("data.o")
    # From inside its folder: the linker makes the symbol's name of the path.
    _run(target.parent, "ld", "-r", "-b", "binary", "-z", "noexecstack", "-o", made.name, data.name)
    _run(
        target.parent,
        "objcopy",
        f"--redefine-sym=_binary_data_start=icudt{version[1]}_dat",
        "--strip-symbol=_binary_data_end",
        "--strip-symbol=_binary_data_size",
        f"--set-section-alignment=.data={_ALIGNMENT}",
        "--rename-section=.data=.rodata,alloc,load,readonly,data,contents",
        made.name,
    )
    options = (f"-soname={library.name}", "-Bsymbolic", "--build-id=none")
    _run(target.parent, "ld", "-shared", *options, "-o", target.name, made.name)
    data.unlink()
    made.unlink()


def _run(folder: Path, *command: str) -> None:
    subprocess.run(command, cwd=folder, check=True)


def _data_in(library: bytes) -> bytes:
    """Return the data and what follows it, which no item of the table of contents reaches."""
    at = library.find(_MAGIC)
    while at >= 0 and library[at + 10 : at + 15] != _FORMAT:
        at = library.find(_MAGIC, at + 1)
    if at < 2:
        raise ValueError("no table of contents of ICU")
    return library[at - 2 :]


def _reduced(data: bytes) -> bytes:
    """Return ICU's common data with fewer items; the table of contents keeps its order."""
    (header_size,) = struct.unpack_from("<H", data)
    (count,) = struct.unpack_from("<I", data, header_size)
    table = [
        struct.unpack_from("<II", data, header_size + 4 + 8 * number) for number in range(count)
    ]
    kept: list[tuple[bytes, bytes]] = []
    for number, (name_at, start) in enumerate(table):
        begin = header_size + name_at
        name = data[begin : data.index(b"\0", begin)]
        if _UNUSED.match(name.decode("ascii").partition("/")[2]):
            continue
        end = table[number + 1][1] if number + 1 < count else len(data) - header_size
        kept.append((name, data[header_size + start : header_size + end]))
    names = b"".join(name + b"\0" for name, _ in kept)
    names_at = 4 + 8 * len(kept)
    names += bytes(-(names_at + len(names)) % _ALIGNMENT)
    contents, items = struct.pack("<I", len(kept)), b""
    items_at, name_at = names_at + len(names), names_at
    for name, item in kept:
        contents += struct.pack("<II", name_at, items_at + len(items))
        name_at += len(name) + 1
        items += item + bytes(-len(item) % _ALIGNMENT)
    return data[:header_size] + contents + names + items
