"""System packages that the project needs: detected if missing, installed where allowed.

Only Linux needs any; on other systems Qt's wheels are complete.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple


class Need(NamedTuple):
    """Missing requirement, and the Debian or Ubuntu package that provides it."""

    what: str
    package: str


# Parts of Qt that the app loads: the modules it imports, and the plugin for X11.
_QT_FILES = (
    "QtWidgets.abi3.so",
    "QtSvg.abi3.so",
    "Qt/plugins/platforms/libqxcb.so",
)
# Beside them, what the tests load: older versions of the app, and that for Windows, use it.
_TESTED_QT_FILES = ("QtNetwork.abi3.so",)

# Packages whose name cannot be derived from that of the library (see `package_of`).
_IRREGULAR_PACKAGES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libz.so.1": "zlib1g",
    "libbrotlidec.so.1": "libbrotli1",
    "libbrotlicommon.so.1": "libbrotli1",
    "libcrypto.so.3": "libssl3",
}

# Debian puts the program of 64-bit wine where no shell looks for it.
_WINE_PROGRAMS = ("wine64", "wine", "/usr/lib/wine/wine64")

_TEST_COMMANDS = {
    "Xvfb": "xvfb",
    "openbox": "openbox",
    "dbus-daemon": "dbus",
    "dbus-send": "dbus",
    "gnome-keyring-daemon": "gnome-keyring",
    "curl": "curl",
    "qpdf": "qpdf",
    "pdftotext": "poppler-utils",
    "xwininfo": "x11-utils",
}


def package_of(soname: str) -> str:
    """Return the package of a shared library, named by library and version as in Debian's policy.

    `libxcb-cursor.so.0` is in `libxcb-cursor0`, `libX11.so.6` in `libx11-6`.
    """
    if soname in _IRREGULAR_PACKAGES:
        return _IRREGULAR_PACKAGES[soname]
    name, _, version = soname.lower().replace("_", "-").partition(".so.")
    return f"{name}-{version}" if name[-1].isdigit() else f"{name}{version}"


def missing_for_qt(pyside: Path) -> list[Need]:
    """Return what Qt lacks to open a window; `pyside` is the folder of the PySide6 package."""
    needs = _missing_libraries(pyside, _QT_FILES)
    if not any(Path("/usr/share/fonts").glob("**/*.[ot]t[fc]")):
        needs.append(Need("a font", "fonts-dejavu-core"))
    return needs


def _missing_libraries(pyside: Path, files: Iterable[str]) -> list[Need]:
    told = _run(["ldd", *(str(pyside / file) for file in files)]).stdout
    sonames = set(re.findall(r"^\s*(\S+) => not found", told, re.MULTILINE))
    return [Need(soname, package_of(soname)) for soname in sorted(sonames)]


def missing_for_tests(pyside: Path) -> list[Need]:
    """Return what the tests and their desktop session lack (see `private_session`)."""
    needs = _missing_libraries(pyside, _TESTED_QT_FILES)
    needs += [
        Need(command, package)
        for command, package in _TEST_COMMANDS.items()
        if not shutil.which(command)
    ]
    if not Path("/usr/share/dbus-1/services/org.a11y.Bus.service").exists():
        needs.append(Need("the accessibility bus", "at-spi2-core"))
    if not Path("/usr/share/zoneinfo/Asia/Kolkata").exists():
        needs.append(Need("the time zones", "tzdata"))
    # The tests press buttons through the accessibility API, from the system's Python.
    reader = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
    if not Path("/usr/bin/python3").exists() or _fails("/usr/bin/python3", "-c", reader):
        needs += [
            Need("the gi module of /usr/bin/python3", "python3-gi"),
            Need("its bindings to AT-SPI", "gir1.2-atspi-2.0"),
        ]
    return needs


def missing_for_freezing() -> list[Need]:
    """Return what PyInstaller lacks: binutils, or this Python as a shared library."""
    needs = [
        Need(command, "binutils")
        for command in ("objdump", "strip", "ld", "objcopy")
        if not shutil.which(command)
    ]
    library = str(sysconfig.get_config_var("INSTSONAME"))
    folders = [Path(str(sysconfig.get_config_var("LIBDIR"))), Path("/usr/lib"), Path("/lib")]
    machine = str(sysconfig.get_config_var("MULTIARCH"))
    # Debian's Python is linked statically; its shared library is in a separate package.
    if not any((folder / sub / library).exists() for folder in folders for sub in ("", machine)):
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        needs.append(Need(library, f"libpython{version}"))
    return needs


def missing_for_packages() -> list[Need]:
    """Return what the checks of the finished packages lack."""
    commands = {
        "desktop-file-validate": "desktop-file-utils",
        "appstreamcli": "appstream",
        "lintian": "lintian",
        "makensis": "nsis",
        "rpmbuild": "rpm",
    }
    return [
        Need(command, package) for command, package in commands.items() if not shutil.which(command)
    ]


def wine_program() -> str | None:
    """Return the program that starts others under 64-bit wine; None if there is none."""
    return next((found for name in _WINE_PROGRAMS if (found := shutil.which(name))), None)


def missing_for_windows() -> list[Need]:
    """Return what the program for Windows lacks to be put together and run on Linux."""
    needs = [] if wine_program() else [Need("wine", "wine64")]
    if not shutil.which("x86_64-w64-mingw32-gcc"):
        needs.append(Need("a compiler for Windows", "gcc-mingw-w64-x86-64-win32"))
    return needs


def may_install() -> bool:
    """Return whether this system is based on Debian and this user may install packages."""
    return bool(shutil.which("apt-get")) and _prefix_to_act_as_root() is not None


def provide(missing: Callable[[], list[Need]]) -> None:
    """Install what `missing` returns if this user may; otherwise print the command to type.

    Raises:
        SystemExit: Something is still missing.
    """
    needs = missing()
    if not needs:
        return
    packages = sorted({need.package for need in needs})
    as_root = _prefix_to_act_as_root()
    if shutil.which("apt-get") and as_root is not None:
        print(f"dev.py: installing {' '.join(packages)} ...", flush=True)
        _apt_get_install(as_root, packages)
        needs = missing()
    if needs:
        raise SystemExit(_advice(needs))


def offer(missing: Callable[[], list[Need]]) -> str:
    """Install what `missing` returns if this user may; return what is missing all the same."""
    try:
        if may_install():
            provide(missing)
    except SystemExit as error:
        print(error, flush=True)
    return ", ".join(need.what for need in missing())


def _advice(needs: Iterable[Need]) -> str:
    text = f"dev.py: this is missing: {', '.join(need.what for need in needs)}."
    packages = " ".join(sorted({need.package for need in needs}))
    if shutil.which("apt-get"):
        return f"{text}\nType this, then try again:\n    sudo apt-get install {packages}"
    return f"{text}\nInstall it, then try again. Debian's packages of it are: {packages}"


def _prefix_to_act_as_root() -> list[str] | None:
    """Return the prefix of a command that needs root; None if it would ask for a password."""
    if sys.platform != "linux":
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and not _fails("sudo", "-n", "true"):
        return ["sudo", "-n"]
    return None


def _apt_get_install(as_root: list[str], packages: list[str]) -> None:
    apt_get = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet", "--yes"]
    install = [*apt_get, "-o", "DPkg::Lock::Timeout=300", "install", "--no-install-recommends"]
    install += packages
    if _run(install).returncode == 0:
        return
    # The package lists may be old or, in a new container, missing.
    _run([*apt_get, "update"])
    again = _run(install)
    if again.returncode:
        raise SystemExit(f"{again.stdout}dev.py: apt-get could not install the packages; see above")


def _fails(*command: str) -> bool:
    return _run(list(command)).returncode != 0


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env={**os.environ, "LC_ALL": "C"},  # the output is parsed in English
        check=False,
    )
