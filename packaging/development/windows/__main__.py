"""What `dev.py` does with the program for Windows, in a session of its own.

python -m development.windows assemble | test [ARGUMENTS] | run [ARGUMENTS] | slice [PATHS]
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable

from development.windows.python_parts import CannotAssemble, PartMissing, assemble
from development.windows.wine import WineFailed, WineUnusable, run_python, wine_session

_NO_LIMIT = 24 * 3600.0
_SELF_TEST_SECONDS = 90.0
_SLICE_SECONDS = 150.0
_PYTEST = ("-m", "pytest", "-p", "no:cacheprovider")


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    command, *rest = arguments
    # SIGTERM must not leave wine behind: let it unwind the `with`.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    try:
        assemble()
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
    """Run the self-test and a few tests, within a time that all tests can spare."""
    began = time.monotonic()
    broken = _self_test([])
    left = _SLICE_SECONDS - (time.monotonic() - began)
    return _python(*_PYTEST, "-q", "--no-header", *paths, seconds=left) or broken


def _python(*arguments: str, seconds: float) -> int:
    return run_python(*arguments, environment=os.environ, seconds=seconds)


_COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "assemble": _self_test,
    "run": _run,
    "slice": _slice,
    "test": _test,
}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
