"""Package for Debian and Ubuntu."""

from __future__ import annotations

import hashlib
import re
import textwrap
from email.utils import format_datetime
from pathlib import Path

from development.system_packages import package_of
from linux.file_tree import compressed, lay_out, least_glibc
from release.build_folder import (
    DESCRIPTION,
    HOMEPAGE,
    MAINTAINER,
    NAME,
    ROOT,
    SUMMARY,
    VERSION,
    Build,
)
from release.bundled_parts import BundledPart, bundled_parts
from release.release_documents import LGPL_NOTE

# Needed at run time without being linked: X11 and Wayland plugins, certificates, fonts.
_ALWAYS = ("ca-certificates", "libxkbcommon-x11-0", "libxcb-cursor0")
_RECOMMENDED = ("gnome-keyring | kwalletmanager | keepassxc", "fonts-dejavu-core", "xdg-utils")
_OVERRIDES = f"""\
# The program brings its own Python and Qt, so that it runs alike on every release.
{NAME}: embedded-library
# Their makers set the search path of libraries to the folders that they lie in.
{NAME}: custom-library-search-path
# Modules of Python that call nothing of the C library, or leave Python's calls to be found later.
{NAME}: library-not-linked-against-libc
{NAME}: shared-library-lacks-prerequisites
"""


def make_deb(build: Build) -> Path:
    """Make the package from the frozen program and return it."""
    root = build.empty("deb")
    libraries = lay_out(build, root)
    program = root / "usr" / "lib" / NAME
    doc_folder = root / "usr" / "share" / "doc" / NAME
    (doc_folder / "copyright").write_text(_copyright(bundled_parts(None)), encoding="utf-8")
    (doc_folder / "changelog.gz").write_bytes(compressed(_changelog(build).encode()))
    overrides = root / "usr" / "share" / "lintian" / "overrides" / NAME
    overrides.parent.mkdir(parents=True)
    overrides.write_text(_OVERRIDES, encoding="utf-8")
    architecture = build.run(["dpkg", "--print-architecture"]).strip()
    needs = {package_of(library) for library in libraries} | set(_ALWAYS)
    control = root / "DEBIAN"
    control.mkdir()
    (control / "md5sums").write_text(_sums(root), encoding="utf-8")
    (control / "control").write_text(
        _control(architecture, root, [f"libc6 (>= {least_glibc(program)})", *sorted(needs)]),
        encoding="utf-8",
    )
    build.settle(root)
    package = build.out / f"{NAME}_{VERSION}_{architecture}.deb"
    level = ["-Zgzip", "-z1"] if build.quick else ["-Zxz", "-z6"]
    # One thread: with several, the output depends on the number of cores.
    build.run(
        ["dpkg-deb", "--root-owner-group", "--threads-max=1", *level, "--build", root, package]
    )
    return package


def _control(architecture: str, root: Path, needs: list[str]) -> str:
    # Debian's policy: each file is rounded up to KiB; each folder and link counts as 1 KiB.
    size = sum(
        (path.stat().st_size + 1023) // 1024 if path.is_file() and not path.is_symlink() else 1
        for path in root.rglob("*")
        if "DEBIAN" not in path.parts
    )
    fields = {
        "Package": NAME,
        "Version": VERSION,
        "Architecture": architecture,
        "Maintainer": MAINTAINER,
        "Installed-Size": str(size),
        "Depends": ", ".join(needs),
        "Recommends": ", ".join(_RECOMMENDED),
        "Section": "misc",
        "Priority": "optional",
        "Homepage": HOMEPAGE,
        # Debian's synopsis begins with a lower-case letter and has no period at its end.
        "Description": SUMMARY[0].lower()
        + SUMMARY[1:]
        + "\n"
        + textwrap.fill(DESCRIPTION, 78, initial_indent=" ", subsequent_indent=" "),
    }
    return "".join(f"{name}: {value}\n" for name, value in fields.items())


def _copyright(parts: list[BundledPart]) -> str:
    """Return the copyright file in Debian's machine-readable form, without the license texts."""
    lines = [
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/",
        "Upstream-Name: CapOut Desktop",
        f"Source: {HOMEPAGE}",
        "Comment:",
        *_indented(LGPL_NOTE),
        " .",
        " The licenses of all parts in full: third-party.txt.gz beside this file. On Debian",
        " systems, the texts of LGPL, GPL and Apache licenses are also in",
        " /usr/share/common-licenses/LGPL-3, GPL-3 and Apache-2.0.",
        " .",
        " The parts:",
        *(f" {part.name} {part.version}: {part.license}" for part in parts),
        "",
        "Files: *",
        "Copyright: 2026 The CapOut Desktop developers",
        "License: Expat",
        "",
        f"Files: usr/lib/{NAME}/_internal/PySide6/* usr/lib/{NAME}/_internal/shiboken6/*",
        "Copyright: The Qt Company Ltd. and other contributors",
        "License: LGPL-3",
        " See /usr/share/common-licenses/LGPL-3.",
        "",
        "License: Expat",
        *_indented((ROOT / "LICENSE").read_text("utf-8").partition("\n\n")[2]),
        "",
    ]
    return "\n".join(lines)


def _indented(text: str) -> list[str]:
    return [f" {line}" if line.strip() else " ." for line in text.strip().splitlines()]


def _changelog(build: Build) -> str:
    """Return the project's changelog in Debian's form."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    entries = []
    for version, points in released_changes(text, VERSION):
        lines = [
            textwrap.fill(
                " ".join(point.replace("`", "").split()),
                76,
                initial_indent="  * ",
                subsequent_indent="    ",
                break_long_words=False,
            )
            for point in points
        ]
        entries.append(
            f"{NAME} ({version}) stable; urgency=medium\n\n"
            + "\n".join(lines)
            + f"\n\n -- {MAINTAINER}  {format_datetime(build.date)}\n"
        )
    return "\n".join(entries)


def released_changes(changelog: str, current: str) -> list[tuple[str, list[str]]]:
    """Return the versions of a changelog and the changes of each, newest first.

    Unreleased changes are put into the entry of the current version, since Debian has no entry
    without a version and the package that is being built contains them.
    """
    changes: dict[str, list[str]] = {}
    for heading, body in re.findall(
        r"^## (.*?)\n(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL
    ):
        name = heading.split()[0]
        points = re.findall(r"^- (.*?)(?=^- |\Z)", body, re.MULTILINE | re.DOTALL)
        changes.setdefault(current if name == "Unreleased" else name, []).extend(points)
    return list(changes.items())


def _sums(root: Path) -> str:
    return "".join(
        f"{hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}"
        f"  {path.relative_to(root)}\n"
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.is_symlink() and "DEBIAN" not in path.parts
    )
