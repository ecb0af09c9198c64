"""Command that starts a module of this program as a process of its own."""

from __future__ import annotations

import os
import sys


def child_command(module: str, argument: str) -> list[str]:
    """Return the command that runs `main` of a module with the arguments that follow.

    Args:
        module: Full name of the module; its `main` takes a list of arguments.
        argument: First argument by which the frozen program, which is its own Python, knows that it
            is to run this module (see `cli.main`).
    """
    if getattr(sys, "frozen", False):
        return [sys.executable, argument]
    # Without `site`, which takes as long as Python itself; so it is told where the modules are. In
    # a virtual environment on Windows, `sys.executable` only starts another process.
    program = getattr(sys, "_base_executable", None) if sys.platform == "win32" else None
    paths = [path or os.getcwd() for path in sys.path]  # noqa: PTH109 - strings
    code = f"import sys; sys.path[:] = {paths!r}; from {module} import main; main(sys.argv[1:])"
    return [program or sys.executable, "-I", "-S", "-c", code]
