"""An installer around a stand-in for the program, for tests: it is made in seconds."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from development.virtual_environment import ROOT
from development.windows.folders import FOLDER, PYTHON
from development.windows.python_parts import CannotAssemble
from release.build_folder import NAME, Build


def make_sample_installer() -> Path:
    """Make the installer and return it.

    Raises:
        CannotAssemble: NSIS failed.
    """
    build = Build(FOLDER / "sample", FOLDER / "sample" / "out")
    shutil.rmtree(build.work, ignore_errors=True)
    (build.frozen / "_internal").mkdir(parents=True)
    shutil.copy(PYTHON, build.frozen / f"{NAME}.exe")
    (build.frozen / "_internal" / "base_library.zip").write_bytes(b"PK")
    build.parts.write_text(json.dumps({"system": "windows", "parts": []}), encoding="utf-8")
    folders = ["--work", str(build.work), "--out", str(build.out), "--quick"]
    done = subprocess.run(
        [sys.executable, "-m", "release.package", "installer", *folders],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CannotAssemble(f"{done.stdout}the installer cannot be made; see above")
    return next(build.out.glob("*-setup.exe"))
