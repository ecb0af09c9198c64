"""What of other people's work is in the frozen program, under which licence."""

from __future__ import annotations

import re
import sqlite3
import ssl
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from importlib.metadata import (
    Distribution,
    PackageMetadata,
    PackageNotFoundError,
    distribution,
)
from pathlib import Path

from build_folder import ROOT
from packaging.requirements import Requirement

LICENCES = ROOT / "packaging" / "licences"
_LGPL = "LGPL-3.0-only"
# What a package's metadata call a licence, as SPDX calls it.
_SPDX = {
    "MIT License": "MIT",
    "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only": _LGPL,  # of the choices, the one we take
    "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
}


@dataclass(frozen=True)
class BundledPart:
    """One part.

    Attributes:
        purl: Its package URL.
        licence: An SPDX expression, or the name that it gives itself.
        texts: Its licences in full.
    """

    name: str
    version: str
    purl: str
    licence: str
    homepage: str
    texts: tuple[str, ...]


def bundled_parts(frozen: Path | None) -> list[BundledPart]:
    """All parts, by name; with `frozen`, the system's libraries that went along too (Linux)."""
    parts = [_of_distribution(found) for found in distributions()]
    parts.append(_of_distribution(distribution("pyinstaller")))  # what starts the program
    parts += _within_python()
    if frozen is not None and sys.platform == "linux":
        parts += _system_libraries(frozen)
    return sorted(parts, key=lambda part: part.name.lower())


def distributions() -> list[Distribution]:
    """The packages of the runtime's lock that this system needs."""
    lock = (ROOT / "packaging" / "runtime.lock").read_text(encoding="utf-8")
    wanted = [
        Requirement(line.removesuffix("\\").strip())
        for line in lock.splitlines()
        if re.match(r"[A-Za-z0-9]", line)
    ]
    names = [one.name for one in wanted if one.marker is None or one.marker.evaluate()]
    found = []
    for name in names:
        try:
            found.append(distribution(name))
        except PackageNotFoundError:
            raise SystemExit(f"package: {name} is locked, but not installed") from None
    return found


def _of_distribution(found: Distribution) -> BundledPart:
    about = found.metadata
    name, version = about["Name"], found.version
    licence = _field(about, "License-Expression") or _field(about, "License")
    if not licence or len(licence) > 80:
        classifiers = [c for c in about.get_all("Classifier", []) if c.startswith("License ::")]
        licence = classifiers[0].rpartition(":: ")[2] if classifiers else licence[:80]
    if name == "pyinstaller":
        licence = "GPL-2.0-or-later WITH Bootloader-exception"
    texts = [
        file.read_text(encoding="utf-8")
        for file in found.files or ()
        if re.search(r"(licen[cs]e|copying|notice|authors)", file.name, re.IGNORECASE)
        and file.suffix not in {".py", ".pyc", ".so"}
    ]
    licence = _SPDX.get(licence, licence)
    if licence == _LGPL:
        texts += [(LICENCES / file).read_text("utf-8") for file in ("LGPL-3.0.txt", "GPL-3.0.txt")]
    homepage = _field(about, "Home-page") or _link(about.get_all("Project-URL") or [])
    purl = f"pkg:pypi/{re.sub(r'[-_.]+', '-', name).lower()}@{version}"
    return BundledPart(name, version, purl, licence, homepage, tuple(texts))


def _field(about: PackageMetadata, name: str) -> str:
    values = about.get_all(name)
    return values[0] if values else ""


def _link(urls: list[str]) -> str:
    """The address of a project, of all that its metadata name."""
    named = [url.partition(", ")[::2] for url in urls]
    by_word = {word.lower(): url for word, url in named}
    for word in ("homepage", "home", "source", "source code", "repository", "github"):
        if word in by_word:
            return by_word[word]
    return named[0][1] if named else ""


def python_licences() -> list[Path]:
    """The file with Python's own licence, in a list; an empty one where it brings none."""
    folders = (Path(sys.base_prefix), Path(ssl.__file__).parent)
    files = [folder / name for folder in folders for name in ("LICENSE.txt", "LICENSE")]
    return [file for file in files if file.is_file()][:1]


def _within_python() -> list[BundledPart]:
    version = ".".join(map(str, sys.version_info[:3]))
    texts = tuple(file.read_text("utf-8") for file in python_licences())
    openssl = ssl.OPENSSL_VERSION.split()[1]
    return [
        BundledPart(
            "CPython",
            version,
            f"pkg:generic/cpython@{version}",
            "PSF-2.0",
            "https://www.python.org",
            texts,
        ),
        BundledPart(
            "OpenSSL",
            openssl,
            f"pkg:generic/openssl@{openssl}",
            "Apache-2.0",
            "https://www.openssl.org",
            (),
        ),
        BundledPart(
            "SQLite",
            sqlite3.sqlite_version,
            f"pkg:generic/sqlite@{sqlite3.sqlite_version}",
            "blessing",
            "https://sqlite.org",
            (),
        ),
    ]


def _system_libraries(frozen: Path) -> list[BundledPart]:
    """Debian's packages whose libraries lie in the frozen folder, with Debian's own papers."""
    packages = {
        package
        for file in (frozen / "_internal").glob("lib*.so*")
        if not file.is_symlink() and (package := _debian_package(file.name))
    }
    parts = []
    for package in sorted(packages):
        version = _told("dpkg-query", "-W", "-f=${Version}", package)
        papers = Path("/usr/share/doc", package.partition(":")[0], "copyright")
        text = papers.read_text("utf-8", "replace") if papers.is_file() else ""
        name = package.partition(":")[0]
        purl = f"pkg:deb/debian/{name}@{version}"
        parts.append(BundledPart(name, version, purl, "see its text", "", (text,) if text else ()))
    return parts


@cache
def _debian_package(library: str) -> str:
    """Who owns a library of this name; empty where nobody does, or this is no Debian."""
    told = _told("dpkg-query", "-S", f"*/{library}")
    return told.partition(": ")[0].split(",")[0]


def _told(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.partition("\n")[0].strip()
