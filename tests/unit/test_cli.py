"""What the command line does before there is a window."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from capout_desktop import cli


@pytest.mark.parametrize("before", [None, "/opt/tools/lib"])
def test_what_a_packaged_program_starts_loads_libraries_as_ever(
    monkeypatch: pytest.MonkeyPatch, before: str | None
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/usr/lib/capout-desktop/_internal")
    monkeypatch.delenv("LD_LIBRARY_PATH_ORIG", raising=False)
    if before:
        monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", before)
    with pytest.raises(SystemExit):
        cli.main(["--version"])
    assert os.environ.get("LD_LIBRARY_PATH") == before
    told = subprocess.run(
        [sys.executable, "-c", "import os; print(os.environ.get('LD_LIBRARY_PATH'))"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == str(before)


def test_a_source_tree_keeps_the_library_path_it_was_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/tools/lib")
    with pytest.raises(SystemExit):
        cli.main(["--version"])
    assert os.environ["LD_LIBRARY_PATH"] == "/opt/tools/lib"
