"""Private message buses and Secret Services for tests: absent, locked or unlocked."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jeepney
import secretstorage
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection

PASSWORD = b"the password of one test's keyring"
SECONDS = 60.0
_PROMPTER = "org.gnome.keyring.SystemPrompter"
# No service folder: only services that the test starts exist.
_CONFIGURATION = """<busconfig>
<type>session</type><listen>unix:dir={folder}</listen><auth>EXTERNAL</auth>
<policy context="default">
<allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/>
</policy>
</busconfig>
"""


@contextlib.contextmanager
def bus_of_its_own() -> Iterator[Path]:
    """Run an empty message bus for this process and yield its folder."""
    before = os.environ.get("DBUS_SESSION_BUS_ADDRESS")
    # Always in /tmp: the path of a socket may have at most 107 characters.
    with tempfile.TemporaryDirectory(prefix="capout-", dir="/tmp", ignore_cleanup_errors=True) as f:
        folder = Path(f)
        configuration = folder / "bus.conf"
        configuration.write_text(_CONFIGURATION.format(folder=folder))
        with _running(
            "dbus-daemon", f"--config-file={configuration}", "--nofork", "--print-address"
        ) as bus:
            assert bus.stdout
            os.environ["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()
            try:
                yield folder
            finally:
                if before is None:
                    del os.environ["DBUS_SESSION_BUS_ADDRESS"]
                else:
                    os.environ["DBUS_SESSION_BUS_ADDRESS"] = before


class SecretService:
    """A real GNOME Keyring, unlocked, without a dialog that asks for its password."""

    def __init__(self, connection: DBusConnection) -> None:
        self._connection = connection
        self._collection = secretstorage.get_default_collection(connection)

    def lock(self) -> None:
        """Lock the keyring, so that access to a key makes it ask for the password."""
        self._collection.lock()

    def unlock(self) -> None:
        """Unlock the keyring as the right password would."""
        session = self._call(
            "org.freedesktop.Secret.Service", "OpenSession", "sv", ("plain", ("s", ""))
        )[1]
        secret = (session, b"", PASSWORD, "text/plain")
        self._call(
            "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface",
            "UnlockWithMasterPassword",
            "o(oayays)",
            (self._collection.collection_path, secret),
        )
        assert not self._collection.is_locked()

    def _call(self, interface: str, method: str, signature: str, body: tuple[Any, ...]) -> Any:
        address = jeepney.DBusAddress(
            "/org/freedesktop/secrets", "org.freedesktop.secrets", interface
        )
        call = jeepney.new_method_call(address, method, signature, body)
        return self._connection.send_and_get_reply(call).body


@contextlib.contextmanager
def secret_service_of_its_own() -> Iterator[SecretService]:
    """Run a bus with a real Secret Service on it, unlocked and empty."""
    with bus_of_its_own() as folder:
        # A copy, because the installed one has a file capability that containers refuse.
        copy = shutil.copyfile(
            str(shutil.which("gnome-keyring-daemon")), folder / "gnome-keyring-daemon"
        )
        copy.chmod(0o700)
        places = {"XDG_RUNTIME_DIR": str(folder), "XDG_DATA_HOME": str(folder / "data")}
        with _running(
            str(copy), "--foreground", "--unlock", "--components=secrets", **places
        ) as daemon:
            assert daemon.stdin
            daemon.stdin.write(PASSWORD)
            daemon.stdin.close()
            _wait_for("org.freedesktop.secrets")
            with contextlib.closing(secretstorage.dbus_init()) as connection:
                yield SecretService(connection)


class Prompter:
    """Stand-in without a window for the dialog that asks for the keyring's password.

    A test cannot type into another program's window. The keyring and its waiting are real.

    Attributes:
        asked: Set once the keyring wants the password.
    """

    def __init__(self) -> None:
        self.asked = threading.Event()
        self._connection = open_dbus_connection(bus="SESSION")
        self._connection.send_and_get_reply(message_bus.RequestName(_PROMPTER))
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def cancel(self) -> None:
        """Close as on Cancel, and notify the waiting keyring."""
        self._ending.set()
        self._thread.join()
        self._connection.close()

    def _serve(self) -> None:
        while not self._ending.is_set():
            try:
                message = self._connection.receive(timeout=0.05)
            except TimeoutError:
                continue
            if message.header.fields.get(jeepney.HeaderFields.member) == "BeginPrompting":
                # Never ready, as long as nobody answers.
                self._connection.send(jeepney.new_method_return(message))
                self.asked.set()


@contextlib.contextmanager
def _running(*command: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **environment},
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(SECONDS)
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


def _wait_for(name: str) -> None:
    deadline = time.monotonic() + SECONDS
    with contextlib.closing(open_dbus_connection(bus="SESSION")) as connection:
        while True:
            reply = connection.send_and_get_reply(message_bus.NameHasOwner(name))
            if reply.body[0]:
                return
            assert time.monotonic() < deadline, f"no {name}"
            time.sleep(0.02)
