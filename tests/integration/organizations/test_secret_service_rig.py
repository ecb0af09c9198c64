"""The keyring that the tests run against is a real one, and keeps secrets."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.backend
import pytest

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a session of its own"),
    pytest.mark.usefixtures("secret_service"),
]

SERVICE = "capout-desktop-rig"
SECRET = "capout_test_4vN8-Žluťoučký"


@pytest.fixture
def stored_secret() -> Iterator[str]:
    keyring.set_password(SERVICE, "somebody", SECRET)
    yield SECRET
    keyring.delete_password(SERVICE, "somebody")


def test_a_secret_is_stored_and_read_back(stored_secret: str) -> None:
    assert keyring.get_password(SERVICE, "somebody") == stored_secret


def test_a_deleted_secret_is_gone(stored_secret: str) -> None:
    keyring.set_password(SERVICE, "somebody else", stored_secret)
    keyring.delete_password(SERVICE, "somebody else")
    assert keyring.get_password(SERVICE, "somebody else") is None


def test_another_client_of_the_secret_service_finds_the_secret(stored_secret: str) -> None:
    import secretstorage

    with contextlib.closing(secretstorage.dbus_init()) as connection:
        collection = secretstorage.get_default_collection(connection)
        [item] = collection.search_items({"service": SERVICE, "username": "somebody"})
        assert item.get_secret().decode() == stored_secret


def test_the_service_is_gnome_keyring_in_the_home_of_the_test_run(stored_secret: str) -> None:
    question = ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/"]
    question += [
        "org.freedesktop.DBus.GetConnectionUnixProcessID",
        "string:org.freedesktop.secrets",
    ]
    answer = subprocess.run(question, capture_output=True, text=True, check=True).stdout
    [pid] = re.findall(r"uint32 (\d+)", answer)
    assert "gnome-keyring-daemon" in Path(f"/proc/{pid}/cmdline").read_text()
    environment = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    assert f"HOME={os.environ['HOME']}".encode() in environment


def test_the_secret_is_encrypted_where_it_lies(stored_secret: str) -> None:
    keyrings = Path.home() / ".local/share/keyrings"
    files = [file.read_bytes() for file in keyrings.iterdir() if file.suffix == ".keyring"]
    assert files
    assert not any(stored_secret.encode() in file for file in files)


def test_no_backend_on_offer_writes_plaintext() -> None:
    modules = {type(backend).__module__ for backend in keyring.backend.get_all_keyring()}
    assert "keyring.backends.SecretService" in modules
    assert not {module for module in modules if module.startswith("keyrings.alt")}
