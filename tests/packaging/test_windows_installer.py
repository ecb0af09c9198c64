"""The installer for Windows, run there: installed, upgraded and removed, for one person only."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.wine import is_wine

from capout_desktop import __version__

INSTALLER = os.environ.get("CAPOUT_INSTALLER", "")
IS_WHOLE = "CAPOUT_INSTALLER_IS_WHOLE" in os.environ
"""Whether the real program is in it, and not a stand-in that is made in seconds."""

SILENTLY = f'"{INSTALLER}" /S'
SECONDS = 180.0
UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\CapOutDesktop"
ICON_SIZES = {16, 20, 24, 32, 40, 48, 64, 256}
PDF = r"Software\Classes\.pdf\OpenWithProgids"
OPEN = r"Software\Classes\{}\shell\open\command"
OFFERED_BY = ("CapOutDesktop.Estimate", r"Applications\capout-desktop.exe")
SEND_TO, START_MENU = r"SendTo\CapOut Desktop.lnk", r"Start Menu\Programs\CapOut Desktop.lnk"

pytestmark = pytest.mark.skipif(
    not is_wine() or not INSTALLER, reason="runs in wine, where nobody's own program is replaced"
)


def registered(key: str) -> dict[str, object]:
    """Return the values of a key of this person in the registry; none if there is no such key."""
    if sys.platform == "win32":
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                number = winreg.QueryInfoKey(opened)[1]
                values = [winreg.EnumValue(opened, index) for index in range(number)]
        except FileNotFoundError:
            return {}
        return {name: value for name, value, _ in values}
    return {}


@contextlib.contextmanager
def in_use(program: Path) -> Iterator[None]:
    """Keep others from writing to a file, as Windows does while a program runs."""
    if sys.platform != "win32":
        pytest.fail("only Windows does this")
    else:
        import ctypes

        read, share_reading, existing = 0x80000000, 1, 3
        create = ctypes.windll.kernel32.CreateFileW
        create.restype = ctypes.c_void_p
        handle = create(str(program), read, share_reading, None, existing, 0, None)
        yield
        ctypes.windll.kernel32.CloseHandle(ctypes.c_void_p(handle))


def version_strings(file: str) -> dict[str, str]:
    """Return the texts of the version resource of a program, as Explorer shows them."""
    pefile = pytest.importorskip("pefile")
    with contextlib.closing(pefile.PE(file)) as program:
        return {
            name.decode(): text.decode()
            for (parts,) in [program.FileInfo]
            for part in parts
            if part.Key == b"StringFileInfo"
            for table in part.StringTable
            for name, text in table.entries.items()
        }


def icon_sizes(file: str) -> set[int]:
    """Return the widths of the pictures in the icon of a program."""
    pefile = pytest.importorskip("pefile")
    group_icon, header, entry = 14, 6, 14
    with contextlib.closing(pefile.PE(file)) as program:
        found = next(e for e in program.DIRECTORY_ENTRY_RESOURCE.entries if e.id == group_icon)
        place = found.directory.entries[0].directory.entries[0].data.struct
        content = program.get_data(place.OffsetToData, place.Size)
    # 256 does not fit into the byte, and is written as 0.
    return {content[at] or 256 for at in range(header, len(content), entry)}


def run(command: str) -> int:
    return subprocess.run(command, timeout=SECONDS, check=False).returncode


@pytest.fixture
def local() -> Iterator[Path]:
    """The folder of this person's programs and their data, which is left as it was."""
    local = Path(os.environ["LOCALAPPDATA"])
    yield local
    shutil.rmtree(local / "Programs", ignore_errors=True)
    shutil.rmtree(local / "CapOut Desktop", ignore_errors=True)


def test_it_tells_its_version_and_has_an_icon_of_every_size() -> None:
    told = version_strings(INSTALLER)
    assert (told["ProductName"], told["ProductVersion"]) == ("CapOut Desktop", __version__)
    assert told["FileDescription"] == "CapOut Desktop Setup"
    assert icon_sizes(INSTALLER) == ICON_SIZES


@pytest.mark.skipif(not IS_WHOLE, reason="made by dev.py package windows only")
def test_what_it_installs_is_the_program_in_full(local: Path) -> None:
    folder = local / "Programs" / "CapOut Desktop"
    assert run(SILENTLY) == 0
    program = str(folder / "capout-desktop.exe")
    told = version_strings(program)
    assert told["ProductVersion"] == __version__
    assert told["OriginalFilename"] == "capout-desktop.exe"
    assert icon_sizes(program) == ICON_SIZES
    parts = (folder / "third-party.txt").read_text("utf-8").split("\n\n")[1]
    for part in (
        "Python 3",
        "PySide6",
        "OpenSSL",
        "Microsoft Visual C++ runtime",
        "libffi",
    ):
        assert part in parts
    for part in ("glibc", "libgcc", "libxcb", "SecretStorage"):
        assert part not in parts, "of the computer where it was built"
    assert run(f'"{program}" --self-test') == 0
    assert run(f'"{folder}\\uninstall.exe" /S _?={folder}') == 0
    assert [path.name for path in folder.iterdir()] in ([], ["uninstall.exe"])


def test_it_installs_upgrades_and_removes_without_a_word(local: Path) -> None:
    folder, data = local / "Programs" / "CapOut Desktop", local / "CapOut Desktop"
    data.mkdir(exist_ok=True)
    (data / "journal.sqlite3").write_bytes(b"the list")
    assert run(SILENTLY) == 0
    stored = registered(UNINSTALL)
    assert (stored["DisplayVersion"], stored["InstallLocation"]) == (__version__, str(folder))
    assert "CapOutDesktop.Estimate" in registered(PDF)
    assert (folder / "third-party.txt").is_file()
    program = folder / "capout-desktop.exe"
    for name in OFFERED_BY:
        assert registered(OPEN.format(name)) == {"": f'"{program}" "%1"'}
    shortcuts = [
        Path(os.environ["APPDATA"]) / "Microsoft" / "Windows" / name
        for name in (SEND_TO, START_MENU)
    ]
    for shortcut in shortcuts:
        assert str(program).encode() in shortcut.read_bytes()
    # An upgrade mixes no modules of the version before with its own, and leaves what is not its.
    (folder / "_internal" / "old.pyd").write_bytes(b"of the version before")
    (folder / "mine.txt").write_bytes(b"a note")
    assert run(SILENTLY) == 0
    assert not (folder / "_internal" / "old.pyd").exists()
    assert (folder / "_internal" / "base_library.zip").exists()
    # While the program runs, nothing is taken from under it.
    with in_use(program):
        assert run(SILENTLY) == 2
    # Without quotes, as NSIS wants it, and then it waits for its end.
    assert run(f'"{folder}\\uninstall.exe" /S _?={folder}') == 0
    assert [path.name for path in folder.iterdir() if path.name != "uninstall.exe"] == ["mine.txt"]
    assert registered(UNINSTALL) == {}
    assert "CapOutDesktop.Estimate" not in registered(PDF)
    assert not any(registered(OPEN.format(name)) for name in OFFERED_BY)
    assert not any(shortcut.exists() for shortcut in shortcuts)
    assert (data / "journal.sqlite3").read_bytes() == b"the list"
