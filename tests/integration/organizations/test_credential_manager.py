"""Keys in the real Credential Manager of Windows: nothing of a replaced or deleted key is left."""

from __future__ import annotations

import sys
import uuid

import pytest

from capout_desktop.services.organizations.key_store import KeyStore, service_name

pytestmark = pytest.mark.skipif(sys.platform != "win32", reason="only Windows has it")


def stored(service: str) -> dict[str, str]:
    """Return the keys of all credentials whose name contains that of the service."""
    from win32ctypes.pywin32 import pywintypes, win32cred

    try:
        credentials = win32cred.CredEnumerate(None, 0)
    except pywintypes.error:  # there are none at all
        credentials = ()
    return {
        one["TargetName"]: one["CredentialBlob"].decode("utf-16-le")
        for one in credentials
        if service in one["TargetName"]
    }


async def test_a_replaced_or_deleted_key_is_nowhere_any_more() -> None:
    server = f"https://{uuid.uuid4().hex}.invalid"
    keys = KeyStore(server)
    service = service_name(server)
    for entry, key in (("1", "old"), ("2", "other"), ("1", "new"), ("2", "Schlüssel"), ("3", "x")):
        await keys.save(entry, key)
    assert sorted(stored(service).values()) == ["Schlüssel", "new", "x"]
    assert [await keys.load(entry) for entry in "123"] == ["new", "Schlüssel", "x"]
    await keys.delete("1")
    assert await keys.load("1") is None
    assert sorted(stored(service).values()) == ["Schlüssel", "x"]
    await keys.delete("2")
    await keys.delete("3")
    assert stored(service) == {}
    keys.close()
