"""File tree of the Linux packages, relative to `/`: program, menu entry, documentation."""

from __future__ import annotations

import gzip
import re
import subprocess
from pathlib import Path

from release.build_folder import NAME, ROOT, VERSION, Build
from release.bundled_parts import bundled_parts
from release.freeze import copy_frozen
from release.frozen_parts import needed_by
from release.icon_files import LINUX_SIZES, SVG, png
from release.release_documents import licenses_text

SOURCES = ROOT / "packaging" / "linux"
APP_ID = "ai.capout.desktop"
_NEVER_BUNDLED = re.compile(r"lib(c|m|dl|pthread|rt|resolv|util)\.so|ld-linux")


def lay_out(build: Build, root: Path) -> list[str]:
    """Fill `root`, without system libraries; return the names of the libraries it then needs."""
    program = root / "usr" / "lib" / NAME
    program.parent.mkdir(parents=True)
    copy_frozen(build, program)
    for library in system_libraries(program):
        library.unlink()
    launcher = root / "usr" / "bin" / NAME
    launcher.parent.mkdir()
    launcher.symlink_to(f"../lib/{NAME}/{NAME}")
    lay_out_desktop_files(build, root / "usr" / "share")
    manual = root / "usr" / "share" / "man" / "man1" / f"{NAME}.1.gz"
    manual.parent.mkdir(parents=True)
    manual.write_bytes(compressed(_filled(build, f"{NAME}.1").encode()))
    doc_folder = root / "usr" / "share" / "doc" / NAME
    doc_folder.mkdir(parents=True)
    (doc_folder / "third-party.txt.gz").write_bytes(
        compressed(licenses_text(bundled_parts(None)).encode())
    )
    return missing_libraries(program)


def lay_out_desktop_files(build: Build, share: Path) -> None:
    """Write the menu entry, the AppStream description and the icons below a `share` folder."""
    entry = share / "applications" / f"{NAME}.desktop"
    entry.parent.mkdir(parents=True)
    entry.write_bytes((SOURCES / f"{NAME}.desktop").read_bytes())
    described = share / "metainfo" / f"{APP_ID}.metainfo.xml"
    described.parent.mkdir()
    described.write_text(_filled(build, f"{APP_ID}.metainfo.xml"), encoding="utf-8")
    icons = share / "icons" / "hicolor"
    for size in LINUX_SIZES:
        icon = icons / f"{size}x{size}" / "apps" / f"{NAME}.png"
        icon.parent.mkdir(parents=True)
        icon.write_bytes(png(size))
    scalable = icons / "scalable" / "apps" / f"{NAME}.svg"
    scalable.parent.mkdir(parents=True)
    scalable.write_bytes(SVG.read_bytes())


def system_libraries(program: Path) -> list[Path]:
    """Return the libraries that PyInstaller copied from the build system; packages depend on them.

    As dependencies they get the security updates of the distribution. Python itself stays in the
    package: its version must be exactly the one that the program was frozen with.
    """
    return [
        library
        for library in sorted((program / "_internal").glob("lib*.so*"))
        if not library.is_symlink() and not library.name.startswith("libpython")
    ]


def missing_libraries(program: Path) -> list[str]:
    """Return the shared libraries that the files of `program` need and that are not in it."""
    there = {path.name for path in program.rglob("*")}
    wanted = {name for binary in binaries(program) for name in needed_by(binary)}
    return sorted(name for name in wanted - there if not _NEVER_BUNDLED.match(name))


def least_glibc(program: Path) -> str:
    """Return the oldest version of glibc that the files of `program` run with, such as `2.36`."""
    versions: set[tuple[int, int]] = set()
    for binary in binaries(program):
        told = subprocess.run(["objdump", "-p", binary], capture_output=True, text=True, check=True)
        found = re.findall(r"\bGLIBC_(\d+)\.(\d+)", told.stdout)
        versions |= {(int(major), int(minor)) for major, minor in found}
    major, minor = max(versions)
    return f"{major}.{minor}"


def binaries(program: Path) -> list[Path]:
    """Return the programs and shared libraries below a folder."""
    found = []
    for path in sorted(program.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(4) == b"\x7fELF":
                    found.append(path)
    return found


def compressed(content: bytes) -> bytes:
    """Return the content as gzip without name and time, so that the result is reproducible."""
    return gzip.compress(content, 9, mtime=0)


def _filled(build: Build, name: str) -> str:
    text = (SOURCES / name).read_text(encoding="utf-8")
    return text.replace("@VERSION@", VERSION).replace("@DATE@", build.date.strftime("%Y-%m-%d"))
