"""Command line, which "Open with" and a double-click on a file use too."""

from __future__ import annotations

import argparse
import contextlib
import gc
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from capout_desktop import __version__
from capout_desktop.core_dumps import prevent_core_dumps
from capout_desktop.options import BACKGROUND, Options
from capout_desktop.services.intake import PDF_WORKER_ARGUMENT
from capout_desktop.services.intake.absolute_path import absolute_path
from capout_desktop.services.organizations import KEYRING_WORKER_ARGUMENT
from capout_desktop.services.uploads import TRANSFER_WORKER_ARGUMENT


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code."""
    if getattr(sys, "frozen", False):
        # A packaged program starts its own executable as worker processes.
        if sys.argv[1:2] == [PDF_WORKER_ARGUMENT]:
            from capout_desktop.services.intake.pdf_worker import main as work  # noqa: PLC0415

            work(sys.argv[2:])
            return 0
        if sys.argv[1:2] == [KEYRING_WORKER_ARGUMENT]:
            from capout_desktop.services.organizations.keyring_worker import (  # noqa: PLC0415
                main as use_keyring,
            )

            use_keyring(sys.argv[2:])
            return 0
        if sys.argv[1:2] == [TRANSFER_WORKER_ARGUMENT]:
            from capout_desktop.services.uploads.transfer_worker import (  # noqa: PLC0415
                main as send,
            )

            send(sys.argv[2:])
            return 0
        _speak_to_console()
    options = _parse_aloud(sys.argv[1:] if arguments is None else arguments)
    prevent_core_dumps()
    if options.self_test:
        from capout_desktop.self_test import run as self_test  # noqa: PLC0415 - seldom needed

        return self_test()
    if options.inspect:
        from capout_desktop.inspect_command import run as inspect  # noqa: PLC0415 - seldom needed

        return inspect(options.sources, as_json=options.as_json)
    # Objects that imports create are not garbage. `ui.shell.gui_thread_gc` collects once the window
    # is shown.
    gc.disable()
    # After parsing: `--version` and a wrong option must not wait for Qt.
    from capout_desktop.app import run  # noqa: PLC0415

    return run(options)


def _speak_to_console() -> None:
    """Send output to the Windows console in which a packaged program was started.

    A windowed program has no output there unless it was redirected.
    """
    if sys.platform == "win32" and sys.stdout is None:
        import ctypes  # noqa: PLC0415

        parent = -1
        if ctypes.windll.kernel32.AttachConsole(parent):
            sys.stdout = sys.stderr = open("CONOUT$", "w", encoding="utf-8")  # noqa: PTH123, SIM115


def _parse_aloud(arguments: Sequence[str]) -> Options:
    """Parse; what there is to say is shown in a message box if there is no output (Windows)."""
    if sys.stderr is not None:
        return parse(arguments)
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            return parse(arguments)
    except SystemExit:
        show_message(said.getvalue())
        raise


def show_message(text: str) -> None:
    """Show a message box before there is any Qt, and wait until it is closed (Windows only)."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415

        ctypes.windll.user32.MessageBoxW(None, text, "CapOut Desktop", 0)


def parse(arguments: Sequence[str]) -> Options:
    """Parse the command line and the environment.

    Raises:
        SystemExit: For `--version` and `--help`, and for invalid arguments, which are explained on
            stderr.
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
    parser.add_argument(
        BACKGROUND,
        action="store_true",
        help="start in the tray, without the window; minimized if there is no tray",
    )
    parser.add_argument("--verbose", action="store_true", help="write more into the log")
    parser.add_argument(
        "--self-test", action="store_true", help="look whether this installation is whole, and end"
    )
    parser.add_argument(
        "--inspect",
        action="store_true",
        help="print what each FILE is and what stands in its estimate, and end; nothing is sent",
    )
    parser.add_argument(
        "--json", action="store_true", help="with --inspect: print it as JSON; see the user guide"
    )
    parser.add_argument("--version", action="version", version=f"CapOut Desktop {__version__}")
    parser.add_argument(
        "sources", nargs="*", metavar="FILE | FOLDER | HTTPS-URL", help="what to send"
    )
    given = parser.parse_args(arguments)
    if not all(source.strip() for source in given.sources):
        # Most likely an unset variable in a script. As a path it would mean the whole current
        # folder.
        parser.error("an empty argument names no file; nothing was sent")
    if given.json and not given.inspect:
        parser.error("--json goes with --inspect; nothing was sent")
    if given.inspect:
        if not given.sources:
            parser.error("--inspect needs at least one file")
        if any("://" in source for source in given.sources):
            parser.error("--inspect reads files on this computer only, no links")
    api_url = os.environ.get("CAPOUT_API_URL", "").strip()
    if api_url and not given.sandbox and not given.inspect:
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
        inspect=given.inspect,
        as_json=given.json,
        sources=tuple(source if given.inspect else _absolute(source) for source in given.sources),
        # Removed from the environment so that child processes do not inherit it.
        api_key=os.environ.pop("CAPOUT_API_KEY", ""),
        api_url=api_url,
        send_at_once=given.yes,
        background=given.background,
    )


def _absolute(source: str) -> str:
    """Return an absolute path: the process that takes the source over may run elsewhere."""
    return source if "://" in source else absolute_path(source)
