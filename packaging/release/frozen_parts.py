"""Selection of the files that PyInstaller puts into the frozen program."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

Part = tuple[str, str, str]
"""PyInstaller's entry of a file: path in the frozen program, present path, type code."""

INFO_PLIST: dict[str, Any] = {
    "CFBundleDisplayName": "CapOut Desktop",
    "CFBundleDocumentTypes": [
        {
            "CFBundleTypeName": "PDF document",
            "CFBundleTypeRole": "Viewer",
            "LSItemContentTypes": ["com.adobe.pdf"],
            # Listed as a program that opens PDFs, but never the default one.
            "LSHandlerRank": "Alternate",
        }
    ],
    "LSApplicationCategoryType": "public.app-category.business",
    "LSMinimumSystemVersion": "13.0",
    "NSHighResolutionCapable": True,
    "NSRequiresAquaSystemAppearance": False,  # allows the dark appearance
}
"""Properties of the app for macOS, in addition to name and version."""

# Needed plugins of Qt: icons, platforms (X11, Wayland, offscreen), input of accents and of East
# Asian scripts, the desktop's theme through its portal. Widgets draw without OpenGL. The GTK
# theme would load all of GTK; the virtual keyboard would load all of Qt Quick.
_PLUGINS = re.compile(
    r"(iconengines/.*svgicon"
    r"|imageformats/.*svg"
    r"|platforms/.*(xcb|wayland|offscreen|windows|cocoa)"
    r"|platforminputcontexts/.*(compose|ibus)"
    r"|platformthemes/.*xdgdesktopportal"
    r"|styles/"
    r"|wayland-(shell-integration/.*xdg-shell|decoration-client/.*bradient))"
)
# Needed libraries and bindings of Qt; all others are left out. That for networks is for the named
# pipes of Windows.
_QT_LIBRARIES = re.compile(
    r"(Qt6?(Core|Gui|Widgets|Svg|DBus|XcbQpa|OpenGL|WaylandClient"
    r"|WaylandEglClientHwIntegration|WlShellIntegration)(\.|$)"
    r"|Qt6Network\.dll|libicu|pyside6|opengl32sw)"
)
_QT_TRANSLATIONS = re.compile(r"qtbase_(es)\.qm$")


def is_needed(destination: str) -> bool:
    """Return whether a file is needed; `destination` is its path inside the frozen program."""
    path = destination.replace("\\", "/")
    # A software renderer for OpenGL, which widgets never use; certificates other than the
    # system's, which must not be trusted; type stubs; translation sources; third-party SBOMs.
    if re.search(r"opengl32sw|certifi/cacert\.pem$|\.pyi$|/py\.typed$|\.ts$|info/sboms/", path):
        return False
    match = re.search(
        r"PySide6/(?:Qt/)?(plugins|translations|lib|qml|libexec|resources)/(.*)", path
    )
    if match is None:
        if re.match(r"(PySide6/)?(lib)?Qt6\w+\.(so|dll|dylib)", path):  # a link, or Windows' layout
            return bool(_QT_LIBRARIES.search(path))
        return not re.match(r"lib(gtk|gdk)[-_]", path)
    kind, rest = match.groups()
    if kind == "plugins":
        return bool(_PLUGINS.match(rest))
    if kind == "translations":
        return bool(_QT_TRANSLATIONS.search(rest))
    return kind == "lib" and bool(_QT_LIBRARIES.search(rest))


def without_orphans(parts: Sequence[Part]) -> list[Part]:
    """Remove the shared libraries that only removed parts need (Linux)."""
    by_name: dict[str, list[Part]] = {}
    for part in parts:  # a link at the top and its target have the same name
        by_name.setdefault(Path(part[0]).name, []).append(part)
    wanted = [part for part in parts if not _may_be_orphan(part)]
    kept: set[Part] = set()
    while wanted:
        part = wanted.pop()
        if part in kept:
            continue
        kept.add(part)
        for name in needed_by(Path(part[1])):
            wanted += by_name.get(name, [])
    return [part for part in parts if part in kept]


def with_short_records(parts: Sequence[Part], folder: Path) -> list[Part]:
    """Replace each package's RECORD by a copy below `folder` that lists only its metadata files.

    The other files have different places in the frozen program. The full record also contains
    scripts generated on the build machine, with their digests, so it is not reproducible.
    """
    shortened = []
    for destination, source, kind in parts:
        if not destination.endswith(".dist-info/RECORD"):
            shortened.append((destination, source, kind))
            continue
        name = Path(destination).parent.name
        lines = Path(source).read_text(encoding="utf-8").splitlines(keepends=True)
        copy = folder / name / "RECORD"
        copy.parent.mkdir(parents=True, exist_ok=True)
        kept = (line for line in lines if line.startswith(f"{name}/") and "/sboms/" not in line)
        copy.write_text("".join(kept), encoding="utf-8")
        shortened.append((destination, str(copy), kind))
    return shortened


def needed_by(file: Path) -> list[str]:
    """Return the names of the shared libraries that a program or library needs directly."""
    told = subprocess.run(["objdump", "-p", str(file)], capture_output=True, text=True, check=False)
    return re.findall(r"^\s+NEEDED\s+(\S+)", told.stdout, re.MULTILINE)


def _may_be_orphan(part: Part) -> bool:
    destination, _source, kind = part
    return kind == "BINARY" and bool(re.match(r"(PySide6/Qt/lib/)?lib(?!python)", destination))


def resources(root: Path) -> list[tuple[str, str]]:
    """Return the data files of the program in PyInstaller's form."""
    kinds = ("icons", "samples", "translations", "guide")
    folders = [
        (str(root / "resources" / kind), f"capout_desktop/_resources/{kind}") for kind in kinds
    ]
    return [*folders, (str(root / "LICENSE"), "capout_desktop")]
