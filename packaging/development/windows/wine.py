"""Programs of Windows, run by wine in a prefix of the project's own."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

from development.system_packages import wine_program
from development.virtual_environment import ROOT
from development.windows.folders import (
    BYTECODE,
    NETWORK_DRIVE,
    PREFIX,
    PYTHON,
    SYSTEM_LIBRARIES,
    windows_path,
)

_SETTING_UP_SECONDS = 300.0
_ENDING_SECONDS = 60.0
_LAST_OUTPUT_SECONDS = 2.0


class WineFailed(Exception):  # noqa: N818 - `dev.py` says it and ends
    """A program of Windows was not run to its end; the message says why."""


class WineUnusable(WineFailed):
    """wine runs no programs here; tests under it are left out then."""


@contextlib.contextmanager
def wine_session(environment: Mapping[str, str]) -> Iterator[None]:
    """Make the prefix if it is not there yet, start wine in it, and end it afterwards.

    Raises:
        WineFailed: It cannot be made.
    """
    ready = PREFIX / "ready with drive N"
    if not ready.exists():
        shutil.rmtree(PREFIX, ignore_errors=True)
        for command in (
            ("wineboot", "--init"),
            ("winecfg", "-v", "win10"),
            # A crash ends a program with an exit code, and without a window that waits.
            (
                *("reg", "add", r"HKCU\Software\Wine\WineDbg"),
                *("/v", "ShowCrashDialog", "/t", "REG_DWORD", "/d", "0", "/f"),
            ),
            ("reg", "add", r"HKLM\Software\Wine\Drives", "/v", "n:", "/d", "network", "/f"),
        ):
            code = run(*command, environment=environment, seconds=_SETTING_UP_SECONDS, quiet=True)
            if code:
                raise WineUnusable(f"wine's {command[0]} ended with {code}")
        end_all(environment)
        NETWORK_DRIVE.mkdir(exist_ok=True)
        (PREFIX / "dosdevices" / "n:").symlink_to(NETWORK_DRIVE)
        ready.touch()
    for library in SYSTEM_LIBRARIES.iterdir():
        shutil.copy(library, PREFIX / "drive_c" / "windows" / "system32")
    try:
        # Its services, which otherwise the first program would start, and hold that one's output.
        run("wineboot", environment=environment, seconds=_SETTING_UP_SECONDS, quiet=True)
        yield
    finally:
        end_all(environment)


def answer_at_once() -> None:
    """Let this process and all that it starts go before others, where that is permitted.

    wine's server takes part in every use of a file, of a lock and of a pipe. On a busy computer it
    waits for its turn each time, as does the program for the answer: tests then take five times as
    long, with the processor idle for them most of the time.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))


def run_python(*arguments: str, environment: Mapping[str, str], seconds: float) -> int:
    """Run Windows' Python in the top folder of the project; return its exit code."""
    return run(windows_path(PYTHON), *arguments, environment=environment, seconds=seconds)


def run(*command: str, environment: Mapping[str, str], seconds: float, quiet: bool = False) -> int:
    """Run a program of Windows and return its exit code.

    Its output arrives through a pipe: wine gives programs no file as their output.

    Raises:
        WineFailed: It took longer than `seconds`, and was ended.
    """
    wine = wine_program()
    if wine is None:
        raise WineUnusable("wine is not installed")
    process = subprocess.Popen(
        [wine, *command],
        cwd=ROOT,
        env=_environment(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL if quiet else subprocess.PIPE,
        stderr=subprocess.DEVNULL if quiet else subprocess.STDOUT,
        start_new_session=True,  # keeps Ctrl+C away: the programs are ended below
    )
    printer = threading.Thread(target=_print, args=(process.stdout,), daemon=True)
    printer.start()
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise WineFailed(f"{Path(command[0]).name} took longer than {seconds:.0f} s") from error
    finally:
        if process.poll() is None:
            end_all(environment)
            process.kill()
            process.wait()
        # A program that was started by it may still hold the pipe.
        printer.join(_LAST_OUTPUT_SECONDS)


def _print(output: IO[bytes] | None) -> None:
    while output and (part := os.read(output.fileno(), 1 << 16)):
        sys.stdout.buffer.write(part)
        sys.stdout.buffer.flush()


def end_all(environment: Mapping[str, str]) -> None:
    """End all programs of the prefix, wine's own among them."""
    server = shutil.which("wineserver") or "/usr/lib/wine/wineserver64"
    for option in ("--kill", "--wait"):
        with contextlib.suppress(subprocess.TimeoutExpired):  # it goes on ending them
            subprocess.run(
                [server, option],
                env=_environment(environment),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_ENDING_SECONDS,
                check=False,
            )


def _environment(given: Mapping[str, str]) -> dict[str, str]:
    paths = (ROOT, ROOT / "packaging")
    return {
        **given,
        "WINEPREFIX": str(PREFIX),
        "WINEARCH": "win64",
        "WINEDEBUG": "-all",
        # Its stand-ins for .NET and a browser, which it would offer to download.
        "WINEDLLOVERRIDES": "mscoree,mshtml=",
        "PYTHONPATH": ";".join(windows_path(path) for path in paths),
        "PYTHONPYCACHEPREFIX": windows_path(BYTECODE),
        # Empty means "write it": without it, each of the many programs compiles every module.
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONUNBUFFERED": "1",
    }
