"""What wine cannot do, by reason: tests of it are left out there, and run on Windows itself."""

from __future__ import annotations

import sys

GAPS: dict[str, tuple[str, ...]] = {
    "it ends a connection in order where Windows resets it": (
        "tests/integration/sandbox/test_sandbox_faults.py::test_a_reset_is_a_real_one",
    ),
    "it has none of Windows' fonts, and texts are wider than they will be there": (
        "tests/gui/text/test_gui_texts.py::test_no_text_is_cut_off_and_every_window_fits",
        (
            "tests/gui/documents/test_ui_columns.py"
            "::test_credits_and_the_last_change_give_way_before_names_of_files_get_short"
        ),
    ),
    "a window is not the active one again after its menu was closed": (
        (
            "tests/gui/documents/test_ui_recipes.py"
            "::test_an_added_row_action_is_in_the_menus_and_does_what_it_says"
        ),
    ),
    "its file systems keep no streams inside files": (
        "tests/integration/intake/test_windows_files.py::test_the_mark_of_a_download",
    ),
}
"""Beginnings of the ids of tests, by the reason why they are left out."""


def is_wine() -> bool:
    """Return whether this is wine and not Windows."""
    if sys.platform == "win32":
        import ctypes

        return hasattr(ctypes.windll.ntdll, "wine_get_version")
    return False


def reason_to_leave_out(test: str) -> str:
    """Return why wine cannot run a test, named by its id; empty if it can."""
    name = test.replace("\\", "/")
    return next((why for why, tests in GAPS.items() if name.startswith(tests)), "")
