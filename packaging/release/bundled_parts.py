"""Third-party components of the frozen program and their licenses."""

from __future__ import annotations

import json
import platform
import re
import sqlite3
import ssl
import subprocess
import sys
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import distribution
from pathlib import Path

from capout_desktop.services.support import licenses
from release.build_folder import ROOT, VERSION, Build

LICENSES = ROOT / "packaging" / "release" / "licenses"
_LGPL = "LGPL-3.0-only"
# SPDX identifiers of the license names that packages use.
_SPDX = {
    "MIT License": "MIT",
    "BSD License": "BSD-3-Clause",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only": _LGPL,  # the license chosen of these
    "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
}


@dataclass(frozen=True)
class BundledPart:
    """Third-party component of the frozen program.

    Attributes:
        purl: The package URL.
        license: An SPDX expression, or the license name that the component states.
        texts: The full license texts.
    """

    name: str
    version: str
    purl: str
    license: str
    texts: tuple[str, ...] = ()


def bundled_parts(frozen: Path | None) -> list[BundledPart]:
    """Return all parts sorted by name; with `frozen`, also the system libraries in it."""
    parts = [_told_by_itself(part) for part in licenses.bundled_parts()]
    parts += _without_metadata()
    if frozen is not None and sys.platform == "linux":
        parts += _system_libraries(frozen)
    if frozen is not None and sys.platform == "win32":
        parts += windows_libraries(frozen)
    return sorted(parts, key=lambda part: part.name.lower())


def note_parts(build: Build) -> None:
    """Write down what the frozen program consists of, and on which system it was frozen.

    Its packages may be made on another system, which has other parts.
    """
    noted = {
        "system": platform.system().lower(),
        "parts": [asdict(part) for part in bundled_parts(build.frozen)],
    }
    build.parts.write_text(json.dumps(noted, indent=2), encoding="utf-8")


def noted_parts(build: Build) -> tuple[str, list[BundledPart]]:
    """Return the system on which the program was frozen, such as `windows`, and its parts.

    Raises:
        SystemExit: It was not frozen yet.
    """
    if not build.parts.is_file():
        raise SystemExit("package: freeze the program first: dev.py package frozen")
    noted = json.loads(build.parts.read_text(encoding="utf-8"))
    parts = [BundledPart(**(part | {"texts": tuple(part["texts"])})) for part in noted["parts"]]
    return noted["system"], parts


def python_packages() -> list[str]:
    """Return the names of the parts that are Python packages with metadata."""
    return [part.name for part in licenses.bundled_parts() if part.name != "Python"]


def python_licenses() -> list[Path]:
    """Return the file with Python's license in a list; an empty list if there is none."""
    folders = (Path(sys.base_prefix), Path(ssl.__file__).parent)
    files = [folder / name for folder in folders for name in ("LICENSE.txt", "LICENSE")]
    return [file for file in files if file.is_file()][:1]


def _told_by_itself(part: licenses.BundledPart) -> BundledPart:
    if part.name == "Python":
        texts = tuple(file.read_text("utf-8") for file in python_licenses())
        purl = f"pkg:generic/cpython@{part.version}"
        return BundledPart(part.name, part.version, purl, part.license, texts)
    identifier = _SPDX.get(part.license, part.license)
    texts = (part.text,)
    if identifier == _LGPL:  # Qt's packages contain no license text
        texts += tuple(
            (LICENSES / name).read_text("utf-8") for name in ("LGPL-3.0.txt", "GPL-3.0.txt")
        )
    purl = f"pkg:pypi/{re.sub(r'[-_.]+', '-', part.name).lower()}@{part.version}"
    return BundledPart(part.name, part.version, purl, identifier, texts)


def _without_metadata() -> list[BundledPart]:
    """Return the parts without metadata: PyInstaller's boot loader and libraries in Python."""
    starter = distribution("pyinstaller")
    copying = next(file for file in starter.files or () if file.name == "COPYING.txt")
    openssl = ssl.OPENSSL_VERSION.split()[1]
    sqlite = sqlite3.sqlite_version
    return [
        BundledPart(
            "PyInstaller bootloader",
            starter.version,
            f"pkg:pypi/pyinstaller@{starter.version}",
            "GPL-2.0-or-later WITH Bootloader-exception",
            (copying.read_text(encoding="utf-8"),),
        ),
        BundledPart("OpenSSL", openssl, f"pkg:generic/openssl@{openssl}", "Apache-2.0"),
        BundledPart("SQLite", sqlite, f"pkg:generic/sqlite@{sqlite}", "blessing"),
    ]


def _system_libraries(frozen: Path) -> list[BundledPart]:
    """Return the Debian packages of the libraries in the frozen folder, with their copyright."""
    found = (frozen / "_internal").glob("lib*.so*")
    libraries = frozenset(file.name for file in found if not file.is_symlink())
    parts = []
    for name, version in sorted(_debian_packages(libraries).items()):
        copyright_file = Path("/usr/share/doc", name, "copyright")
        text = copyright_file.read_text("utf-8", "replace") if copyright_file.is_file() else ""
        purl = f"pkg:deb/debian/{name}@{version}"
        parts.append(BundledPart(name, version, purl, "see its text", (text,) if text else ()))
    return parts


def windows_libraries(frozen: Path) -> list[BundledPart]:
    """Return the parts of the frozen folder that are libraries without metadata (Windows)."""
    names = sorted(file.name.lower() for file in (frozen / "_internal").rglob("*.dll"))
    parts = []
    if any(re.match(r"(vcruntime|msvcp)140", name) for name in names):
        parts.append(
            BundledPart(
                "Microsoft Visual C++ runtime library",
                "14",
                "pkg:generic/microsoft-visual-cpp-runtime@14",
                "Microsoft Visual C++ Redistributable license",
            )
        )
    if any(not _is_of_python(file) for file in (frozen / "_internal").glob("python3.dll")):
        parts.append(
            BundledPart(
                "python3.dll, made by this project, which leads to Python's own library",
                VERSION,
                f"pkg:generic/capout-desktop-python3-dll@{VERSION}",
                "MIT",
            )
        )
    for name in names:
        if libffi := re.fullmatch(r"libffi-(\d+)\.dll", name):
            version = libffi[1]
            parts.append(BundledPart("libffi", version, f"pkg:generic/libffi@{version}", "MIT"))
    return parts


def _is_of_python(library: Path) -> bool:
    return "Python Software Foundation".encode("utf-16-le") in library.read_bytes()


@cache
def _debian_packages(libraries: frozenset[str]) -> dict[str, str]:
    """Return the packages that own the libraries, and their versions; none if this is not Debian.

    One question for all libraries: each reads the lists of all installed files.
    """
    owners: dict[str, str] = {}
    for line in _told("dpkg-query", "-S", "*/lib*.so*"):
        packages, _, path = line.partition(": ")
        if (library := Path(path).name) in libraries:
            owners.setdefault(library, packages.split(",")[0])
    if not owners:
        return {}
    told = _told("dpkg-query", "-W", "-f=${Package} ${Version}\n", *sorted({*owners.values()}))
    return dict(line.split() for line in told)


def _told(*command: str) -> list[str]:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return []
    return done.stdout.splitlines()
