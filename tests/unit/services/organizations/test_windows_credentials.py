"""A replaced key is gone from Windows' Credential Manager; keyring's own back end is used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any

import pytest
from helpers.controlled_keyring import keyring_here
from keyring.backends import Windows

from capout_desktop.services.organizations.key_store import SERVICE, KeyringTrouble, KeyStore

NOT_FOUND = 1168
FULL = 1783


class CredentialError(Exception):
    def __init__(self, winerror: int, funcname: str) -> None:
        super().__init__(winerror, funcname)
        self.winerror, self.funcname = winerror, funcname


class CredentialManager:
    """The three calls of Windows that keyring makes."""

    def __init__(self) -> None:
        self.stored: dict[str, Mapping[str, Any]] = {}
        self.is_full_for = ""

    def read(self, Type: int, TargetName: str) -> dict[str, Any]:  # noqa: N803 - Windows' names
        if TargetName not in self.stored:
            raise CredentialError(NOT_FOUND, "CredRead")
        found = dict(self.stored[TargetName])
        return found | {"CredentialBlob": found["CredentialBlob"].encode("utf-16-le")}

    def write(self, credential: Mapping[str, Any], _flags: int) -> None:
        if credential["CredentialBlob"] == self.is_full_for:
            raise CredentialError(FULL, "CredWrite")
        self.stored[credential["TargetName"]] = credential

    def delete(self, Type: int, TargetName: str) -> None:  # noqa: N803 - Windows' names
        if self.stored.pop(TargetName, None) is None:
            raise CredentialError(NOT_FOUND, "CredDelete")

    @property
    def keys(self) -> list[str]:
        return sorted(credential["CredentialBlob"] for credential in self.stored.values())


@pytest.fixture
def manager(monkeypatch: pytest.MonkeyPatch) -> Iterator[CredentialManager]:
    manager = CredentialManager()
    calls = SimpleNamespace(
        CRED_TYPE_GENERIC=1,
        CRED_PERSIST_ENTERPRISE=3,
        CredRead=manager.read,
        CredWrite=manager.write,
        CredDelete=manager.delete,
    )
    monkeypatch.setattr(Windows, "win32cred", calls, raising=False)
    errors = SimpleNamespace(error=CredentialError)
    monkeypatch.setattr(Windows, "pywintypes", errors, raising=False)
    with keyring_here(Windows.WinVaultKeyring()):  # type: ignore[no-untyped-call]
        yield manager


async def test_a_replaced_key_is_nowhere_any_more(manager: CredentialManager) -> None:
    keys = KeyStore()
    for entry, key in (("1", "old"), ("2", "other"), ("1", "new"), ("1", "newest")):
        await keys.save(entry, key)
    assert manager.keys == ["newest", "other"]
    assert [await keys.load("1"), await keys.load("2")] == ["newest", "other"]
    await keys.delete("1")
    assert await keys.load("1") is None
    assert manager.keys == ["other"]
    keys.close()


async def test_a_key_that_cannot_be_stored_leaves_the_earlier_one(
    manager: CredentialManager,
) -> None:
    keys = KeyStore()
    await keys.save("1", "old")
    manager.is_full_for = "new"
    with pytest.raises(KeyringTrouble):
        await keys.save("1", "new")
    assert await keys.load("1") == "old"
    assert SERVICE in manager.stored
    with pytest.raises(KeyringTrouble) as trouble:
        await keys.save("another", "new")
    assert isinstance(trouble.value.__cause__, CredentialError), "there is none to put back"
    assert {*manager.keys} == {"old"}, "keyring stores it under two names"
    keys.close()
