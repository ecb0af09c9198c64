"""Builds of the packages, and installation of the Debian package on this computer."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAME = "capout-desktop"


def reason_to_skip() -> str:
    """Return why packages cannot be built and installed here; empty if they can."""
    if sys.platform != "linux" or not shutil.which("dpkg-deb") or not shutil.which("apt-get"):
        return "Debian's package is built and installed on Debian and its like only"
    if os.geteuid() != 0:
        return "installing a package takes root"
    if Path("/usr/lib", NAME).exists() and "CI" not in os.environ:
        return "the program is installed here, and these tests would take it away"
    return ""


@dataclass(frozen=True)
class Packages:
    """Packages of `dev.py package`, made of the same sources in two different folders."""

    work: Path
    out: Path
    again: Path

    def deb(self) -> Path:
        return next(self.out.glob("*.deb"))

    def tarball(self) -> Path:
        return next(self.out.glob("*.tar.gz"))

    def rpm(self) -> Path:
        return next(self.out.glob("*.rpm"))


def make(*arguments: str | Path) -> None:
    """Run the script of `dev.py package` in this environment."""
    command = [sys.executable, "-m", "release.package", *map(str, arguments)]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": str(ROOT / "packaging"),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def traces() -> set[str]:
    """Return the files named after the program in the system's program folders."""
    folders = ("/usr", "/etc", "/opt", "/var/lib", "/var/cache")
    command = ["find", *folders, "-xdev", "-iname", "*capout*"]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    return set(found.stdout.splitlines())


def apt(verb: str, what: str) -> None:
    command = ["apt-get", "--quiet", "--yes", "-o", "DPkg::Lock::Timeout=120"]
    done = subprocess.run(
        [*command, "--no-install-recommends", verb, what],
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
