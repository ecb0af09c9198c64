"""Private desktop session for tests: screen, window manager, message bus, keyring.

The session neither reads nor changes anything of the user: its home is a temporary folder, and
every process started here is ended here, by its process id.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

_START_TIMEOUT = 20.0  # seconds
_FOREIGN_VARIABLES = re.compile(
    r"XDG_|DBUS_|QT_|GTK_|GNOME_|KDE_|CAPOUT_(?!SOAK_|FUZZ_)|PYTHON_KEYRING_|LC_"
    r"|(DESKTOP_SESSION|DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|LANG|LANGUAGE|SSH_AUTH_SOCK)$"
)


def environment_without_proxies() -> dict[str, str]:
    """Return this process's environment without proxies: the tests use loopback only."""
    return {
        name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")
    }


@contextmanager
def private_session() -> Iterator[dict[str, str]]:
    """Start the session, yield the environment for programs inside it, and end it.

    Raises:
        SystemExit: A part did not start; the message contains the output of the parts.
    """
    with (
        # Always in /tmp: the path of a socket may have at most 107 characters.
        tempfile.TemporaryDirectory(
            prefix="capout-", dir="/tmp", ignore_cleanup_errors=True
        ) as folder,
        ExitStack() as running,
    ):
        session = _Session(Path(folder), running)
        session.start_screen()
        session.start_bus()
        session.start_keyring()
        session.start_window_manager()
        yield session.environment


class _Session:
    def __init__(self, folder: Path, running: ExitStack) -> None:
        self._folder = folder
        self._running = running
        self._log = folder / "session.log"
        self._runtime = folder / "run"
        home = folder / "home"
        home.mkdir()
        self._runtime.mkdir(mode=0o700)
        self.environment = {
            name: value
            for name, value in environment_without_proxies().items()
            if not _FOREIGN_VARIABLES.match(name)
        } | {
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(self._runtime),
            "LC_ALL": "C.UTF-8",
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "GSETTINGS_BACKEND": "memory",  # the accessibility bus would start a dconf service
        }

    def start_screen(self) -> None:
        screen = ["-screen", "0", "1920x1200x24", "-nolisten", "tcp", "-noreset"]
        number = self._start_and_read_line("Xvfb", *screen, "-displayfd")
        self.environment["DISPLAY"] = f":{number}"

    def start_bus(self) -> None:
        # If the keyring ended early, the bus would start another one, which is locked and waits
        # for a password: its clients would then wait forever.
        services = self._runtime / "dbus-1" / "services"
        services.mkdir(parents=True)
        for name in ("org.freedesktop.secrets", "org.gnome.keyring"):
            entry = f"[D-BUS Service]\nName={name}\nExec=/bin/false\n"
            (services / f"{name}.service").write_text(entry)
        bus = ["--session", "--nofork", "--nopidfile", f"--address=unix:dir={self._runtime}"]
        address = self._start_and_read_line("dbus-daemon", *bus, "--print-address")
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = address

    def start_keyring(self) -> None:
        # A copy, because the installed one has a file capability that containers refuse.
        program = shutil.which("gnome-keyring-daemon")
        copy = shutil.copyfile(str(program), self._folder / "gnome-keyring-daemon")
        copy.chmod(0o700)
        process = self._start(str(copy), "--foreground", "--unlock", "--components=secrets")
        assert process.stdin  # noqa: S101 - for the type checker: it is a pipe
        process.stdin.write(b"the password of a keyring that lives for one test run")
        process.stdin.close()
        question = ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus"]
        question += ["/", "org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.secrets"]
        self._wait_until(lambda: b"boolean true" in self._output_of(question), process)

    def start_window_manager(self) -> None:
        ready = self._folder / "window-manager-is-ready"
        process = self._start("openbox", "--startup", f"touch {ready}")
        self._wait_until(ready.exists, process)

    def _start(self, *command: str, pass_fds: tuple[int, ...] = ()) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as log:
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                env=self.environment,
                cwd=self._folder,
                pass_fds=pass_fds,
                start_new_session=True,  # keeps Ctrl+C away: these end after the tests
            )
        self._running.callback(_end, process)
        return process

    def _start_and_read_line(self, *command: str) -> str:
        """Start a program with a file descriptor as last argument; return the line it writes."""
        reader, writer = os.pipe()
        *arguments, option = command
        joined = [f"{option}={writer}"] if option.startswith("--") else [option, str(writer)]
        process = self._start(*arguments, *joined, pass_fds=(writer,))
        os.close(writer)
        with os.fdopen(reader) as answer:
            line = answer.readline().strip()
        if not line:
            raise SystemExit(self._complaint(process))
        return line

    def _wait_until(self, ready: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + _START_TIMEOUT
        while not ready():
            if process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(self._complaint(process))
            time.sleep(0.02)

    def _output_of(self, command: list[str]) -> bytes:
        return subprocess.run(
            command, env=self.environment, capture_output=True, check=False
        ).stdout

    def _complaint(self, process: subprocess.Popen[bytes]) -> str:
        program = Path(str(process.args[0])).name  # type: ignore[index]  # a list, see _start
        return f"dev.py: {program} did not start:\n{self._log.read_text(errors='replace')}"


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.stdin is not None:
        process.stdin.close()
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
