"""The entry with which the desktop starts the program, on each of the three systems."""

from __future__ import annotations

import plistlib
import subprocess
import sys
import types
from pathlib import Path
from typing import Any

import pytest

from capout_desktop.services.desktop.autostart import (
    Autostart,
    LinuxAutostart,
    MacAutostart,
    WindowsAutostart,
    autostart,
    is_confined,
    program_command,
)

COMMAND = ['/opt/100% "new" $HOME\\x/`capout`', "--background"]


class Registry(types.ModuleType):
    """The part of `winreg` that is used, on a dictionary."""

    HKEY_CURRENT_USER, REG_SZ, KEY_SET_VALUE = 1, 1, 2

    def __init__(self) -> None:
        super().__init__("winreg")
        self.values: dict[tuple[str, str], Any] = {}

    class _Key:
        def __init__(self, name: str) -> None:
            self.name = name

        def __enter__(self) -> Registry._Key:
            return self

        def __exit__(self, *_: object) -> None: ...

    def CreateKey(self, _root: int, name: str) -> _Key:  # noqa: N802 - Windows' name
        return self._Key(name)

    def OpenKey(self, _root: int, name: str, *_: int) -> _Key:  # noqa: N802 - as above
        if all(key != name for key, _ in self.values):
            raise FileNotFoundError(name)
        return self._Key(name)

    def SetValueEx(self, key: _Key, name: str, _: int, _kind: int, value: str) -> None:  # noqa: N802
        self.values[key.name, name] = value

    def QueryValueEx(self, key: _Key, name: str) -> tuple[Any, int]:  # noqa: N802
        if (key.name, name) not in self.values:
            raise FileNotFoundError(name)
        return self.values[key.name, name], 1

    def DeleteValue(self, key: _Key, name: str) -> None:  # noqa: N802
        if self.values.pop((key.name, name), None) is None:
            raise FileNotFoundError(name)


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Registry:
    registry = Registry()
    monkeypatch.setitem(sys.modules, "winreg", registry)
    return registry


@pytest.mark.parametrize("system", ["linux", "mac", "windows"])
def test_it_is_off_until_switched_on_and_leaves_nothing_when_switched_off(
    system: str, tmp_path: Path, registry: Registry
) -> None:
    folder = tmp_path / "not there yet"
    entries: dict[str, Autostart] = {
        "linux": LinuxAutostart(folder, COMMAND),
        "mac": MacAutostart(folder, COMMAND),
        "windows": WindowsAutostart(COMMAND),
    }
    entry = entries[system]
    assert not entry.is_on()
    entry.switch(False)
    for _ in range(2):
        entry.switch(True)
        assert entry.is_on()
    entry.switch(False)
    assert not entry.is_on()
    assert registry.values == {}
    assert not folder.exists() or list(folder.iterdir()) == []


def test_the_desktop_entry_says_the_command_as_the_standard_wants_it(tmp_path: Path) -> None:
    entry = LinuxAutostart(tmp_path, COMMAND)
    entry.switch(True)
    (line,) = [x for x in entry.path.read_text().splitlines() if x.startswith("Exec=")]
    assert line == (r'Exec="/opt/100%% \\"new\\" \\$HOME\\\\x/\\`capout\\`" "--background"')


def test_a_line_break_in_the_command_begins_no_line_of_the_desktop_entry(tmp_path: Path) -> None:
    entry = LinuxAutostart(tmp_path, ["/opt/a\nHidden=true\r\nExec=other"])
    entry.switch(True)
    assert entry.is_on()
    lines = entry.path.read_text().splitlines()
    assert [line for line in lines if line.startswith(("Exec=", "Hidden="))] == [
        r'Exec="/opt/a\nHidden=true\r\nExec=other"'
    ]


@pytest.mark.parametrize("off", ["Hidden=true", "X-GNOME-Autostart-enabled = false"])
def test_an_entry_that_the_desktop_switched_off_is_off(tmp_path: Path, off: str) -> None:
    entry = LinuxAutostart(tmp_path, COMMAND)
    entry.switch(True)
    lines = entry.path.read_text().splitlines()
    lines = [x for x in lines if not x.startswith("X-GNOME")] + [off]
    entry.path.write_text("\n".join(lines))
    assert not entry.is_on()
    entry.switch(True)
    assert entry.is_on(), "and the person can switch it on again here"


def test_the_task_manager_can_switch_it_off(registry: Registry) -> None:
    entry = WindowsAutostart(COMMAND)
    entry.switch(True)
    assert registry.values[entry.KEY, entry.NAME] == subprocess.list2cmdline(COMMAND)
    registry.values[entry.APPROVED, entry.NAME] = b"\x03\0\0\0"
    assert not entry.is_on()
    registry.values[entry.APPROVED, entry.NAME] = b"\x02\0\0\0"
    assert entry.is_on()
    registry.values[entry.APPROVED, entry.NAME] = b"\x03\0\0\0"
    entry.switch(True)
    assert entry.is_on()


def test_the_launch_agent_starts_the_program_at_login(tmp_path: Path) -> None:
    entry = MacAutostart(tmp_path, COMMAND)
    entry.switch(True)
    agent = plistlib.loads(entry.path.read_bytes())
    assert agent["ProgramArguments"] == COMMAND
    assert agent["RunAtLoad"] is True


def test_a_full_or_foreign_disk_leaves_the_entry_as_it_was(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with pytest.raises(OSError, match="file"):
        LinuxAutostart(blocked / "autostart", COMMAND).switch(True)


@pytest.mark.skipif(sys.platform != "linux", reason="the folders are those of Linux")
def test_linux_has_it_in_the_configured_folder_and_a_sandbox_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    entry = autostart(["--data-dir", "/claims"])
    assert isinstance(entry, LinuxAutostart)
    assert entry.path.parent == tmp_path / "autostart"
    entry.switch(True)
    assert '"--data-dir" "/claims" "--background"' in entry.path.read_text()
    for name in ("SNAP", "FLATPAK_ID"):
        assert is_confined({name: "x"})
        with monkeypatch.context() as changed:
            changed.setenv(name, "x")
            assert autostart() is None
    assert not is_confined({})


def test_the_command_really_starts_this_program() -> None:
    done = subprocess.run(
        [*program_command(), "--version"],
        capture_output=True,
        text=True,
        check=True,
        cwd="/",
        timeout=60,
    )
    assert done.stdout.startswith("CapOut Desktop ")
