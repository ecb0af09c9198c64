"""What `dev.py` does with the program for Windows, in a session of its own.

python -m development.windows assemble | test [ARGUMENTS] | slice | run [ARGUMENTS]
"""

from __future__ import annotations

import os
import signal
import sys

from development.windows.python_parts import CannotAssemble, assemble
from development.windows.wine import WineFailed, run_python, wine_session

_NO_LIMIT = 24 * 3600.0
_SELF_TEST_SECONDS = 90.0


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    command, *rest = arguments
    # SIGTERM must not leave wine behind: let it unwind the `with`.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    try:
        assemble()
        with wine_session(os.environ):
            if command == "assemble":
                return _python("main.py", "--self-test", seconds=_SELF_TEST_SECONDS)
            before = {"test": ["-m", "pytest", "-p", "no:cacheprovider"], "run": ["main.py"]}
            return _python(*before[command], *rest, seconds=_NO_LIMIT)
    except (CannotAssemble, WineFailed) as error:
        print(f"dev.py: {error}", flush=True)
        return 1


def _python(*arguments: str, seconds: float) -> int:
    return run_python(*arguments, environment=os.environ, seconds=seconds)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
