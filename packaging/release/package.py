"""Make what people install: `python3 packaging/dev.py package [WHAT ...]`.

Without names, everything that this system can make, into `dist/`; the steps are:

frozen     the program with its own Python and Qt, as a folder (build/package/frozen)
deb        Debian's and Ubuntu's package
tarball    the folder for any other Linux, to be unpacked anywhere
rpm        Fedora's and openSUSE's package
installer  the per-user installer for Windows
image      the disk image for macOS
papers     the bill of materials (CycloneDX), the licenses of all parts, the checksums
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from release.build_folder import ROOT, Build
from release.freeze import freeze


def main() -> int:
    """Run the named steps in the order of their dependencies."""
    parser = argparse.ArgumentParser(
        prog="dev.py package",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("what", nargs="*", metavar="WHAT", choices=[[], *STEPS])
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "package", metavar="DIR")
    parser.add_argument("--out", type=Path, default=ROOT / "dist", metavar="DIR")
    parser.add_argument("--quick", action="store_true", help="compress little: for tests")
    given = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # icons are drawn, not shown
    build = Build(given.work.absolute(), given.out.absolute(), quick=given.quick)
    build.out.mkdir(parents=True, exist_ok=True)
    for what in given.what or STEPS_HERE:
        print(f"package: {what}", flush=True)
        began = time.monotonic()
        for made in STEPS[what](build):
            print(f"package: {made} ({made.stat().st_size / 1e6:.1f} MB)", flush=True)
        print(f"package: {what} took {time.monotonic() - began:.0f} s", flush=True)
    return 0


def _frozen(build: Build) -> list[Path]:
    freeze(build)
    return []


def _deb(build: Build) -> list[Path]:
    from linux.debian_package import make_deb  # noqa: PLC0415 - imported only for its step

    return [make_deb(build)]


def _tarball(build: Build) -> list[Path]:
    from linux.tarball import make_tarball  # noqa: PLC0415

    return [make_tarball(build)]


def _rpm(build: Build) -> list[Path]:
    from linux.rpm_package import make_rpm  # noqa: PLC0415

    return [make_rpm(build)]


def _installer(build: Build) -> list[Path]:
    from windows.installer import make_installer  # noqa: PLC0415

    return [make_installer(build)]


def _image(build: Build) -> list[Path]:
    from macos.disk_image import make_image  # noqa: PLC0415

    return [make_image(build)]


def _papers(build: Build) -> list[Path]:
    from release.release_documents import make_papers  # noqa: PLC0415

    return make_papers(build)


STEPS: dict[str, Callable[[Build], list[Path]]] = {
    "frozen": _frozen,
    "deb": _deb,
    "tarball": _tarball,
    "rpm": _rpm,
    "installer": _installer,
    "image": _image,
    "papers": _papers,
}
STEPS_HERE = {
    "linux": ("frozen", "deb", "tarball", "rpm", "papers"),
    "win32": ("frozen", "installer", "papers"),
    "darwin": ("frozen", "image", "papers"),
}[sys.platform]


if __name__ == "__main__":
    sys.exit(main())
