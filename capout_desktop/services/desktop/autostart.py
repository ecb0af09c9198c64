"""Start with the computer: an entry that the desktop itself reads when the person logs in.

The entry is the only record of the choice, since it can also be removed or switched off in the
desktop's own settings. The functions block, so call them from a worker thread.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from capout_desktop.options import BACKGROUND
from capout_desktop.store.private_files import write_private_file

_ROOT = Path(__file__).parents[3]

_DESKTOP_ENTRY = """\
[Desktop Entry]
Type=Application
Name=CapOut Desktop
Comment=Send PDF estimates to CapOut and follow them into Xactimate
Exec={command}
Icon=capout-desktop
Terminal=false
X-GNOME-Autostart-enabled=true
"""
_OFF = ("hidden=true", "x-gnome-autostart-enabled=false")
"""Lines with which desktops switch an entry off without removing it."""


class Autostart(Protocol):
    """Entry of this program on one kind of system."""

    def is_on(self) -> bool:
        """Return whether the program starts at the next login.

        Raises:
            OSError: That cannot be found out.
        """

    def switch(self, on: bool) -> None:
        """Write the entry, or remove it; all or nothing.

        Raises:
            OSError: It cannot be written or removed.
        """


def program_command() -> list[str]:
    """Return the command that starts this program again."""
    if appimage := os.environ.get("APPIMAGE"):
        return [appimage]
    if getattr(sys, "frozen", False):
        return [sys.executable]
    launcher = _ROOT / "main.py"
    if launcher.exists():
        return [sys.executable, str(launcher)]
    return [sys.executable, "-m", "capout_desktop"]


def is_confined(environment: Mapping[str, str]) -> bool:
    """Return whether this is a Flatpak or Snap, whose files the desktop does not look at."""
    return "SNAP" in environment or "FLATPAK_ID" in environment or Path("/.flatpak-info").exists()


def autostart(arguments: Sequence[str] = ()) -> Autostart | None:
    """Return the entry for this system; None if it has none that this program may write.

    `arguments` are given to the program besides the one that starts it in the background.
    """
    command = [*program_command(), *arguments, BACKGROUND]
    if sys.platform == "win32":
        return WindowsAutostart(command)
    if sys.platform == "darwin":
        return MacAutostart(Path.home() / "Library" / "LaunchAgents", command)
    if is_confined(os.environ):
        return None
    config = os.environ.get("XDG_CONFIG_HOME", "")
    # The standard ignores a path that is not absolute.
    folder = Path(config) if os.path.isabs(config) else Path.home() / ".config"  # noqa: PTH117
    return LinuxAutostart(folder / "autostart", command)


class LinuxAutostart:
    """Desktop entry in the autostart folder (freedesktop.org's autostart specification)."""

    def __init__(self, folder: Path, command: Sequence[str]) -> None:
        self.path = folder / "capout-desktop.desktop"
        self._command = command

    def is_on(self) -> bool:
        """Implement `Autostart`."""
        try:
            text = self.path.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return False
        lines = {line.replace(" ", "").lower() for line in text.splitlines()}
        return lines.isdisjoint(_OFF)

    def switch(self, on: bool) -> None:
        """Implement `Autostart`."""
        if not on:
            self.path.unlink(missing_ok=True)
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        command = " ".join(map(_quoted, self._command))
        entry = _DESKTOP_ENTRY.format(command=command)
        write_private_file(self.path, entry.encode(errors="surrogateescape"), sync=True)


class MacAutostart:
    """Property list of a launch agent."""

    def __init__(self, folder: Path, command: Sequence[str]) -> None:
        self.path = folder / "ai.capout.desktop.plist"
        self._command = command

    def is_on(self) -> bool:
        """Implement `Autostart`."""
        return self.path.exists()

    def switch(self, on: bool) -> None:
        """Implement `Autostart`."""
        if not on:
            self.path.unlink(missing_ok=True)
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        agent = {
            "Label": "ai.capout.desktop",
            "ProgramArguments": list(self._command),
            "RunAtLoad": True,
            "LimitLoadToSessionType": "Aqua",
            "ProcessType": "Interactive",
        }
        import plistlib  # noqa: PLC0415 - macOS only, and it brings an XML parser

        write_private_file(self.path, plistlib.dumps(agent), sync=True)


class WindowsAutostart:
    """Value in the registry's `Run` key of this user."""

    KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
    APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
    """Where the Task Manager notes what the person switched off there."""
    NAME = "CapOut Desktop"

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command

    def is_on(self) -> bool:
        """Implement `Autostart`."""
        return self._value(self.KEY) is not None and not self._is_switched_off()

    def switch(self, on: bool) -> None:
        """Implement `Autostart`."""
        winreg = _winreg()
        if on:
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, self.KEY) as key:
                command = subprocess.list2cmdline(self._command)
                winreg.SetValueEx(key, self.NAME, 0, winreg.REG_SZ, command)
            self._delete(self.APPROVED)
        else:
            self._delete(self.KEY)

    def _is_switched_off(self) -> bool:
        approved = self._value(self.APPROVED)
        return isinstance(approved, bytes) and bool(approved) and bool(approved[0] & 1)

    def _value(self, name: str) -> object:
        winreg = _winreg()
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, name) as key:
                value: object = winreg.QueryValueEx(key, self.NAME)[0]
        except FileNotFoundError:
            return None
        return value

    def _delete(self, name: str) -> None:
        winreg = _winreg()
        opened = partial(winreg.OpenKey, winreg.HKEY_CURRENT_USER, name, 0, winreg.KEY_SET_VALUE)
        with contextlib.suppress(FileNotFoundError), opened() as key:
            winreg.DeleteValue(key, self.NAME)


def _winreg() -> Any:
    """Return the module, which only Windows has, so that it cannot be imported by name here."""
    return importlib.import_module("winreg")


def _quoted(argument: str) -> str:
    """Quote an argument as the desktop entry standard asks for.

    In quotes, with a backslash before what a shell would expand; backslashes are doubled once more
    as in any value, and the percent sign is doubled, since it begins a field code.
    """
    escaped = "".join(f"\\{c}" if c in '\\"`$' else c for c in argument)
    escaped = escaped.replace("\\", "\\\\").replace("%", "%%")
    # A line break would begin a line of its own, which could say anything.
    return '"{}"'.format(escaped.replace("\n", "\\n").replace("\r", "\\r"))
