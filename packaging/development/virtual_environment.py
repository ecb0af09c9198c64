"""Virtual environment of the project: `.venv`, created once and updated when a lock changes.

Standard library only, like everything that `dev.py` uses: it runs before anything is installed.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from development.system_packages import Need, provide

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
RUNTIME_LOCK = ROOT / "packaging" / "runtime.lock"
DEV_LOCK = ROOT / "packaging" / "dev.lock"
PACKAGE_LOCK = ROOT / "packaging" / "package.lock"

_STAMP = VENV / "installed-locks.json"
_LOCK = ROOT / "build" / "virtual-environment.lock"


def set_up(*locks: Path) -> None:
    """Install into `.venv` what `locks` name; takes milliseconds if it is up to date.

    Two commands may be started at the same time: one of them waits.

    Raises:
        SystemExit: `.venv` could not be made or filled; the message says why.
    """
    with _one_at_a_time():
        if not _is_usable():
            _make()
        installed = _read_stamp()
        wanted = {lock.name: hashlib.sha256(lock.read_bytes()).hexdigest() for lock in locks}
        changed = [lock for lock in locks if installed.get(lock.name) != wanted[lock.name]]
        if changed:
            _install(changed)
            _STAMP.write_text(json.dumps(installed | wanted, indent=2), encoding="utf-8")


def make_venv(folder: Path) -> None:
    """Create an empty virtual environment with pip, replacing the contents of `folder`.

    Raises:
        SystemExit: This Python cannot create one.
    """
    provide(_missing_for_venv)
    if subprocess.call([sys.executable, "-m", "venv", "--clear", str(folder)]):
        raise SystemExit(f"dev.py: {sys.executable} could not make {folder}; see above")


def pip_install(python: Path, *arguments: str) -> None:
    """Install with pip into the environment of `python`; retry once, in case the network failed.

    Raises:
        SystemExit: pip failed twice.
    """
    quiet = [] if sys.stdout.isatty() else ["--quiet"]
    command = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    for pause in (2, 0):
        if subprocess.call([*command, *quiet, *arguments]) == 0:
            return
        time.sleep(pause)
    raise SystemExit("dev.py: pip could not install the packages; see above")


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    if sys.platform == "win32":  # nothing is set up twice at the same time there
        yield
        return
    import fcntl  # noqa: PLC0415 - not on Windows

    _LOCK.parent.mkdir(exist_ok=True)
    with _LOCK.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _missing_for_venv() -> list[Need]:
    """Return the missing package for `venv`: Debian and Ubuntu ship Python without `ensurepip`."""
    importlib.invalidate_caches()
    if importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv"):
        return []
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return [Need("Python's ensurepip", f"python{version}-venv")]


def _is_usable() -> bool:
    """Return whether `.venv` is complete and has this version of Python."""
    try:
        config = (VENV / "pyvenv.cfg").read_text(encoding="utf-8")
    except OSError:
        return False
    values = dict(re.findall(r"^(\w+) *= *(.*?) *$", config, re.MULTILINE))
    version = f"{sys.version_info.major}.{sys.version_info.minor}."
    if not (
        values.get("version", "").startswith(version)
        and Path(values.get("home", "")).is_dir()
        and PYTHON.exists()
    ):
        return False
    if _read_stamp():
        return True
    # Made by hand or interrupted: run a check, which takes a moment.
    asked = [str(PYTHON), "-m", "pip", "--version"]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


def _make() -> None:
    print(f"dev.py: making {VENV} ...", flush=True)
    make_venv(VENV)


def _install(locks: list[Path]) -> None:
    names = " and ".join(lock.name for lock in locks)
    print(f"dev.py: installing what {names} names; the first time takes a minute ...", flush=True)
    files = [argument for lock in locks for argument in ("--requirement", str(lock))]
    pip_install(PYTHON, "--require-hashes", "--only-binary", ":all:", *files)


def _read_stamp() -> dict[str, str]:
    """Return the digest of each lock whose packages are in `.venv`, by the name of the lock."""
    try:
        stamp: dict[str, str] = json.loads(_STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp
