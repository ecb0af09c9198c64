"""Folders of a build, and the time stamp of all files made by it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from capout_desktop import __version__  # noqa: E402 - found by the line above

NAME = "capout-desktop"
VERSION = __version__
MAINTAINER = "The CapOut Desktop developers <support@capout.ai>"
HOMEPAGE = "https://capout.ai"
SUMMARY = "Send PDF estimates to CapOut and follow them into Xactimate"
DESCRIPTION = (
    "CapOut turns a carrier's PDF estimate into an Xactimate project. This is the program that "
    "restoration contractors and supplement writers keep open while they do that all day: drag "
    "estimates onto its window, and it uploads them, follows each one to its end, and shows what "
    "is left to spend. No file is lost, and none is paid for twice."
)

_FALLBACK_TIME = 1_767_225_600  # start of 2026, for a source tree without Git history


@dataclass(frozen=True)
class Build:
    """Folders and time stamp of one build.

    Attributes:
        work: Folder of intermediate files.
        out: Folder of the finished packages.
        quick: Whether to compress less, to save time.
    """

    work: Path
    out: Path
    quick: bool = False

    @property
    def assets(self) -> Path:
        """Folder of the icons and the version resource, which are inputs of freezing."""
        return self.work / "assets"

    @property
    def frozen(self) -> Path:
        """Folder of the frozen program."""
        return self.work / "frozen" / NAME

    @property
    def parts(self) -> Path:
        """File that says what the frozen program consists of."""
        return self.work / "parts.json"

    @cached_property
    def time(self) -> int:
        """Time of the last change of the sources, in seconds since 1970; the time of every file.

        With it, the same sources give the same packages, whenever and wherever they are built.
        """
        given = os.environ.get("SOURCE_DATE_EPOCH", "")
        if given.isdigit():
            return int(given)
        try:
            asked = subprocess.run(
                ["git", "log", "-1", "--format=%ct"],
                cwd=ROOT,
                capture_output=True,
                text=True,
                check=False,
            )
        except OSError:  # there is no Git
            return _FALLBACK_TIME
        return int(asked.stdout) if asked.stdout.strip().isdigit() else _FALLBACK_TIME

    @property
    def date(self) -> datetime:
        """Date of `time`."""
        return datetime.fromtimestamp(self.time, UTC)

    def empty(self, *parts: str) -> Path:
        """Create an empty folder below `work`, replacing any earlier one, and return it."""
        folder = self.work.joinpath(*parts)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder

    def run(
        self, command: Sequence[str | Path], environment: Mapping[str, str] | None = None
    ) -> str:
        """Run a program of the build and return its output, which is printed if the program fails.

        Raises:
            SystemExit: The program failed or does not exist.
        """
        words = [str(word) for word in command]
        fixed = {"SOURCE_DATE_EPOCH": str(self.time), "TZ": "UTC", "LC_ALL": "C.UTF-8"}
        if shutil.which(words[0]) is None:
            raise SystemExit(f"package: the program {words[0]} is missing")
        done = subprocess.run(
            words,
            cwd=ROOT,
            env={**os.environ, **fixed, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"{done.stdout}package: {words[0]} failed; see above")
        return done.stdout

    def settle(self, folder: Path) -> None:
        """Set the build's time and the default permissions on everything below `folder`."""
        for path in sorted(folder.rglob("*"), reverse=True):
            if not path.is_symlink():
                # Shared libraries and metadata files need no permission to execute.
                is_paper = any(part.endswith(".dist-info") for part in path.parts)
                started = path.stat().st_mode & 0o100 and ".so" not in path.name and not is_paper
                path.chmod(0o755 if path.is_dir() or started else 0o644)
            os.utime(path, (self.time, self.time), follow_symlinks=False)
        folder.chmod(0o755)
        os.utime(folder, (self.time, self.time))
