"""What belongs into the frozen program, of all that PyInstaller finds."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

Part = tuple[str, str, str]
"""As PyInstaller lists a file: its path in the frozen program, where it is now, its kind."""

INFO_PLIST: dict[str, Any] = {
    "CFBundleDisplayName": "CapOut Desktop",
    "CFBundleDocumentTypes": [
        {
            "CFBundleTypeName": "PDF document",
            "CFBundleTypeRole": "Viewer",
            "LSItemContentTypes": ["com.adobe.pdf"],
            # Among the programs that open PDFs, never the one that does by itself.
            "LSHandlerRank": "Alternate",
        }
    ],
    "LSApplicationCategoryType": "public.app-category.business",
    "LSMinimumSystemVersion": "13.0",
    "NSHighResolutionCapable": True,
    "NSRequiresAquaSystemAppearance": False,  # so that the dark appearance reaches it
}
"""What macOS is told of the app, beside its name and version."""

# Of Qt's plugins: drawing icons, the screen (X11, Wayland, none), input of accents and of East
# Asian scripts, the desktop's own look by its portal. Widgets draw without OpenGL. The GTK theme
# would load all of GTK; the virtual keyboard, all of Quick.
_PLUGINS = re.compile(
    r"(iconengines/.*svgicon"
    r"|imageformats/.*svg"
    r"|platforms/.*(xcb|wayland|offscreen|windows|cocoa)"
    r"|platforminputcontexts/.*(compose|ibus)"
    r"|platformthemes/.*xdgdesktopportal"
    r"|styles/"
    r"|wayland-(shell-integration/.*xdg-shell|decoration-client/.*bradient))"
)
# Of Qt's own libraries and bindings; a name that is not listed stays out.
_QT_LIBRARIES = re.compile(
    r"(Qt6?(Core|Gui|Widgets|Svg|Network|DBus|XcbQpa|OpenGL|WaylandClient"
    r"|WaylandEglClientHwIntegration|WlShellIntegration)(\.|$)|libicu|pyside6|opengl32sw)"
)
_QT_TRANSLATIONS = re.compile(r"qtbase_(es)\.qm$")


def is_needed(destination: str) -> bool:
    """Whether a file goes along; `destination` is its path inside the frozen program."""
    path = destination.replace("\\", "/")
    # A software renderer for OpenGL, which widgets never ask for; certificates that are not the
    # system's, which nothing may trust; sources of translations; other people's papers.
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
    """Leave out the shared libraries that only a part left out before had wanted (Linux)."""
    by_name: dict[str, list[Part]] = {}
    for part in parts:  # a link at the top and the library that it leads to have the same name
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
    """Let each package's record name the files of its metadata only, in a copy below `folder`.

    The others lie elsewhere in the frozen program, and the full record tells of the computer that
    it was frozen on: scripts made there are in it, with their digests.
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
    """The names of the shared libraries that a program or library asks for itself."""
    told = subprocess.run(["objdump", "-p", str(file)], capture_output=True, text=True, check=False)
    return re.findall(r"^\s+NEEDED\s+(\S+)", told.stdout, re.MULTILINE)


def _may_be_orphan(part: Part) -> bool:
    destination, _source, kind = part
    return kind == "BINARY" and bool(re.match(r"(PySide6/Qt/lib/)?lib(?!python)", destination))


def resources(root: Path) -> list[tuple[str, str]]:
    """What the program reads beside its modules, as PyInstaller wants to be told."""
    kinds = ("icons", "samples", "translations", "guide")
    folders = [
        (str(root / "resources" / kind), f"capout_desktop/_resources/{kind}") for kind in kinds
    ]
    return [*folders, (str(root / "LICENSE"), "capout_desktop")]
