"""Licenses of the bundled packages, read from their metadata."""

from __future__ import annotations

import csv
import importlib.metadata
import platform
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageMetadata, PackageNotFoundError
from pathlib import Path

from capout_desktop.resources import resource_path

LIBRARIES = (
    "PySide6-Essentials",
    "qasync",
    "httpx",
    "httpx-sse",
    "websockets",
    "keyring",
    "msgspec",
    "pypdfium2",
    "olefile",
    "platformdirs",
    "truststore",
    "jeepney",
    "starlette",
    "uvicorn",
)
"""Direct dependencies of the program; their own dependencies are found in their metadata."""

_LICENSE_FILE = re.compile(r"(?i)(?:^|/)(?:licen[cs]es?|copying|notice)[^/]*(?:/|$)")
_REQUIREMENT = re.compile(r"^([\w.-]+)(.*)$")
_EXTRA = re.compile(r";.*\bextra\s*==")
_LONGEST_TEXT = 400_000
_PYTHON_FOLDER = f"python{sys.version_info.major}.{sys.version_info.minor}"


@dataclass(frozen=True, slots=True)
class BundledPart:
    """A bundled package and its license.

    Attributes:
        license: The license's short name from the metadata; empty if there is only a text.
        text: The full license text; empty if the package includes none.
        home: Home page of the package, which has the text if `text` is empty.
    """

    name: str
    version: str
    license: str
    text: str
    home: str = ""


def bundled_parts() -> list[BundledPart]:
    """Return all bundled packages and Python, sorted by name; blocking."""
    found: dict[str, BundledPart] = {}
    waiting = list(LIBRARIES)
    while waiting:
        name = waiting.pop()
        key = re.sub(r"[-_.]+", "-", name).lower()
        if key in found:
            continue
        try:
            distribution = importlib.metadata.distribution(name)
        except PackageNotFoundError:
            continue  # for another system, or an older Python
        found[key] = _part(distribution)
        waiting += _needs(distribution.requires or ())
    found["python"] = _python()
    return sorted(found.values(), key=lambda part: part.name.lower())


def own_license() -> str:
    """Return this program's own license; blocking."""
    try:
        return _full_text(importlib.metadata.distribution("capout-desktop"))
    except PackageNotFoundError:
        path = resource_path().parent / "LICENSE"  # a source tree
        return path.read_text(encoding="utf-8") if path.is_file() else ""


def _needs(requirements: Iterable[str]) -> Iterator[str]:
    for requirement in requirements:
        known = _REQUIREMENT.match(requirement)
        if known and not _EXTRA.search(known[2]):
            yield known[1]


def _part(distribution: Distribution) -> BundledPart:
    data = distribution.metadata
    return BundledPart(
        name=data["Name"],
        version=distribution.version,
        license=_short_name(distribution),
        text=_full_text(distribution),
        home=_home(distribution),
    )


def _short_name(distribution: Distribution) -> str:
    data = distribution.metadata
    expression = _field(data, "License-Expression")
    if expression:
        return expression
    classifiers = [
        str(line).rpartition(" :: ")[2]
        for line in data.get_all("Classifier") or ()
        if str(line).startswith("License :: ") and not str(line).endswith(":: OSI Approved")
    ]
    if classifiers:
        return ", ".join(classifiers)
    words = _field(data, "License").strip()
    return words if words and "\n" not in words else ""


def _field(data: PackageMetadata, name: str) -> str:
    return str(data[name]) if name in data else ""


def _full_text(distribution: Distribution) -> str:
    texts = []
    for name in _files(distribution):
        if not _LICENSE_FILE.search(name) or name.endswith((".py", ".pyc")):
            continue
        try:
            file = Path(str(distribution.locate_file(name)))
            texts.append(file.read_text(encoding="utf-8", errors="replace"))
        except OSError:
            continue  # named by the metadata, but missing
    return "\n\n".join(text.strip() for text in texts)[:_LONGEST_TEXT]


def _files(distribution: Distribution) -> list[str]:
    """Return the names of its files; `Distribution.files` would ask the disk for every one."""
    record = distribution.read_text("RECORD")
    if record is None:  # installed by something other than pip
        return [file.as_posix() for file in distribution.files or ()]
    return [fields[0] for fields in csv.reader(record.splitlines()) if fields]


def _home(distribution: Distribution) -> str:
    data = distribution.metadata
    urls = [str(line).rpartition(", ")[2] for line in data.get_all("Project-URL") or ()]
    return _field(data, "Home-page") or next(iter(urls), "")


def _python() -> BundledPart:
    text = ""
    for folder in (Path(sys.base_prefix), Path(sys.base_prefix) / "lib" / _PYTHON_FOLDER):
        for name in ("LICENSE", "LICENSE.txt"):
            if not text and (folder / name).is_file():
                text = (folder / name).read_text(encoding="utf-8", errors="replace")
    return BundledPart("Python", platform.python_version(), "PSF-2.0", text)
