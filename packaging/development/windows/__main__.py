"""What `dev.py` does with the program for Windows, in a session of its own.

python -m development.windows assemble | test [ARGUMENTS] | run [ARGUMENTS] | slice [PATHS]
                              | package [OPTIONS]
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from development.virtual_environment import ROOT
from development.windows.folders import PACKAGE, windows_path
from development.windows.python_parts import CannotAssemble, PartMissing, assemble
from development.windows.sample_installer import make_sample_installer
from development.windows.wine import (
    WineFailed,
    WineUnusable,
    answer_at_once,
    run,
    run_python,
    wine_session,
)
from release.build_folder import NAME, Build
from windows.installer import setup_name

_NO_LIMIT = 24 * 3600.0
_SELF_TEST_SECONDS = 300.0
_FREEZING_SECONDS = 1800.0
_INSTALLING_SECONDS = 1200.0
_SLICE_SECONDS = 800.0
"""Time after which it is taken for hung; it takes two minutes."""
_INSTALLER, _IS_WHOLE = "CAPOUT_INSTALLER", "CAPOUT_INSTALLER_IS_WHOLE"
"""What the tests of the installer are told: where it is, and whether the real program is in it."""

_INSTALLER_TESTS = "tests/packaging/test_windows_installer.py"
_PYTEST = ("-m", "pytest", "-p", "no:cacheprovider", "--capture=sys")
"""Output is not taken at file descriptors: exchanging them takes longer under wine than a test."""


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    command, *rest = arguments
    # SIGTERM must not leave wine behind: let it unwind the `with`.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    try:
        assemble()
        if command in {"slice", "test"}:
            answer_at_once()
        with wine_session(os.environ):
            return _COMMANDS[command](rest)
    except (PartMissing, WineUnusable) as error:
        print(f"dev.py: the program for Windows cannot be run here: {error}", flush=True)
        # No reason to fail where all tests are run: few computers have wine.
        return 0 if command == "slice" else 1
    except (CannotAssemble, WineFailed) as error:
        print(f"dev.py: {error}", flush=True)
        return 1


def _self_test(_arguments: list[str]) -> int:
    return _python("main.py", "--self-test", seconds=_SELF_TEST_SECONDS)


def _run(arguments: list[str]) -> int:
    return _python("main.py", *arguments, seconds=_NO_LIMIT)


def _test(arguments: list[str]) -> int:
    return _python(*_PYTEST, *arguments, seconds=_NO_LIMIT)


def _slice(paths: list[str]) -> int:
    """Run the self-test, and the tests that all tests include."""
    broken = _self_test([])
    if shutil.which("makensis"):
        os.environ[_INSTALLER] = windows_path(make_sample_installer())
    arguments = ("-q", "--no-header", *paths)
    return _python(*_PYTEST, *arguments, seconds=_SLICE_SECONDS) or broken


def _package(options: list[str]) -> int:
    """Freeze the program, let it test itself, and make its installer and its documents."""
    # Python for Windows has no Git to ask for it.
    os.environ["SOURCE_DATE_EPOCH"] = str(Build(PACKAGE, PACKAGE).time)
    steps = ["-m", "release.package"]
    frozen = ["frozen", "--work", windows_path(PACKAGE), "--out", windows_path(PACKAGE / "out")]
    if code := _python(*steps, *frozen, seconds=_FREEZING_SECONDS):
        return code
    program = windows_path(Build(PACKAGE, PACKAGE).frozen / f"{NAME}.exe")
    environment = os.environ
    if code := run(program, "--self-test", environment=environment, seconds=_SELF_TEST_SECONDS):
        return code
    command = [sys.executable, *steps, "installer", "papers", "--work", str(PACKAGE), *options]
    if code := subprocess.call(command, cwd=ROOT):
        return code
    folder = argparse.ArgumentParser()
    folder.add_argument("--out", type=Path, default=ROOT / "dist")
    out = folder.parse_known_args(options)[0].out.absolute()
    os.environ[_INSTALLER] = windows_path(Build(PACKAGE, out).out / setup_name())
    os.environ[_IS_WHOLE] = "1"
    print("package: install, test, upgrade and remove it", flush=True)
    return _python(*_PYTEST, "-q", "--no-header", _INSTALLER_TESTS, seconds=_INSTALLING_SECONDS)


def _python(*arguments: str, seconds: float) -> int:
    return run_python(*arguments, environment=os.environ, seconds=seconds)


_COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "assemble": _self_test,
    "package": _package,
    "run": _run,
    "slice": _slice,
    "test": _test,
}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
