"""Confinement of the PDF worker by the operating system.

A hostile PDF that takes the worker over finds no files, no network, no way to start another
program, and no more than `WORKER_MEMORY_BYTES`. `confine` is called by the worker itself, after it
has loaded all that it needs and before it sees the first file. On Windows the program adds the
limits of `windows.job_for`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

__all__ = ("MEMORY_BUDGET_BYTES", "WORKERS", "WORKER_MEMORY_BYTES", "confine")

MEMORY_BUDGET_BYTES = 12 * 2**28
"""Limit on the memory of all workers together."""
WORKERS = 4
"""Number of workers: one inspects, so that no batch waits for the others.

The second draws pictures, the third reads estimates in the background, and the fourth opens what
is added seldom: mails, archives, and PDFs with a password.
"""
WORKER_MEMORY_BYTES = MEMORY_BUDGET_BYTES // WORKERS
"""Limit on one worker: address space on Linux, committed memory on Windows.

macOS accepts the limit and does not enforce it.
"""

_Measure = Callable[[], None]


def confine() -> tuple[str, ...]:
    """Confine this process for good; return the names of the measures that the system lacks."""
    missing = []
    for name, measure in _measures().items():
        try:
            measure()
        except (OSError, ValueError, AttributeError) as error:
            missing.append(f"{name} ({error})"[:200])
    return tuple(missing)


def _measures() -> dict[str, _Measure]:
    """Return the measures of this system, in the order in which they have to be taken."""
    if sys.platform == "win32":
        from capout_desktop.services.intake.worker_confinement import windows  # noqa: PLC0415

        return {
            "no error reports": windows.keep_out_of_error_reports,
            "no child processes": windows.forbid_child_processes,
            "low integrity": windows.lower_integrity,
        }
    from capout_desktop.services.intake.worker_confinement import limits  # noqa: PLC0415

    measures: dict[str, _Measure] = {
        "resource limits": limits.limit_resources,
        "memory limit": lambda: limits.limit_memory(WORKER_MEMORY_BYTES),
    }
    if sys.platform == "darwin":
        from capout_desktop.services.intake.worker_confinement import macos  # noqa: PLC0415

        measures["sandbox"] = macos.enter_sandbox
    if sys.platform == "linux":
        from capout_desktop.services.intake.worker_confinement import linux  # noqa: PLC0415

        measures |= {
            "no new privileges": linux.refuse_new_privileges,
            "no dumps": linux.refuse_dumps,
            "Landlock": linux.restrict_files,
            "seccomp": linux.restrict_system_calls,
        }
    return measures
