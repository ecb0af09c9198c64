"""Documents of a release: bill of materials, licenses, checksums."""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from pathlib import Path

from release.build_folder import HOMEPAGE, NAME, SUMMARY, VERSION, Build
from release.bundled_parts import BundledPart, noted_parts

LGPL_NOTE = """\
Qt, PySide6 and Shiboken are used under the GNU Lesser General Public License, version 3. They lie
in this program unchanged, as shared libraries of their own, in the folders PySide6 and shiboken6.
You may replace them with versions of your own that have the same interface, and you may take the
program apart to find out what goes wrong when you do: nothing here forbids or prevents it. Their
sources are to be had, under the version numbers that stand with them, at
https://download.qt.io/official_releases/QtForPython/ and
https://download.qt.io/official_releases/qt/
"""


def make_papers(build: Build) -> list[Path]:
    """Write all three into `build.out`; the checksums cover everything else in it."""
    system, parts = noted_parts(build)
    # Each system has different parts, and a release contains the documents of all three.
    name = f"{NAME}-{VERSION}-{system}"
    materials = build.out / f"{name}.cdx.json"
    materials.write_text(bill_of_materials(build, parts), encoding="utf-8")
    licenses = build.out / f"{name}-third-party.txt"
    licenses.write_text(licenses_text(parts), encoding="utf-8")
    sums = build.out / "SHA256SUMS"
    files = sorted(file for file in build.out.iterdir() if file.is_file() and file != sums)
    sums.write_text(
        "".join(f"{hashlib.sha256(f.read_bytes()).hexdigest()}  {f.name}\n" for f in files),
        encoding="utf-8",
    )
    return [materials, licenses, sums]


def licenses_text(parts: list[BundledPart]) -> str:
    """Return one text with the name, version, license and license text of every part."""
    lines = [
        "CapOut Desktop is under the MIT license. It contains the work of others:",
        "",
        *(f"  {part.name} {part.version}: {part.license}" for part in parts),
        "",
        LGPL_NOTE + "The license in full follows with PySide6's own entry.\n",
    ]
    for part in parts:
        lines += ["=" * 78, f"{part.name} {part.version}", part.license, "=" * 78]
        lines += [text.strip() + "\n" for text in part.texts] or ["(no text of its own)\n"]
    return "\n".join(lines)


def bill_of_materials(build: Build, parts: list[BundledPart]) -> str:
    """Return the bill of materials as CycloneDX 1.5 in JSON."""
    program = {
        "type": "application",
        "bom-ref": f"pkg:generic/{NAME}@{VERSION}",
        "name": NAME,
        "version": VERSION,
        "description": SUMMARY,
        "licenses": [{"license": {"id": "MIT"}}],
        "externalReferences": [{"type": "website", "url": HOMEPAGE}],
    }
    names = "\n".join(part.purl for part in parts)
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{VERSION}{names}')}",
        "version": 1,
        "metadata": {
            "timestamp": build.date.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": program,
        },
        "components": [_component(part) for part in parts],
        "dependencies": [
            {"ref": program["bom-ref"], "dependsOn": [part.purl for part in parts]},
        ],
    }
    return json.dumps(bill, indent=2) + "\n"


def _component(part: BundledPart) -> dict[str, object]:
    return {
        "type": "library",
        "bom-ref": part.purl,
        "name": part.name,
        "version": part.version,
        "purl": part.purl,
        "licenses": [_license(part.license)],
    }


def _license(name: str) -> dict[str, object]:
    if re.search(r" (AND|OR|WITH) ", name):
        return {"expression": name}
    if re.fullmatch(r"[A-Za-z0-9.+-]+", name):
        return {"license": {"id": name}}
    return {"license": {"name": name}}
