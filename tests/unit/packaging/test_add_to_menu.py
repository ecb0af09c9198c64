"""The launcher of the unpacked archive starts the program whatever its folder is called."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LINUX = Path(__file__).resolve().parents[3] / "packaging" / "linux"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the archive is for Linux")

NAMES = [
    *(
        "plain",
        "two words",
        "R&D",
        "100%",
        "100%f",
        "a|b",
        'say "so"',
        "it's",
        "$HOME",
        "back\\slash",
    ),
    *("`id`", "semi;colon", "(brackets)", "Núñez", "a\\nb", "*"),
    "two\nExec=lines\nof it",
]


def command_of(value: str) -> list[str]:
    """Return the arguments of an Exec value, read as the desktop entry standard says."""
    escapes = {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}
    text, at = "", 0
    while at < len(value):
        if value[at] == "\\":
            text += escapes[value[at + 1]]
            at += 1
        else:
            text += value[at]
        at += 1
    arguments, argument, quoted, at = [], "", False, 0
    while at < len(text):
        letter = text[at]
        if quoted and letter == "\\":
            at += 1
            assert text[at] in '"`$\\'
            argument += text[at]
        elif letter == '"':
            quoted = not quoted
        elif letter == " " and not quoted:
            arguments.append(argument)
            argument = ""
        else:
            assert quoted or letter not in "\t\n'\\><~|&;$*?#()`", "reserved outside of quotes"
            assert not quoted or letter not in "`$", "a shell would expand it"
            argument += letter
        at += 1
    return [part if part == "%F" else part.replace("%%", "%") for part in (*arguments, argument)]


@pytest.mark.parametrize("name", NAMES)
def test_the_launcher_starts_the_program_in_this_folder(name: str, tmp_path: Path) -> None:
    folder, home = tmp_path / name, tmp_path / "home"
    (folder / "share" / "applications").mkdir(parents=True)
    (folder / "share" / "icons").mkdir()
    shutil.copy(LINUX / "capout-desktop.desktop", folder / "share" / "applications")
    shutil.copy(LINUX / "add-to-menu", folder)
    subprocess.run(
        ["sh", folder / "add-to-menu"], env={"PATH": "/usr/bin:/bin", "HOME": str(home)}, check=True
    )
    made = home / ".local/share/applications/capout-desktop.desktop"
    given = (LINUX / "capout-desktop.desktop").read_text("utf-8").splitlines()
    lines = made.read_text("utf-8").splitlines()
    (at,) = [n for n, line in enumerate(given) if line.startswith("Exec=")]
    assert [*lines[:at], *lines[at + 1 :]] == [*given[:at], *given[at + 1 :]]
    assert command_of(lines[at].removeprefix("Exec=")) == [f"{folder}/capout-desktop", "%F"]
