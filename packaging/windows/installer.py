"""Installer for Windows: the frozen program in an NSIS installer, signed if possible.

The environment variable `CAPOUT_SIGN_COMMAND` holds a command that signs the file whose name is
appended to it, such as `signtool sign /fd sha256 /tr http://... /td sha256 /sha1 ...`. It signs
the program, the installer and the uninstaller. Without it nothing is signed, and Windows warns
the user who starts the installer.
"""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

from release.build_folder import NAME, ROOT, VERSION, Build
from release.bundled_parts import noted_parts
from release.icon_files import write_ico, write_last_page
from release.release_documents import licenses_text

SCRIPT = ROOT / "packaging" / "windows" / "installer.nsi"


def make_installer(build: Build) -> Path:
    """Make the installer from the frozen program and return it; needs NSIS, on any system."""
    payload, output = build.frozen, build.out / setup_name()
    if not (payload / f"{NAME}.exe").is_file():
        raise SystemExit(
            f"package: there is no {NAME}.exe in {payload}: freeze it on Windows first"
        )
    (payload / "LICENSE.txt").write_bytes((ROOT / "LICENSE").read_bytes())
    (payload / "third-party.txt").write_text(licenses_text(noted_parts(build)[1]), encoding="utf-8")
    signing = os.environ.get("CAPOUT_SIGN_COMMAND", "").strip()
    if signing:
        build.run([*shlex.split(signing, posix=os.name != "nt"), payload / f"{NAME}.exe"])
    build.assets.mkdir(parents=True, exist_ok=True)
    icon = build.assets / "app.ico"
    write_ico(icon)
    picture = build.assets / "last_page.bmp"
    write_last_page(picture)
    size = sum(path.stat().st_size for path in payload.rglob("*") if path.is_file())
    values = {
        "VERSION": VERSION,
        "FILE_VERSION": _file_version(),
        "PAYLOAD": payload,
        "OUTPUT": output,
        "ICON": icon,
        "PICTURE": picture,
        "LICENSE": ROOT / "LICENSE",
        "SIZE_KIB": size // 1024,
        **({"SIGN": signing} if signing else {}),
        # Of 64 bits, which wine can run in tests; NSIS for Windows has the one of 32 bits only.
        **({"TARGET": "amd64-unicode"} if sys.platform == "linux" else {}),
    }
    options = [f"-D{name}={value}" for name, value in values.items()]
    # -WX: a warning is an error.
    quick = ["-XSetCompress off"] if build.quick else []
    build.run(["makensis", "-WX", "-V2", "-INPUTCHARSET", "UTF8", *options, *quick, SCRIPT])
    return output


def setup_name() -> str:
    """Return the name of the installer's file."""
    return f"{NAME}-{VERSION}-setup.exe"


def write_version_info(target: Path) -> None:
    """Write the version resource of the program, in the form that PyInstaller reads."""
    numbers = tuple(int(number) for number in _file_version().split("."))
    strings = {
        "CompanyName": "The CapOut Desktop developers",
        "FileDescription": "CapOut Desktop",
        "FileVersion": _file_version(),
        "InternalName": NAME,
        "LegalCopyright": "MIT license",
        "OriginalFilename": f"{NAME}.exe",
        "ProductName": "CapOut Desktop",
        "ProductVersion": VERSION,
    }
    pairs = ", ".join(f"StringStruct({name!r}, {value!r})" for name, value in strings.items())
    target.write_text(
        "VSVersionInfo(\n"
        f"  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3f, flags=0x0,\n"
        "    OS=0x40004, fileType=0x1, subtype=0x0, date=(0, 0)),\n"
        f"  kids=[StringFileInfo([StringTable('040904B0', [{pairs}])]),\n"
        "    VarFileInfo([VarStruct('Translation', [1033, 1200])])])\n",
        encoding="utf-8",
    )


def _file_version() -> str:
    """Return the version as the four numbers of Windows: `0.1.0` gives `0.1.0.0`."""
    return ".".join((VERSION.split("+")[0].split(".") + ["0"] * 4)[:4])
