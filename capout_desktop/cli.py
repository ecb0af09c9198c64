"""The command line: also what "Open with" and a double-click use."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from capout_desktop import __version__
from capout_desktop.options import Options


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code."""
    if getattr(sys, "frozen", False):
        # A packaged program starts itself as its own worker process; it is told so here.
        from multiprocessing import freeze_support  # noqa: PLC0415

        freeze_support()
        _forget_own_libraries()
        _speak_to_console()
    options = parse(sys.argv[1:] if arguments is None else arguments)
    if options.self_test:
        from capout_desktop.self_test import run as self_test  # noqa: PLC0415 - seldom needed

        return self_test()
    # What imports allocate is no garbage; `ui.garbage` takes over once the window stands.
    gc.disable()
    # After parsing: `--version` and a wrong option must not wait for Qt.
    from capout_desktop.app import run  # noqa: PLC0415

    return run(options)


def _forget_own_libraries() -> None:
    """Keep what this program starts, such as a PDF viewer, from loading this program's Qt.

    What starts a packaged program on Linux puts its libraries first for all its children.
    """
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    os.environ.pop("LD_LIBRARY_PATH", None)
    if before:
        os.environ["LD_LIBRARY_PATH"] = before


def _speak_to_console() -> None:
    """Let what is said be read where a packaged program was started in a console of Windows.

    A program with a window has no output of its own there, unless it was told where to put it.
    """
    if sys.platform == "win32" and sys.stdout is None:
        import ctypes  # noqa: PLC0415

        parent = -1
        if ctypes.windll.kernel32.AttachConsole(parent):
            sys.stdout = sys.stderr = open("CONOUT$", "w", encoding="utf-8")  # noqa: PTH123, SIM115


def parse(arguments: Sequence[str]) -> Options:
    """Read the command line and the environment.

    Raises:
        SystemExit: `--version`, `--help`, or something that cannot be meant; told on stderr.
    """
    parser = argparse.ArgumentParser(
        prog="capout-desktop",
        description="Send PDF estimates to CapOut and follow them into Xactimate.",
        epilog="CAPOUT_API_KEY gives a key for this session, which is never stored. "
        "CAPOUT_API_URL gives another address of CapOut.",
    )
    parser.add_argument(
        "--sandbox",
        action="store_true",
        help="use a practice CapOut inside this program: no account, no key, no network",
    )
    parser.add_argument(
        "--data-dir", type=Path, metavar="DIR", help="keep journal, settings and logs here"
    )
    parser.add_argument(
        "--xn-address", default="", metavar="ADDRESS", help="who shall receive the estimates"
    )
    parser.add_argument(
        "--yes", action="store_true", help="send several files without asking about them first"
    )
    parser.add_argument("--verbose", action="store_true", help="write more into the log")
    parser.add_argument(
        "--self-test", action="store_true", help="look whether this installation is whole, and end"
    )
    parser.add_argument("--version", action="version", version=f"CapOut Desktop {__version__}")
    parser.add_argument(
        "sources", nargs="*", metavar="FILE | FOLDER | HTTPS-URL", help="what to send"
    )
    given = parser.parse_args(arguments)
    if not all(source.strip() for source in given.sources):
        # An unset variable of a script: as a path it would mean the whole current folder.
        parser.error("an empty argument names no file; nothing was sent")
    api_url = os.environ.get("CAPOUT_API_URL", "").strip()
    if api_url and not given.sandbox:
        from capout_desktop.capout.base_url import BadBaseUrl, check_base_url  # noqa: PLC0415

        try:
            api_url = check_base_url(api_url)
        except BadBaseUrl as error:
            parser.error(f"CAPOUT_API_URL: {error}")
    return Options(
        sandbox=given.sandbox,
        data_dir=given.data_dir.absolute() if given.data_dir else None,
        xn_address=given.xn_address,
        verbose=given.verbose,
        self_test=given.self_test,
        sources=tuple(_absolute(source) for source in given.sources),
        # Taken out of the environment: what is started from here must not inherit it.
        api_key=os.environ.pop("CAPOUT_API_KEY", ""),
        api_url=api_url,
        send_at_once=given.yes,
    )


def _absolute(source: str) -> str:
    """Bind a path to the folder it was typed in: another process may take it over."""
    return source if "://" in source else os.path.abspath(source)  # noqa: PTH100
